// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

// Where every run of every raster lies under the root of an epoch.
// Twin: renderer/merkle.ts.
//
// A raster is 240 x 240 pixels, RGB row-major: 3,600 runs of 16 pixels, as many as the engine computes at
// once; run = y * 15 + x / 16. One tree of 26 levels holds them all, and a node is named by its height
// and its index among the nodes of that height:
//
// | height   | node                    | index                 | hash                                       |
// |----------|-------------------------|-----------------------|--------------------------------------------|
// | 0        | the leaf of a run       | token id * 4,096 + run | keccak(0x00, job, index, pixels)          |
// | 1 to 11  |                         |                       | keccak(0x01, left, right)                  |
// | 12       | a token                 | token id              | keccak(0x02, model, latent, condition, runs) |
// | 13 to 25 |                         |                       | keccak(0x01, left, right)                  |
// | 26       | the top                 | 0                     | keccak(0x01, left, right)                  |
//
// `runs` is the root of the token's own tree of 4,096 places; what the engine paints them from stands beside
// it, so that a wrong run and a wrong input are two lies, and each is proved without the other. Unused runs,
// and tokens not born by the epoch, are the zero word, which is hashed upwards like any other.
//
// A path is the siblings, bottom up; bit i of the index says whether step i is a right child.
//
// The root is the top without its last two bits: the almanac keeps its marks there.
uint256 constant RASTER_SIDE = 240;
uint256 constant RUN_PIXELS = 16;
uint256 constant RUN_BYTES = 48;
uint256 constant RUNS = 3600;
uint256 constant TOKEN_DEPTH = 12;
uint256 constant EPOCH_DEPTH = 14;
uint256 constant TREE_DEPTH = TOKEN_DEPTH + EPOCH_DEPTH;

/// @notice What the engine paints a token's sky from, see `IMetadata.skyInputsAt`.
struct SkyInputs {
    uint256 model;
    bytes32 latent;
    bytes32 condition;
}

/// @notice The place of a run among the leaves of its epoch: 26 bits.
function leafIndex(uint256 tokenId, uint256 run) pure returns (uint32) {
    return uint32((tokenId << TOKEN_DEPTH) | run);
}

/// @notice The leaf of a run.
/// @param pixels 48 bytes, RGB.
function leafHash(bytes32 job, uint32 index, bytes memory pixels) pure returns (bytes32) {
    return keccak256(abi.encodePacked(bytes1(0x00), job, index, pixels));
}

/// @notice The parent of two nodes. The first byte keeps leaves, nodes and tokens apart.
function nodeHash(bytes32 left, bytes32 right) pure returns (bytes32) {
    return keccak256(abi.encodePacked(bytes1(0x01), left, right));
}

/// @notice A token: the root of its runs, with what they are painted from.
function tokenHash(SkyInputs memory inputs, bytes32 runs) pure returns (bytes32) {
    return
        keccak256(
            abi.encodePacked(bytes1(0x02), inputs.model, inputs.latent, inputs.condition, runs)
        );
}

/// @notice The root of an epoch: the top of its tree without the last two bits.
function rootWord(bytes32 top) pure returns (bytes32) {
    return top & ~bytes32(uint256(3));
}

/// @notice The node that `path` leads to from one at `index`; it must not pass height 12 from below.
function climb(bytes32 from, uint256 index, bytes32[] memory path) pure returns (bytes32 node) {
    node = from;
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

/// @notice What a keeper commits to. Bound to the keeper, so that a copy is worthless; the first four
/// bytes are the keeper's, so that a copy is refused at once, and the last two bits are 01, which no root has.
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
    uint256 hash =
        uint256(keccak256(abi.encode(domain, chainId, almanac, job, root, cidHash, salt, keeper)));
    uint256 tag = uint256(uint160(keeper)) >> 128;
    return bytes32((tag << 224) | (((hash << 32) >> 32) & ~uint256(3)) | 1);
}

/// @notice What a challenger puts down a block before it tells, see `IAlmanac.intend`.
function intentHash(
    uint256 chainId,
    address almanac,
    uint256 epoch,
    bytes32 root,
    uint256 height,
    uint256 index,
    address challenger,
    bytes32 salt
) pure returns (bytes32) {
    bytes32 domain = keccak256("Heliotrope.Intent");
    return
        keccak256(
            abi.encode(domain, chainId, almanac, epoch, root, height, index, challenger, salt)
        );
}
