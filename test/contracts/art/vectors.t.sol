// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {DynamicBufferLib} from "solady/utils/DynamicBufferLib.sol";
import {Scene} from "../../../contracts/art/Scene.sol";
import {SPECIES_COUNT} from "../../../contracts/types/Genome.sol";
import {Oracle} from "./Oracle.sol";
import {Scenes} from "./Scenes.sol";

/// @title The vectors that the TypeScript twins must reproduce.
/// @dev `HELIOTROPE_WRITE_VECTORS=true forge test --mc VectorsTest` writes them anew; without it they must be
/// what these contracts say. One file a test, since a test's gas is bounded.
contract VectorsTest is Test {
    using DynamicBufferLib for DynamicBufferLib.DynamicBuffer;

    uint256 private constant SEEDED = 40;

    Oracle private oracle = new Oracle(
        vm.readFileBinary("renderer/sky/model.bin"), vm.readFileBinary("renderer/living/page.bin")
    );

    function test_vectors_cornersAreCurrent() public {
        DynamicBufferLib.DynamicBuffer memory fresh;
        for (uint256 i; i < Scenes.CORNERS; ++i) {
            (string memory name, Scene memory s) = Scenes.corner(i);
            _add(fresh, name, s);
        }
        _hold("test/vectors/art-corners.json", fresh);
    }

    function test_vectors_speciesAreCurrent() public {
        DynamicBufferLib.DynamicBuffer memory fresh;
        for (uint256 i; i < SPECIES_COUNT; ++i) {
            for (uint256 rank; rank < 28; rank += 3) {
                string memory name = string.concat("species ", vm.toString(i), ", rank ");
                _add(fresh, string.concat(name, vm.toString(rank)), Scenes.staged(i, rank));
            }
            for (uint256 season; season < Scenes.SEASONS; ++season) {
                string memory name = string.concat("fullest ", vm.toString(i), ", season ");
                _add(fresh, string.concat(name, vm.toString(season)), Scenes.fullest(i, season));
            }
        }
        _hold("test/vectors/art-species.json", fresh);
    }

    function test_vectors_seedsAreCurrent() public {
        DynamicBufferLib.DynamicBuffer memory fresh;
        for (uint256 i; i < SEEDED; ++i) {
            _add(fresh, string.concat("seed ", vm.toString(i)), Scenes.seeded(i));
        }
        _hold("test/vectors/art-seeds.json", fresh);
    }

    function _add(DynamicBufferLib.DynamicBuffer memory to, string memory name, Scene memory s)
        private
        view
    {
        to.p(to.data.length == 0 ? bytes("[\n") : bytes(",\n"));
        to.p('{"name":"', bytes(name), '","scene":"', bytes(vm.toString(abi.encode(s))));
        to.p('","answer":"', bytes(vm.toString(abi.encode(oracle.answer(s)))), '"}');
    }

    function _hold(string memory path, DynamicBufferLib.DynamicBuffer memory fresh) private {
        fresh.p("\n]\n");
        if (vm.envOr("HELIOTROPE_WRITE_VECTORS", false)) vm.writeFile(path, fresh.s());
        assertEq(
            keccak256(bytes(vm.readFile(path))),
            keccak256(fresh.data),
            string.concat(
                path, " is not what the contracts say: write it anew, look at the difference"
            )
        );
    }
}
