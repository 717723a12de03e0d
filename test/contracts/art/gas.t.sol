// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {Documents} from "../../../contracts/Documents.sol";
import {Engine} from "../../../contracts/Engine.sol";
import {LivingPage} from "../../../contracts/LivingPage.sol";
import {Models} from "../../../contracts/Models.sol";
import {Plant} from "../../../contracts/Plant.sol";
import {Skies} from "../../../contracts/Skies.sol";
import {Phenotype, Phenotypes} from "../../../contracts/art/Phenotype.sol";
import {Scene} from "../../../contracts/art/Scene.sol";
import {Border} from "../../../contracts/garden/Border.sol";
import {Earth} from "../../../contracts/garden/Earth.sol";
import {Meadow} from "../../../contracts/garden/Meadow.sol";
import {Rockery} from "../../../contracts/garden/Rockery.sol";
import {Thicket} from "../../../contracts/garden/Thicket.sol";
import {Label} from "../../../contracts/interfaces/IDocuments.sol";
import {SPECIES_COUNT} from "../../../contracts/types/Genome.sol";
import {Observation} from "../../../contracts/types/Observation.sol";
import {Scenes} from "./Scenes.sol";

/// @title What drawing costs: the budget that leaves room for the neural sky and the page.
contract PlantGasTest is Test {
    uint256 private constant MOST_GAS = 2_500_000;
    uint256 private constant MOST_CHARACTERS = 12_000;

    /// @dev What is left of 16,000,000 is for the reading: `sceneOf` takes about 250,000.
    uint256 private constant MOST_URI_GAS = 15_700_000;
    uint256 private constant MOST_URI_BYTES = 99_900;

    /// @dev The place of code 99 in the order of severity.
    uint256 private constant HAILSTORM = 27;

    Skies private skies;
    Documents private documents;
    LivingPage private page;
    Plant private plant =
        new Plant(new Earth(), new Border(), new Meadow(), new Rockery(), new Thicket());

    function test_plantLayer_staysWithinItsBudget() public {
        uint256 worstGas;
        uint256 worstLength;
        for (uint256 species; species < SPECIES_COUNT; ++species) {
            uint256 most;
            uint256 longest;
            for (uint256 i; i < 24 + Scenes.SEASONS; ++i) {
                Scene memory s =
                    i < 24 ? Scenes.staged(species, i) : Scenes.fullest(species, i - 24);
                (uint256 used, uint256 length) = this.measure(Phenotypes.phenotypeOf(s), s);
                if (used > most) most = used;
                if (length > longest) longest = length;
            }
            emit log_named_uint(string.concat("gas, species ", vm.toString(species)), most);
            emit log_named_uint("characters", longest);
            if (most > worstGas) worstGas = most;
            if (longest > worstLength) worstLength = longest;
        }
        assertLe(worstGas, MOST_GAS);
        assertLe(worstLength, MOST_CHARACTERS);
    }

    /// @dev The longest drawings that a search by test/contracts/gas/worst.ts has found, two a species.
    function test_plantLayer_staysWithinItsBudgetAtItsWorst() public {
        bytes memory data = vm.parseJsonBytes(vm.readFile("test/vectors/worst.json"), ".scenes");
        Scene[] memory scenes = abi.decode(data, (Scene[]));
        assertEq(scenes.length, 2 * SPECIES_COUNT);
        uint256 worstGas;
        uint256 worstLength;
        for (uint256 i; i < scenes.length; ++i) {
            Scene memory s = scenes[i];
            assertEq(s.genome.species(), i / 2);
            (uint256 used, uint256 length) = this.measure(Phenotypes.phenotypeOf(s), s);
            emit log_named_uint(string.concat("gas, species ", vm.toString(i / 2)), used);
            emit log_named_uint("characters", length);
            if (used > worstGas) worstGas = used;
            if (length > worstLength) worstLength = length;
        }
        assertLe(worstGas, MOST_GAS);
        assertLe(worstLength, MOST_CHARACTERS);
    }

    /// @dev All that `tokenURI` does but the reading, at the same scenes under the network's sky and in every
    /// kind of weather at once.
    function test_tokenUri_staysWithinItsBudgetAtItsWorst() public {
        _publish();
        bytes memory data = vm.parseJsonBytes(vm.readFile("test/vectors/worst.json"), ".scenes");
        Scene[] memory scenes = abi.decode(data, (Scene[]));
        uint256 worstGas;
        uint256 worstLength;
        // As they were found, and in the worst of storms.
        for (uint256 i; i < 2 * scenes.length; ++i) {
            Scene memory s = scenes[i / 2];
            s.model = 0;
            if (i % 2 == 1) {
                uint256 weather = Observation.unwrap(s.now) & ~(uint256(0x1f) << 102);
                s.now = Observation.wrap(uint128(weather | (HAILSTORM << 102)));
            }
            Phenotype memory p = Phenotypes.phenotypeOf(s);
            (uint256 used, uint256 length) = this.measureUri(p, s);
            if (used > worstGas) worstGas = used;
            if (length > worstLength) worstLength = length;
        }
        emit log_named_uint("gas, at most", worstGas);
        emit log_named_uint("bytes, at most", worstLength);
        assertLe(worstGas, MOST_URI_GAS);
        assertLe(worstLength, MOST_URI_BYTES);
    }

    function _publish() private {
        Models models = new Models(address(this));
        models.register(vm.readFileBinary("renderer/sky/model.bin"), address(new Engine(models)));
        skies = new Skies(models);
        documents = new Documents();
        page = new LivingPage(models, vm.readFileBinary("renderer/living/page.bin"));
    }

    /// @dev The length of the answer as a node gives it: offset, length, whole words.
    function measureUri(Phenotype memory p, Scene memory s)
        external
        view
        returns (uint256 used, uint256 length)
    {
        uint256 before = gasleft();
        string memory under = skies.skyOf(p, s.genome, s.model);
        string memory layer = plant.plantLayer(p, s.genome);
        Label memory label =
            Label("A collection with a name of some length", "https://example.org/collection", 0);
        string memory uri = documents.tokenUri(s, p, label, under, layer, page);
        used = before - gasleft();
        length = 64 + (bytes(uri).length + 31) / 32 * 32;
    }

    /// @dev External, so that every drawing starts with fresh memory.
    function measure(Phenotype memory p, Scene memory s)
        external
        view
        returns (uint256 used, uint256 length)
    {
        uint256 before = gasleft();
        length = bytes(plant.plantLayer(p, s.genome)).length;
        used = before - gasleft();
    }
}
