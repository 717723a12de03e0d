// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {Ground, IAlmanac, Node, Outcome} from "../interfaces/IAlmanac.sol";
import {RUNS, RUN_BYTES, TOKEN_DEPTH, TREE_DEPTH, rootWord} from "../types/MerkleLayout.sol";
import {Felling} from "./Felling.sol";
import {Nodes} from "./Nodes.sol";
import {Tree} from "./Tree.sol";
import {Windows} from "./Windows.sol";

/// @title Demands: to see what lies under a node, round by round down to the pixels.
abstract contract Demands is Windows, Felling, Nodes {
    /// @dev Where demands begin, and where each of the others does.
    uint256 private constant MIDDLE = 19;
    uint256 private constant LOW = 6;
    /// @dev 128 nodes; the inputs and 64 nodes.
    uint256 private constant WIDE_BYTES = 4096;
    uint256 private constant TOKEN_BYTES = 96 + 2048;
    uint256 private constant LOW_RUNS = 1 << LOW;

    function demand(uint256 epoch, address keeper, Node calldata node) external payable {
        bytes32 root = _rootOf(epoch, keeper);
        bytes32 parent = _requireDemandable(epoch, root, node);
        uint256 least = _demandBond();
        if (msg.value < least) revert IAlmanac.DemandTooLow(msg.value, least);
        Record storage record = _recordOf(epoch, root);
        if (record.fallen) revert IAlmanac.AlreadyFallen(root);
        _requireDemandsOpen(epoch, root, node, parent);
        Question storage q = _questionOf(epoch, root, node.height, node.index, node.hash);
        if (q.demander != 0) revert IAlmanac.AlreadyDemanded(node.height, node.index);
        uint40 deadline = uint40(block.timestamp + ANSWER_SECONDS);
        q.demander = _enroll(msg.sender);
        q.bond = SafeCastLib.toUint96(msg.value);
        q.deadline = deadline;
        record.openDemands += 1;
        _almanac().pages[epoch].openTotal += 1;
        _emitDemanded(epoch, root, node, deadline);
    }

    function raise(uint256 epoch, address keeper, uint256 height, uint256 index, bytes32 hash)
        external
        payable
    {
        bytes32 root = _rootOf(epoch, keeper);
        (Question storage q,) = _openQuestion(epoch, root, height, index, hash);
        uint96 bond = SafeCastLib.toUint96(q.bond + msg.value);
        q.bond = bond;
        emit IAlmanac.DemandRaised(root, height, index, bond);
    }

    function answer(
        uint256 epoch,
        address keeper,
        uint256 height,
        uint256 index,
        bytes calldata data
    ) external {
        bytes32 root = _rootOf(epoch, keeper);
        bytes32 hash = _hashOf(epoch, height, index, data);
        (Question storage q, Record storage record) =
            _openQuestion(epoch, root, height, index, hash);
        q.answerer = _enroll(msg.sender);
        q.answeredAt = uint40(block.timestamp);
        record.openDemands -= 1;
        Record storage page = _almanac().pages[epoch];
        page.openTotal -= 1;
        // Time never falls, so this is the last of all follow-ups yet.
        page.waitUntil = uint40(block.timestamp + FOLLOW_UP_SECONDS);
        emit IAlmanac.Answered(epoch, root, height, index, hash, msg.sender, data);
    }

    function silence(uint256 epoch, address keeper, uint256 height, uint256 index, bytes32 hash)
        external
    {
        bytes32 root = _rootOf(epoch, keeper);
        (Question storage q,) = _openQuestion(epoch, root, height, index, hash);
        if (block.timestamp < q.deadline) revert IAlmanac.AnswerNotDue(q.deadline);
        uint256 due = ANSWER_GAS * block.basefee;
        if (q.bond < due) revert IAlmanac.DemandBelowGas(q.bond, due);
        uint32 by = q.demander;
        _fell(epoch, root, by, true);
        emit IAlmanac.Felled(epoch, root, _almanac().keepers[by], Ground.Silence);
    }

    function settleDemand(
        uint256 epoch,
        address keeper,
        uint256 height,
        uint256 index,
        bytes32 hash
    ) external {
        bytes32 root = _rootOf(epoch, keeper);
        Question storage q = _questionOf(epoch, root, height, index, hash);
        if (q.demander == 0) revert IAlmanac.NotDemanded(height, index);
        if (q.settled) revert IAlmanac.AlreadySettled();
        uint32 id = q.demander;
        if (!_recordOf(epoch, root).fallen) {
            if (_almanac().results[epoch].outcome == Outcome.Open) {
                revert IAlmanac.NotFinalized(epoch);
            }
            // Nothing is finalized while a demand against a root that stands waits.
            id = q.answerer;
        }
        q.settled = true;
        address to = _almanac().keepers[id];
        uint256 bond = q.bond;
        _credit(to, bond);
        emit IAlmanac.DemandSettled(epoch, root, height, index, to, bond);
    }

    /// @dev The node lies in the tree, where demands are made. Answers the node at the height of the
    /// demand before this one.
    function _requireDemandable(uint256 epoch, bytes32 root, Node calldata node)
        private
        view
        returns (bytes32 parent)
    {
        _requireNode(node);
        uint256 height = node.height;
        if (height == TREE_DEPTH) {
            // The root is known, and the last two bits of the top are not.
            _requireRoot(root, node.hash);
            return 0;
        }
        if (height != MIDDLE && !_isBorn(epoch, height, node.index)) {
            revert IAlmanac.NodeInvalid(height, node.index);
        }
        bytes32 top;
        uint256 steps = height == LOW ? TOKEN_DEPTH - LOW : 7;
        parent = Tree.rise(node.hash, node.index, node.path, 0, steps);
        if (height == LOW) parent = Tree.token(node.inputs, parent);
        top = Tree.rise(parent, node.index, node.path, steps, node.path.length - steps);
        _requireRoot(root, top);
    }

    /// @dev Whether there is anything to see under a node at one of the two lower heights.
    function _isBorn(uint256 epoch, uint256 height, uint256 index) private view returns (bool) {
        if (height == TOKEN_DEPTH) return index < GENOMES.supplyAt(epoch);
        return height == LOW && !Tree.isUnused(LOW, index)
            && index >> (TOKEN_DEPTH - LOW) < GENOMES.supplyAt(epoch);
    }

    /// @dev The epoch is accepted, since a root was revealed. It is not finalized: that waits for the
    /// end of challenges, and for the end of each follow-up.
    function _requireDemandsOpen(uint256 epoch, bytes32 root, Node calldata node, bytes32 parent)
        private
        view
    {
        uint256 commitEnds = _commitEnds(epoch);
        uint256 revealEnds = _revealEnds(commitEnds);
        if (block.timestamp < revealEnds) revert IAlmanac.RevealsOpen(epoch, revealEnds);
        uint256 challengeEnds = _challengeEnds(commitEnds);
        if (block.timestamp < challengeEnds) return;
        uint256 height = node.height;
        if (height != TREE_DEPTH) {
            uint256 steps = height == LOW ? TOKEN_DEPTH - LOW : 7;
            Question storage above =
                _questionOf(epoch, root, height + steps, node.index >> steps, parent);
            uint256 at = above.answeredAt;
            if (at != 0 && block.timestamp < at + FOLLOW_UP_SECONDS) return;
        }
        revert IAlmanac.DemandClosed(epoch, challengeEnds);
    }

    /// @dev A demand that waits, against a root that stands: so the epoch is not finalized.
    function _openQuestion(uint256 epoch, bytes32 root, uint256 height, uint256 index, bytes32 hash)
        private
        view
        returns (Question storage q, Record storage record)
    {
        q = _questionOf(epoch, root, height, index, hash);
        if (q.demander == 0) revert IAlmanac.NotDemanded(height, index);
        if (q.answeredAt != 0) revert IAlmanac.AlreadyAnswered(height, index);
        record = _recordOf(epoch, root);
        if (record.fallen) revert IAlmanac.AlreadyFallen(root);
    }

    /// @dev The node that an answer is the answer for.
    function _hashOf(uint256 epoch, uint256 height, uint256 index, bytes calldata data)
        private
        view
        returns (bytes32 hash)
    {
        if (height == LOW) {
            uint256 first = index << LOW;
            uint256 run = first & ((1 << TOKEN_DEPTH) - 1);
            if (run >= RUNS) revert IAlmanac.NodeInvalid(height, index);
            uint256 count = RUNS - run < LOW_RUNS ? RUNS - run : LOW_RUNS;
            _requireLength(data, count * RUN_BYTES);
            return _topOfRuns(epoch, first, data);
        }
        if (height == TOKEN_DEPTH) {
            _requireLength(data, TOKEN_BYTES);
            bytes32 runs = Tree.top(data[96:], TOKEN_DEPTH - LOW);
            return Tree.token(data, runs);
        }
        if (height != MIDDLE && height != TREE_DEPTH) revert IAlmanac.NodeInvalid(height, index);
        _requireLength(data, WIDE_BYTES);
        hash = Tree.top(data, 7);
        if (height == TREE_DEPTH) hash = rootWord(hash);
    }

    function _topOfRuns(uint256 epoch, uint256 first, bytes calldata data)
        private
        view
        returns (bytes32)
    {
        (, bytes32 climateHash) = _acceptance(epoch);
        return Tree.topOfRuns(_job(epoch, climateHash), first, data);
    }

    function _requireLength(bytes calldata data, uint256 expected) private pure {
        if (data.length != expected) revert IAlmanac.AnswerInvalid(data.length, expected);
    }

    function _emitDemanded(uint256 epoch, bytes32 root, Node calldata node, uint256 deadline)
        private
    {
        bytes32 hash = node.height == TREE_DEPTH ? root : node.hash;
        emit IAlmanac.Demanded(
            epoch, root, node.height, node.index, hash, msg.sender, msg.value, deadline
        );
    }
}
