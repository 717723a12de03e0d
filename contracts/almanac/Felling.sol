// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ground, Outcome} from "../interfaces/IAlmanac.sol";
import {intentHash, rootWord} from "../types/MerkleLayout.sol";
import {Reveals} from "./Reveals.sol";

/// @title Felling: who may accuse a root, and what its fall changes.
abstract contract Felling is Reveals {
    /// @dev An accusation that would count, if it is true.
    struct Accusation {
        uint256 epoch;
        bytes32 root;
        bytes32 climateHash;
        // Zero in a bare one.
        bytes32 intent;
    }

    function intend(bytes32 intent) external {
        AlmanacStorage storage s = _almanac();
        uint256 since = s.intents[intent];
        if (since != 0) revert AlreadyIntended(since);
        s.intents[intent] = block.number;
        _enroll(msg.sender);
        emit Intended(intent, msg.sender);
    }

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

    function intentOf(bytes32 intent) external view returns (uint256) {
        return _almanac().intents[intent];
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

    /// @dev The path of an accusation, which ends at `top`, must lead to its root.
    function _requireRoot(bytes32 root, bytes32 top) internal pure {
        bytes32 found = rootWord(top);
        if (found != root) revert PathMismatch(root, found);
    }

    /// @dev The accusation is true.
    function _fell(Accusation memory a, Ground ground) internal {
        if (a.intent != 0) delete _almanac().intents[a.intent];
        _fell(a.epoch, a.root, _enroll(msg.sender), a.intent != 0, ground);
    }

    function _fell(uint256 epoch, bytes32 root, uint32 by, bool intended, Ground ground) internal {
        Record storage record = _recordOf(epoch, root);
        if (!record.fallen) {
            Record storage page = _almanac().pages[epoch];
            page.standing -= 1;
            page.openTotal -= record.openDemands;
            record.openDemands = 0;
            record.fallen = true;
            record.fellAt = uint40(block.number);
        }
        record.felledBy = by;
        record.intended = intended;
        emit Felled(epoch, root, _almanac().keepers[by], ground);
    }
}
