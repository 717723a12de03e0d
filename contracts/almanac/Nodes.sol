// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAlmanac, Node} from "../interfaces/IAlmanac.sol";
import {IGenomes} from "../interfaces/IGenomes.sol";
import {SkyInputs, TOKEN_DEPTH, TREE_DEPTH, rootWord} from "../types/MerkleLayout.sol";
import {Tree} from "./Tree.sol";

/// @title Nodes: where something lies in an epoch's tree, and whether its path leads to the root.
abstract contract Nodes {
    IGenomes internal immutable GENOMES;

    constructor(IGenomes genomes) {
        GENOMES = genomes;
    }

    /// @dev There is such a place, and the path has the right length.
    function _requireNode(Node calldata node) internal pure {
        if (
            node.height > TREE_DEPTH || node.path.length != TREE_DEPTH - node.height
                || node.index >> (TREE_DEPTH - node.height) != 0
        ) revert IAlmanac.NodeInvalid(node.height, node.index);
    }

    /// @dev What a path leads to must be the root.
    function _requireRoot(bytes32 root, bytes32 top) internal pure {
        bytes32 found = rootWord(top);
        if (found != root) revert IAlmanac.PathMismatch(root, found);
    }

    /// @dev The top above a node, by a path of the right length.
    function _rise(
        bytes32 node,
        uint256 height,
        uint256 index,
        SkyInputs calldata inputs,
        bytes32[] calldata path
    ) internal pure returns (bytes32) {
        uint256 inToken;
        if (height < TOKEN_DEPTH) {
            inToken = TOKEN_DEPTH - height;
            node = Tree.token(inputs, Tree.rise(node, index, path, 0, inToken));
        }
        return Tree.rise(node, index, path, inToken, path.length - inToken);
    }
}
