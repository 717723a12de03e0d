// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Engine} from "../../contracts/Engine.sol";
import {SkyFeatures} from "../../contracts/art/SkyFeatures.sol";
import {FREE, INPUTS, LANES} from "../../contracts/art/SkyLayout.sol";
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
    /// @dev 32 bytes for each of the 16 pixels.
    function inputsOf(SkyCase calldata c) external pure returns (bytes memory inputs) {
        assembly {
            mstore(0x40, FREE)
        }
        SkyScene.write(c.latent, c.condition, c.size);
        SkyScene.writeColumns(c.x);
        SkyFeatures.write(c.y);
        inputs = new bytes(32 * LANES);
        assembly {
            for { let i := 0 } lt(i, 512) { i := add(i, 1) } {
                let lanes := mload(add(INPUTS, shl(5, and(i, 31))))
                mstore8(add(add(inputs, 0x20), i), shr(shl(4, shr(5, i)), lanes))
            }
        }
    }
}

/// @dev The shipped model in an engine, and the cases that the vectors hold.
abstract contract SkyFixture is CommonBase {
    address private constant OWNER = address(0x5ee);
    uint256 internal constant CASES = 128;
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

    /// @dev keccak256 of the last case's whole picture, 32 x 32, as a PNG file.
    function pngHash() internal view returns (bytes32) {
        SkyCase memory c = skyCase(CASES - 1);
        return keccak256(engine.skyPng(0, c.latent, c.condition, 32));
    }

    /// @dev keccak256 of all pixels, one run after the other, that test/vectors/sky-runs.json asks for:
    ///      the contract's share of the million that every engine must paint alike.
    function millionHash() internal view returns (uint256 runs, bytes32 hash) {
        string memory list = vm.readFile("test/vectors/sky-runs.json");
        bytes32[] memory latents = vm.parseJsonBytes32Array(list, ".latents");
        bytes32[] memory conditions = vm.parseJsonBytes32Array(list, ".conditions");
        uint256[][5] memory columns;
        columns[0] = vm.parseJsonUintArray(list, ".latent");
        columns[1] = vm.parseJsonUintArray(list, ".condition");
        columns[2] = vm.parseJsonUintArray(list, ".size");
        columns[3] = vm.parseJsonUintArray(list, ".x");
        columns[4] = vm.parseJsonUintArray(list, ".y");
        runs = columns[0].length;
        bytes memory pixels = new bytes(48 * runs);
        SkyCase memory c;
        for (uint256 i; i < runs; i++) {
            c.latent = latents[columns[0][i]];
            c.condition = conditions[columns[1][i]];
            (c.size, c.x, c.y) = (columns[2][i], columns[3][i], columns[4][i]);
            bytes memory run = runOf(c);
            assembly {
                mcopy(add(add(pixels, 0x20), mul(48, i)), add(run, 0x20), 48)
            }
        }
        hash = keccak256(pixels);
    }

    /// @dev Corners first (nothing, everything, every byte alone at its most, edges), then random. Every
    ///      school comes with every terrain in each 24 cases that follow each other.
    function skyCase(uint256 i) internal pure returns (SkyCase memory c) {
        bytes32 h = keccak256(abi.encode("sky", i));
        uint256 seed = uint256(h) >> 128;
        seed = (seed & ~uint256(3 << 30)) | (((i / 6) % 4) << 30);
        c.latent = bytes32(((i % 6) << 128) | seed);
        c.condition = randomCondition(keccak256(abi.encode(h, "condition")));
        c.size = [uint256(240), 32, 48, 240, 128, 32, 1008, 4096][uint256(h) % 8];
        c.x = 16 * (uint256(uint16(bytes2(h << 8))) % (c.size / 16));
        c.y = uint256(uint16(bytes2(h))) % c.size;
        if (i == 0) {
            (c.latent, c.condition) = (bytes32(0), bytes32(0));
        } else if (i == 1) {
            c.latent = bytes32(type(uint256).max);
            c.condition = EVERYTHING;
        } else if (i < 22) {
            // Each byte of the condition alone.
            c.condition = bytes32(uint256(127) << (248 - 8 * (i - 2)));
        } else if (i < 34) {
            // Corners of pictures: of the smallest, the largest, the tokens' own, the last without grain,
            // the first with it, and the one inside tokenURI.
            c.size = [uint256(16), 4096, 240, 112, 128, 32][(i - 22) / 2];
            c.x = i % 2 == 0 ? 0 : (c.size / 16 - 1) * 16;
            c.y = i % 2 == 0 ? 0 : c.size - 1;
        } else if (i > 39 && i < 64) {
            // Where the ridges are.
            (c.size, c.x, c.y) = (240, 16 * (uint8(h[1]) % 15), 130 + (uint8(h[0]) % 96));
        } else if (i > 63 && i % 3 < 2) {
            // Through the edge of the sun's or the moon's disc.
            uint256 place = 2 * (i % 3);
            c.size = 240;
            c.x = (uint256(uint8(c.condition[place])) * 240) / 128 / 16 * 16;
            uint256 height = uint256(uint8(c.condition[place + 1]));
            uint256 row = ((45_000 + 64 * 608 - height * 608) * 240) / 65_536 + i % 19;
            c.y = row < 9 ? 0 : row > 248 ? 239 : row - 9;
        } else if (i > 63) {
            // A storm that is just strong enough for a bolt, in a picture whose run may meet it.
            uint256 storm = 40 + (i % 20);
            c.condition &= ~bytes32(uint256(0xff) << 176);
            c.condition |= bytes32(storm << 176);
            (c.size, c.x, c.y) = (32, 16 * (i % 2), (7 * i) % 24);
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
