// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Fixed: the integer arithmetic of the drawings.
/// @notice TypeScript twin: renderer/fixed.ts. Every division rounds down, also below zero, so that both
/// languages agree on negative numbers; a full turn is 65,536 and a sine of one is 16,384. Callers keep
/// every intermediate under 2^53, which is what the twin can hold.
library Fixed {
    int256 internal constant ONE = 16_384;

    /// @notice floor(a / b), b positive.
    function div(int256 a, int256 b) internal pure returns (int256 q) {
        // Unchecked: b is a positive constant or was clamped to one, so nothing can overflow.
        unchecked {
            q = a / b;
            if (a < 0 && q * b != a) --q;
        }
    }

    function clamp(int256 v, int256 low, int256 high) internal pure returns (int256) {
        return v < low ? low : v > high ? high : v;
    }

    /// @notice The whole part of the square root of v; v is not negative.
    function sqrt(int256 v) internal pure returns (int256 r) {
        // Unchecked: Newton's steps fall from above and v is under 2^53.
        unchecked {
            if (v < 2) return v;
            int256 next = 1 << 27;
            do {
                r = next;
                next = (r + v / r) >> 1;
            } while (next < r);
        }
    }

    /// @notice Sine of an angle in 65,536ths of a turn, times 16,384. A polynomial of the fifth degree, off by
    /// at most 4 of 16,384.
    function sin(int256 angle) internal pure returns (int256 y) {
        // Unchecked: every factor is at most 2^15 after the reduction to a quarter turn.
        unchecked {
            int256 a = angle & 0xffff;
            int256 x = a & 0x3fff;
            if (a & 0x4000 != 0) x = 0x4000 - x;
            int256 z = (x * x) >> 14;
            y = (x * (25_736 - ((z * (10_512 - ((z * 1160) >> 14))) >> 14))) >> 14;
            if (a & 0x8000 != 0) y = -y;
        }
    }

    function cos(int256 angle) internal pure returns (int256) {
        // Unchecked: sin reduces any angle, and wrapping keeps it.
        unchecked {
            return sin(angle + 0x4000);
        }
    }

    /// @notice Scatters 32 bits over 32 bits; the drawings' source of small differences.
    function scatter(uint256 x) internal pure returns (uint256) {
        // Unchecked: arithmetic modulo 2^32 is what is wanted.
        unchecked {
            x &= 0xffffffff;
            x ^= x >> 16;
            x = (x * 0x7feb352d) & 0xffffffff;
            x ^= x >> 15;
            x = (x * 0x846ca68b) & 0xffffffff;
            return x ^ (x >> 16);
        }
    }

    /// @notice A number in 0..range-1 for the i-th thing under this seed. range is at most 65,536.
    function pick(int256 seed, int256 i, int256 range) internal pure returns (int256) {
        // Unchecked: 16 bits times 17 bits; the sum is taken modulo 2^32.
        unchecked {
            return (int256(scatter(uint256(seed + i * 0x9e3779b1))) >> 16) * range >> 16;
        }
    }

    /// @notice The k-th of four; the last for every greater k.
    function nth(int256 k, int256 a, int256 b, int256 c, int256 d) internal pure returns (int256) {
        return k == 0 ? a : k == 1 ? b : k == 2 ? c : d;
    }

    /// @notice An arithmetic shift right, which rounds down.
    function shr(int256 v, int256 bits) internal pure returns (int256) {
        return v >> uint256(bits);
    }
}
