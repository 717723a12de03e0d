// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ground, Node} from "../interfaces/IAlmanac.sol";
import {IChoices} from "../interfaces/IChoices.sol";
import {IEngine} from "../interfaces/IEngine.sol";
import {IGenomes} from "../interfaces/IGenomes.sol";
import {IHeliotrope} from "../interfaces/IHeliotrope.sol";
import {IModels} from "../interfaces/IModels.sol";
import {
    EPOCH_DEPTH,
    RASTER_SIDE,
    RUNS,
    RUN_BYTES,
    RUN_PIXELS,
    SkyInputs,
    TOKEN_DEPTH,
    TREE_DEPTH,
    rootWord
} from "../types/MerkleLayout.sol";
import {Felling} from "./Felling.sol";
import {Tree} from "./Tree.sol";

/// @title Challenges: lies that one transaction proves.
abstract contract Challenges is Felling {
    /// @dev Runs in a row of a raster.
    uint256 private constant ROW_RUNS = RASTER_SIDE / RUN_PIXELS;

    IHeliotrope public immutable token;
    IGenomes internal immutable GENOMES;
    IChoices private immutable CHOICES;
    IModels private immutable MODELS;

    /// @dev What the token works with never changes, so it is asked once.
    constructor(IHeliotrope token_) {
        token = token_;
        GENOMES = IGenomes(token_.genomes());
        CHOICES = IChoices(token_.choices());
        MODELS = IModels(token_.models());
    }

    function challenge(
        uint256 epoch,
        address keeper,
        uint256 tokenId,
        uint256 run,
        bytes calldata pixels,
        SkyInputs calldata inputs,
        bytes32[] calldata path,
        bytes32 salt
    ) external {
        if (run >= RUNS || pixels.length != RUN_BYTES) {
            revert RunInvalid(run, pixels.length);
        }
        if (tokenId >> EPOCH_DEPTH != 0 || path.length != TREE_DEPTH) {
            revert NodeInvalid(TOKEN_DEPTH, tokenId);
        }
        Accusation memory a = _accuse(epoch, keeper, 0, (tokenId << TOKEN_DEPTH) | run, salt);
        {
            uint256 index = (tokenId << TOKEN_DEPTH) | run;
            bytes32 node = Tree.leaf(_job(a.epoch, a.climateHash), index, pixels);
            _requireRoot(a.root, _rise(node, 0, index, inputs, path));
        }
        if (_paint(inputs, run) == keccak256(pixels)) revert RootHolds(a.root);
        _fell(a, Ground.Run);
    }

    function challengeInputs(
        uint256 epoch,
        address keeper,
        uint256 tokenId,
        SkyInputs calldata inputs,
        bytes32 runs,
        bytes32[] calldata path,
        bytes32 salt
    ) external {
        if (tokenId >> EPOCH_DEPTH != 0 || path.length != EPOCH_DEPTH) {
            revert NodeInvalid(TOKEN_DEPTH, tokenId);
        }
        Accusation memory a = _accuse(epoch, keeper, TOKEN_DEPTH, tokenId, salt);
        _requireRoot(a.root, Tree.rise(Tree.token(inputs, runs), tokenId, path, 0, EPOCH_DEPTH));
        (uint256 model, bytes32 latent, bytes32 condition) = CHOICES.skyInputsAt(tokenId, epoch);
        if (model == inputs.model && latent == inputs.latent && condition == inputs.condition) {
            revert RootHolds(a.root);
        }
        _fell(a, Ground.Inputs);
    }

    function challengePadding(uint256 epoch, address keeper, Node calldata node, bytes32 salt)
        external
    {
        _requireNode(node);
        uint256 height = node.height;
        bool isPadding = height < TOKEN_DEPTH
            ? Tree.isUnused(height, node.index)
            : node.index << (height - TOKEN_DEPTH) >= GENOMES.supplyAt(epoch);
        if (!isPadding) revert NodeInvalid(height, node.index);
        Accusation memory a = _accuse(epoch, keeper, height, node.index, salt);
        _requireRoot(a.root, _rise(node.hash, height, node.index, node.inputs, node.path));
        bytes32 expected = Tree.zero(height);
        // The root tells nothing of the last two bits of the top.
        bool holds = height == TREE_DEPTH ? a.root == rootWord(expected) : node.hash == expected;
        if (holds) revert RootHolds(a.root);
        _fell(a, Ground.Padding);
    }

    /// @dev There is such a place, and the path has the right length.
    function _requireNode(Node calldata node) internal pure {
        if (
            node.height > TREE_DEPTH || node.path.length != TREE_DEPTH - node.height
                || node.index >> (TREE_DEPTH - node.height) != 0
        ) revert NodeInvalid(node.height, node.index);
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

    /// @dev The hash of what the engine paints. Whatever reverts there reverts here: it proves nothing.
    function _paint(SkyInputs calldata inputs, uint256 run) private view returns (bytes32) {
        (,, address engine,) = MODELS.modelOf(inputs.model);
        return keccak256(
            IEngine(engine)
                .skyRun(
                    inputs.model,
                    inputs.latent,
                    inputs.condition,
                    RASTER_SIDE,
                    (run % ROW_RUNS) * RUN_PIXELS,
                    run / ROW_RUNS
                )
        );
    }
}
