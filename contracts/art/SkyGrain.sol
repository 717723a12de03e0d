// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {HALVES, INPUTS, ONES, ONES_7F, SPREAD} from "./SkyLayout.sol";
import {LOW_32} from "./SkyNoise.sol";
import {
    COLUMN_FIRST,
    COLUMN_X,
    CONDITION,
    DARKNESS,
    FLOW_ACROSS,
    FLOW_ALONG,
    FLOW_ROW,
    ONES_32,
    SIZE,
    STAR_SEED,
    STROKE_SEED,
    WEATHER
} from "./SkyScene.sol";

/// @title What is finer than a pixel of a small picture: dabs, grain, screen, stars, rain and snow
/// @notice Part of the twin of `pixelFeatures` in renderer/sky/features.ts, for 16 pixels.
library SkyGrain {
    /// @dev Writes inputs 0, 17, 18, 20-22, 28 and 30 of the run in the row. Those that the condition
    ///      rules out are zero already.
    function write(uint256 row) internal pure {
        assembly {
            // Limits every lane, which holds a number under 2^14 plus 2^14, to 0..127.
            function clip(v) -> r {
                r := and(v, mul(and(shr(14, v), ONES), 0x3fff))
                r := and(or(r, mul(and(shr(14, add(r, mul(0x3f80, ONES))), ONES), 127)), ONES_7F)
            }
            // Triangle wave with period 256 over 0..127.
            function triangle(v) -> r {
                r := xor(and(v, ONES_7F), mul(and(shr(7, v), ONES), 127))
            }
            // The 32 bits of four cells from their coordinates' hashes, one in each quarter.
            function stir(h) -> r {
                r := and(mul(xor(h, and(shr(15, h), LOW_32)), 0x2c1b3c6d), LOW_32)
                r := xor(r, shr(13, r))
            }
            // (X + shift) >> bits in each lane, 9 bits of it: the cells along the row.
            function cellsOf(X, shift, bits) -> r {
                shift := mul(shift, ONES_32)
                r := and(shr(bits, add(and(X, HALVES), shift)), mul(0x1ff, ONES_32))
                X := and(shr(bits, add(and(shr(16, X), HALVES), shift)), mul(0x1ff, ONES_32))
                r := or(r, shl(16, X))
            }

            // Inputs 0, 17, 18 and 30.
            function strokes(Y) {
                let X := mload(COLUMN_X)
                {
                    let a := and(X, mul(0x7ff, ONES))
                    let sum := add(a, mul(and(Y, 0x7ff), ONES))
                    a := add(a, mul(sub(0x800, and(Y, 0x7ff)), ONES))
                    sum := add(triangle(shr(3, sum)), triangle(shr(3, a)))
                    mstore(add(INPUTS, 0x3c0), and(shr(1, sum), ONES_7F))
                }
                // Dabs lie in rows along the flow, each row shifted against the next.
                let rows := mload(FLOW_ACROSS)
                rows := add(and(shr(10, rows), mul(0x3f, ONES)), mul(shl(5, shr(15, Y)), ONES))
                let cells := dabs(X, rows)
                let grain := 0
                let dab := 0
                let seed := mload(STROKE_SEED)
                X := shr(9, X)
                Y := and(mul(shr(9, Y), 0x85ebca77), 0xffffffff)
                Y := xor(seed, mul(xor(Y, 0x72), SPREAD))
                // Four pixels at a time, their lanes 64 bits apart.
                for { let k := 0 } lt(k, 64) { k := add(k, 16) } {
                    let h := mul(and(shr(k, X), mul(0x7f, SPREAD)), 0x9e3779b1)
                    h := xor(and(h, LOW_32), Y)
                    h := mul(xor(h, and(shr(15, h), LOW_32)), 0x2c1b3c6d)
                    grain := or(grain, shl(k, and(shr(25, h), mul(0x7f, SPREAD))))
                    h := mul(and(shr(k, cells), mul(0x7f, SPREAD)), 0x9e3779b1)
                    h := xor(h, mul(and(shr(k, rows), mul(0x7f, SPREAD)), 0x85ebca77))
                    h := xor(and(h, LOW_32), xor(seed, mul(0x71, SPREAD)))
                    dab := or(dab, shl(k, and(shr(18, stir(h)), mul(0x3fff, SPREAD))))
                }
                mstore(add(INPUTS, 0x240), grain)
                mstore(add(INPUTS, 0x220), and(shr(7, dab), ONES_7F))
                dab := add(and(dab, mul(63, ONES)), mul(0x3fe0, ONES))
                mstore(add(INPUTS, 0x0), clip(add(triangle(shr(2, mload(FLOW_ACROSS))), dab)))
            }
            // The dabs' cells along the flow.
            function dabs(X, rows) -> r {
                let along := mload(FLOW_ALONG)
                let shift := mul(mload(FLOW_ROW), ONES_32)
                r := add(
                    add(and(X, HALVES), shift),
                    add(shl(4, and(along, HALVES)), mul(1733, and(rows, HALVES)))
                )
                r := and(shr(12, r), mul(0x7f, ONES_32))
                along := add(
                    shl(4, and(shr(16, along), HALVES)),
                    mul(1733, and(shr(16, rows), HALVES))
                )
                along := add(add(and(shr(16, X), HALVES), shift), along)
                r := or(r, shl(16, and(shr(12, along), mul(0x7f, ONES_32))))
            }

            // Input 21: drops, each as wide as a cell.
            function rain(Y, amount, wind) {
                let dryness := mul(sub(124, shr(3, mul(amount, 3))), SPREAD)
                // Blown aside by the wind.
                let cells := cellsOf(mload(COLUMN_X), sub(65536, sar(7, mul(Y, sub(wind, 64)))), 9)
                let times := 0
                let dry := 0
                let seed := mul(mload(WEATHER), SPREAD)
                Y := mul(Y, SPREAD)
                // Four pixels at a time, their lanes 64 bits apart.
                for { let k := 0 } lt(k, 64) { k := add(k, 16) } {
                    let h := mul(and(shr(k, cells), mul(0x1ff, SPREAD)), 0x9e3779b1)
                    h := xor(and(h, LOW_32), seed)
                    let v := and(stir(xor(h, mul(0xa1, SPREAD))), mul(0xffff, SPREAD))
                    v := add(v, Y)
                    h := xor(h, and(mul(and(shr(14, v), mul(7, SPREAD)), 0x85ebca77), LOW_32))
                    h := and(stir(xor(h, mul(0xa2, SPREAD))), mul(127, SPREAD))
                    dry := or(dry, shl(k, and(shr(7, add(h, dryness)), SPREAD)))
                    times := or(times, shl(k, and(shr(6, v), mul(255, SPREAD))))
                }
                times := clip(add(mul(2, times), mul(0x3ec0, ONES)))
                mstore(add(INPUTS, 0x2a0), and(times, mul(xor(dry, ONES), 127)))
            }

            function cellHash(ix, iy, seed) -> r {
                let h := and(xor(mul(ix, 0x9e3779b1), mul(iy, 0x85ebca77)), 0xffffffff)
                h := xor(h, seed)
                h := and(mul(xor(h, shr(15, h)), 0x2c1b3c6d), 0xffffffff)
                r := xor(h, shr(13, h))
            }
            // Adds what is left of `size` after `scale` times the squared distance from `column` along the
            // row, in units of 32. No dot reaches farther than 22 units, nor out of its cell.
            function dot(place, column, size, scale) {
                let i := sar(16, mul(sub(column, 704), mload(SIZE)))
                i := sub(i, mload(COLUMN_FIRST))
                i := mul(i, sgt(i, 0))
                for {} lt(i, 16) { i := add(i, 1) } {
                    let d := and(mload(sub(COLUMN_X, shl(1, i))), 0xffff)
                    d := sar(5, sub(d, column))
                    if sgt(d, 21) { break }
                    d := sub(size, mul(scale, mul(d, d)))
                    if sgt(d, 0) {
                        if gt(d, 127) { d := 127 }
                        mstore(place, or(mload(place), shl(shl(4, i), d)))
                    }
                }
            }
            // The first and the last cell along the row.
            function span(bits, shift) -> first, last {
                let X := mload(COLUMN_X)
                first := shr(bits, add(and(X, 0xffff), shift))
                last := shr(bits, add(shr(240, X), shift))
            }
            // Input 20, one at most in a cell.
            function stars(Y, darkness) {
                let place := add(INPUTS, 0x280)
                let iy := shr(11, Y)
                let shift := mul(iy, 1733)
                let ix, last := span(11, shift)
                for {} iszero(gt(ix, last)) { ix := add(ix, 1) } {
                    let h := cellHash(ix, iy, xor(mload(STAR_SEED), 0x91))
                    if lt(and(h, 7), 3) {
                        let d := sar(5, sub(sub(and(Y, 2047), 512), and(shr(13, h), 1023)))
                        d := sub(add(32, and(shr(23, h), 127)), mul(2, mul(d, d)))
                        if sgt(d, 0) {
                            h := add(add(shl(11, ix), 512), and(shr(3, h), 1023))
                            dot(place, sub(h, shift), d, 2)
                        }
                    }
                }
                mstore(place, and(shr(7, mul(mload(place), darkness)), ONES_7F))
            }
            // Input 22 or 28, one at most in a cell.
            function flakes(place, Y, bits, seed, size) {
                let iy := shr(bits, Y)
                let side := sub(shl(bits, 1), 1)
                Y := sub(and(Y, side), shr(2, side))
                let shift := mul(iy, 1733)
                let ix, last := span(bits, shift)
                for {} iszero(gt(ix, last)) { ix := add(ix, 1) } {
                    let h := cellHash(ix, iy, seed)
                    if lt(and(h, 127), add(12, shr(3, mul(byte(7, mload(CONDITION)), 3)))) {
                        let d := sar(5, sub(Y, shr(1, and(shr(19, h), side))))
                        d := sub(add(size, and(shr(3, h), 63)), mul(d, d))
                        if sgt(d, 0) {
                            h := add(shr(2, side), shr(1, and(shr(7, h), side)))
                            dot(place, sub(add(shl(bits, ix), h), shift), d, 1)
                        }
                    }
                }
            }

            strokes(row)
            let c := mload(CONDITION)
            if byte(6, c) { rain(row, byte(6, c), byte(10, c)) }
            if byte(7, c) {
                c := mload(WEATHER)
                flakes(add(INPUTS, 0x2c0), row, 12, xor(c, 0x81), 400)
                flakes(add(INPUTS, 0x380), row, 11, xor(c, 0x82), 150)
            }
            c := mload(DARKNESS)
            if c { stars(row, c) }
        }
    }
}
