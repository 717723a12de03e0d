// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {INPUTS, ONES, ONES_7F, SPREAD} from "./SkyLayout.sol";
import {
    CLOUD_SEED,
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
    DARKNESS,
    MOON_Y,
    ROW,
    SIZE,
    STAR_SEED,
    STROKE_SEED,
    SUN_Y,
    SkyScene,
    WEATHER
} from "./SkyScene.sol";

/// @title The 32 inputs of 12 pixels at once
/// @notice Twin of `pixelFeatures` in renderer/sky/features.ts: same numbers, same order. What lines
///         and distances decide is computed in all lanes at once; noise, stars and what falls is
///         computed pixel by pixel.
library SkyFeatures {
    /// @dev Writes all inputs of the run in row y whose column block is in memory.
    function write(uint256 y) internal pure {
        assembly {
            mstore(ROW, div(mul(add(mul(2, y), 1), 32768), mload(SIZE)))
            // Words 13 to 31 are collected lane by lane, from zero.
            calldatacopy(add(INPUTS, 0x1a0), calldatasize(), 0x260)
        }
        writeNoise();
        writeLines();
        writeStarsAndWeather();
    }

    /// @dev Inputs 13-15, 17-19 and 31: the noises of clouds, cirrus and brush, pixel by pixel. What
    ///      must still be limited to 0..127 is left in its lane plus 2^20, for `writeLines`.
    function writeNoise() private pure {
        assembly {
            // Value noise in the plane, 0..16256, of coordinates with 8 bits of fraction. The four
            // lattice points of a cell are hashed in one word, 64 bits each: `seeds` is the seed in
            // each of them.
            function noise2(u, v, seeds) -> r {
                let h :=
                    xor(
                        seeds,
                        and(
                            xor(
                                add(
                                    mul(
                                        shr(8, u),
                                        0x9e3779b1000000009e3779b1000000009e3779b1000000009e3779b1
                                    ),
                                    0x9e3779b10000000000000000000000009e3779b10000000000000000
                                ),
                                add(
                                    mul(
                                        shr(8, v),
                                        0x85ebca770000000085ebca770000000085ebca770000000085ebca77
                                    ),
                                    0x85ebca770000000085ebca7700000000000000000000000000000000
                                )
                            ),
                            0xffffffff00000000ffffffff00000000ffffffff00000000ffffffff
                        )
                    )
                h := and(
                    shr(
                        25,
                        mul(
                            xor(
                                and(
                                    shr(15, h),
                                    0xffffffff00000000ffffffff00000000ffffffff00000000ffffffff
                                ),
                                h
                            ),
                            0x2c1b3c6d
                        )
                    ),
                    0x7f000000000000007f000000000000007f000000000000007f
                )
                u := and(u, 255)
                // Lane 0 becomes the upper edge of the cell, lane 2 the lower; the others stay small.
                h := add(mul(sub(shr(64, h), h), shr(15, mul(mul(u, u), sub(384, u)))), shl(8, h))
                u := and(h, 0xffffffff)
                v := and(v, 255)
                r := shr(
                    9,
                    add(
                        mul(
                            shr(15, mul(mul(v, v), sub(384, v))),
                            sub(and(shr(128, h), 0xffffffff), u)
                        ),
                        shl(8, u)
                    )
                )
            }

            let Y := mload(ROW)
            // Clouds lie on a plane above the viewer, mist on one below: z is its distance along the
            // row.
            let z := sub(45000, Y)
            if slt(z, 0) { z := sub(0, z) }
            z := div(150994944, add(z, 12000))
            for { let lane := 0 } lt(lane, 252) { lane := add(lane, 21) } {
                let X := and(shr(lane, mload(COLUMN_X)), 0xffff)
                {
                    let u := add(262144, sar(13, mul(sub(X, 32768), z)))
                    let v := mul(z, 6)
                    let n := noise2(shr(5, u), shr(5, v), xor(mload(CLOUD_SEED), mul(0x61, SPREAD)))
                    u := add(u, shr(3, n))
                    v := add(add(v, shr(4, n)), 4096)
                    n := shl(
                        1,
                        noise2(shr(4, u), shr(4, v), xor(mload(CLOUD_SEED), mul(0x62, SPREAD)))
                    )
                    n := add(
                        n,
                        noise2(shr(3, u), shr(3, v), xor(mload(CLOUD_SEED), mul(0x63, SPREAD)))
                    )
                    // Cloud: 64 - 56896 / 2^9, and 2^20, times 2^9.
                    mstore(
                        0x5a0,
                        or(
                            mload(0x5a0),
                            shl(
                                lane,
                                shr(
                                    9,
                                    add(
                                        add(
                                            shl(1, n),
                                            noise2(
                                                shr(2, u),
                                                shr(2, v),
                                                xor(mload(CLOUD_SEED), mul(0x64, SPREAD))
                                            )
                                        ),
                                        536846784
                                    )
                                )
                            )
                        )
                    )
                    {
                        let lit := add(u, shl(3, sub(byte(0, mload(CONDITION)), 64)))
                        v := sub(v, 640)
                        lit := add(
                            shl(
                                1,
                                noise2(
                                    shr(4, lit),
                                    shr(4, v),
                                    xor(mload(CLOUD_SEED), mul(0x62, SPREAD))
                                )
                            ),
                            noise2(
                                shr(3, lit),
                                shr(3, v),
                                xor(mload(CLOUD_SEED), mul(0x63, SPREAD))
                            )
                        )
                        v := add(v, 640)
                        // Lit: 64 and 2^20, times 2^7.
                        mstore(
                            0x5c0,
                            or(mload(0x5c0), shl(lane, shr(7, add(sub(n, lit), 134225920))))
                        )
                    }
                    // Billows: the fold of the large noise.
                    n := sub(shr(7, n), 190)
                    if slt(n, 0) { n := sub(0, n) }
                    mstore(0x7e0, or(mload(0x7e0), shl(lane, sub(0x10007f, n))))
                    u := shr(2, u)
                    n := shl(
                        1,
                        noise2(shr(3, u), shr(3, v), xor(mload(CLOUD_SEED), mul(0x65, SPREAD)))
                    )
                    n := add(
                        n,
                        noise2(shr(2, u), shr(2, v), xor(mload(CLOUD_SEED), mul(0x66, SPREAD)))
                    )
                    // Cirrus: 64 - 24384 / 2^8, and 2^20, times 2^8.
                    mstore(0x5e0, or(mload(0x5e0), shl(lane, shr(8, add(n, 268427456)))))
                }
                {
                    let n :=
                        shl(
                            1,
                            noise2(shr(4, X), shr(4, Y), xor(mload(STROKE_SEED), mul(0x71, SPREAD)))
                        )
                    n := add(
                        n,
                        noise2(shr(3, X), shr(3, Y), xor(mload(STROKE_SEED), mul(0x72, SPREAD)))
                    )
                    // Dapple is needed at once, by the strokes that it bends.
                    n := sar(8, sub(n, 8000))
                    n := mul(n, sgt(n, 0))
                    if gt(n, 127) { n := 127 }
                    mstore(0x660, or(mload(0x660), shl(lane, n)))
                    n := noise2(
                        shr(1, shr(2, add(X, shr(2, Y)))),
                        shr(1, add(Y, shl(4, n))),
                        xor(mload(STROKE_SEED), mul(0x73, SPREAD))
                    )
                    mstore(0x620, or(mload(0x620), shl(lane, shr(7, n))))
                    n := noise2(shr(1, X), shr(1, Y), xor(mload(STROKE_SEED), mul(0x74, SPREAD)))
                    mstore(0x640, or(mload(0x640), shl(lane, shr(7, n))))
                }
            }
        }
    }

    /// @dev Inputs 0-12, 16, 24, 25, 27, 29 and 30, in all lanes at once, and the limits of 13-15 and 31. A lane holds a signed value
    ///      plus 2^20; `below(k)` masks what a shift by k leaves of a lane.
    function writeLines() private pure {
        assembly {
            // Limits every lane (value plus 2^20) to 0..127.
            function clip(v) -> r {
                let n := and(shr(20, v), ONES)
                r := and(v, mul(n, 0xfffff))
                n := and(shr(20, add(r, mul(0xfff80, ONES))), ONES)
                r := and(or(r, mul(n, 127)), ONES_7F)
            }
            function triangle(v) -> r {
                r := xor(and(v, ONES_7F), mul(and(shr(7, v), ONES), 127))
            }
            // The value of `scalar`, which may be negative, in every lane.
            function all(scalar) -> r {
                r := mul(add(scalar, 0x100000), ONES)
            }
            function put(place, v) {
                mstore(add(INPUTS, shl(5, place)), v)
            }

            let Y := mload(ROW)
            let X := mload(COLUMN_X)
            put(0, and(shr(9, X), ONES_7F))
            put(1, mul(shr(9, Y), ONES))
            {
                let d := sub(Y, 45000)
                if slt(d, 0) { d := sub(0, d) }
                put(2, clip(all(sub(127, shr(7, d)))))
            }
            {
                let far := sub(all(Y), mload(COLUMN_FAR))
                let mid := sub(all(Y), mload(COLUMN_MID))
                let near := sub(all(Y), mload(COLUMN_NEAR))
                // A shift by two leaves a lane with 2^18 too little and two bits of its neighbour.
                let rest := mul(add(64, 0xc0000), ONES)
                let low := mul(0x7ffff, ONES)
                put(3, clip(add(and(shr(2, far), low), rest)))
                put(4, clip(add(and(shr(2, mid), low), rest)))
                put(5, clip(add(and(shr(2, near), low), rest)))
                let positive := mul(and(shr(20, sub(mid, ONES)), ONES), 0x1fffff)
                far := xor(far, and(xor(far, mid), positive))
                positive := mul(and(shr(20, sub(near, ONES)), ONES), 0x1fffff)
                far := xor(far, and(xor(far, near), positive))
                put(6, clip(add(and(shr(6, far), mul(0x7fff, ONES)), mul(0xfc000, ONES))))
            }
            put(7, mload(COLUMN_LATERAL))
            {
                let d := sar(7, sub(Y, mload(SUN_Y)))
                d := add(mload(COLUMN_SUN), mul(mul(d, d), ONES))
                put(8, clip(sub(mul(add(593, 0x100000), ONES), d)))
                let top := mul(add(127, 0x100000), ONES)
                put(9, clip(sub(top, and(shr(6, d), mul(0x7fff, ONES)))))
                put(10, clip(sub(top, and(shr(11, d), mul(0x3ff, ONES)))))
                d := sar(7, sub(Y, mload(MOON_Y)))
                d := mul(mul(d, d), ONES)
                let moon := add(mload(COLUMN_MOON), d)
                let shadow := add(mload(COLUMN_SHADOW), d)
                let disc := clip(sub(mul(add(464, 0x100000), ONES), moon))
                shadow := sub(ONES_7F, clip(sub(mul(add(592, 0x100000), ONES), shadow)))
                // The smaller of two lanes: bit 7 of a + 128 - b says that a is at least b.
                let more := mul(and(shr(7, sub(add(disc, mul(128, ONES)), shadow)), ONES), 127)
                put(11, xor(disc, and(xor(disc, shadow), more)))
                put(12, clip(sub(top, and(shr(7, moon), mul(0x3fff, ONES)))))
            }
            {
                let c := mload(CONDITION)
                let cover := byte(5, c)
                let cloud := clip(mload(add(INPUTS, 0x1a0)))
                let cirrus := clip(mload(add(INPUTS, 0x1e0)))
                let dapple := mload(add(INPUTS, 0x260))
                put(13, cloud)
                put(14, clip(mload(add(INPUTS, 0x1c0))))
                put(15, cirrus)
                put(31, clip(mload(add(INPUTS, 0x3e0))))
                put(16, clip(add(mul(cloud, 3), all(mul(3, sub(add(cover, shr(3, cover)), 120))))))
                put(24, triangle(add(mul(shr(6, Y), ONES), mul(dapple, 2))))
                let v := add(and(shr(6, X), mul(0x3ff, ONES)), mul(shr(5, Y), ONES))
                put(25, triangle(add(v, mul(cloud, 3))))
                v := and(shr(1, cirrus), mul(0x3f, ONES))
                let fog := sub(add(sar(9, sub(Y, 30000)), mul(2, byte(8, c))), 128)
                put(27, clip(add(v, all(fog))))
                put(29, clip(add(mul(cirrus, 3), all(mul(3, sub(shr(1, cover), 96))))))
                put(30, triangle(and(shr(3, add(X, mul(Y, ONES))), mul(0x3fff, ONES))))
            }
        }
    }

    /// @dev Inputs 20-23, 26 and 28, each only where the condition calls for it.
    function writeStarsAndWeather() private pure {
        uint256 row;
        assembly {
            row := mload(ROW)
        }
        uint256 path = row > SkyScene.HORIZON + 4000 ? 0 : SkyScene.boltPath(row);
        assembly {
            function cellHash(ix, iy, seed) -> r {
                let h := and(xor(mul(ix, 0x9e3779b1), mul(iy, 0x85ebca77)), 0xffffffff)
                h := xor(h, seed)
                h := and(mul(xor(h, shr(15, h)), 0x2c1b3c6d), 0xffffffff)
                r := xor(h, shr(13, h))
            }
            function clip(v) -> r {
                r := mul(v, sgt(v, 0))
                if gt(r, 127) { r := 127 }
            }
            function push(place, shift, v) {
                place := add(INPUTS, shl(5, place))
                mstore(place, or(mload(place), shl(shift, v)))
            }
            // What is left of `size` after the squared distance to the cell's point.
            function spot(size, dx, dy, k) -> r {
                dx := sar(5, dx)
                dy := sar(5, dy)
                r := clip(sub(size, mul(k, add(mul(dx, dx), mul(dy, dy)))))
            }
            function star(X, Y) -> r {
                let u := add(X, mul(shr(11, Y), 1733))
                let h := cellHash(shr(11, u), shr(11, Y), xor(mload(STAR_SEED), 0x91))
                if lt(and(h, 7), 3) {
                    let dx := sub(sub(and(u, 2047), 512), and(shr(3, h), 1023))
                    let dy := sub(sub(and(Y, 2047), 512), and(shr(13, h), 1023))
                    r := spot(add(32, and(shr(23, h), 127)), dx, dy, 2)
                }
            }
            function rain(X, Y) -> r {
                let c := mload(CONDITION)
                let u := shr(9, sub(add(X, 65536), sar(7, mul(Y, sub(byte(10, c), 64)))))
                let weather := mload(WEATHER)
                let v := add(Y, and(cellHash(u, 0, xor(weather, 0xa1)), 0xffff))
                let h := cellHash(u, shr(14, v), xor(weather, 0xa2))
                if lt(and(h, 127), add(4, shr(3, mul(byte(6, c), 3)))) {
                    r := clip(mul(2, sub(and(shr(6, v), 255), 160)))
                }
            }
            function flake(X, Y, bits, salt, size) -> r {
                let u := add(X, mul(shr(bits, Y), 1733))
                let h := cellHash(shr(bits, u), shr(bits, Y), xor(mload(WEATHER), salt))
                if lt(and(h, 127), add(12, shr(3, mul(byte(7, mload(CONDITION)), 3)))) {
                    let side := sub(shl(bits, 1), 1)
                    let dx := sub(sub(and(u, side), shr(2, side)), shr(1, and(shr(7, h), side)))
                    let dy := sub(sub(and(Y, side), shr(2, side)), shr(1, and(shr(19, h), side)))
                    r := spot(add(size, and(shr(3, h), 63)), dx, dy, 1)
                }
            }
            function aurora(lane, Y) -> r {
                let below := sub(Y, and(shr(lane, mload(COLUMN_AURORA)), 0x1fffff))
                switch sgt(below, 0)
                case 1 { r := clip(sub(127, shr(5, below))) }
                default { r := clip(add(127, sar(7, below))) }
                r := shr(7, mul(r, and(shr(lane, mload(COLUMN_RAY)), 0x1fffff)))
                r := shr(7, mul(r, byte(17, mload(CONDITION))))
            }

            let c := mload(CONDITION)
            let dark := mload(DARKNESS)
            let calm := iszero(or(or(dark, path), or(byte(17, c), or(byte(6, c), byte(7, c)))))
            for { let lane := 0 } and(lt(lane, 252), iszero(calm)) { lane := add(lane, 21) } {
                let X := and(shr(lane, mload(COLUMN_X)), 0xffff)
                if dark { push(20, lane, shr(7, mul(star(X, row), dark))) }
                if byte(6, c) { push(21, lane, rain(X, row)) }
                if byte(7, c) {
                    push(22, lane, flake(X, row, 12, 0x81, 400))
                    push(28, lane, flake(X, row, 11, 0x82, 150))
                }
                if byte(17, c) { push(23, lane, aurora(lane, row)) }
                if path {
                    let d := sub(X, path)
                    if slt(d, 0) { d := sub(0, d) }
                    push(26, lane, clip(sub(127, shr(2, d))))
                }
            }
        }
    }
}
