// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {COLUMNS, MAP_OUTPUTS, SPREAD} from "./SkyLayout.sol";

// Places in the scene, in memory.
uint256 constant CONDITION = 0x80;
uint256 constant RIDGE_SEED = 0xa0;
uint256 constant CLOUD_SEED = 0xc0;
uint256 constant STROKE_SEED = 0xe0;
uint256 constant STAR_SEED = 0x100;
uint256 constant WEATHER = 0x120;
uint256 constant SUN_X = 0x140;
uint256 constant SUN_Y = 0x160;
uint256 constant MOON_X = 0x180;
uint256 constant MOON_Y = 0x1a0;
uint256 constant MOON_SHADOW = 0x1c0;
uint256 constant DARKNESS = 0x1e0;
uint256 constant SIZE = 0x200;
/// @dev 16-bit coordinate of the row being computed.
uint256 constant ROW = 0x220;

// Places in the column block, in memory: one word each, a value in each lane.
uint256 constant COLUMN_FAR = 0x280;
uint256 constant COLUMN_MID = 0x2a0;
uint256 constant COLUMN_NEAR = 0x2c0;
uint256 constant COLUMN_SUN = 0x2e0;
uint256 constant COLUMN_MOON = 0x300;
uint256 constant COLUMN_SHADOW = 0x320;
uint256 constant COLUMN_LATERAL = 0x340;
uint256 constant COLUMN_AURORA = 0x360;
uint256 constant COLUMN_RAY = 0x380;
uint256 constant COLUMN_X = 0x3a0;

/// @title What one picture's pixels share, and what a column alone decides
/// @notice Twin of renderer/sky/latent.ts and of `sceneOf` and `columnOf` in
///         renderer/sky/features.ts: same numbers, same order.
library SkyScene {
    uint256 internal constant HORIZON = 45_000;

    /// @dev Writes the scene. Bytes of the condition are 0..127.
    function write(bytes32 latent, bytes32 condition, uint256 size) internal pure {
        unchecked {
            uint256 c = uint256(condition);
            uint256 l = uint256(latent);
            uint256 weather = weatherSeed(c);
            uint256 phase = at(c, 4);
            int256 shadow =
                phase < 64 ? int256((phase * 11) >> 4) : -int256(((128 - phase) * 11) >> 4);
            uint256 dark = clip((60 - int256(at(c, 1))) * 4);
            int256 sunY = int256(HORIZON) - (int256(at(c, 1)) - 64) * 608;
            int256 moonY = int256(HORIZON) - (int256(at(c, 3)) - 64) * 608;
            assembly {
                mstore(CONDITION, c)
                mstore(RIDGE_SEED, mul(and(l, 0xffffffff), SPREAD))
                mstore(CLOUD_SEED, mul(xor(and(shr(32, l), 0xffffffff), weather), SPREAD))
                mstore(STROKE_SEED, mul(and(shr(64, l), 0xffffffff), SPREAD))
                mstore(STAR_SEED, and(shr(32, l), 0xffffffff))
                mstore(WEATHER, weather)
                mstore(SUN_X, add(mul(byte(0, c), 512), 256))
                mstore(SUN_Y, sunY)
                mstore(MOON_X, add(mul(byte(2, c), 512), 256))
                mstore(MOON_Y, moonY)
                mstore(MOON_SHADOW, shadow)
                mstore(DARKNESS, dark)
                mstore(SIZE, size)
            }
        }
    }

    /// @dev Folds the weather (bytes 5-11) into 32 bits, so that clouds and bolts differ from epoch to
    ///      epoch, but never jump while only the sun or the season moves.
    function weatherSeed(uint256 condition) internal pure returns (uint256 h) {
        unchecked {
            h = ((0x811c9dc5 ^ ((condition >> 192) & 0xffffff)) * 0x01000193) & 0xffffffff;
            h ^= h >> 15;
            h = ((h ^ ((condition >> 160) & 0xffffffff)) * 0x01000193) & 0xffffffff;
            h ^= h >> 15;
        }
    }

    /// @dev Writes the 32 inputs of the mapping network, one a word, like sums that are yet to be
    ///      activated.
    function writeMappingInputs(bytes32 latent, bytes32 condition) internal pure {
        unchecked {
            uint256 c = uint256(condition);
            int256 sunY = int256(at(c, 1));
            put(0, clip(sunY));
            put(1, clip((sunY - 24) * 3));
            put(2, clip((sunY - 48) * 5));
            put(3, clip((sunY - 62) * 4));
            put(4, at(c, 0));
            put(5, clip((int256(at(c, 3)) - 56) * 6));
            put(6, cycle(at(c, 4)));
            // Cloud, rain, snow, fog, storm, windEast, windSpeed, warmth.
            for (uint256 i; i < 8; i++) {
                put(7 + i, at(c, 5 + i));
            }
            put(15, cycle(at(c, 13)));
            put(16, cycle(at(c, 13) + 32));
            // Drought, frost, moss, aurora, haze, mist.
            for (uint256 i; i < 6; i++) {
                put(17 + i, at(c, 14 + i));
            }
            uint256 school = uint8(latent[15]) % 6;
            for (uint256 i; i < 6; i++) {
                put(23 + i, i == school ? 127 : 0);
            }
            uint256 mood = uint256(latent) >> 96;
            for (uint256 i; i < 3; i++) {
                put(29 + i, (mood >> (8 * i)) & 127);
            }
        }
    }

    /// @dev Writes the column block of the 12 columns from x: three ridgelines, distances to sun and
    ///      moon, the aurora's curtain.
    function writeColumns(uint256 x) internal pure {
        assembly {
            // Value noise on a line, 0..16256, twice: in the lowest 64 bits by the lower half of
            // `seeds`, from bit 128 by the upper half. The coordinate has 8 bits of fraction.
            function noise1(u, seeds) -> r {
                let h :=
                    xor(
                        seeds,
                        and(
                            add(
                                mul(
                                    shr(8, u),
                                    0x9e3779b1000000009e3779b1000000009e3779b1000000009e3779b1
                                ),
                                0x9e3779b10000000000000000000000009e3779b10000000000000000
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
                r := and(
                    shr(
                        1,
                        add(
                            mul(sub(shr(64, h), h), shr(15, mul(mul(u, u), sub(384, u)))),
                            shl(8, h)
                        )
                    ),
                    0xffff0000000000000000000000000000ffff
                )
            }

            calldatacopy(COLUMNS, calldatasize(), 0x140)
            let seed := mload(RIDGE_SEED)
            // The column's coordinate times the picture's size.
            let place := mul(add(mul(2, x), 1), 32768)
            for { let lane := 0 } lt(lane, 252) { lane := add(lane, 21) } {
                let X := div(place, mload(SIZE))
                place := add(place, 65536)
                mstore(COLUMN_X, or(mload(COLUMN_X), shl(lane, X)))
                {
                    // The octaves of two ridges at a time: a in the lower half, b in the upper.
                    let a :=
                        shl(
                            2,
                            noise1(
                                shr(6, X),
                                xor(seed, 0x21000000000000002100000000000000110000000000000011)
                            )
                        )
                    a := add(
                        a,
                        noise1(
                            shr(3, X),
                            xor(seed, 0x23000000000000002300000000000000130000000000000013)
                        )
                    )
                    let b :=
                        noise1(
                            shr(5, X),
                            xor(seed, 0x31000000000000003100000000000000120000000000000012)
                        )
                    let n := add(and(a, 0xffffffff), shl(1, and(b, 0xffff)))
                    mstore(COLUMN_FAR, or(mload(COLUMN_FAR), shl(lane, sub(49500, shr(3, n)))))
                    n := and(
                        noise1(
                            shr(4, X),
                            xor(seed, 0x22000000000000002200000000000000220000000000000022)
                        ),
                        0xffff
                    )
                    n := add(shr(128, a), shl(1, n))
                    mstore(
                        COLUMN_MID,
                        or(mload(COLUMN_MID), shl(lane, sub(54500, shr(5, mul(n, 3)))))
                    )
                    n := noise1(
                        shr(3, X),
                        xor(seed, 0x32000000000000003200000000000000320000000000000032)
                    )
                    n := and(
                        add(
                            n,
                            noise1(
                                shr(1, X),
                                xor(seed, 0x33000000000000003300000000000000330000000000000033)
                            )
                        ),
                        0xffffffff
                    )
                    n := add(n, shl(2, shr(128, b)))
                    mstore(COLUMN_NEAR, or(mload(COLUMN_NEAR), shl(lane, sub(61000, shr(4, n)))))
                }
                let d := sub(X, mload(SUN_X))
                let far := sar(7, d)
                mstore(COLUMN_SUN, or(mload(COLUMN_SUN), shl(lane, mul(far, far))))
                // Lateral: nearness of the sun's column.
                if slt(d, 0) { d := sub(0, d) }
                d := shr(8, d)
                mstore(
                    COLUMN_LATERAL,
                    or(mload(COLUMN_LATERAL), shl(lane, mul(lt(d, 127), sub(127, d))))
                )
                d := sar(7, sub(X, mload(MOON_X)))
                mstore(COLUMN_MOON, or(mload(COLUMN_MOON), shl(lane, mul(d, d))))
                d := add(d, mload(MOON_SHADOW))
                mstore(COLUMN_SHADOW, or(mload(COLUMN_SHADOW), shl(lane, mul(d, d))))
                if byte(17, mload(CONDITION)) {
                    let weather := mul(mload(WEATHER), SPREAD)
                    let n :=
                        and(
                            noise1(
                                shr(6, X),
                                xor(weather, 0x41000000000000004100000000000000410000000000000041)
                            ),
                            0xffff
                        )
                    mstore(COLUMN_AURORA, or(mload(COLUMN_AURORA), shl(lane, add(20000, n))))
                    n := noise1(
                        shr(3, X),
                        xor(weather, 0x42000000000000004200000000000000420000000000000042)
                    )
                    n := add(
                        n,
                        noise1(
                            shr(5, X),
                            xor(weather, 0x43000000000000004300000000000000430000000000000043)
                        )
                    )
                    mstore(COLUMN_RAY, or(mload(COLUMN_RAY), shl(lane, shr(8, and(n, 0xffffffff)))))
                }
            }
        }
    }

    /// @dev The column of a storm's bolt in the row, or 0 where there is none.
    function boltPath(uint256 row) internal pure returns (uint256 path) {
        unchecked {
            uint256 weather;
            uint256 c;
            assembly {
                weather := mload(WEATHER)
                c := mload(CONDITION)
            }
            if (at(c, 9) < 40 || weather & 3 == 0) return 0;
            uint256 start = 8192 + ((weather >> 8) & 0xbfff);
            return start + (noiseOnLine(row, 13, weather ^ 0x51) >> 1)
                + (noiseOnLine(row, 11, weather ^ 0x52) >> 3);
        }
    }

    /// @dev Value noise on a line, 0..16256.
    function noiseOnLine(uint256 u, uint256 bits, uint256 seed) internal pure returns (uint256) {
        unchecked {
            uint256 a = (u >> bits) * 0x9e3779b1;
            uint256 f = (u >> (bits - 8)) & 255;
            uint256 s = (f * f * (768 - 2 * f)) >> 16;
            return (lattice(a ^ seed) * (256 - s) + lattice((a + 0x9e3779b1) ^ seed) * s) >> 1;
        }
    }

    /// @dev Limits to 0..127, the range of every activation.
    function clip(int256 v) internal pure returns (uint256) {
        return v < 0 ? 0 : v > 127 ? 127 : uint256(v);
    }

    /// @dev Triangle wave of a cyclic byte with period 128.
    function cycle(uint256 v) internal pure returns (uint256) {
        unchecked {
            v &= 127;
            return (v < 64 ? v : 127 - v) * 2;
        }
    }

    /// @dev Byte `place` of the condition, the first being the most significant.
    function at(uint256 condition, uint256 place) internal pure returns (uint256 v) {
        assembly {
            v := byte(place, condition)
        }
    }

    function lattice(uint256 h) private pure returns (uint256) {
        unchecked {
            h &= 0xffffffff;
            return (((h ^ (h >> 15)) * 0x2c1b3c6d) & 0xffffffff) >> 25;
        }
    }

    function put(uint256 place, uint256 v) private pure {
        assembly {
            mstore(add(MAP_OUTPUTS, shl(5, place)), shl(7, v))
        }
    }
}
