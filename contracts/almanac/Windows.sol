// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Rules} from "../interfaces/IAlmanac.sol";
import {IClimate} from "../interfaces/IClimate.sol";
import {Storage} from "./Storage.sol";

/// @title Windows: the rules, and when each may be made use of.
abstract contract Windows is Storage {
    IClimate public immutable climate;

    uint256 private immutable COMMIT_SECONDS;
    uint256 private immutable REVEAL_SECONDS;
    uint256 private immutable CHALLENGE_SECONDS;
    uint256 internal immutable ANSWER_SECONDS;
    uint256 internal immutable FOLLOW_UP_SECONDS;
    uint256 internal immutable BOND;
    uint256 internal immutable POT;
    uint256 internal immutable DEMAND_FLOOR;

    constructor(Rules memory rules_, IClimate climate_) {
        if (
            rules_.commitSeconds == 0 || rules_.revealSeconds == 0 || rules_.challengeSeconds == 0
                || rules_.answerSeconds == 0 || rules_.followUpSeconds == 0 || rules_.bond == 0
                || rules_.pot == 0 || rules_.demandFloor == 0
        ) revert RuleZero();
        climate = climate_;
        COMMIT_SECONDS = rules_.commitSeconds;
        REVEAL_SECONDS = rules_.revealSeconds;
        CHALLENGE_SECONDS = rules_.challengeSeconds;
        ANSWER_SECONDS = rules_.answerSeconds;
        FOLLOW_UP_SECONDS = rules_.followUpSeconds;
        BOND = rules_.bond;
        POT = rules_.pot;
        DEMAND_FLOOR = rules_.demandFloor;
    }

    function rules() external view returns (Rules memory) {
        return Rules({
            commitSeconds: uint32(COMMIT_SECONDS),
            revealSeconds: uint32(REVEAL_SECONDS),
            challengeSeconds: uint32(CHALLENGE_SECONDS),
            answerSeconds: uint32(ANSWER_SECONDS),
            followUpSeconds: uint32(FOLLOW_UP_SECONDS),
            bond: uint96(BOND),
            pot: uint96(POT),
            demandFloor: uint96(DEMAND_FLOOR)
        });
    }

    function windowsOf(uint256 epoch)
        external
        view
        returns (uint256 commitEnds, uint256 revealEnds, uint256 challengeEnds)
    {
        uint256 at = climate.acceptedAt(epoch);
        if (at == 0) return (0, 0, 0);
        commitEnds = at + COMMIT_SECONDS;
        revealEnds = commitEnds + REVEAL_SECONDS;
        challengeEnds = revealEnds + CHALLENGE_SECONDS;
    }

    /// @dev When commits end.
    function _commitEnds(uint256 epoch) internal view returns (uint256) {
        uint256 at = climate.acceptedAt(epoch);
        if (at == 0) revert EpochNotAccepted(epoch);
        return at + COMMIT_SECONDS;
    }

    /// @dev When commits end, and the climate's hash of the epoch.
    function _acceptance(uint256 epoch)
        internal
        view
        returns (uint256 commitEnds, bytes32 climateHash)
    {
        (commitEnds, climateHash) = climate.acceptanceOf(epoch);
        if (commitEnds == 0) revert EpochNotAccepted(epoch);
        commitEnds += COMMIT_SECONDS;
    }

    function _revealEnds(uint256 commitEnds) internal view returns (uint256) {
        return commitEnds + REVEAL_SECONDS;
    }

    function _challengeEnds(uint256 commitEnds) internal view returns (uint256) {
        return commitEnds + REVEAL_SECONDS + CHALLENGE_SECONDS;
    }
}
