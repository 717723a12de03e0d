// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Account, IAlmanac, Outcome} from "../interfaces/IAlmanac.sol";
import {TREE_DEPTH, rootWord} from "../types/MerkleLayout.sol";

/// @title Storage: all that the almanac keeps, in one namespace, since it lies behind a proxy.
/// @dev Fields are only ever appended; test/contracts/almanac/layout.json remembers them.
abstract contract Storage {
    /// @dev One slot: a root, and, in the first root's record alone, the counters of its epoch. A commit and
    /// a reveal of an epoch's only root write two new slots, the word and this.
    struct Record {
        // Ids of accounts: who revealed it first, and who felled it.
        uint32 first;
        uint32 felledBy;
        uint24 keepers;
        uint24 openDemands;
        bool fallen;
        bool intended;
        bool claimed;
        // A block's number.
        uint40 fellAt;
        // Of the epoch: roots that stand, demands against them that wait, when the last follow-up ends.
        uint16 standing;
        uint24 openTotal;
        uint40 waitUntil;
    }

    /// @dev One slot.
    struct Result {
        Outcome outcome;
        // Id of the first keeper behind the root.
        uint32 winner;
        uint96 share;
    }

    /// @dev One slot; `Demand` with ids for addresses.
    struct Question {
        uint32 demander;
        uint32 answerer;
        uint96 bond;
        uint40 deadline;
        uint40 answeredAt;
        bool settled;
    }

    /// @custom:storage-location erc7201:heliotrope.storage.Almanac
    struct AlmanacStorage {
        uint32 accountCount;
        uint96 treasury;
        mapping(address keeper => Account) accounts;
        mapping(uint256 id => address) keepers;
        // By its last two bits: 01 a commitment, 00 a root, 10 a root whose bond was settled.
        mapping(uint256 epoch => mapping(address keeper => bytes32)) words;
        // Of the root that was revealed first.
        mapping(uint256 epoch => Record) pages;
        // Of every other root.
        mapping(uint256 epoch => mapping(bytes32 root => Record)) otherPages;
        mapping(uint256 epoch => Result) results;
        mapping(bytes32 key => Question) questions;
        // The block that each was put down in.
        mapping(bytes32 intent => uint256) intents;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("heliotrope.storage.Almanac")) - 1)) & ~0xff
    bytes32 private constant ALMANAC_SLOT =
        0xaba4dff0f8417cefe7c3e34cd36c1ba10453464cbb393cac8b190cb1e0d43f00;

    uint256 internal constant MARKS = 3;
    uint256 internal constant COMMITTED = 1;
    uint256 internal constant SETTLED = 2;

    function _almanac() internal pure returns (AlmanacStorage storage place) {
        assembly {
            place.slot := ALMANAC_SLOT
        }
    }

    /// @dev The root that a keeper revealed, settled or not.
    function _rootOf(uint256 epoch, address keeper) internal view returns (bytes32) {
        uint256 word = uint256(_almanac().words[epoch][keeper]);
        if (word == 0 || word & MARKS == COMMITTED) revert IAlmanac.NotRevealed(epoch, keeper);
        return bytes32(word & ~MARKS);
    }

    /// @dev Of a root that was revealed.
    function _recordOf(uint256 epoch, bytes32 root) internal view returns (Record storage record) {
        record = _almanac().otherPages[epoch][root];
        if (record.first == 0) record = _almanac().pages[epoch];
    }

    /// @dev At height 26 the hash is the root, whatever the last two bits are said to be: a demand for a top
    /// that nobody can know would fell an honest root.
    function _questionOf(uint256 epoch, bytes32 root, uint256 height, uint256 index, bytes32 hash)
        internal
        view
        returns (Question storage)
    {
        if (height == TREE_DEPTH) hash = rootWord(hash);
        bytes32 key = keccak256(abi.encode(epoch, root, height, index, hash));
        return _almanac().questions[key];
    }
}
