// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "./Fixed.sol";

/// @notice Where sun and moon stand over a place, in the frame of the picture: x from 0 (left edge) to 127, y with
/// 64 at the horizon and 127 overhead. The viewer looks to the equator, so the sun crosses from left to
/// right in the north and from right to left in the south.
struct Heavens {
    int256 sunX;
    int256 sunY;
    int256 moonX;
    int256 moonY;
    int256 moonPhase; // 0 new, 64 full, cyclic 128
    int256 season; // 0 winter solstice of the hemisphere, cyclic 128
    bool rising; // the sun is east of the meridian
}

/// @title Sun: solar and lunar geometry in integers.
/// @notice TypeScript twin: renderer/sun.ts. The sun's longitude is good to 0.1 degree for a century around 2000; its
/// hour angle leaves out the equation of time (at most 4.1 degrees), the moon its inclination
/// and unequal pace (together under 12 degrees): a painter's sky, not an almanac.
library Sun {
    int256 private constant LAST_TIME = 1 << 44; // keeps every product under 2^53
    int256 private constant J2000 = 946_728_000;
    int256 private constant TROPICAL_YEAR = 31_556_925;
    int256 private constant NEW_MOON = 947_182_440; // 2000-01-06 18:14 UTC
    int256 private constant SYNODIC_MONTH = 2_551_443;
    int256 private constant SIN_OBLIQUITY = 6517; // sin(23.44 degrees)

    /// @param time Unix seconds (UTC).
    /// @param latMicroDeg latitude, millionths of a degree, north positive.
    /// @param lonMicroDeg longitude, millionths of a degree, east positive.
    function heavensAt(uint256 time, int256 latMicroDeg, int256 lonMicroDeg)
        internal
        pure
        returns (Heavens memory h)
    {
        // Unchecked: time is clamped to 2^44 and the coordinates are 32-bit by type.
        unchecked {
            int256 t = time > uint256(LAST_TIME) ? LAST_TIME : int256(time);
            int256 longitude = _solarLongitude(t);
            int256 phase = _turns(t - NEW_MOON, SYNODIC_MONTH);
            int256 lat = Fixed.div(latMicroDeg * 65_536, 360_000_000);
            int256 face = latMicroDeg < 0 ? -1 : int256(1);
            int256 hour = _turns(t, 86_400) + Fixed.div(lonMicroDeg * 65_536, 360_000_000) - 32_768;

            (h.sunX, h.sunY) = _place(longitude, hour, lat, face);
            (h.moonX, h.moonY) = _place(longitude + phase, hour - phase, lat, face);
            h.moonPhase = phase >> 9;
            h.season = ((longitude + (face < 0 ? int256(49_152) : int256(16_384))) >> 9) & 127;
            h.rising = Fixed.sin(hour) < 0;
        }
    }

    /// @dev Ecliptic longitude: the mean one and the equation of the centre.
    function _solarLongitude(int256 t) private pure returns (int256) {
        unchecked {
            int256 mean = _turns(t - J2000, TROPICAL_YEAR) + 51_056;
            return mean + ((349 * Fixed.sin(mean - 51_507)) >> 14);
        }
    }

    /// @dev How far t is into its period, in 65,536ths.
    function _turns(int256 t, int256 period) private pure returns (int256) {
        unchecked {
            return Fixed.div((t - period * Fixed.div(t, period)) * 65_536, period);
        }
    }

    function _place(int256 longitude, int256 hour, int256 lat, int256 face)
        private
        pure
        returns (int256 x, int256 y)
    {
        unchecked {
            int256 sinDec = (SIN_OBLIQUITY * Fixed.sin(longitude)) >> 14;
            int256 cosDec = Fixed.sqrt(Fixed.ONE * Fixed.ONE - sinDec * sinDec);
            int256 west = (cosDec * Fixed.sin(hour)) >> 14;
            int256 level = (cosDec * Fixed.cos(hour)) >> 14;
            int256 up = (Fixed.sin(lat) * sinDec + Fixed.cos(lat) * level) >> 14;
            x = Fixed.clamp(64 + ((face * 60 * west) >> 14), 0, 127);
            y = Fixed.clamp(64 + ((63 * up) >> 14), 0, 127);
        }
    }
}
