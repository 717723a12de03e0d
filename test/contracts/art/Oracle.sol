// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Causes} from "../../../contracts/Causes.sol";
import {Documents} from "../../../contracts/Documents.sol";
import {Engine} from "../../../contracts/Engine.sol";
import {LivingPage} from "../../../contracts/LivingPage.sol";
import {Models} from "../../../contracts/Models.sol";
import {Plant} from "../../../contracts/Plant.sol";
import {Skies} from "../../../contracts/Skies.sol";
import {Condition} from "../../../contracts/art/Condition.sol";
import {Phenotype, Phenotypes} from "../../../contracts/art/Phenotype.sol";
import {Scene} from "../../../contracts/art/Scene.sol";
import {Border} from "../../../contracts/garden/Border.sol";
import {Earth} from "../../../contracts/garden/Earth.sol";
import {Meadow} from "../../../contracts/garden/Meadow.sol";
import {Rockery} from "../../../contracts/garden/Rockery.sol";
import {Thicket} from "../../../contracts/garden/Thicket.sol";
import {Label} from "../../../contracts/interfaces/IDocuments.sol";
import {ILivingPage} from "../../../contracts/interfaces/ILivingPage.sol";

/// @dev Where the page is of no matter.
contract NoPage is ILivingPage {
    function html(Scene memory, Phenotype memory, string memory)
        external
        pure
        returns (string memory)
    {
        return "";
    }

    function encodedHtml(Scene memory, Phenotype memory, string memory)
        external
        pure
        returns (string memory)
    {
        return "";
    }
}

/// @title What the contracts make of a scene: the truth that the twins are held to.
contract Oracle {
    struct Answer {
        Phenotype phenotype;
        bytes32 condition;
        bytes32 latent;
        uint256 svgLength;
        bytes32 svgHash;
        uint256 uriLength;
        bytes32 uriHash;
        bytes32 htmlHash;
        bytes32 causesHash;
    }

    Engine public immutable ENGINE;
    Plant private immutable PLANT =
        new Plant(new Earth(), new Border(), new Meadow(), new Rockery(), new Thicket());
    Documents private immutable DOCUMENTS = new Documents();
    Causes private immutable CAUSES = new Causes();
    LivingPage private immutable LIVING_PAGE;
    NoPage private immutable NO_PAGE = new NoPage();
    Skies private immutable SKIES;

    /// @param model the file of model 0; the other ids are unknown, and their skies are vectors.
    /// @param program the living page's, renderer/living/page.bin.
    constructor(bytes memory model, bytes memory program) {
        Models models = new Models(address(this));
        ENGINE = new Engine(models);
        models.register(model, address(ENGINE));
        SKIES = new Skies(models);
        LIVING_PAGE = new LivingPage(models, program);
    }

    /// @dev External, so that the caller's memory stays small however many scenes there are.
    function answer(Scene memory s) external view returns (Answer memory) {
        return _answer(s, LIVING_PAGE);
    }

    /// @dev The same without the living page, which is most of the work.
    function drawing(Scene memory s) external view returns (Answer memory) {
        return _answer(s, NO_PAGE);
    }

    function _answer(Scene memory s, ILivingPage page) private view returns (Answer memory a) {
        a.phenotype = Phenotypes.phenotypeOf(s);
        a.condition = Condition.conditionOf(a.phenotype);
        a.latent = s.genome.latentOf();
        string memory under =
            a.phenotype.stage == 0 ? "" : SKIES.skyOf(a.phenotype, s.genome, s.model);
        string memory layer = PLANT.plantLayer(a.phenotype, s.genome);
        string memory picture = DOCUMENTS.svg(s, a.phenotype, under, layer);
        a.svgLength = bytes(picture).length;
        a.svgHash = keccak256(bytes(picture));
        // Labels of every kind, made from the scene alone so that the twin can make the same.
        string memory link = s.tokenId % 3 == 0 ? s.stationName : "https://example.org/art";
        Label memory label = Label(s.stationName, link, uint64(s.epoch));
        string memory uri = DOCUMENTS.tokenUri(s, a.phenotype, label, under, layer, page);
        a.uriLength = bytes(uri).length;
        a.uriHash = keccak256(bytes(uri));
        a.htmlHash = keccak256(bytes(page.html(s, a.phenotype, layer)));
        a.causesHash = keccak256(abi.encode(CAUSES.explain(s, a.phenotype)));
    }
}
