// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Engine} from "../../contracts/Engine.sol";
import {SkyFeatures} from "../../contracts/art/SkyFeatures.sol";
import {FREE, INPUTS} from "../../contracts/art/SkyLayout.sol";
import {SkyScene} from "../../contracts/art/SkyScene.sol";
import {Models} from "../../contracts/Models.sol";
import {CommonBase} from "forge-std/Base.sol";

/// @dev One run to compute.
struct SkyCase {
    bytes32 latent;
    bytes32 condition;
    uint256 size;
    uint256 x;
    uint256 y;
}

/// @dev Shows the inputs of a run, which the engine keeps to itself.
contract SkyInputs {
    /// @dev 32 bytes for each of the 12 pixels.
    function inputsOf(SkyCase calldata c) external pure returns (bytes memory inputs) {
        assembly {
            mstore(0x40, FREE)
        }
        SkyScene.write(c.latent, c.condition, c.size);
        SkyScene.writeColumns(c.x);
        SkyFeatures.write(c.y);
        inputs = new bytes(384);
        for (uint256 i; i < 384; i++) {
            uint256 lanes;
            assembly {
                lanes := mload(add(INPUTS, mul(32, mod(i, 32))))
            }
            inputs[i] = bytes1(uint8(lanes >> (21 * (i / 32))));
        }
    }
}

/// @dev The shipped model in an engine, and the cases that the vectors hold.
abstract contract SkyFixture is CommonBase {
    address private constant OWNER = address(0x5ee);
    uint256 internal constant CASES = 96;
    bytes32 internal constant EVERYTHING =
        0x7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f000000000000000000000000;

    Models internal models;
    Engine internal engine;
    SkyInputs internal inputs;
    bytes internal shipped;

    function deploy() internal {
        models = new Models(OWNER);
        engine = new Engine(models);
        inputs = new SkyInputs();
        shipped = vm.readFileBinary("renderer/sky/model.bin");
        register(shipped);
    }

    /// @dev Registers any bytes, as the registry's owner.
    function register(bytes memory model) internal returns (uint256 id) {
        vm.prank(OWNER);
        id = models.register(model, address(engine));
    }

    function runOf(SkyCase memory c) internal view returns (bytes memory) {
        return engine.skyRun(0, c.latent, c.condition, c.size, c.x, c.y);
    }

    /// @dev keccak256 of the last case's whole picture, 24 x 24, as a PNG file.
    function pngHash() internal view returns (bytes32) {
        SkyCase memory c = skyCase(CASES - 1);
        return keccak256(engine.skyPng(0, c.latent, c.condition, 24));
    }

    /// @dev Corners first (nothing, everything, every byte alone at its most, edges), then random.
    function skyCase(uint256 i) internal pure returns (SkyCase memory c) {
        bytes32 h = keccak256(abi.encode("sky", i));
        uint256 seed = uint256(h) >> 128;
        uint256 school = i % 6;
        c.latent = bytes32((school << 128) | seed);
        c.condition = randomCondition(keccak256(abi.encode(h, "condition")));
        c.size = [uint256(240), 24, 48, 240, 132, 36, 240, 1200][uint256(h) % 8];
        c.x = 12 * (uint256(uint8(h[1])) % (c.size / 12));
        c.y = uint256(uint16(bytes2(h))) % c.size;
        if (i == 0) {
            (c.latent, c.condition) = (bytes32(0), bytes32(0));
        } else if (i == 1) {
            c.latent = bytes32(type(uint256).max);
            c.condition = EVERYTHING;
        } else if (i < 22) {
            // Each byte of the condition alone.
            c.condition = bytes32(uint256(127) << (248 - 8 * (i - 2)));
        } else if (i == 22) {
            (c.size, c.x, c.y) = (12, 0, 0);
        } else if (i == 23) {
            (c.size, c.x, c.y) = (4092, 4080, 4091);
        } else if (i == 24) {
            (c.size, c.x, c.y) = (240, 228, 239);
        } else if (i == 25) {
            // A picture whose side is no multiple of the lanes.
            (c.size, c.x, c.y) = (101, 84, 50);
        } else if (i > 47 && i % 3 < 2) {
            // Through the edge of the sun's or the moon's disc.
            uint256 place = 2 * (i % 3);
            c.size = 240;
            c.x = (uint256(uint8(c.condition[place])) * 240) / 128 / 12 * 12;
            uint256 height = uint256(uint8(c.condition[place + 1]));
            uint256 row = ((45_000 + 64 * 608 - height * 608) * 240) / 65_536 + i % 19;
            c.y = row < 9 ? 0 : row > 248 ? 239 : row - 9;
        }
    }

    /// @dev Each byte 0..127; what falls and shines is absent from half the conditions.
    function randomCondition(bytes32 h) private pure returns (bytes32) {
        uint256 word = uint256(h) & uint256(EVERYTHING);
        for (uint256 place = 6; place < 20; place++) {
            if (place != 10 && (uint256(h) >> place) & 1 == 0) {
                word &= ~(uint256(0xff) << (248 - 8 * place));
            }
        }
        return bytes32(word);
    }
}
