// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Observation, STORM_RANK} from "./Observation.sol";

/// @title What a station has seen since its first epoch: running sums, in one word.
/// @notice Twin: renderer/exposure.ts. The life of a plant is two of these and a subtraction.
///
/// | bits    | field        | unit                                               | width |
/// |---------|--------------|----------------------------------------------------|-------|
/// | 0-33    | rainCentiMm  | 0.01 mm                                            | 34    |
/// | 34-61   | sunMinutes   | minutes                                            | 28    |
/// | 62-89   | frostMinutes | minutes                                            | 28    |
/// | 90-121  | windEastCms  | cm/s, summed over epochs, two's complement         | 32    |
/// | 122-153 | windNorthCms | cm/s, summed over epochs, two's complement         | 32    |
/// | 154-184 | windSpeedCms | cm/s, summed over epochs                           | 31    |
/// | 185-201 | storms       | epochs with thunder                                | 17    |
/// | 202-233 | tempCentiC   | 0.01 degrees C, summed over epochs, two's compl.   | 32    |
/// | 234-250 | observed     | epochs observed: a gap adds nothing, means divide by this | 17 |
/// | 251-255 | zero         |                                                    | 5     |
///
/// Sums are modulo 2^width, and every width holds 100 years (125,229 epochs) at the end of its
/// field's range, so the difference of any two within a century is exact.
type Exposure is uint256;

using ExposureLib for Exposure global;

/// @notice The fields of an `Exposure`, one by one, in the order of its bits.
struct ExposureFields {
    uint256 rainCentiMm;
    uint256 sunMinutes;
    uint256 frostMinutes;
    int256 windEastCms;
    int256 windNorthCms;
    uint256 windSpeedCms;
    uint256 storms;
    int256 tempCentiC;
    uint256 observed;
}

library ExposureLib {
    /// @dev The highest bit of every field: bits 33, 61, 89, 121, 153, 184, 201, 233 and 250.
    uint256 private constant TOPS = (1 << 33) | (1 << 61) | (1 << 89) | (1 << 121) | (1 << 153)
        | (1 << 184) | (1 << 201) | (1 << 233) | (1 << 250);

    function rainCentiMm(Exposure e) internal pure returns (uint256) {
        return Exposure.unwrap(e) & 0x3ffffffff;
    }

    function sunMinutes(Exposure e) internal pure returns (uint256) {
        return (Exposure.unwrap(e) >> 34) & 0xfffffff;
    }

    function frostMinutes(Exposure e) internal pure returns (uint256) {
        return (Exposure.unwrap(e) >> 62) & 0xfffffff;
    }

    function windEastCms(Exposure e) internal pure returns (int256) {
        return int32(uint32(Exposure.unwrap(e) >> 90));
    }

    function windNorthCms(Exposure e) internal pure returns (int256) {
        return int32(uint32(Exposure.unwrap(e) >> 122));
    }

    function windSpeedCms(Exposure e) internal pure returns (uint256) {
        return (Exposure.unwrap(e) >> 154) & 0x7fffffff;
    }

    function storms(Exposure e) internal pure returns (uint256) {
        return (Exposure.unwrap(e) >> 185) & 0x1ffff;
    }

    function tempCentiC(Exposure e) internal pure returns (int256) {
        return int32(uint32(Exposure.unwrap(e) >> 202));
    }

    function observed(Exposure e) internal pure returns (uint256) {
        return (Exposure.unwrap(e) >> 234) & 0x1ffff;
    }

    /// @notice What happened after `earlier` up to `later`, field by field, modulo each width.
    function minus(Exposure later, Exposure earlier) internal pure returns (Exposure) {
        uint256 a = Exposure.unwrap(later);
        uint256 b = Exposure.unwrap(earlier);
        // All fields at once. A borrowed top bit keeps each field's borrow inside the field, so the
        // subtraction of the whole words cannot underflow; the last term puts the top bits right.
        unchecked {
            return Exposure.wrap(((a | TOPS) - (b & ~TOPS)) ^ ((a ^ ~b) & TOPS));
        }
    }

    /// @notice What happened in one time and in another, field by field, modulo each width.
    function plus(Exposure one, Exposure other) internal pure returns (Exposure) {
        uint256 a = Exposure.unwrap(one);
        uint256 b = Exposure.unwrap(other);
        // As in `add`: without their top bits no field can carry into the next.
        unchecked {
            return Exposure.wrap(((a & ~TOPS) + (b & ~TOPS)) ^ ((a ^ b) & TOPS));
        }
    }

    /// @notice These sums and one more epoch of weather.
    function add(Exposure e, Observation o) internal pure returns (Exposure) {
        uint256 a = Exposure.unwrap(e);
        uint256 b;
        // Each field cut out of the observation and moved to where its sum lies: this runs once per
        // station and epoch, at a third of the gas of the getters. Signed fields grow from 16 to 32
        // bits, cut off at the top of the word on their way.
        assembly ("memory-safe") {
            b := or(shr(16, and(o, 0xffff0000)), shr(46, and(o, shl(80, 0x7ff))))
            b := or(b, shr(29, and(o, shl(91, 0x7ff))))
            b := or(b, shl(90, and(o, shl(64, 0xffff))))
            b := or(b, shr(134, shl(224, signextend(1, shr(32, o)))))
            b := or(b, shr(102, shl(224, signextend(1, shr(48, o)))))
            b := or(b, shr(22, shl(224, signextend(1, o))))
            b := or(b, shl(185, gt(and(shr(102, o), 0x1f), sub(STORM_RANK, 1))))
            b := or(b, shl(234, 1))
        }
        // All fields at once: without their top bits no field can carry into the next.
        unchecked {
            return Exposure.wrap(((a & ~TOPS) + (b & ~TOPS)) ^ ((a ^ b) & TOPS));
        }
    }

    /// @notice Packs fields; bits outside a field's width are dropped.
    function pack(ExposureFields memory f) internal pure returns (Exposure) {
        uint256 low = (f.rainCentiMm & 0x3ffffffff) | ((f.sunMinutes & 0xfffffff) << 34)
            | ((f.frostMinutes & 0xfffffff) << 62) | (uint256(uint32(int32(f.windEastCms))) << 90)
            | (uint256(uint32(int32(f.windNorthCms))) << 122);
        uint256 high = ((f.windSpeedCms & 0x7fffffff) << 154) | ((f.storms & 0x1ffff) << 185)
            | (uint256(uint32(int32(f.tempCentiC))) << 202) | ((f.observed & 0x1ffff) << 234);
        return Exposure.wrap(low | high);
    }
}
