// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

// Where every run of every raster lies under the root of an epoch.
// Twin: renderer/merkle.ts.
//
// A raster is 240 x 240 pixels, RGB row-major: 3,600 runs of 16 pixels, as many as the engine computes at
// once; run = y * 15 + x / 16. The runs of a token are the first leaves of a tree of depth 12; the roots of
// the tokens, by id, are the first leaves of a tree of depth 14. Unused runs, and tokens not born by the
// epoch, are the zero word, which is hashed upwards like any other.
//
// A path is 26 siblings, bottom up; bit i of the index says whether step i is a right child.
uint256 constant RASTER_SIDE = 240;
uint256 constant RUN_PIXELS = 16;
uint256 constant RUNS = 3600;
uint256 constant TOKEN_DEPTH = 12;
uint256 constant EPOCH_DEPTH = 14;

/// @notice The place of a run under the root of its epoch: 26 bits.
function leafIndex(uint256 tokenId, uint256 run) pure returns (uint32) {
    return uint32((tokenId << TOKEN_DEPTH) | run);
}

/// @notice The leaf of a run.
/// @param pixels 48 bytes, RGB.
function leafHash(bytes32 job, uint32 index, bytes memory pixels) pure returns (bytes32) {
    return keccak256(abi.encodePacked(bytes1(0x00), job, index, pixels));
}

/// @notice The parent of two nodes. The first byte keeps leaves and nodes apart.
function nodeHash(bytes32 left, bytes32 right) pure returns (bytes32) {
    return keccak256(abi.encodePacked(bytes1(0x01), left, right));
}

/// @notice The node that `path` leads to from a leaf (or node) at `index`.
function rootOf(bytes32 leaf, uint256 index, bytes32[] memory path) pure returns (bytes32 node) {
    node = leaf;
    for (uint256 i; i < path.length; ++i) {
        node = (index >> i) & 1 == 0 ? nodeHash(node, path[i]) : nodeHash(path[i], node);
    }
}

/// @notice What the commitments and leaves of an epoch are bound to.
function jobHash(uint256 chainId, address almanac, uint256 epoch, bytes32 climateHash)
    pure
    returns (bytes32)
{
    return keccak256(abi.encode(keccak256("Heliotrope.Job"), chainId, almanac, epoch, climateHash));
}

/// @notice What a keeper commits to. Bound to the keeper, so that a copy is worthless.
function commitmentHash(
    uint256 chainId,
    address almanac,
    bytes32 job,
    bytes32 root,
    bytes32 cidHash,
    bytes32 salt,
    address keeper
) pure returns (bytes32) {
    bytes32 domain = keccak256("Heliotrope.Commitment");
    return keccak256(abi.encode(domain, chainId, almanac, job, root, cidHash, salt, keeper));
}
