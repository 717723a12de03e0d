// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {
    Demand,
    EpochState,
    IAlmanac,
    Outcome,
    Rules,
    Stand,
    Word
} from "../interfaces/IAlmanac.sol";
import {IClimate} from "../interfaces/IClimate.sol";
import {IHeliotrope} from "../interfaces/IHeliotrope.sol";
import {Nodes} from "./Nodes.sol";
import {Windows} from "./Windows.sol";

/// @title Views: what is asked about an epoch.
abstract contract Views is IAlmanac, Windows, Nodes {
    uint256 private constant MOST_WORDS = 200;

    IHeliotrope public immutable token;

    constructor(IHeliotrope token_) {
        token = token_;
    }

    /// @notice Whose epochs these are.
    function climate() external view returns (IClimate) {
        return CLIMATE;
    }

    /// @inheritdoc IAlmanac
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

    /// @inheritdoc IAlmanac
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

    /// @inheritdoc IAlmanac
    function wordOf(uint256 epoch, address keeper) public view returns (Word memory said) {
        uint256 word = uint256(_almanac().words[epoch][keeper]);
        said.keeper = keeper;
        if (word & MARKS == COMMITTED) {
            said.commitment = bytes32(word);
        } else {
            said.root = bytes32(word & ~MARKS);
            said.settled = word & MARKS == SETTLED;
        }
    }

    /// @inheritdoc IAlmanac
    function wordsOf(uint256 epoch, uint256 first, uint256 count)
        external
        view
        returns (Word[] memory words)
    {
        AlmanacStorage storage s = _almanac();
        if (count > MOST_WORDS) count = MOST_WORDS;
        // Zero is nobody's id.
        if (first == 0) first = 1;
        uint256 most = s.accountCount;
        words = new Word[](first > most ? 0 : count < most - first + 1 ? count : most - first + 1);
        uint256 found;
        for (uint256 i; i < words.length; ++i) {
            address keeper = s.keepers[first + i];
            if (s.words[epoch][keeper] != 0) words[found++] = wordOf(epoch, keeper);
        }
        assembly ("memory-safe") {
            mstore(words, found)
        }
    }

    /// @inheritdoc IAlmanac
    function standOf(uint256 epoch, address keeper) external view returns (Stand memory) {
        Record memory record = _recordOf(epoch, _rootOf(epoch, keeper));
        return Stand({
            first: _almanac().keepers[record.first],
            keepers: record.keepers,
            openDemands: record.openDemands,
            fallen: record.fallen,
            felledBy: _almanac().keepers[record.felledBy],
            fellAt: record.fellAt,
            intended: record.intended,
            claimed: record.claimed
        });
    }

    /// @inheritdoc IAlmanac
    function demandOf(uint256 epoch, bytes32 root, uint256 height, uint256 index, bytes32 hash)
        external
        view
        returns (Demand memory)
    {
        Question memory q = _questionOf(epoch, root, height, index, hash);
        return Demand({
            demander: _almanac().keepers[q.demander],
            answerer: _almanac().keepers[q.answerer],
            bond: q.bond,
            deadline: q.deadline,
            answeredAt: q.answeredAt,
            settled: q.settled
        });
    }

    /// @inheritdoc IAlmanac
    function windowsOf(uint256 epoch)
        external
        view
        returns (uint256 commitEnds, uint256 revealEnds, uint256 challengeEnds)
    {
        uint256 at = CLIMATE.acceptedAt(epoch);
        if (at == 0) return (0, 0, 0);
        commitEnds = at + COMMIT_SECONDS;
        revealEnds = commitEnds + REVEAL_SECONDS;
        challengeEnds = revealEnds + CHALLENGE_SECONDS;
    }

    /// @inheritdoc IAlmanac
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

    /// @inheritdoc IAlmanac
    function demandBond() external view returns (uint256) {
        return _demandBond();
    }

    /// @inheritdoc IAlmanac
    function intentOf(bytes32 intent) external view returns (uint256) {
        return _almanac().intents[intent];
    }
}
