// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SkyGrain} from "./SkyGrain.sol";
import {HALVES, INPUTS, ONES, ONES_7F} from "./SkyLayout.sol";
import {BILLOWS, CIRRI, MASSES, PATCHES, SLOPES, SkyNoise} from "./SkyNoise.sol";
import {
    COLUMN_AURORA,
    COLUMN_FAR,
    COLUMN_LATERAL,
    COLUMN_MID,
    COLUMN_MOON,
    COLUMN_NEAR,
    COLUMN_RAY,
    COLUMN_SHADOW,
    COLUMN_SUN,
    COLUMN_X,
    CONDITION,
    FLOW_ACROSS,
    FLOW_ALONG,
    FLOW_ROW,
    MOON_Y,
    ONES_32,
    SIZE,
    STROKE_SEED,
    SUN_Y,
    SkyScene
} from "./SkyScene.sol";

/// @title The 32 inputs of 16 pixels at once
/// @notice Twin of `pixelFeatures` in renderer/sky/features.ts: same numbers, same order. What lines
///         and distances decide is computed here, in all lanes at once; what needs more than 16 bits, in
///         two words, the pixels with even numbers and the others.
library SkyFeatures {
    /// @dev Pictures of fewer pixels a side leave out what is finer than their pixels.
    uint256 private constant FINE_SIZE = 120;

    /// @dev Writes all inputs of the run in row y whose column block is in memory.
    function write(uint256 y) internal pure {
        uint256 row;
        uint256 z;
        uint256 size;
        assembly {
            size := mload(SIZE)
            row := div(mul(add(mul(2, y), 1), 32768), size)
            // Clouds lie on a plane above the viewer, fields on one below: z is its distance along the
            // row.
            z := sub(45000, row)
            if slt(z, 0) { z := sub(0, z) }
            z := div(150994944, add(z, 12000))
            // What is ruled out below stays zero.
            calldatacopy(add(INPUTS, 0x100), calldatasize(), 0x300)
        }
        SkyNoise.write(z);
        writeLanes(row, row > SkyScene.HORIZON + 4000 ? 0 : SkyScene.boltPath(row));
        if (size >= FINE_SIZE) {
            SkyGrain.write(row);
        } else {
            assembly {
                let mean := mul(64, ONES)
                mstore(INPUTS, mean)
                mstore(add(INPUTS, 0x220), mean)
                mstore(add(INPUTS, 0x240), mean)
                mstore(add(INPUTS, 0x3c0), mean)
            }
        }
    }

    /// @dev All that does not need a picture of many pixels; path is the bolt's column, or 0.
    function writeLanes(uint256 row, uint256 path) private pure {
        assembly {
            // Limits every lane, which holds a number under 2^14 plus 2^14, to 0..127.
            function clip(v) -> r {
                r := and(v, mul(and(shr(14, v), ONES), 0x3fff))
                r := and(or(r, mul(and(shr(14, add(r, mul(0x3f80, ONES))), ONES), 127)), ONES_7F)
            }
            // The same where no number is over 127.
            function positive(v) -> r {
                r := and(v, mul(and(shr(14, v), ONES), 127))
            }
            // Triangle wave with period 256 over 0..127.
            function triangle(v) -> r {
                r := xor(and(v, ONES_7F), mul(and(shr(7, v), ONES), 127))
            }
            // A quarter of Y - line, both halves of Y - line being given.
            function quarter(even, odd) -> r {
                r := or(and(shr(2, even), HALVES), and(shl(14, odd), shl(16, HALVES)))
            }

            // A quarter of Y - line, Y with 2^16 more in lanes of 32 bits; and all bits in lanes below it.
            function below(Y, line) -> distance, mask {
                let even := sub(Y, and(line, HALVES))
                let odd := sub(Y, and(shr(16, line), HALVES))
                distance := quarter(even, odd)
                mask := or(
                    and(shr(16, sub(even, ONES_32)), ONES_32),
                    and(sub(odd, ONES_32), shl(16, ONES_32))
                )
                mask := mul(mask, 0xffff)
            }
            // Inputs 1-6: the place in the picture and the three ridges.
            function land(Y) {
                mstore(add(INPUTS, 0x20), mul(shr(9, Y), ONES))
                {
                    let d := sub(Y, 45000)
                    if slt(d, 0) { d := sub(0, d) }
                    d := shr(7, d)
                    mstore(add(INPUTS, 0x40), mul(mul(sub(127, d), lt(d, 127)), ONES))
                }
                Y := mul(add(Y, 0x10000), ONES_32)
                let depth, mask := below(Y, mload(COLUMN_FAR))
                mstore(add(INPUTS, 0x60), clip(add(depth, mul(64, ONES))))
                let line
                line, mask := below(Y, mload(COLUMN_MID))
                mstore(add(INPUTS, 0x80), clip(add(line, mul(64, ONES))))
                depth := xor(depth, and(xor(depth, line), mask))
                line, mask := below(Y, mload(COLUMN_NEAR))
                mstore(add(INPUTS, 0xa0), clip(add(line, mul(64, ONES))))
                depth := xor(depth, and(xor(depth, line), mask))
                // A sixteenth of 2^14 is left of what was more.
                depth := and(shr(4, depth), mul(0xfff, ONES))
                mstore(add(INPUTS, 0xc0), clip(add(depth, mul(0x3c00, ONES))))
            }

            // clip(k - d) of squared distances, in lanes of 32 bits.
            function disc(k, even, odd) -> r {
                k := mul(add(k, 0x100000), ONES_32)
                even := sub(k, even)
                odd := sub(k, odd)
                even := and(even, mul(and(shr(20, even), ONES_32), 0x3ff))
                odd := and(odd, mul(and(shr(20, odd), ONES_32), 0x3ff))
                r := clip(add(add(even, shl(16, odd)), mul(0x4000, ONES)))
            }
            // clip(127 - (d >> bits)).
            function glow(bits, even, odd) -> r {
                r := or(and(shr(bits, even), HALVES), shl(16, and(shr(bits, odd), HALVES)))
                r := positive(sub(mul(0x407f, ONES), r))
            }
            // Inputs 7-12: sun and moon. What is too far from the row is left out.
            function lights(Y) {
                mstore(add(INPUTS, 0xe0), mload(COLUMN_LATERAL))
                let d := sar(7, sub(Y, mload(SUN_Y)))
                d := mul(d, d)
                let even := add(mload(COLUMN_SUN), mul(d, ONES_32))
                let odd := add(mload(add(COLUMN_SUN, 0x40)), mul(d, ONES_32))
                mstore(add(INPUTS, 0x140), glow(11, even, odd))
                if lt(d, 8128) {
                    mstore(add(INPUTS, 0x120), glow(6, even, odd))
                    if lt(d, 593) { mstore(add(INPUTS, 0x100), disc(593, even, odd)) }
                }
                d := sar(7, sub(Y, mload(MOON_Y)))
                d := mul(d, d)
                if lt(d, 16256) {
                    d := mul(d, ONES_32)
                    even := add(mload(COLUMN_MOON), d)
                    odd := add(mload(add(COLUMN_MOON, 0x40)), d)
                    mstore(add(INPUTS, 0x180), glow(7, even, odd))
                    let lit := disc(464, even, odd)
                    if lit {
                        even := add(mload(COLUMN_SHADOW), d)
                        odd := add(mload(add(COLUMN_SHADOW, 0x40)), d)
                        d := sub(ONES_7F, disc(592, even, odd))
                        // The smaller of two lanes: bit 7 of a + 128 - b says that a is at least b.
                        let more := and(shr(7, sub(add(lit, mul(128, ONES)), d)), ONES)
                        mstore(add(INPUTS, 0x160), xor(lit, and(xor(lit, d), mul(more, 127))))
                    }
                }
            }

            // Inputs 14-16, 19, 27, 29 and 31: what follows from the noises. Returns the clouds, input 13.
            function clouds(Y) -> cloud {
                cloud := clip(add(and(shr(8, mload(MASSES)), mul(255, ONES)), mul(0x3fc1, ONES)))
                mstore(add(INPUTS, 0x1a0), cloud)
                // A lane's highest bit turned makes a number plus 2^15 of a negative one.
                let v := xor(mload(SLOPES), mul(0x8000, ONES))
                mstore(
                    add(INPUTS, 0x1c0),
                    clip(add(and(shr(7, v), mul(0x1ff, ONES)), mul(0x3f40, ONES)))
                )
                mstore(add(INPUTS, 0x260), and(shr(7, mload(PATCHES)), ONES_7F))
                // The fold of the large noise: one of its two sides is 127.
                v := and(shr(7, mload(BILLOWS)), mul(0x1ff, ONES))
                mstore(
                    add(INPUTS, 0x3e0),
                    and(clip(add(v, mul(0x3fc1, ONES))), clip(sub(mul(0x413d, ONES), v)))
                )

                let c := mload(CONDITION)
                v := byte(5, c)
                v := mul(3, sub(add(v, shr(3, v)), 120))
                mstore(add(INPUTS, 0x200), clip(add(mul(cloud, 3), mul(add(v, 0x4000), ONES))))
                let cirrus :=
                    clip(add(and(shr(7, mload(CIRRI)), mul(0x1ff, ONES)), mul(0x3fc1, ONES)))
                mstore(add(INPUTS, 0x1e0), cirrus)
                v := mul(3, sub(shr(1, byte(5, c)), 96))
                mstore(add(INPUTS, 0x3a0), clip(add(mul(cirrus, 3), mul(add(v, 0x4000), ONES))))
                v := sub(add(sar(9, sub(Y, 30000)), mul(2, byte(8, c))), 128)
                mstore(
                    add(INPUTS, 0x360),
                    clip(add(and(shr(1, cirrus), ONES_7F), mul(add(v, 0x4000), ONES)))
                )
            }

            // Inputs 24 and 25: two folds of the plane along triangle waves, the way in which the brush
            // moves. The waves need 14 bits of a coordinate; 15 of the last are kept.
            function flow(Y, cloud) {
                let seed := mload(STROKE_SEED)
                let mask := mul(255, ONES)
                let a := add(shr(6, Y), byte(31, seed))
                a := shl(6, xor(and(a, 127), mul(and(shr(7, a), 1), 127)))
                mstore(FLOW_ROW, a)
                a := add(and(mload(COLUMN_X), mul(0x3fff, ONES)), mul(a, ONES))
                let b := triangle(add(and(shr(6, a), mask), mul(byte(30, seed), ONES)))
                b := add(mul(b, 32), mul(and(Y, 0x7fff), ONES))
                let wave := triangle(add(and(shr(4, b), mask), mul(byte(29, seed), ONES)))
                mstore(FLOW_ALONG, wave)
                a := add(a, mul(wave, 16))
                wave := triangle(add(and(shr(5, a), mask), mul(byte(28, seed), ONES)))
                b := add(b, mul(wave, 8))
                mstore(FLOW_ACROSS, b)
                mstore(add(INPUTS, 0x300), triangle(shr(6, b)))
                mstore(
                    add(INPUTS, 0x320),
                    triangle(add(add(and(shr(6, a), mask), and(shr(5, b), mask)), cloud))
                )
            }

            // Input 23: the aurora's curtain.
            function aurora(Y, strength) {
                Y := mul(add(Y, 0x10000), ONES_32)
                let line := mload(COLUMN_AURORA)
                let d := quarter(sub(Y, and(line, HALVES)), sub(Y, and(shr(16, line), HALVES)))
                // A 32nd of the distance below the hem, plus 2^11.
                d := and(shr(3, d), mul(0x1fff, ONES))
                // One of the two sides is 127.
                let fall :=
                    and(
                        clip(sub(mul(0x487f, ONES), d)),
                        clip(add(and(shr(2, d), mul(0x7ff, ONES)), mul(0x3e7f, ONES)))
                    )
                // Times the ray, bit by bit.
                let r := 0
                let ray := mload(COLUMN_RAY)
                for { let bit := 0 } lt(bit, 7) { bit := add(bit, 1) } {
                    r := add(r, and(shl(bit, fall), mul(and(shr(bit, ray), ONES), 0xffff)))
                }
                r := mul(and(shr(7, r), ONES_7F), strength)
                mstore(add(INPUTS, 0x2e0), and(shr(7, r), ONES_7F))
            }

            // Input 26. The numbers have 2^17 more, since the path may leave the picture.
            function bolt(column) {
                let X := mload(COLUMN_X)
                let even := and(X, HALVES)
                let odd := and(shr(16, X), HALVES)
                let k := mul(add(column, 0x20000), ONES_32)
                let left := quarter(sub(k, even), sub(k, odd))
                k := mul(sub(0x20000, column), ONES_32)
                let right := quarter(add(k, even), add(k, odd))
                // One of the two sides is 127.
                k := mul(0xc07f, ONES)
                mstore(add(INPUTS, 0x340), and(clip(sub(k, left)), clip(sub(k, right))))
            }

            land(row)
            lights(row)
            flow(row, clouds(row))
            {
                let strength := byte(17, mload(CONDITION))
                if strength { aurora(row, strength) }
            }
            // From 66,048 on, even the picture's edge is too far away.
            if and(gt(path, 0), lt(path, 66048)) { bolt(path) }
        }
    }
}
