// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAlmanac, Outcome} from "../interfaces/IAlmanac.sol";
import {Purse} from "./Purse.sol";
import {Windows} from "./Windows.sol";

/// @title Verdicts: an epoch is judged, and everybody gets what is due.
abstract contract Verdicts is Windows, Purse {
    /// @dev Of a bond, when its keeper did not reveal.
    uint256 private constant PENALTY_DIVISOR = 4;

    function expire(uint256 epoch, address keeper) external {
        uint256 revealEnds = _revealEnds(_commitEnds(epoch));
        if (block.timestamp < revealEnds) revert IAlmanac.RevealsOpen(epoch, revealEnds);
        AlmanacStorage storage s = _almanac();
        if (uint256(s.words[epoch][keeper]) & MARKS != COMMITTED) {
            revert IAlmanac.NothingToExpire(epoch, keeper);
        }
        delete s.words[epoch][keeper];
        uint256 penalty = BOND / PENALTY_DIVISOR;
        uint256 reward = penalty / 2;
        uint256 burned = penalty - reward;
        _unlock(keeper, BOND - penalty);
        _enroll(msg.sender);
        _credit(msg.sender, reward);
        emit IAlmanac.Expired(epoch, keeper, msg.sender, reward, burned);
        _burn(burned);
    }

    function finalize(uint256 epoch, address keeper) external {
        AlmanacStorage storage s = _almanac();
        Result storage result = s.results[epoch];
        if (result.outcome != Outcome.Open) revert IAlmanac.AlreadyFinalized(epoch);
        Record storage page = s.pages[epoch];
        {
            uint256 from = _challengeEnds(_commitEnds(epoch));
            uint256 waitUntil = page.waitUntil;
            if (waitUntil > from) from = waitUntil;
            uint256 openTotal = page.openTotal;
            if (block.timestamp < from || openTotal != 0) {
                revert IAlmanac.TooEarly(from, openTotal);
            }
        }
        if (page.standing != 1) {
            result.outcome = Outcome.Void;
            emit IAlmanac.Finalized(epoch, Outcome.Void, 0, 0);
            return;
        }
        bytes32 root = _rootOf(epoch, keeper);
        Record storage record = _recordOf(epoch, root);
        if (record.fallen) revert IAlmanac.AlreadyFallen(root);
        uint256 keepers = record.keepers;
        uint256 held = s.treasury;
        uint256 share = (held < POT ? held : POT) / keepers;
        s.treasury = uint96(held - share * keepers);
        result.outcome = Outcome.Decided;
        result.winner = record.first;
        result.share = uint96(share);
        emit IAlmanac.Finalized(epoch, Outcome.Decided, root, share);
    }

    function settle(uint256 epoch, address keeper) external {
        AlmanacStorage storage s = _almanac();
        Result memory result = s.results[epoch];
        if (result.outcome == Outcome.Open) revert IAlmanac.NotFinalized(epoch);
        bytes32 root = _rootOf(epoch, keeper);
        if (s.words[epoch][keeper] != root) revert IAlmanac.AlreadySettled();
        s.words[epoch][keeper] = bytes32(uint256(root) | SETTLED);
        // Of all that were revealed only the epoch's root has a share, and in a void epoch it is nothing.
        uint256 amount = _recordOf(epoch, root).fallen ? 0 : BOND + result.share;
        _unlock(keeper, amount);
        emit IAlmanac.Settled(epoch, keeper, amount);
    }

    function claim(uint256 epoch, address keeper) external {
        AlmanacStorage storage s = _almanac();
        if (s.results[epoch].outcome == Outcome.Open) revert IAlmanac.NotFinalized(epoch);
        bytes32 root = _rootOf(epoch, keeper);
        Record storage record = _recordOf(epoch, root);
        if (!record.fallen) revert IAlmanac.NotFallen(root);
        if (record.claimed) revert IAlmanac.AlreadySettled();
        record.claimed = true;
        uint256 lost = record.keepers * BOND;
        uint256 reward = lost / 2;
        address by = s.keepers[record.felledBy];
        _credit(by, reward);
        emit IAlmanac.Claimed(epoch, root, by, reward, lost - reward);
        _burn(lost - reward);
    }
}
