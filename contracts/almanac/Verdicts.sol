// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {EpochState, Outcome} from "../interfaces/IAlmanac.sol";
import {Demands} from "./Demands.sol";

/// @title Verdicts: an epoch is judged, and everybody gets what is due.
abstract contract Verdicts is Demands {
    function finalize(uint256 epoch, address keeper) external {
        AlmanacStorage storage s = _almanac();
        Result storage result = s.results[epoch];
        if (result.outcome != Outcome.Open) revert AlreadyFinalized(epoch);
        Record storage page = s.pages[epoch];
        {
            uint256 from = _challengeEnds(_commitEnds(epoch));
            uint256 waitUntil = page.waitUntil;
            if (waitUntil > from) from = waitUntil;
            uint256 openTotal = page.openTotal;
            if (block.timestamp < from || openTotal != 0) revert TooEarly(from, openTotal);
        }
        if (page.standing != 1) {
            result.outcome = Outcome.Void;
            emit Finalized(epoch, Outcome.Void, 0, 0);
            return;
        }
        bytes32 root = _rootOf(epoch, keeper);
        Record storage record = _recordOf(epoch, root);
        if (record.fallen) revert AlreadyFallen(root);
        uint256 keepers = record.keepers;
        uint256 held = s.treasury;
        uint256 share = (held < POT ? held : POT) / keepers;
        s.treasury = uint96(held - share * keepers);
        result.outcome = Outcome.Decided;
        result.winner = record.first;
        result.share = uint96(share);
        emit Finalized(epoch, Outcome.Decided, root, share);
    }

    function settle(uint256 epoch, address keeper) external {
        AlmanacStorage storage s = _almanac();
        Result memory result = s.results[epoch];
        if (result.outcome == Outcome.Open) revert NotFinalized(epoch);
        bytes32 root = _rootOf(epoch, keeper);
        if (s.words[epoch][keeper] != root) revert AlreadySettled();
        s.words[epoch][keeper] = bytes32(uint256(root) | SETTLED);
        // Of all that were revealed only the epoch's root has a share, and in a void epoch it is nothing.
        uint256 amount = _recordOf(epoch, root).fallen ? 0 : BOND + result.share;
        _unlock(keeper, amount);
        emit Settled(epoch, keeper, amount);
    }

    function claim(uint256 epoch, address keeper) external {
        AlmanacStorage storage s = _almanac();
        if (s.results[epoch].outcome == Outcome.Open) revert NotFinalized(epoch);
        bytes32 root = _rootOf(epoch, keeper);
        Record storage record = _recordOf(epoch, root);
        if (!record.fallen) revert NotFallen(root);
        if (record.claimed) revert AlreadySettled();
        record.claimed = true;
        uint256 lost = record.keepers * BOND;
        uint256 reward = lost / 2;
        address by = s.keepers[record.felledBy];
        _credit(by, reward);
        emit Claimed(epoch, root, by, reward, lost - reward);
        _burn(lost - reward);
    }

    function artworkAt(uint256 tokenId, uint256 epoch)
        external
        view
        returns (Outcome outcome, bytes32 root, address keeper)
    {
        Result memory result = _almanac().results[epoch];
        outcome = result.outcome;
        if (outcome != Outcome.Decided || tokenId >= GENOMES.supplyAt(epoch)) {
            return (outcome, 0, address(0));
        }
        keeper = _almanac().keepers[result.winner];
        root = _rootOf(epoch, keeper);
    }

    function epochOf(uint256 epoch) external view returns (EpochState memory) {
        Result memory result = _almanac().results[epoch];
        Record memory page = _almanac().pages[epoch];
        return EpochState({
            outcome: result.outcome,
            winner: _almanac().keepers[result.winner],
            share: result.share,
            standing: page.standing,
            openDemands: page.openTotal,
            waitUntil: page.waitUntil
        });
    }
}
