// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {MAP_OUTPUTS, SPREAD} from "./SkyLayout.sol";

// Places in the scene, in memory.
uint256 constant CONDITION = 0x80;
/// @dev The ridges' seed in the three lower quarters, the weather's in the highest: see `writeColumns`.
uint256 constant COLUMN_SEEDS = 0xa0;
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
uint256 constant TERRAIN = 0x220;

/// @dev Two bytes for each 8-bit fraction f: its smooth step, and f (256 - f) / 256.
uint256 constant EASE = 0x240;

// The column block. Lanes are written by plain stores that overlap: pixel i of a word at P is stored at
// P - 2i (P - 4i where lanes have 32 bits), the first pixel first, and what a store leaves above its lane
// is overwritten by the next. So nothing is masked, and 30 bytes below each such word are free.
uint256 constant COLUMN_X = 0x460;
uint256 constant COLUMN_FAR = 0x4a0;
uint256 constant COLUMN_MID = 0x4e0;
uint256 constant COLUMN_NEAR = 0x520;
uint256 constant COLUMN_LATERAL = 0x560;
uint256 constant COLUMN_AURORA = 0x5a0;
uint256 constant COLUMN_RAY = 0x5e0;
// Squares need more than 16 bits: a word of the pixels with even numbers, and 64 bytes on, of the others.
uint256 constant COLUMN_SUN = 0x620;
uint256 constant COLUMN_MOON = 0x6a0;
uint256 constant COLUMN_SHADOW = 0x720;
/// @dev Number of the first column.
uint256 constant COLUMN_FIRST = 0x780;

// The brush's flow through a run: how far it moves the whole row along itself; every pixel besides, in
// units of 16; and every pixel's place across it, modulo 2^15 and a little more.
uint256 constant FLOW_ROW = 0x7a0;
uint256 constant FLOW_ALONG = 0x7c0;
uint256 constant FLOW_ACROSS = 0x7e0;

/// @dev A one in each 32-bit lane.
uint256 constant ONES_32 = 0x0000000100000001000000010000000100000001000000010000000100000001;

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
                mstore(
                    COLUMN_SEEDS,
                    or(
                        mul(and(l, 0xffffffff), 0x100000000000000010000000000000001),
                        shl(192, weather)
                    )
                )
                mstore(CLOUD_SEED, mul(xor(and(shr(32, l), 0xffffffff), weather), SPREAD))
                mstore(STROKE_SEED, mul(and(shr(64, l), 0xffffffff), SPREAD))
                mstore(TERRAIN, and(shr(30, l), 3))
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
        writeEase();
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

    /// @dev Writes the column block of the 16 columns from x: three ridgelines, distances to sun and
    ///      moon, the aurora's curtain.
    function writeColumns(uint256 x) internal pure {
        assembly {
            // Limits to 0..127.
            function clip(v) -> r {
                r := mul(v, sgt(v, 0))
                if gt(r, 127) { r := 127 }
            }
            // Lattice points hashed in each 64-bit quarter of a word, the upper 7 bits of each.
            function lattice(h) -> r {
                r := and(
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
            }
            // Value noise on a line, 0..16256, by four seeds at once, one in each quarter.
            function noises(X, bits, seeds) -> r {
                let a := mul(shr(bits, X), 0x9e3779b1)
                r := lattice(xor(mul(and(a, 0xffffffff), SPREAD), seeds))
                a := and(add(a, 0x9e3779b1), 0xffffffff)
                a := sub(lattice(xor(mul(a, SPREAD), seeds)), r)
                let f := shl(1, and(shr(sub(bits, 8), X), 255))
                r := add(shl(8, r), mul(a, byte(0, mload(add(EASE, f)))))
                r := and(shr(1, r), 0x3fff0000000000003fff0000000000003fff0000000000003fff)
            }
            // noise of cells of 512 + half the noise of cells of 256: a wood's outline.
            function trees(X, seeds) -> r {
                let n :=
                    add(
                        mul(shr(9, X), 0x9e3779b1000000009e3779b1),
                        mul(shr(8, X), 0x9e3779b1000000009e3779b100000000000000000000000000000000)
                    )
                n := add(n, 0x9e3779b10000000000000000000000009e3779b10000000000000000)
                n := and(n, 0xffffffff00000000ffffffff00000000ffffffff00000000ffffffff)
                n := lattice(
                    xor(
                        n,
                        xor(
                            mul(and(seeds, 0xffffffff), SPREAD),
                            0x34000000000000003400000000000000330000000000000033
                        )
                    )
                )
                let d := sub(shr(64, n), n)
                n := shl(8, n)
                r := add(n, mul(d, byte(0, mload(add(EASE, and(X, 0x1fe))))))
                n := add(n, mul(d, byte(0, mload(add(EASE, and(shl(1, X), 0x1fe))))))
                r := add(and(shr(1, r), 0x3fff), and(shr(130, n), 0x1fff))
            }
            // The three ridgelines.
            function ridges(X, q, n14, n13, n11) {
                let far := and(n13, 0x3fff)
                let mid := and(shr(64, n13), 0x3fff)
                let near := add(shl(2, and(shr(128, n13), 0x3fff)), and(shr(128, n11), 0x3fff))
                let wood := trees(X, mload(COLUMN_SEEDS))
                let broad := and(n14, 0x3fff)
                let rolling := and(shr(64, n14), 0x3fff)
                switch mload(TERRAIN)
                case 0 {
                    // Alps: folds pointed by folding them over, and crags on them.
                    far := sub(shl(1, far), 16256)
                    if slt(far, 0) { far := sub(0, far) }
                    far := add(mul(5, add(broad, far)), shl(1, and(n11, 0x3fff)))
                    far := sub(48500, shr(3, far))
                    mid := sub(shl(1, mid), 16256)
                    if slt(mid, 0) { mid := sub(0, mid) }
                    mid := add(add(mul(5, rolling), shl(1, mid)), and(shr(64, n11), 0x3fff))
                    mid := sub(54000, shr(3, mid))
                    near := sub(61500, shr(4, add(near, shl(1, wood))))
                }
                case 1 {
                    // Hills: long and smooth, the nearer the longer.
                    far := sub(48000, shr(3, add(mul(3, broad), far)))
                    mid := sub(54500, shr(4, add(mul(6, rolling), shr(1, mid))))
                    near := sub(61800, shr(5, add(shl(1, near), wood)))
                }
                case 2 {
                    // Tableland: what rises above a height is cut flat.
                    far := mul(68, clip(sar(6, sub(add(mul(5, broad), far), 44000))))
                    far := sub(47500, add(far, shr(4, and(n11, 0x3fff))))
                    mid := mul(44, clip(sar(6, sub(add(mul(5, rolling), mid), 46000))))
                    mid := sub(53500, add(mid, shr(4, and(shr(64, n11), 0x3fff))))
                    near := sub(61500, shr(5, add(near, wood)))
                }
                default {
                    // Plain: a low line far away under much sky, and a wood in front.
                    far := sub(46500, shr(3, add(far, shr(2, and(n11, 0x3fff)))))
                    mid := sub(52500, shr(3, add(rolling, shr(1, and(shr(64, n11), 0x3fff)))))
                    near := sub(60500, shr(4, add(near, mul(3, wood))))
                }
                mstore(add(q, COLUMN_FAR), far)
                mstore(add(q, COLUMN_MID), mid)
                mstore(add(q, COLUMN_NEAR), near)
            }
            // One column: q is the place of its lane of 16 bits, p of its lane of 32.
            function column(X, q, p) {
                mstore(add(q, COLUMN_X), X)
                {
                    let seeds := mload(COLUMN_SEEDS)
                    let n14 :=
                        noises(
                            X,
                            14,
                            xor(seeds, 0x41000000000000000000000000000000210000000000000011)
                        )
                    let n13 :=
                        noises(
                            X,
                            13,
                            xor(seeds, 0x43000000000000003100000000000000220000000000000012)
                        )
                    let n11 :=
                        noises(
                            X,
                            11,
                            xor(seeds, 0x42000000000000003200000000000000230000000000000013)
                        )
                    ridges(X, q, n14, n13, n11)
                    mstore(add(q, COLUMN_AURORA), add(20000, shr(192, n14)))
                    mstore(add(q, COLUMN_RAY), shr(8, add(shr(192, n11), shr(192, n13))))
                }
                let d := sub(X, mload(SUN_X))
                let far := sar(7, d)
                mstore(add(p, COLUMN_SUN), mul(far, far))
                // Lateral: nearness of the sun's column.
                if slt(d, 0) { d := sub(0, d) }
                d := shr(8, d)
                mstore(add(q, COLUMN_LATERAL), mul(lt(d, 127), sub(127, d)))
                d := sar(7, sub(X, mload(MOON_X)))
                mstore(add(p, COLUMN_MOON), mul(d, d))
                d := add(d, mload(MOON_SHADOW))
                mstore(add(p, COLUMN_SHADOW), mul(d, d))
            }

            mstore(COLUMN_FIRST, x)
            let size := mload(SIZE)
            // The column's coordinate times the picture's size.
            let place := mul(add(mul(2, x), 1), 32768)
            for { let p := 0 } sgt(p, sub(0, 32)) { p := sub(p, 4) } {
                column(div(place, size), p, p)
                column(div(add(place, 65536), size), sub(p, 2), add(p, 64))
                place := add(place, 131072)
            }
        }
    }

    /// @dev Writes the table of the smooth step.
    function writeEase() private pure {
        assembly {
            mstore(0x240, 0x00000000000100020003000400050006000700080109010a010b010c020d020e)
            mstore(0x260, 0x020f030f031004110412041305140514061506160717071808180919091a0a1b)
            mstore(0x280, 0x0b1c0b1c0c1d0d1e0d1e0e1f0f20102110211122122313231424142515251626)
            mstore(0x2a0, 0x1727182719281a281b291c2a1d2a1e2b1f2b202c212c222d232d242e252e262f)
            mstore(0x2c0, 0x283029302a302b312c312d322e32303331333234333435353635373538363a36)
            mstore(0x2e0, 0x3b373c373d373f3840384138433944394539473a483a4a3a4b3a4c3b4e3b4f3b)
            mstore(0x300, 0x513c523c533c553c563c583d593d5a3d5c3d5d3d5f3e603e623e633e653e663e)
            mstore(0x320, 0x683f693f6b3f6c3f6e3f6f3f713f723f743f753f773f783f7a3f7b3f7d3f7e3f)
            mstore(0x340, 0x8040813f823f843f853f873f883f8a3f8b3f8d3f8e3f903f913f933f943f963f)
            mstore(0x360, 0x973f993e9a3e9c3e9d3e9f3ea03ea23da33da53da63da73da93caa3cac3cad3c)
            mstore(0x380, 0xaf3cb03bb13bb33bb43ab53ab73ab83aba39bb39bc39be38bf38c038c237c337)
            mstore(0x3a0, 0xc437c536c736c835c935ca35cc34cd34ce33cf33d132d232d331d431d530d630)
            mstore(0x3c0, 0xd830d92fda2edb2edc2ddd2dde2cdf2ce02be12be22ae32ae429e528e628e727)
            mstore(0x3e0, 0xe827e926ea25eb25eb24ec23ed23ee22ef21ef21f020f11ff21ef21ef31df41c)
            mstore(0x400, 0xf51cf51bf61af619f718f818f817f916f915fa14fa14fb13fb12fb11fc10fc0f)
            mstore(0x420, 0xfd0ffd0efd0dfe0cfe0bfe0afe09ff08ff07ff06ff05ff04ff03ff02ff01ff00)
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
