// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title One station's weather over one epoch, in one word.
/// @notice Twin: renderer/observation.ts.
///
/// | bits    | field         | unit, type                                       | range          |
/// |---------|---------------|--------------------------------------------------|----------------|
/// | 0-15    | tempCentiC    | 0.01 degrees Celsius, int16                      | -9000..6000    |
/// | 16-31   | precipCentiMm | 0.01 mm in the epoch, uint16                     | 0..65535       |
/// | 32-47   | windEastCms   | cm/s towards the east, int16                     | -15000..15000  |
/// | 48-63   | windNorthCms  | cm/s towards the north, int16                    | -15000..15000  |
/// | 64-79   | windSpeedCms  | cm/s, uint16                                     | 0..15000       |
/// | 80-90   | sunMinutes    | minutes of sunshine in the epoch                 | 0..1440        |
/// | 91-101  | frostMinutes  | minutes below freezing in the epoch              | 0..1440        |
/// | 102-106 | codeRank      | place of the WMO code in the order of severity   | 0..27          |
/// | 107-113 | cloudPct      | per cent of the sky                              | 0..100         |
/// | 114     | derived       | 1: some field was derived by rule, not measured  | 0..1           |
/// | 115-127 | age           | epochs since last observed; 8191: never, missing | 0..8191        |
///
/// In a signed report age is 0 (observed) or 8191 (missing); the climate counts what lies between.
/// Speed is kept beside the components: the mean of a turning wind's components is near zero.
type Observation is uint128;

using ObservationLib for Observation global;

/// @notice The fields of an `Observation`, one by one, in the order of its bits.
struct ObservationFields {
    int256 tempCentiC;
    uint256 precipCentiMm;
    int256 windEastCms;
    int256 windNorthCms;
    uint256 windSpeedCms;
    uint256 sunMinutes;
    uint256 frostMinutes;
    uint256 codeRank;
    uint256 cloudPct;
    bool derived;
    uint256 age;
}

/// @dev The age of a station that nobody observed: "never" in the climate, "missing" in a report.
uint256 constant AGE_MISSING = 8191;

/// @dev A station that has not been observed yet: every field zero but the age.
Observation constant NEVER_OBSERVED = Observation.wrap(uint128(8191 << 115));

/// @dev From this rank on the weather is a thunderstorm (codes 95, 96, 99).
uint256 constant STORM_RANK = 25;

/// @dev WMO codes by rank, one byte each: clear, cloud, fog, drizzle, rain, snow, thunder.
bytes constant WMO_CODES = hex"000102032d303335373839" hex"3d3f414243505152" hex"4749" hex"4b4d5556"
    hex"5f6063";

library ObservationLib {
    function tempCentiC(Observation o) internal pure returns (int256) {
        return int16(uint16(Observation.unwrap(o)));
    }

    function precipCentiMm(Observation o) internal pure returns (uint256) {
        return uint16(Observation.unwrap(o) >> 16);
    }

    function windEastCms(Observation o) internal pure returns (int256) {
        return int16(uint16(Observation.unwrap(o) >> 32));
    }

    function windNorthCms(Observation o) internal pure returns (int256) {
        return int16(uint16(Observation.unwrap(o) >> 48));
    }

    function windSpeedCms(Observation o) internal pure returns (uint256) {
        return uint16(Observation.unwrap(o) >> 64);
    }

    function sunMinutes(Observation o) internal pure returns (uint256) {
        return (Observation.unwrap(o) >> 80) & 0x7ff;
    }

    function frostMinutes(Observation o) internal pure returns (uint256) {
        return (Observation.unwrap(o) >> 91) & 0x7ff;
    }

    function codeRank(Observation o) internal pure returns (uint256) {
        return (Observation.unwrap(o) >> 102) & 0x1f;
    }

    function cloudPct(Observation o) internal pure returns (uint256) {
        return (Observation.unwrap(o) >> 107) & 0x7f;
    }

    function derived(Observation o) internal pure returns (bool) {
        return (Observation.unwrap(o) >> 114) & 1 == 1;
    }

    function age(Observation o) internal pure returns (uint256) {
        return Observation.unwrap(o) >> 115;
    }

    /// @notice The WMO code that `codeRank` stands for. Ranks beyond the table, which the climate
    /// never stores, answer the severest code: art does not revert.
    function wmoCode(Observation o) internal pure returns (uint256) {
        uint256 rank = codeRank(o);
        return uint8(WMO_CODES[rank < WMO_CODES.length ? rank : WMO_CODES.length - 1]);
    }

    /// @notice Whether the epoch's weather is a thunderstorm.
    function isStorm(Observation o) internal pure returns (bool) {
        return codeRank(o) >= STORM_RANK;
    }

    /// @notice The same weather with another age, in epochs, saturating at 8191.
    function withAge(Observation o, uint256 age_) internal pure returns (Observation) {
        if (age_ > AGE_MISSING) age_ = AGE_MISSING;
        uint256 weather = Observation.unwrap(o) & ((1 << 115) - 1);
        return Observation.wrap(uint128(weather | (age_ << 115)));
    }

    /// @notice Packs fields. Bits outside a field's width are dropped; ranges are the climate's job.
    function pack(ObservationFields memory f) internal pure returns (Observation) {
        uint256 low = uint256(uint16(int16(f.tempCentiC))) | ((f.precipCentiMm & 0xffff) << 16)
            | (uint256(uint16(int16(f.windEastCms))) << 32)
            | (uint256(uint16(int16(f.windNorthCms))) << 48) | ((f.windSpeedCms & 0xffff) << 64);
        uint256 high = ((f.sunMinutes & 0x7ff) << 80) | ((f.frostMinutes & 0x7ff) << 91)
            | ((f.codeRank & 0x1f) << 102) | ((f.cloudPct & 0x7f) << 107)
            | (uint256(f.derived ? 1 : 0) << 114) | ((f.age & 0x1fff) << 115);
        return Observation.wrap(uint128(low | high));
    }
}
