// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Node} from "../../../contracts/interfaces/IAlmanac.sol";
import {
    RUNS,
    SkyInputs,
    leafHash,
    nodeHash,
    rootWord,
    tokenHash
} from "../../../contracts/types/MerkleLayout.sol";

/// @dev A tree of 2^26 leaves of which only what lies about one way down is grown, the plain way; all else is
/// nodes that nothing is known of.
struct Grove {
    bytes32 job;
    uint256 tokenId;
    SkyInputs inputs;
    /// Which of the token's nodes at height 6 has leaves.
    uint256 low;
    /// Of the runs under it that a raster has.
    bytes pixels;
    /// By section of the way (from heights 0, 6, 12 and 19 on), then by level within it.
    bytes32[][][4] sections;
    bytes32 top;
    bytes32 root;
}

using GroveLib for Grove global;

library GroveLib {
    /// @dev With random pixels, and random nodes beside the way.
    function seed(bytes32 job, uint256 tokenId, SkyInputs memory inputs, uint256 low, bytes32 salt)
        internal
        pure
        returns (Grove memory g)
    {
        (g.job, g.tokenId, g.inputs, g.low) = (job, tokenId, inputs, low);
        uint256 runs = RUNS - 64 * low < 64 ? RUNS - 64 * low : 64;
        for (uint256 i; i < runs; ++i) {
            bytes32 word = keccak256(abi.encode(salt, "pixels", i));
            g.pixels = bytes.concat(g.pixels, word, bytes16(word));
        }
        for (uint256 s; s < 4; ++s) {
            bytes32[] memory nodes = new bytes32[](s < 2 ? 64 : 128);
            for (uint256 i; i < nodes.length; ++i) {
                nodes[i] = keccak256(abi.encode(salt, s, i));
            }
            g.sections[s] = new bytes32[][](s < 2 ? 7 : 8);
            g.sections[s][0] = nodes;
        }
        g.grow();
    }

    /// @dev Hashes everything anew, from the pixels up.
    function grow(Grove memory g) internal pure {
        bytes32[] memory leaves = g.sections[0][0];
        for (uint256 i; i < 64; ++i) {
            uint32 index = uint32((g.tokenId << 12) | (64 * g.low + i));
            leaves[i] = 48 * i < g.pixels.length
                ? leafHash(g.job, index, g.pixelsOf(64 * g.low + i))
                : bytes32(0);
        }
        g.sections[1][0][g.low] = _raise(g.sections[0]);
        g.sections[2][0][g.tokenId % 128] = tokenHash(g.inputs, _raise(g.sections[1]));
        g.sections[3][0][g.tokenId / 128] = _raise(g.sections[2]);
        g.top = _raise(g.sections[3]);
        g.root = rootWord(g.top);
    }

    function pixelsOf(Grove memory g, uint256 run) internal pure returns (bytes memory pixels) {
        pixels = new bytes(48);
        for (uint256 i; i < 48; ++i) {
            pixels[i] = g.pixels[48 * (run % 64) + i];
        }
    }

    function setPixels(Grove memory g, uint256 run, bytes memory pixels) internal pure {
        for (uint256 i; i < 48; ++i) {
            g.pixels[48 * (run % 64) + i] = pixels[i];
        }
        g.grow();
    }

    /// @dev The root of the token's runs.
    function runsRoot(Grove memory g) internal pure returns (bytes32) {
        return g.sections[1][6][0];
    }

    /// @dev A node beside or on the way, and how it is reached.
    function node(Grove memory g, uint256 height, uint256 index)
        internal
        pure
        returns (Node memory n)
    {
        (n.height, n.index, n.inputs) = (height, index, g.inputs);
        if (height == 26) {
            n.hash = g.root;
            n.path = new bytes32[](0);
            return n;
        }
        n.path = new bytes32[](26 - height);
        uint256 at;
        for (uint256 h = height; h < 26; ++h) {
            uint256 s = h < 6 ? 0 : h < 12 ? 1 : h < 19 ? 2 : 3;
            uint256 level = h - [uint256(0), 6, 12, 19][s];
            bytes32[] memory nodes = g.sections[s][level];
            uint256 place = index % nodes.length;
            if (h == height) n.hash = nodes[place];
            n.path[at++] = nodes[place ^ 1];
            index /= 2;
        }
    }

    /// @dev The siblings of a run's leaf.
    function path(Grove memory g, uint256 run) internal pure returns (bytes32[] memory) {
        return g.node(0, (g.tokenId << 12) | run).path;
    }

    /// @dev The node on the way at one of the heights of demands.
    function onTheWay(Grove memory g, uint256 height) internal pure returns (Node memory) {
        return g.node(height, ((g.tokenId << 12) | (64 * g.low)) >> height);
    }

    /// @dev What lies under it.
    function answer(Grove memory g, uint256 height) internal pure returns (bytes memory) {
        if (height == 26) return abi.encodePacked(g.sections[3][0]);
        if (height == 19) return abi.encodePacked(g.sections[2][0]);
        if (height == 6) return g.pixels;
        return
            abi.encodePacked(g.inputs.model, g.inputs.latent, g.inputs.condition, g.sections[1][0]);
    }

    function _raise(bytes32[][] memory levels) private pure returns (bytes32) {
        for (uint256 l = 1; l < levels.length; ++l) {
            bytes32[] memory below = levels[l - 1];
            levels[l] = new bytes32[](below.length / 2);
            for (uint256 i; i < levels[l].length; ++i) {
                levels[l][i] = nodeHash(below[2 * i], below[2 * i + 1]);
            }
        }
        return levels[levels.length - 1][0];
    }
}
