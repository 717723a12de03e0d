// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Sky} from "../../../contracts/art/Sky.sol";
import {INPUTS, MAP_OUTPUTS} from "../../../contracts/art/SkyLayout.sol";
import {SkyMapping} from "../../../contracts/art/SkyMapping.sol";
import {SkyNetwork} from "../../../contracts/art/SkyNetwork.sol";
import {ModelFile} from "../models/ModelFile.sol";
import {Test} from "forge-std/Test.sol";
import {SSTORE2} from "solady/utils/SSTORE2.sol";

/// @dev The network with inputs that are handed in, and what its parts cost.
contract Network {
    struct Cost {
        uint256 load;
        uint256 mapping_;
        uint256 run;
    }

    /// @param known the 32 inputs of the mapping network, one a byte.
    /// @param features the 32 inputs of each of 16 pixels.
    function paint(address pointer, uint256 school, bytes32 known, bytes calldata features)
        external
        view
        returns (bytes memory pixels, Cost memory cost)
    {
        // Structs and strings are allocated by Solidity, so they wait until the places are claimed.
        uint256 gasLoad = gasleft();
        (uint256 shape, uint256 weights, uint256 biases) = Sky.load(pointer, school);
        gasLoad -= gasleft();
        assembly {
            for { let i := 0 } lt(i, 32) { i := add(i, 1) } {
                mstore(add(MAP_OUTPUTS, shl(5, i)), shl(7, byte(i, known)))
                let lanes := 0
                for { let p := 0 } lt(p, 16) { p := add(p, 1) } {
                    let at := add(features.offset, add(shl(5, p), i))
                    lanes := or(lanes, shl(shl(4, p), shr(248, calldataload(at))))
                }
                mstore(add(INPUTS, shl(5, i)), lanes)
            }
        }
        uint256 gasMapping = gasleft();
        SkyMapping.write(shape, weights, biases);
        gasMapping -= gasleft();
        pixels = new bytes(48);
        uint256 to;
        assembly {
            to := add(pixels, 32)
        }
        uint256 gasRun = gasleft();
        SkyNetwork.paint(to);
        gasRun -= gasleft();
        cost = Cost(gasLoad, gasMapping, gasRun);
    }
}

contract NetworkTest is Test {
    using ModelFile for bytes;

    /// @dev Multiply-accumulates of a run: 5 layers of 32 neurons and 6 blocks of 3 colours.
    uint256 private constant SHIPPED_MACS = 16 * (5 * 1024 + 6 * 96);

    Network private network;

    function setUp() public {
        network = new Network();
    }

    function test_paint_isTheNetworkOneNumberAtATime() public {
        uint256[8] memory levels;
        for (uint256 k; k < 12; k++) {
            bytes memory file = ModelFile.drawn(k, 2, 9, 11);
            uint256 school = k % 6;
            (bytes32 known, bytes memory features) = draw(k);
            bytes memory got = paint(file, school, known, features);
            assertEq(got, slowly(file, school, known, features), vm.toString(k));
            for (uint256 i; i < 48; i++) {
                levels[uint8(got[i]) >> 5]++;
            }
        }
        // They reach every part of a colour's range.
        for (uint256 i; i < 8; i++) {
            assertGt(levels[i], 0, vm.toString(i));
        }
    }

    function test_paint_paintsModelsOfEveryShape() public {
        uint8[3][6] memory shapes =
            [[1, 8, 8], [1, 64, 64], [2, 32, 33], [3, 63, 31], [5, 48, 48], [7, 8, 10]];
        for (uint256 k; k < shapes.length; k++) {
            uint8[3] memory s = shapes[k];
            bytes memory file = ModelFile.drawn(99 + k, s[0], s[1], s[2]);
            // Every input of the mapping network at its most, then any.
            bytes32 known = bytes32(type(uint256).max / 255 * 127);
            (bytes32 any, bytes memory features) = draw(k);
            assertEq(paint(file, k, known, features), slowly(file, k, known, features));
            assertEq(paint(file, k, any, features), slowly(file, k, any, features));
        }
    }

    function test_paint_isRightWhereTheMappingIsFull() public {
        // No activation of the mapping network is zero, so its lists are as long as they can be.
        bytes memory file = ModelFile.drawn(5, 1, 64, 64);
        for (uint256 at = 8; at < 8 + 32 * 64 + 64 * 64; at++) {
            file.setWeight(at, int256(at % 3));
        }
        file.seal();
        bytes32 known = bytes32(type(uint256).max / 255 * 127);
        (, bytes memory features) = draw(9);
        assertEq(paint(file, 2, known, features), slowly(file, 2, known, features));
    }

    function test_paint_paintsTheShippedModel() public {
        bytes memory file = vm.readFileBinary("renderer/sky/model.bin");
        (bytes32 known, bytes memory features) = draw(77);
        assertEq(paint(file, 3, known, features), slowly(file, 3, known, features));
    }

    function test_paint_keepsTheLargestSumsInTheirLanes() public {
        // Every neuron as far up or down as the registry allows, in turn, and every second pixel.
        for (uint256 k; k < 4; k++) {
            bytes memory file = ModelFile.blank();
            int256 sign = k & 1 == 0 ? int256(1) : int256(-1);
            for (uint256 j; j < 32 * ModelFile.LAYERS; j++) {
                uint256 l = j / 32;
                uint256 row = ModelFile.ROWS + 32 * j + (l == 0 ? 0 : 5 * 1024);
                fill(file, row, l == 0 ? 193 : 390, j & 1 == 0 ? sign : -sign);
                file.setBias(ModelFile.BIASES_3 + 3 * j, (j & 1 == 0 ? sign : -sign) * 8_000_000);
            }
            for (uint256 c; c < 3; c++) {
                fill(file, ModelFile.COLOURS + 32 * c, 193, c == 1 ? -sign : sign);
                file.setBias(
                    ModelFile.BIASES_3 + 3 * (32 * ModelFile.LAYERS + c),
                    (c == 1 ? -sign : sign) * 8_000_000
                );
            }
            file.seal();
            bytes memory features = new bytes(512);
            for (uint256 i; i < 512; i++) {
                if ((i / 32 + k / 2) & 1 == 0) features[i] = 0x7f;
            }
            assertEq(paint(file, 0, 0, features), slowly(file, 0, 0, features), vm.toString(k));
        }
    }

    function test_paint_staysWithinItsGas() public {
        address pointer = SSTORE2.write(vm.readFileBinary("renderer/sky/model.bin"));
        (bytes32 known, bytes memory features) = draw(0);
        (, Network.Cost memory cost) = network.paint(pointer, 0, known, features);
        emit log_named_uint("a model's weights brought into memory, gas", cost.load);
        emit log_named_uint("mapping network, gas", cost.mapping_);
        emit log_named_uint("network of a run, gas", cost.run);
        emit log_named_uint(
            "network of a run, gas for 1,000 multiply-accumulates", cost.run * 1000 / SHIPPED_MACS
        );
        assertLt(cost.run * 1000 / SHIPPED_MACS, 1710);
        assertLt(cost.mapping_, 110_000);
    }

    function paint(bytes memory file, uint256 school, bytes32 known, bytes memory features)
        private
        returns (bytes memory pixels)
    {
        (pixels,) = network.paint(SSTORE2.write(file), school, known, features);
    }

    /// @dev Weights of one sign that add up to `total`, from the first on.
    function fill(bytes memory file, uint256 row, uint256 total, int256 sign) private pure {
        for (uint256 i; total > 0; i++) {
            uint256 w = total > 127 ? 127 : total;
            file.setWeight(row + i, sign * int256(w));
            total -= w;
        }
    }

    function draw(uint256 k) private pure returns (bytes32 known, bytes memory features) {
        known = keccak256(abi.encode("known", k)) & bytes32(type(uint256).max / 255 * 127);
        features = new bytes(512);
        for (uint256 i; i < 512; i++) {
            uint256 v = uint8(uint256(keccak256(abi.encode(k, i)))) & 127;
            features[i] = bytes1(uint8(k == 1 ? 0 : k == 2 ? 127 : v));
        }
    }

    /// @dev The formulas of renderer/sky/model.ts, pixel by pixel and weight by weight.
    function slowly(bytes memory file, uint256 school, bytes32 known, bytes memory features)
        private
        pure
        returns (bytes memory pixels)
    {
        (int256[] memory shifts, uint256 rows) = mapped(file, known);
        pixels = new bytes(48);
        for (uint256 p; p < 16; p++) {
            int256[] memory x = new int256[](32);
            for (uint256 i; i < 32; i++) {
                x[i] = int256(uint256(uint8(features[32 * p + i])));
            }
            paintPixel(file, shifts, rows, school, x, pixels, 3 * p);
        }
    }

    function paintPixel(
        bytes memory file,
        int256[] memory shifts,
        uint256 rows,
        uint256 school,
        int256[] memory x,
        bytes memory pixels,
        uint256 to
    ) private pure {
        uint256 layers = uint8(file[5]);
        int256[3] memory rgb;
        for (uint256 l; l <= layers; l++) {
            uint256 part = l == 0 ? school : l + 5;
            for (uint256 c; c < 3; c++) {
                rgb[c] += dot(file, rows + 1024 * (layers + 5) + 96 * part + 32 * c, 1, x);
            }
            if (l == layers) break;
            int256[] memory y = new int256[](32);
            for (uint256 j; j < 32; j++) {
                int256 sum = shifts[32 * l + j] + dot(file, rows + 1024 * part + 32 * j, 1, x);
                y[j] = clip(sum >> 6, 63);
            }
            x = y;
        }
        for (uint256 c; c < 3; c++) {
            int256 level = clip(((rgb[c] + shifts[32 * layers + c]) >> 6) + 128, 255);
            pixels[to + c] = bytes1(uint8(uint256(level)));
        }
    }

    function mapped(bytes memory file, bytes32 known)
        private
        pure
        returns (int256[] memory sums, uint256 at)
    {
        uint256[3] memory widths =
            [uint256(uint8(file[6])), uint8(file[7]), 32 * uint256(uint8(file[5])) + 3];
        int256[] memory x = new int256[](32);
        for (uint256 i; i < 32; i++) {
            x[i] = int256(uint256(uint8(known[i])));
        }
        uint256 bias = file.length - 64 - 3 * (widths[0] + widths[1] + widths[2]);
        at = 8;
        for (uint256 k; k < 3; k++) {
            sums = new int256[](widths[k]);
            for (uint256 j; j < widths[k]; j++) {
                uint256 b = uint256(uint8(file[bias])) << 16 | uint256(uint8(file[bias + 1])) << 8
                    | uint8(file[bias + 2]);
                sums[j] = int256(b << 232) >> 232;
                bias += 3;
                sums[j] += dot(file, at + j, widths[k], x);
                if (k < 2) sums[j] = clip(sums[j] >> 7, 127);
            }
            at += widths[k] * x.length;
            x = sums;
        }
        for (uint256 j; j < sums.length; j++) {
            sums[j] = clip((sums[j] >> 2) + 8191, 16_382) - 8191;
        }
    }

    function dot(bytes memory file, uint256 at, uint256 step, int256[] memory x)
        private
        pure
        returns (int256 sum)
    {
        for (uint256 i; i < x.length; i++) {
            sum += (int256(uint256(uint8(file[at + i * step]))) - 128) * x[i];
        }
    }

    function clip(int256 v, int256 most) private pure returns (int256) {
        return v < 0 ? int256(0) : v > most ? most : v;
    }
}
