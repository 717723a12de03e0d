// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAlmanac, Rules} from "../interfaces/IAlmanac.sol";
import {IClimate} from "../interfaces/IClimate.sol";
import {jobHash} from "../types/MerkleLayout.sol";
import {Storage} from "./Storage.sol";

/// @title Windows: the rules, and when each may be made use of.
abstract contract Windows is Storage {
    /// @dev What an answer costs at most, see docs/gas.md.
    uint256 internal constant ANSWER_GAS = 220_000;

    IClimate internal immutable CLIMATE;

    uint256 internal immutable COMMIT_SECONDS;
    uint256 internal immutable REVEAL_SECONDS;
    uint256 internal immutable CHALLENGE_SECONDS;
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
        ) revert IAlmanac.RuleZero();
        CLIMATE = climate_;
        COMMIT_SECONDS = rules_.commitSeconds;
        REVEAL_SECONDS = rules_.revealSeconds;
        CHALLENGE_SECONDS = rules_.challengeSeconds;
        ANSWER_SECONDS = rules_.answerSeconds;
        FOLLOW_UP_SECONDS = rules_.followUpSeconds;
        BOND = rules_.bond;
        POT = rules_.pot;
        DEMAND_FLOOR = rules_.demandFloor;
    }

    /// @dev When commits end.
    function _commitEnds(uint256 epoch) internal view returns (uint256) {
        uint256 at = CLIMATE.acceptedAt(epoch);
        if (at == 0) revert IAlmanac.EpochNotAccepted(epoch);
        return at + COMMIT_SECONDS;
    }

    /// @dev When commits end, and the climate's hash of the epoch.
    function _acceptance(uint256 epoch)
        internal
        view
        returns (uint256 commitEnds, bytes32 climateHash)
    {
        (commitEnds, climateHash) = CLIMATE.acceptanceOf(epoch);
        if (commitEnds == 0) revert IAlmanac.EpochNotAccepted(epoch);
        commitEnds += COMMIT_SECONDS;
    }

    function _revealEnds(uint256 commitEnds) internal view returns (uint256) {
        return commitEnds + REVEAL_SECONDS;
    }

    function _challengeEnds(uint256 commitEnds) internal view returns (uint256) {
        return commitEnds + REVEAL_SECONDS + CHALLENGE_SECONDS;
    }

    /// @dev What a demand costs now: enough for two answers.
    function _demandBond() internal view returns (uint256) {
        uint256 bond = 2 * block.basefee * ANSWER_GAS;
        return bond < DEMAND_FLOOR ? DEMAND_FLOOR : bond;
    }

    /// @dev What every commitment and every leaf of the epoch is bound to.
    function _job(uint256 epoch, bytes32 climateHash) internal view returns (bytes32) {
        return jobHash(block.chainid, address(this), epoch, climateHash);
    }
}
