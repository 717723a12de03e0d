// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ground, IAlmanac, Node, Outcome} from "../interfaces/IAlmanac.sol";
import {IChoices} from "../interfaces/IChoices.sol";
import {IEngine} from "../interfaces/IEngine.sol";
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
    intentHash,
    rootWord
} from "../types/MerkleLayout.sol";
import {Felling} from "./Felling.sol";
import {Nodes} from "./Nodes.sol";
import {Tree} from "./Tree.sol";
import {Windows} from "./Windows.sol";

/// @title Challenges: lies that one transaction proves.
abstract contract Challenges is IAlmanac, Windows, Felling, Nodes {
    /// @dev An accusation that would count, if it is true.
    struct Accusation {
        uint256 epoch;
        bytes32 root;
        bytes32 climateHash;
        // Zero in a bare one.
        bytes32 intent;
    }

    /// @dev Runs in a row of a raster.
    uint256 private constant ROW_RUNS = RASTER_SIDE / RUN_PIXELS;

    IChoices private immutable CHOICES;
    IModels private immutable MODELS;

    /// @dev What the token works with never changes, so it is asked once.
    constructor(IHeliotrope token) {
        CHOICES = IChoices(token.choices());
        MODELS = IModels(token.models());
    }

    /// @inheritdoc IAlmanac
    function intend(bytes32 intent) external {
        AlmanacStorage storage s = _almanac();
        uint256 since = s.intents[intent];
        if (since != 0) revert AlreadyIntended(since);
        s.intents[intent] = block.number;
        _enroll(msg.sender);
        emit Intended(intent, msg.sender);
    }

    /// @inheritdoc IAlmanac
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

    /// @inheritdoc IAlmanac
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

    /// @inheritdoc IAlmanac
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

    /// @inheritdoc IAlmanac
    function hashIntent(
        uint256 epoch,
        bytes32 root,
        uint256 height,
        uint256 index,
        address challenger,
        bytes32 salt
    ) public view returns (bytes32) {
        return intentHash(
            block.chainid, address(this), epoch, root, height, index, challenger, salt
        );
    }

    /// @dev Everything that is cheap comes first: the engine is asked last.
    function _accuse(uint256 epoch, address keeper, uint256 height, uint256 index, bytes32 salt)
        internal
        view
        returns (Accusation memory a)
    {
        uint256 commitEnds;
        (commitEnds, a.climateHash) = _acceptance(epoch);
        uint256 revealEnds = _revealEnds(commitEnds);
        if (block.timestamp < revealEnds) revert RevealsOpen(epoch, revealEnds);
        // Nothing is finalized before, and finalizing must not cut short who had the intent.
        bool isLate = block.timestamp >= _challengeEnds(commitEnds);
        if (isLate && _almanac().results[epoch].outcome != Outcome.Open) {
            revert AlreadyFinalized(epoch);
        }
        a.epoch = epoch;
        a.root = _rootOf(epoch, keeper);
        uint256 since;
        if (salt != 0) {
            a.intent = hashIntent(epoch, a.root, height, index, msg.sender, salt);
            since = _almanac().intents[a.intent];
        }
        Record storage record = _recordOf(epoch, a.root);
        if (record.fallen && (record.intended || since == 0 || since >= record.fellAt)) {
            revert AlreadyFallen(a.root);
        }
        if (salt != 0 ? since == 0 || since == block.number : isLate) {
            revert IntentTooYoung(since);
        }
    }

    /// @dev The accusation is true.
    function _fell(Accusation memory a, Ground ground) internal {
        if (a.intent != 0) delete _almanac().intents[a.intent];
        _fell(a.epoch, a.root, _enroll(msg.sender), a.intent != 0);
        emit Felled(a.epoch, a.root, msg.sender, ground);
    }

    /// @dev The hash of what the engine paints. Whatever reverts there reverts here: it proves nothing.
    function _paint(SkyInputs calldata inputs, uint256 run) private view returns (bytes32) {
        (, address engine) = MODELS.runnerOf(inputs.model);
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
