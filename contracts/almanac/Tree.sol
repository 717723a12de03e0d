// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {RUNS, RUN_BYTES, SkyInputs, TOKEN_DEPTH, nodeHash} from "../types/MerkleLayout.sol";

/// @title Tree: the hashes of types/MerkleLayout.sol over calldata, where a challenge has to be cheap.
/// @dev Whatever is written lies behind the free memory pointer and is forgotten.
library Tree {
    /// @notice The leaf of a run: `leafHash`.
    /// @param pixels 48 bytes.
    function leaf(bytes32 job, uint256 index, bytes calldata pixels)
        internal
        pure
        returns (bytes32 hash)
    {
        assembly ("memory-safe") {
            let m := mload(0x40)
            mstore8(m, 0x00)
            mstore(add(m, 1), job)
            mstore(add(m, 33), shl(224, index))
            calldatacopy(add(m, 37), pixels.offset, 48)
            hash := keccak256(m, 85)
        }
    }

    /// @notice A token: `tokenHash`.
    function token(SkyInputs calldata inputs, bytes32 runs) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let m := mload(0x40)
            mstore8(m, 0x02)
            calldatacopy(add(m, 1), inputs, 96)
            mstore(add(m, 97), runs)
            hash := keccak256(m, 129)
        }
    }

    /// @notice A token whose inputs are the first 96 bytes of `data`.
    function token(bytes calldata data, bytes32 runs) internal pure returns (bytes32) {
        SkyInputs calldata inputs;
        assembly {
            inputs := data.offset
        }
        return token(inputs, runs);
    }

    /// @notice The node that is reached from one by `steps` of a path, from its step `from` on: `climb`.
    /// @param index of the node at step 0. The path must be long enough; nothing here looks.
    function rise(bytes32 node, uint256 index, bytes32[] calldata path, uint256 from, uint256 steps)
        internal
        pure
        returns (bytes32)
    {
        assembly ("memory-safe") {
            // Left and right lie at 0x20 and 0x40, where the free memory pointer is put back.
            let free := mload(0x40)
            mstore8(0x1f, 0x01)
            index := shr(from, index)
            // From here on `from` is where the next sibling lies, and `steps` where they end.
            from := add(path.offset, shl(5, from))
            steps := add(from, shl(5, steps))
            for {} lt(from, steps) { from := add(from, 0x20) } {
                let side := shl(5, and(index, 1))
                mstore(add(side, 0x20), node)
                mstore(sub(0x40, side), calldataload(from))
                node := keccak256(0x1f, 0x41)
                index := shr(1, index)
            }
            mstore(0x40, free)
        }
        return node;
    }

    /// @notice The node `levels` above 2^levels nodes.
    /// @param nodes 2^levels times 32 bytes.
    function top(bytes calldata nodes, uint256 levels) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let m := add(mload(0x40), 96)
            calldatacopy(m, nodes.offset, shl(5, shl(levels, 1)))
        }
        return _fold(levels);
    }

    /// @notice The node at height 6 above the leaves of the runs from `first` on.
    /// @param pixels of all those runs, less than 64 of them at the end of a raster, where the rest is unused.
    function topOfRuns(bytes32 job, uint256 first, bytes calldata pixels)
        internal
        pure
        returns (bytes32)
    {
        uint256 count = pixels.length / RUN_BYTES;
        uint256 at;
        assembly ("memory-safe") {
            at := add(mload(0x40), 96)
            // Unused runs are the zero word.
            calldatacopy(at, calldatasize(), 2048)
        }
        for (uint256 i; i < count; ++i) {
            assembly ("memory-safe") {
                // The leaf's bytes lie behind the 64 words.
                let m := add(at, 2048)
                mstore8(m, 0x00)
                mstore(add(m, 1), job)
                mstore(add(m, 33), shl(224, add(first, i)))
                calldatacopy(add(m, 37), add(pixels.offset, mul(i, 48)), 48)
                mstore(add(at, shl(5, i)), keccak256(m, 85))
            }
        }
        return _fold(6);
    }

    /// @notice The node of `height` over nothing but unused runs, or over tokens that are not born.
    function zero(uint256 height) internal pure returns (bytes32 node) {
        // The zero word begins anew above the tokens.
        uint256 levels = height < TOKEN_DEPTH ? height : height - TOKEN_DEPTH;
        for (uint256 i; i < levels; ++i) {
            node = nodeHash(node, node);
        }
    }

    /// @notice Whether all below a node under height 12 are runs that no raster has.
    function isUnused(uint256 height, uint256 index) internal pure returns (bool) {
        return (index << height) & ((1 << TOKEN_DEPTH) - 1) >= RUNS;
    }

    /// @dev Folds 2^levels words, 96 bytes behind the free memory pointer, into one.
    function _fold(uint256 levels) private pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let m := mload(0x40)
            let words := add(m, 96)
            mstore8(add(m, 31), 0x01)
            for { let size := shl(5, shl(levels, 1)) } gt(size, 32) { size := shr(1, size) } {
                let to := words
                for { let i := 0 } lt(i, size) { i := add(i, 64) } {
                    mcopy(add(m, 32), add(words, i), 64)
                    mstore(to, keccak256(add(m, 31), 65))
                    to := add(to, 32)
                }
            }
            hash := mload(words)
        }
    }
}
