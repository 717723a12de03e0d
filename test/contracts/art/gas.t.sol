// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {Plant} from "../../../contracts/Plant.sol";
import {Phenotype, Phenotypes} from "../../../contracts/art/Phenotype.sol";
import {Scene} from "../../../contracts/art/Scene.sol";
import {Border} from "../../../contracts/garden/Border.sol";
import {Earth} from "../../../contracts/garden/Earth.sol";
import {Meadow} from "../../../contracts/garden/Meadow.sol";
import {Rockery} from "../../../contracts/garden/Rockery.sol";
import {Thicket} from "../../../contracts/garden/Thicket.sol";
import {SPECIES_COUNT} from "../../../contracts/types/Genome.sol";
import {Scenes} from "./Scenes.sol";

/// @title What drawing costs: the budget that leaves room for the neural sky and the page.
contract PlantGasTest is Test {
    uint256 private constant MOST_GAS = 2_500_000;
    uint256 private constant MOST_CHARACTERS = 12_000;

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
