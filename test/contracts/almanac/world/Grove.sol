// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Node} from "../../../../contracts/interfaces/IAlmanac.sol";
import {
    EPOCH_DEPTH,
    RUNS,
    SkyInputs,
    TOKEN_DEPTH,
    leafHash,
    leafIndex,
    nodeHash,
    rootWord,
    tokenHash
} from "../../../../contracts/types/MerkleLayout.sol";
import {Stage, paint} from "./Stage.sol";

/// @dev How a tree differs from the honest one.
enum Lie {
    None,
    /// One run is painted otherwise.
    Run,
    /// One token is painted, well, from other inputs.
    Inputs,
    /// A token that is not born.
    Unborn,
    /// Something among the unused runs.
    Unused,
    /// Nobody knows what lies under 64 runs, under a token, under all of it.
    NoRuns,
    NoToken,
    NoRoot
}

/// @dev Trees of a few tokens, honest and lying. Kept are the nodes at height 6; what lies below is painted again
/// whenever somebody asks.
contract Grove {
    uint256 public constant GROUPS = 64;
    uint256 private constant GROUP_RUNS = 64;

    struct Tree {
        bytes32 job;
        bytes32 top;
        uint256 epoch;
        uint256 supply;
        Lie lie;
        uint256 token;
        uint256 run;
        // What the lie puts there.
        bytes32 word;
        mapping(uint256 token => SkyInputs) inputs;
        mapping(uint256 token => bytes32[64]) groups;
    }

    Stage private immutable stage;
    // By root.
    mapping(bytes32 root => Tree) private _trees;
    // By job; other trees take from it what they have in common.
    mapping(bytes32 job => bytes32) private _honest;
    mapping(uint256 height => bytes32) private _zeros;

    constructor(Stage stage_) {
        stage = stage_;
        for (uint256 h = 1; h < 26; ++h) {
            if (h != TOKEN_DEPTH) _zeros[h] = nodeHash(_zeros[h - 1], _zeros[h - 1]);
        }
    }

    function zeroAt(uint256 height) public view returns (bytes32) {
        return height == 26 ? nodeHash(_zeros[25], _zeros[25]) : _zeros[height];
    }

    /// @dev Answers the root. `seed` places the lie.
    function grow(bytes32 job, uint256 epoch, Lie lie, uint256 seed) external returns (bytes32) {
        bytes32 word = keccak256(abi.encode("lie", lie, seed));
        uint256 supply = stage.supplyAt(epoch);
        uint256 token = supply == 0 ? 0 : seed % supply;
        uint256 run = lie == Lie.Unused ? (57 + seed % 7) * GROUP_RUNS : (seed >> 32) % RUNS;
        if (lie == Lie.NoRoot) return _keep(rootWord(word), job, epoch, lie, word);

        // Worked out under a key of its own, since the root is not known yet.
        Tree storage t = _trees[keccak256(abi.encode(job, lie, seed))];
        (t.job, t.epoch, t.supply, t.lie, t.word) = (job, epoch, supply, lie, word);
        (t.token, t.run) = (token, run);
        Tree storage honest = _trees[_honest[job]];
        for (uint256 i; i < supply; ++i) {
            t.inputs[i] = stage.inputsOf(i, epoch);
            bool isOther = i == token && (lie == Lie.Inputs || lie == Lie.Run);
            if (lie == Lie.Inputs && isOther) _alter(t.inputs[i], seed >> 64, word);
            if (honest.job == job) t.groups[i] = honest.groups[i];
            for (uint256 g; g < GROUPS; ++g) {
                bool isPainted = lie == Lie.Inputs || g == run / GROUP_RUNS;
                if (g * GROUP_RUNS >= RUNS) {
                    t.groups[i][g] = _zeros[6];
                } else if (honest.job != job || (isOther && isPainted)) {
                    t.groups[i][g] = _group(t, i, g);
                }
            }
        }
        if (lie == Lie.NoRuns || lie == Lie.Unused) t.groups[token][run / GROUP_RUNS] = word;
        t.top = _nodeAbove(t, 26, 0);
        bytes32 root = _copy(t);
        if (lie == Lie.None) _honest[job] = root;
        return root;
    }

    /// @dev The node at a place; of the heights 0 to 12 only where a token is, or may be.
    function nodeAt(bytes32 root, uint256 height, uint256 index)
        external
        view
        returns (Node memory n)
    {
        Tree storage t = _trees[root];
        n.height = height;
        n.index = index;
        n.path = new bytes32[](26 - height);
        if (height == 26 || t.lie == Lie.NoRoot) {
            n.hash = rootWord(t.top);
            return n;
        }
        uint256 token = height < 12 ? index >> (12 - height) : index << (height - 12);
        n.inputs = t.inputs[token];
        if (height < 12) {
            uint256 within = index & ((1 << (12 - height)) - 1);
            n.hash = _within(t, token, height, within, n.path);
            bytes32[] memory above = new bytes32[](EPOCH_DEPTH);
            _above(t, 12, token, above);
            for (uint256 i; i < EPOCH_DEPTH; ++i) {
                n.path[12 - height + i] = above[i];
            }
        } else {
            n.hash = _above(t, height, index, n.path);
        }
    }

    /// @dev The 48 bytes of a run as the tree has them.
    function pixelsOf(bytes32 root, uint256 token, uint256 run)
        external
        view
        returns (bytes memory)
    {
        return _pixels(_trees[root], token, run);
    }

    /// @dev The root of a token's runs.
    function runsOf(bytes32 root, uint256 token) external view returns (bytes32) {
        return _reduce(_groupsOf(_trees[root], token));
    }

    function lieOf(bytes32 root)
        external
        view
        returns (Lie lie, uint256 token, uint256 run, bytes32 word)
    {
        Tree storage t = _trees[root];
        return (t.lie, t.token, t.run, t.word);
    }

    function topOf(bytes32 root) external view returns (bytes32) {
        return _trees[root].top;
    }

    /// @dev What answers a demand; empty where nobody knows.
    function answerOf(bytes32 root, uint256 height, uint256 index)
        external
        view
        returns (bytes memory data)
    {
        Tree storage t = _trees[root];
        if (t.lie == Lie.NoRoot) return "";
        if (height == 6) return _runsAnswer(t, index >> 6, index & 63);
        if (height == 12) {
            if (t.lie == Lie.NoToken && index == t.token) return "";
            if (t.lie == Lie.Unborn && index == t.supply) return "";
            SkyInputs memory own = t.inputs[index];
            data = abi.encodePacked(own.model, own.latent, own.condition, _groupsOf(t, index));
            return data;
        }
        bytes32[] memory nodes = new bytes32[](128);
        for (uint256 i; i < 128; ++i) {
            nodes[i] = height == 19 ? _tokenWord(t, (index << 7) | i) : _nodeAbove(t, 19, i);
        }
        return abi.encodePacked(nodes);
    }

    function _keep(bytes32 root, bytes32 job, uint256 epoch, Lie lie, bytes32 top)
        private
        returns (bytes32)
    {
        Tree storage t = _trees[root];
        (t.job, t.epoch, t.lie, t.top) = (job, epoch, lie, top);
        t.supply = stage.supplyAt(epoch);
        return root;
    }

    function _copy(Tree storage t) private returns (bytes32 root) {
        root = rootWord(t.top);
        Tree storage to = _trees[root];
        (to.job, to.top, to.epoch, to.supply) = (t.job, t.top, t.epoch, t.supply);
        (to.lie, to.token, to.run, to.word) = (t.lie, t.token, t.run, t.word);
        for (uint256 i; i < t.supply; ++i) {
            to.inputs[i] = t.inputs[i];
            to.groups[i] = t.groups[i];
        }
    }

    /// @dev One of the three.
    function _alter(SkyInputs storage own, uint256 which, bytes32 word) private {
        if (which % 3 == 0) own.condition = word;
        else if (which % 3 == 1) own.latent = word;
        else own.model += 1;
    }

    function _runsAnswer(Tree storage t, uint256 token, uint256 group)
        private
        view
        returns (bytes memory data)
    {
        if (t.lie == Lie.NoRuns && token == t.token && group == t.run / GROUP_RUNS) return "";
        for (uint256 i; i < GROUP_RUNS && group * GROUP_RUNS + i < RUNS; ++i) {
            data = abi.encodePacked(data, _pixels(t, token, group * GROUP_RUNS + i));
        }
    }

    function _pixels(Tree storage t, uint256 token, uint256 run)
        private
        view
        returns (bytes memory pixels)
    {
        pixels = paint(t.inputs[token], run);
        if (t.lie == Lie.Run && token == t.token && run == t.run) {
            // One bit of one channel of one pixel.
            pixels[uint256(t.word) % 48] ^= bytes1(uint8(1 << (uint256(t.word) >> 8 & 7)));
        }
    }

    /// @dev A group's node. Memory is given back: thousands of leaves would make it dear.
    function _group(Tree storage t, uint256 token, uint256 group)
        private
        view
        returns (bytes32 node)
    {
        uint256 free;
        assembly {
            free := mload(0x40)
        }
        node = _reduce(_leaves(t, token, group));
        assembly {
            mstore(0x40, free)
        }
    }

    /// @dev The 64 leaves of a group.
    function _leaves(Tree storage t, uint256 token, uint256 group)
        private
        view
        returns (bytes32[] memory leaves)
    {
        leaves = new bytes32[](GROUP_RUNS);
        SkyInputs memory own = t.inputs[token];
        bytes32 job = t.job;
        bool isLying = t.lie == Lie.Run && token == t.token && group == t.run / GROUP_RUNS;
        for (uint256 i; i < GROUP_RUNS && group * GROUP_RUNS + i < RUNS; ++i) {
            uint256 run = group * GROUP_RUNS + i;
            bytes memory pixels = isLying ? _pixels(t, token, run) : paint(own, run);
            leaves[i] = leafHash(job, leafIndex(token, run), pixels);
        }
    }

    function _groupsOf(Tree storage t, uint256 token)
        private
        view
        returns (bytes32[] memory groups)
    {
        groups = new bytes32[](GROUPS);
        for (uint256 g; g < GROUPS; ++g) {
            groups[g] = t.groups[token][g];
        }
    }

    function _tokenWord(Tree storage t, uint256 token) private view returns (bytes32) {
        if (token >= t.supply) {
            return t.lie == Lie.Unborn && token == t.supply ? t.word : bytes32(0);
        }
        if (t.lie == Lie.NoToken && token == t.token) return t.word;
        return tokenHash(t.inputs[token], _reduce(_groupsOf(t, token)));
    }

    /// @dev Tokens lie among the first eight places.
    function _nodeAbove(Tree storage t, uint256 height, uint256 index)
        private
        view
        returns (bytes32)
    {
        if (height == 12) return _tokenWord(t, index);
        if (index << (height - 12) > t.supply) return _zeros[height];
        return
            nodeHash(_nodeAbove(t, height - 1, 2 * index), _nodeAbove(t, height - 1, 2 * index + 1));
    }

    function _above(Tree storage t, uint256 height, uint256 index, bytes32[] memory path)
        private
        view
        returns (bytes32 node)
    {
        node = _nodeAbove(t, height, index);
        for (uint256 i; i < path.length; ++i) {
            path[i] = _nodeAbove(t, height + i, (index >> i) ^ 1);
        }
    }

    /// @dev The node at a place of a token's own tree, and the siblings up to the token.
    function _within(
        Tree storage t,
        uint256 token,
        uint256 height,
        uint256 index,
        bytes32[] memory path
    ) private view returns (bytes32 node) {
        bytes32[] memory level = _groupsOf(t, token);
        uint256 at = 6;
        uint256 place;
        if (height < 6) {
            bytes32[] memory leaves = _leaves(t, token, index >> (6 - height));
            place = index & ((1 << (6 - height)) - 1);
            for (uint256 h; h < height; ++h) {
                leaves = _half(leaves);
            }
            node = leaves[place];
            for (uint256 h = height; h < 6; ++h) {
                path[h - height] = leaves[place ^ 1];
                leaves = _half(leaves);
                place >>= 1;
            }
            index >>= 6 - height;
        }
        for (; at < height; ++at) {
            level = _half(level);
        }
        if (height >= 6) node = level[index];
        for (uint256 i = at > height ? at - height : 0; i < 12 - height; ++i) {
            path[i] = level[index ^ 1];
            level = _half(level);
            index >>= 1;
        }
    }

    function _half(bytes32[] memory level) private pure returns (bytes32[] memory upper) {
        upper = new bytes32[](level.length / 2);
        for (uint256 i; i < upper.length; ++i) {
            upper[i] = nodeHash(level[2 * i], level[2 * i + 1]);
        }
    }

    function _reduce(bytes32[] memory level) private pure returns (bytes32) {
        while (level.length > 1) {
            level = _half(level);
        }
        return level[0];
    }
}
