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
        assembly ("memory-safe") {
            q := sub(sdiv(a, b), slt(smod(a, b), 0))
        }
    }

    function clamp(int256 v, int256 low, int256 high) internal pure returns (int256) {
        return v < low ? low : v > high ? high : v;
    }

    /// @notice The whole part of the square root of v; v is not negative.
    function sqrt(int256 v) internal pure returns (int256 r) {
        assembly ("memory-safe") {
            // A power of two above the root, from the number of v's digits in base 16.
            r := shl(5, gt(v, 0xffffffff))
            r := or(r, shl(4, gt(shr(r, v), 0xffff)))
            r := or(r, shl(3, gt(shr(r, v), 0xff)))
            r := or(r, shl(2, gt(shr(r, v), 0xf)))
            r := shl(add(2, shr(1, r)), 1)
            // Newton's steps fall from above, as long as they fall.
            for {} 1 {} {
                let next := shr(1, add(r, div(v, r)))
                if iszero(lt(next, r)) { break }
                r := next
            }
        }
    }

    /// @notice Sine of an angle in 65,536ths of a turn, times 16,384. A polynomial of the fifth degree, off by
    /// at most 4 of 16,384.
    function sin(int256 angle) internal pure returns (int256 y) {
        assembly ("memory-safe") {
            let x := and(angle, 0x3fff)
            if and(angle, 0x4000) { x := sub(0x4000, x) }
            let z := shr(14, mul(x, x))
            z := shr(14, mul(z, sub(10512, shr(14, mul(z, 1160)))))
            y := shr(14, mul(x, sub(25736, z)))
            if and(angle, 0x8000) { y := sub(0, y) }
        }
    }

    function cos(int256 angle) internal pure returns (int256) {
        // Unchecked: sin reduces any angle, and wrapping keeps it.
        unchecked {
            return sin(angle + 0x4000);
        }
    }

    /// @notice Sine and cosine together, which share their reduction to a quarter turn.
    function turn(int256 angle) internal pure returns (int256 sine, int256 cosine) {
        assembly ("memory-safe") {
            let x := and(angle, 0x3fff)
            if and(angle, 0x4000) { x := sub(0x4000, x) }
            let z := shr(14, mul(x, x))
            z := shr(14, mul(z, sub(10512, shr(14, mul(z, 1160)))))
            sine := shr(14, mul(x, sub(25736, z)))
            if and(angle, 0x8000) { sine := sub(0, sine) }
            x := sub(0x4000, x)
            z := shr(14, mul(x, x))
            z := shr(14, mul(z, sub(10512, shr(14, mul(z, 1160)))))
            cosine := shr(14, mul(x, sub(25736, z)))
            if and(add(angle, 0x4000), 0x8000) { cosine := sub(0, cosine) }
        }
    }

    /// @notice A number in 0..range-1 for the i-th thing under this seed, the drawings' source of small
    /// differences: 32 bits scattered over 32 bits. range is at most 65,536.
    function pick(int256 seed, int256 i, int256 range) internal pure returns (int256 picked) {
        assembly ("memory-safe") {
            // A last step of scattering would change the lower half alone, which is left out.
            let x := and(add(seed, mul(i, 0x9e3779b1)), 0xffffffff)
            x := mul(xor(x, shr(16, x)), 0x7feb352d)
            x := and(x, 0xffffffff)
            x := mul(xor(x, shr(15, x)), 0x846ca68b)
            picked := sar(16, mul(and(shr(16, x), 0xffff), range))
        }
    }

    /// @notice The k-th of four; the last for every greater k.
    function nth(int256 k, int256 a, int256 b, int256 c, int256 d) internal pure returns (int256) {
        return k == 0 ? a : k == 1 ? b : k == 2 ? c : d;
    }

    /// @notice An arithmetic shift right, which rounds down.
    function shr(int256 v, int256 bits) internal pure returns (int256 shifted) {
        assembly ("memory-safe") {
            shifted := sar(bits, v)
        }
    }
}
