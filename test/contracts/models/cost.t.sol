// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Engine} from "../../../contracts/Engine.sol";
import {Models} from "../../../contracts/Models.sol";
import {ModelBounds} from "../../../contracts/art/ModelBounds.sol";
import {Test} from "forge-std/Test.sol";

/// @dev What a run costs against what the registry says that it can cost.
contract CostTest is Test {
    bytes32 private constant LATENT =
        0x0000000000000000000000000000000448656c696f74726f70653a20736b7921;
    bytes32 private constant EVERYTHING =
        0x7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f000000000000000000000000;

    Models private models;
    Engine private engine;

    function setUp() public {
        models = new Models(address(this));
        engine = new Engine(models);
    }

    function test_runGas_isNeverExceeded() public {
        uint8[3][8] memory shapes = [
            [1, 8, 8],
            [1, 64, 64],
            [2, 9, 11],
            [5, 48, 48],
            [5, 64, 8],
            [5, 8, 64],
            [6, 33, 33],
            [7, 8, 8]
        ];
        for (uint256 i; i < shapes.length; ++i) {
            uint8[3] memory s = shapes[i];
            uint256 id = models.register(busy(s[0], s[1], s[2]), address(engine));
            uint256 most = ModelBounds.runGas(s[0], s[1], s[2]);
            uint256 used = costOf(id);
            emit log_named_uint(
                string.concat(
                    vm.toString(s[0]), " layers, ", vm.toString(s[1]), " and ", vm.toString(s[2])
                ),
                used
            );
            assertLe(used, most);
            assertGe(used * 4, most * 3, "the bound has grown loose");
        }
    }

    /// @dev The dearest of what is admitted has as many layers as there can be, and small ones.
    function test_picture_ofAnyModelFitsIntoATokenURI() public {
        uint8[3][3] memory shapes = [[5, 48, 48], [6, 33, 33], [7, 8, 8]];
        for (uint256 i; i < shapes.length; ++i) {
            uint8[3] memory s = shapes[i];
            uint256 id = models.register(busy(s[0], s[1], s[2]), address(engine));
            uint256 before = gasleft();
            engine.skyPng(id, LATENT, EVERYTHING, 30);
            // What Skies grants, less the 64th part that a call keeps back.
            assertLt(before - gasleft(), 15_500_000);
        }
    }

    function test_runGas_refusesWhatAChallengeCannotCarry() public pure {
        assertGt(ModelBounds.runGas(8, 8, 8), ModelBounds.MAX_RUN_GAS);
        assertLe(ModelBounds.runGas(5, 48, 48), ModelBounds.MAX_RUN_GAS);
    }

    /// @dev The largest of some runs, in every kind of weather at once.
    function costOf(uint256 id) private view returns (uint256 most) {
        for (uint256 y = 7; y < 240; y += 29) {
            uint256 before = gasleft();
            engine.skyRun(id, LATENT, EVERYTHING, 240, 16 * (y % 15), y);
            uint256 used = before - gasleft();
            if (used > most) most = used;
        }
    }

    /// @dev A model in which no activation of the mapping network is zero: every weight is 1.
    function busy(uint8 layers, uint8 first, uint8 second)
        private
        pure
        returns (bytes memory file)
    {
        uint256 outputs = 32 * uint256(layers) + 3;
        uint256 weights = 32 * uint256(first) + uint256(first) * second + second * outputs + 1024
            * (uint256(layers) + 5) + 96 * (uint256(layers) + 6);
        file = new bytes(8 + weights + 3 * (first + second + outputs) + 64);
        bytes memory head =
            bytes.concat("HSKY", hex"02", bytes1(layers), bytes1(first), bytes1(second));
        for (uint256 i; i < 8; ++i) {
            file[i] = head[i];
        }
        for (uint256 i = 8; i < 8 + weights; ++i) {
            file[i] = 0x81;
        }
        assembly {
            let covered := sub(mload(file), 32)
            // A bias of 1,000 keeps the first layers busy whatever the inputs are.
            let at := add(add(file, 40), weights)
            for { let end := add(at, mul(3, add(first, second))) } lt(at, end) { at := add(at, 3) }
            {
                mstore8(add(at, 1), 3)
                mstore8(add(at, 2), 232)
            }
            mstore(add(add(file, 32), covered), keccak256(add(file, 32), covered))
        }
    }
}
