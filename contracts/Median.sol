// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Observation} from "./types/Observation.sol";

/// @title The median of several reports, all fields of a station at once.
/// @notice Each packed observation is spread so that every field has a lane of 17 bits: 16 for the value
/// and a guard above it that tells which of two is greater. Sorting the words lane by lane then sorts
/// every field, in about a dozen instructions for each comparison of two reports.
///
/// | lane, from bit | field         | moved by | range, as spread          |
/// |----------------|---------------|----------|---------------------------|
/// | 0              | tempCentiC    | 0        | 2^15 + (-9,000..6,000)    |
/// | 32             | windEastCms   | 0        | 2^15 + (-15,000..15,000)  |
/// | 64             | windSpeedCms  | 0        | 0..15,000                 |
/// | 91             | frostMinutes  | 0        | 0..1,440                  |
/// | 114            | derived       | 0        | 0..1                      |
/// | 132            | precipCentiMm | 116      | 0..65,535                 |
/// | 164            | windNorthCms  | 116      | 2^15 + (-15,000..15,000)  |
/// | 196            | sunMinutes    | 116      | 0..1,440                  |
/// | 218            | codeRank      | 116      | 0..27                     |
/// | 237            | cloudPct      | 130      | 0..100                    |
///
/// Signed fields have their sign flipped, which puts them in the order of unsigned ones.
library Median {
    /// @dev The fields that stay, the fields that move by 116, and the one that moves by 130.
    uint256 private constant STAY =
        0x000000000000000000000000000000000004003ff800ffff0000ffff0000ffff;
    uint256 private constant MOVE =
        0x00000000000000000000000000000000000007c007ff0000ffff0000ffff0000;
    uint256 private constant CLOUD =
        0x000000000000000000000000000000000003f800000000000000000000000000;
    /// @dev The sign bits of the three signed lanes, and the guard of every lane.
    uint256 private constant SIGNS =
        0x0000000000000000000800000000000000000000000000000000800000008000;
    uint256 private constant GUARDS =
        0x2000040000100000001000000010000400000800000100000001000000010000;
    /// @dev The ends of every range.
    uint256 private constant LEAST =
        0x0000000000000000000456800000000000000000000000000000456800005cd8;
    uint256 private constant MOST =
        0x000c80006c005a00000ba980000ffff00004002d00003a980000ba9800009770;

    /// @notice The median of every field over all reports of a station.
    /// @dev Only the median has to be in range: a report that is out of it is at an end of the order, where
    /// it does what any lie does. So one liar cannot have an epoch refused either.
    /// @param starts where the bytes of each report start in calldata: an odd number of reports, each long
    /// enough to hold the station, 16 bytes per station.
    /// @return missing whether the age in some report is not 0: it has no weather for the station.
    /// @return inRange whether every field of the median is in its range; without meaning when `missing`.
    /// @return median age 0; without meaning when `missing`.
    function ofStation(uint256[] memory starts, uint256 station)
        internal
        pure
        returns (bool missing, bool inRange, Observation median)
    {
        assembly ("memory-safe") {
            /// The report whose bytes start at the place that `slot` of `starts` holds.
            function load(slot, offset) -> word {
                word := shr(128, calldataload(add(mload(slot), offset)))
            }
            function spread(word) -> lanes {
                lanes := or(and(word, STAY), shl(116, and(word, MOVE)))
                lanes := xor(or(lanes, shl(130, and(word, CLOUD))), SIGNS)
            }
            /// What both words are xored with to exchange the lanes where `a` is not less than `b`. The
            /// guard survives in those lanes, and then fills them. No lane borrows from the next,
            /// because its guard is set and no value reaches it.
            function exchange(a, b) -> bits {
                let mask := and(sub(or(a, GUARDS), b), GUARDS)
                bits := and(xor(a, b), sub(mask, shr(16, mask)))
            }

            let k := mload(starts)
            let offset := shl(4, station)
            let middle
            switch k
            case 3 {
                // What a collection with four reporters runs, unrolled: half the gas of the loop.
                let least := load(add(starts, 32), offset)
                middle := load(add(starts, 64), offset)
                let greatest := load(add(starts, 96), offset)
                missing := gt(shr(115, or(or(least, middle), greatest)), 0)
                least := spread(least)
                middle := spread(middle)
                greatest := spread(greatest)
                let bits := exchange(least, middle)
                least := xor(least, bits)
                middle := xor(middle, bits)
                middle := xor(middle, exchange(middle, greatest))
                middle := xor(middle, exchange(least, middle))
            }
            default {
                // Sorted words, behind the free memory pointer: they are not needed afterwards.
                let words := mload(0x40)
                for { let i := 0 } lt(i, k) { i := add(i, 1) } {
                    let word := load(add(starts, shl(5, add(i, 1))), offset)
                    if shr(115, word) { missing := 1 }
                    word := spread(word)
                    // Insertion, lane by lane: the greater stays, the lesser goes on down.
                    let to := add(words, shl(5, i))
                    for {} gt(to, words) { to := sub(to, 32) } {
                        let other := mload(sub(to, 32))
                        let bits := exchange(other, word)
                        mstore(to, xor(word, bits))
                        word := xor(other, bits)
                    }
                    mstore(words, word)
                }
                middle := mload(add(words, shl(5, shr(1, k))))
            }

            // Both differences keep a guard exactly where the range holds.
            let within := and(sub(or(middle, GUARDS), LEAST), sub(or(MOST, GUARDS), middle))
            inRange := eq(and(within, GUARDS), GUARDS)
            middle := xor(middle, SIGNS)
            median := or(and(middle, STAY), and(shr(116, middle), MOVE))
            median := or(median, and(shr(130, middle), CLOUD))
        }
    }
}
