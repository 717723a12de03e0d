// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {NEVER_OBSERVED, Observation} from "./types/Observation.sol";

/// @title The median of several reports, all fields of a station at once.
/// @notice Each report is spread into ten lanes of 20 bits, signed fields shifted so that they start
/// at zero. Sorting the words lane by lane then sorts every field, about ten instructions for each
/// comparison of two reports, whatever the number of fields.
///
/// | lane | field         | stored as      | most   |
/// |------|---------------|----------------|--------|
/// | 0    | tempCentiC    | value + 9,000  | 15,000 |
/// | 1    | precipCentiMm | value          | 65,535 |
/// | 2    | windEastCms   | value + 15,000 | 30,000 |
/// | 3    | windNorthCms  | value + 15,000 | 30,000 |
/// | 4    | windSpeedCms  | value          | 15,000 |
/// | 5    | sunMinutes    | value          | 1,440  |
/// | 6    | frostMinutes  | value          | 1,440  |
/// | 7    | codeRank      | value          | 27     |
/// | 8    | cloudPct      | value          | 100    |
/// | 9    | derived       | value          | 1      |
library Median {
    /// @dev The highest bit of every lane. No value reaches it, so it can tell which is greater.
    uint256 private constant GUARDS = (1 << 19) | (1 << 39) | (1 << 59) | (1 << 79) | (1 << 99)
        | (1 << 119) | (1 << 139) | (1 << 159) | (1 << 179) | (1 << 199);

    uint256 private constant MOST = 15_000 | (65_535 << 20) | (30_000 << 40) | (30_000 << 60)
        | (15_000 << 80) | (1440 << 100) | (1440 << 120) | (27 << 140) | (100 << 160) | (1 << 180);

    /// @notice The median of every field over all reports of a station.
    /// @param reports 16 bytes per station each, an odd number of them, lengths checked.
    /// @return inRange whether every field of every report is in its range.
    /// @return missing whether some report marks the station as missing.
    /// @return median age 0; without meaning when `missing`.
    function ofStation(bytes[] calldata reports, uint256 station)
        internal
        pure
        returns (bool inRange, bool missing, Observation median)
    {
        uint256[] memory words = new uint256[](reports.length);
        for (uint256 i; i < words.length; ++i) {
            bytes calldata report = reports[i];
            uint256 o;
            assembly ("memory-safe") {
                o := shr(128, calldataload(add(report.offset, shl(4, station))))
            }
            if (o >> 115 != 0) {
                // Missing has one spelling; any other age would be a reporter's, not the climate's.
                if (o != Observation.unwrap(NEVER_OBSERVED)) return (false, true, median);
                missing = true;
                o = 0;
            }
            words[i] = _spread(o);
        }
        uint256 greatest = _sort(words);
        inRange = ((MOST | GUARDS) - greatest) & GUARDS == GUARDS;
        median = _gather(words[words.length / 2]);
    }

    /// @dev Sorts every lane, ascending; answers the last word, which holds the greatest of each.
    function _sort(uint256[] memory words) private pure returns (uint256) {
        // Unchecked: indices stay below the length; `(a | GUARDS) - b` and `d - (d >> 19)` cannot
        // borrow across lanes, since the guard bit of each is set and no value reaches it.
        unchecked {
            for (uint256 end = words.length - 1; end != 0; --end) {
                for (uint256 i; i < end; ++i) {
                    uint256 a = words[i];
                    uint256 b = words[i + 1];
                    // All ones in the lanes where a is not less than b.
                    uint256 mask = ((a | GUARDS) - b) & GUARDS;
                    mask -= mask >> 19;
                    uint256 less = (b & mask) | (a & ~mask);
                    words[i] = less;
                    words[i + 1] = a ^ b ^ less;
                }
            }
            return words[words.length - 1];
        }
    }

    /// @dev The lanes of a packed observation. A signed field below its range wraps to far above it.
    function _spread(uint256 o) private pure returns (uint256 lanes) {
        // Unchecked: sums of 16-bit numbers.
        unchecked {
            lanes = ((o + 9000) & 0xffff) | (((o >> 16) & 0xffff) << 20)
                | ((((o >> 32) + 15_000) & 0xffff) << 40) | ((((o >> 48) + 15_000) & 0xffff) << 60)
                | (((o >> 64) & 0xffff) << 80);
            lanes |= (((o >> 80) & 0x7ff) << 100) | (((o >> 91) & 0x7ff) << 120)
                | (((o >> 102) & 0x1f) << 140) | (((o >> 107) & 0x7f) << 160)
                | (((o >> 114) & 1) << 180);
        }
    }

    /// @dev The packed observation of lanes; the inverse of `_spread`.
    function _gather(uint256 lanes) private pure returns (Observation) {
        uint256 o;
        // Unchecked: the differences are taken modulo 2^16, as two's complement.
        unchecked {
            o = (((lanes & 0xffff) - 9000) & 0xffff) | (((lanes >> 20) & 0xffff) << 16)
                | (((((lanes >> 40) & 0xffff) - 15_000) & 0xffff) << 32)
                | (((((lanes >> 60) & 0xffff) - 15_000) & 0xffff) << 48)
                | (((lanes >> 80) & 0xffff) << 64);
        }
        o |= (((lanes >> 100) & 0x7ff) << 80) | (((lanes >> 120) & 0x7ff) << 91)
            | (((lanes >> 140) & 0x1f) << 102) | (((lanes >> 160) & 0x7f) << 107)
            | (((lanes >> 180) & 1) << 114);
        return Observation.wrap(uint128(o));
    }
}
