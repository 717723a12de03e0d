// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Engine} from "../../../contracts/Engine.sol";
import {Models} from "../../../contracts/Models.sol";
import {Plant} from "../../../contracts/Plant.sol";
import {Skies} from "../../../contracts/Skies.sol";
import {Condition} from "../../../contracts/art/Condition.sol";
import {Document} from "../../../contracts/art/Document.sol";
import {Phenotype, Phenotypes} from "../../../contracts/art/Phenotype.sol";
import {Scene} from "../../../contracts/art/Scene.sol";
import {Border} from "../../../contracts/garden/Border.sol";
import {Earth} from "../../../contracts/garden/Earth.sol";
import {Rockery} from "../../../contracts/garden/Rockery.sol";
import {Thicket} from "../../../contracts/garden/Thicket.sol";

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
    }

    Engine public immutable ENGINE;
    Plant private immutable PLANT =
        new Plant(new Earth(), new Border(), new Rockery(), new Thicket());
    Skies private immutable SKIES;

    /// @param model the file of model 0; the other ids are unknown, and their skies are vectors.
    constructor(bytes memory model) {
        Models models = new Models(address(this));
        ENGINE = new Engine(models);
        models.register(model, address(ENGINE));
        SKIES = new Skies(models);
    }

    /// @dev External, so that the caller's memory stays small however many scenes there are.
    function answer(Scene memory s) external view returns (Answer memory a) {
        a.phenotype = Phenotypes.phenotypeOf(s);
        a.condition = Condition.conditionOf(a.phenotype);
        a.latent = s.genome.latentOf();
        string memory picture = svg(s, a.phenotype);
        a.svgLength = bytes(picture).length;
        a.svgHash = keccak256(bytes(picture));
        string memory uri = Document.uri(s, a.phenotype, picture);
        a.uriLength = bytes(uri).length;
        a.uriHash = keccak256(bytes(uri));
    }

    function svg(Scene memory s, Phenotype memory p) private view returns (string memory) {
        string memory under = p.stage == 0 ? "" : SKIES.skyOf(p, s.genome, s.model);
        return Document.svg(p, s.genome, s.stationName, under, PLANT.plantLayer(p, s.genome));
    }
}
