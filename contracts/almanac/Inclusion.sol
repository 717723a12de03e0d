// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAlmanac, Outcome} from "../interfaces/IAlmanac.sol";
import {
    EPOCH_DEPTH,
    RUNS,
    RUN_BYTES,
    SkyInputs,
    TOKEN_DEPTH,
    TREE_DEPTH,
    climb,
    leafHash,
    leafIndex,
    rootWord,
    tokenHash
} from "../types/MerkleLayout.sol";

/// @title Inclusion: proves to any contract what a token's sky looked like at an epoch.
/// @notice A game, a loan, another artwork takes pixels from its caller, with the path that any keeper
/// serves, and learns here whether the almanac was decided for them. Nobody is trusted for the path.
/// @dev Pure below the two functions that ask the almanac. Each answers false rather than revert, so that a
/// bad proof is the caller's to judge; only an epoch that was never accepted reverts, in `jobOf`.
library Inclusion {
    /// @notice Whether the almanac was decided for a root under which these are the pixels of a run.
    /// @param run 0 to 3,599: y * 15 + x / 16 of a raster of 240 x 240.
    /// @param pixels 48 bytes, RGB.
    /// @param inputs what the tree says that the token was painted from.
    /// @param path 26 siblings: 12 in the token's tree, 14 above it.
    function wasPainted(
        IAlmanac almanac,
        uint256 epoch,
        uint256 tokenId,
        uint256 run,
        bytes memory pixels,
        SkyInputs memory inputs,
        bytes32[] memory path
    ) internal view returns (bool) {
        bytes32 root = decidedRoot(almanac, tokenId, epoch);
        if (root == 0) return false;
        return holdsRun(root, almanac.jobOf(epoch), tokenId, run, pixels, inputs, path);
    }

    /// @notice The root that the epoch was decided for, or zero: not finalized, void, or the token was not born
    /// by then.
    function decidedRoot(IAlmanac almanac, uint256 tokenId, uint256 epoch)
        internal
        view
        returns (bytes32)
    {
        (Outcome outcome, bytes32 root,) = almanac.artworkAt(tokenId, epoch);
        return outcome == Outcome.Decided ? root : bytes32(0);
    }

    /// @notice Whether these are the pixels of a run under `root`.
    /// @param job `IAlmanac.jobOf(epoch)`: binds chain, almanac, epoch and weather.
    function holdsRun(
        bytes32 root,
        bytes32 job,
        uint256 tokenId,
        uint256 run,
        bytes memory pixels,
        SkyInputs memory inputs,
        bytes32[] memory path
    ) internal pure returns (bool) {
        // A leaf's index has 26 bits: whatever lies beyond them would name another leaf.
        if (run >= RUNS || tokenId >> EPOCH_DEPTH != 0) return false;
        if (pixels.length != RUN_BYTES || path.length != TREE_DEPTH) return false;
        bytes32 runs =
            climb(leafHash(job, leafIndex(tokenId, run), pixels), run, _part(path, 0, TOKEN_DEPTH));
        return holdsToken(root, tokenId, inputs, runs, _part(path, TOKEN_DEPTH, EPOCH_DEPTH));
    }

    /// @notice Whether a token lies under `root` with these inputs and this root of its runs.
    /// @param path 14 siblings.
    function holdsToken(
        bytes32 root,
        uint256 tokenId,
        SkyInputs memory inputs,
        bytes32 runs,
        bytes32[] memory path
    ) internal pure returns (bool) {
        if (tokenId >> EPOCH_DEPTH != 0 || path.length != EPOCH_DEPTH) return false;
        return root == rootWord(climb(tokenHash(inputs, runs), tokenId, path));
    }

    function _part(bytes32[] memory path, uint256 from, uint256 length)
        private
        pure
        returns (bytes32[] memory part)
    {
        part = new bytes32[](length);
        for (uint256 i; i < length; ++i) {
            part[i] = path[from + i];
        }
    }
}
