// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {
    EPOCH_DEPTH,
    SkyInputs,
    TOKEN_DEPTH,
    climb,
    leafHash,
    leafIndex,
    nodeHash,
    rootWord,
    tokenHash
} from "../../../contracts/types/MerkleLayout.sol";

/// @dev Whole epoch trees over a few tokens, in each of which one run is real and the others are noise:
/// nobody asks for those.
library SmallTree {
    /// @dev The root of a token's runs where `pixels` are those of `run`.
    function runsOf(bytes32 job, uint256 tokenId, uint256 run, bytes memory pixels)
        internal
        pure
        returns (bytes32)
    {
        return climb(leafHash(job, leafIndex(tokenId, run), pixels), run, noise(tokenId));
    }

    /// @dev What lies beside the run on its way up.
    function noise(uint256 tokenId) internal pure returns (bytes32[] memory siblings) {
        siblings = new bytes32[](TOKEN_DEPTH);
        for (uint256 i; i < TOKEN_DEPTH; ++i) {
            siblings[i] = keccak256(abi.encode("noise", tokenId, i));
        }
    }

    /// @dev The root over token nodes, behind which there is nothing.
    function rootOf(bytes32[] memory tokens) internal pure returns (bytes32) {
        return rootWord(climb(tokens[0], 0, above(tokens, 0)));
    }

    /// @dev The path of a token, which may lie behind the last one.
    function above(bytes32[] memory tokens, uint256 index)
        internal
        pure
        returns (bytes32[] memory path)
    {
        path = new bytes32[](EPOCH_DEPTH);
        bytes32 zero;
        for (uint256 level; level < EPOCH_DEPTH; ++level) {
            uint256 beside = (index >> level) ^ 1;
            path[level] = beside < tokens.length ? tokens[beside] : zero;
            bytes32[] memory parents = new bytes32[]((tokens.length + 1) / 2);
            for (uint256 i; i < parents.length; ++i) {
                bool isLast = 2 * i + 1 == tokens.length;
                parents[i] = nodeHash(tokens[2 * i], isLast ? zero : tokens[2 * i + 1]);
            }
            tokens = parents;
            zero = nodeHash(zero, zero);
        }
    }

    /// @dev The path of a token's run.
    function pathOf(bytes32[] memory tokens, uint256 tokenId)
        internal
        pure
        returns (bytes32[] memory path)
    {
        path = new bytes32[](TOKEN_DEPTH + EPOCH_DEPTH);
        bytes32[] memory below = noise(tokenId);
        bytes32[] memory rest = above(tokens, tokenId);
        for (uint256 i; i < path.length; ++i) {
            path[i] = i < TOKEN_DEPTH ? below[i] : rest[i - TOKEN_DEPTH];
        }
    }

    function tokenOf(SkyInputs memory inputs, bytes32 runs) internal pure returns (bytes32) {
        return tokenHash(inputs, runs);
    }
}
