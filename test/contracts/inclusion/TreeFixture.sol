// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {IAlmanac, Outcome} from "../../../contracts/interfaces/IAlmanac.sol";
import {
    EPOCH_DEPTH,
    RUNS,
    RUN_BYTES,
    SkyInputs,
    TOKEN_DEPTH,
    climb,
    leafHash,
    leafIndex,
    nodeHash,
    rootWord,
    tokenHash
} from "../../../contracts/types/MerkleLayout.sol";

/// @title One whole token in a tree whose other tokens are anything, and an almanac decided for it.
abstract contract TreeFixture is Test {
    uint256 internal constant TOKEN = 5;
    uint256 internal constant EPOCH = 62_000;
    bytes32 internal constant JOB = keccak256("job");

    IAlmanac internal almanac = IAlmanac(makeAddr("almanac"));
    SkyInputs internal inputs;
    bytes internal raster;
    /// @dev The token's own tree, level by level, the leaves first.
    bytes32[][] internal levels;
    bytes32[] internal above;
    bytes32 internal root;

    function setUp() public virtual {
        vm.etch(address(almanac), hex"fe");
        vm.mockCall(address(almanac), abi.encodeCall(IAlmanac.jobOf, (EPOCH)), abi.encode(JOB));
        for (uint256 i; i < EPOCH_DEPTH; ++i) {
            above.push(keccak256(abi.encode("token beside", i)));
        }
        _plant(_anyRaster());
    }

    /// @dev Puts the token with this raster into the tree, and has the almanac decide for that.
    function _plant(bytes memory pixels) internal {
        raster = pixels;
        bytes32[] memory nodes = new bytes32[](1 << TOKEN_DEPTH);
        for (uint256 run; run < RUNS; ++run) {
            nodes[run] = leafHash(JOB, leafIndex(TOKEN, run), _runIn(pixels, run));
        }
        delete levels;
        levels.push(nodes);
        while (nodes.length != 1) {
            bytes32[] memory parents = new bytes32[](nodes.length / 2);
            for (uint256 i; i < parents.length; ++i) {
                parents[i] = nodeHash(nodes[2 * i], nodes[2 * i + 1]);
            }
            nodes = parents;
            levels.push(nodes);
        }
        root = rootWord(climb(tokenHash(inputs, nodes[0]), TOKEN, above));
        _decide(Outcome.Decided, root);
    }

    function _decide(Outcome outcome, bytes32 decided) internal {
        vm.mockCall(
            address(almanac),
            abi.encodeCall(IAlmanac.artworkAt, (TOKEN, EPOCH)),
            abi.encode(outcome, decided, address(7))
        );
    }

    function _run(uint256 run) internal view returns (bytes memory part) {
        part = new bytes(RUN_BYTES);
        for (uint256 i; i < RUN_BYTES; ++i) {
            part[i] = raster[run * RUN_BYTES + i];
        }
    }

    function _pathOf(uint256 run) internal view returns (bytes32[] memory path) {
        path = new bytes32[](TOKEN_DEPTH + EPOCH_DEPTH);
        for (uint256 i; i < TOKEN_DEPTH; ++i) {
            path[i] = levels[i][(run >> i) ^ 1];
        }
        for (uint256 i; i < EPOCH_DEPTH; ++i) {
            path[TOKEN_DEPTH + i] = above[i];
        }
    }

    function _runIn(bytes memory pixels, uint256 run) internal pure returns (bytes memory part) {
        part = new bytes(RUN_BYTES);
        for (uint256 i; i < RUN_BYTES; ++i) {
            part[i] = pixels[run * RUN_BYTES + i];
        }
    }

    function _anyRaster() internal pure returns (bytes memory pixels) {
        pixels = new bytes(RUNS * RUN_BYTES);
        for (uint256 i; i < pixels.length; i += 32) {
            bytes32 word = keccak256(abi.encode("pixels", i));
            assembly ("memory-safe") {
                mstore(add(add(pixels, 32), i), word)
            }
        }
    }
}
