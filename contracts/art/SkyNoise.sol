// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SPREAD} from "./SkyLayout.sol";
import {CLOUD_SEED, EASE} from "./SkyScene.sol";

// What the noises of a run leave, lanes of 16 bits, stored as those of the column block are.
/// @dev First noise's A + 2 (second's A) + third's A.
uint256 constant MASSES = 0xd20;
/// @dev The slope of that, plus or minus.
uint256 constant SLOPES = 0xd60;
/// @dev First noise's B + third's B.
uint256 constant CIRRI = 0xda0;
/// @dev Second noise's B.
uint256 constant PATCHES = 0xde0;
/// @dev First noise's A + 2 (second's A).
uint256 constant BILLOWS = 0xe20;

// What pixels of one cell of a noise share: the cell, its left edge times 256, and the way to its right one.
uint256 constant BROAD_CELL = 0xe40;
uint256 constant BROAD_LEFT = 0xe60;
uint256 constant BROAD_STEP = 0xe80;
uint256 constant FINE_CELL = 0xea0;
uint256 constant FINE_LEFT = 0xec0;
uint256 constant FINE_STEP = 0xee0;
/// @dev The hash of the row's coordinate in the broad noise, and its entry in the smooth step's table.
uint256 constant BROAD_ROW = 0xf00;
uint256 constant BROAD_EASE = 0xf20;

/// @dev The lower half of each 64-bit quarter of a word.
uint256 constant LOW_32 = 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff;

/// @title The three noises of the clouds, for 16 pixels
/// @notice Part of the twin of `pixelFeatures` in renderer/sky/features.ts. A noise has two fields, A and
///         B, from one hash, and both are interpolated by the same multiplications. Neighbours mostly lie
///         in one cell, so a cell is prepared once for all of them; the second and the third noise have
///         cells of one width, and are interpolated along the row at once.
library SkyNoise {
    /// @dev Computes the noises of the run whose column block is in memory, z being its row's distance.
    function write(uint256 z) internal pure {
        assembly {
            // The fields of four lattice points from their coordinates' hashes, one in each quarter: A in
            // the lowest bits, B from bit 31.
            function fields(h) -> r {
                h := mul(xor(h, and(shr(15, h), LOW_32)), 0x2c1b3c6d)
                r := or(
                    and(shr(25, h), mul(0x7f, SPREAD)),
                    and(shl(13, h), mul(0x3f80000000, SPREAD))
                )
            }
            // Prepares a cell of the first noise, which all its pixels of the row meet at one height: both
            // edges between the upper corner and the lower, twice B in the lowest bits, A from bit 32, and
            // A's slope, which may be negative, from bit 64.
            function prepareBroad(p) {
                p := and(p, 0x3fc000000)
                mstore(BROAD_CELL, p)
                let h := mul(shr(26, p), 0x9e3779b1)
                h := or(
                    mul(and(h, 0xffffffff), 0x10000000000000001),
                    mul(
                        and(add(h, 0x9e3779b1), 0xffffffff),
                        0x1000000000000000100000000000000000000000000000000
                    )
                )
                h := xor(h, mload(BROAD_ROW))
                h := mul(xor(h, and(shr(15, h), LOW_32)), 0x2c1b3c6d)
                // Here B is in the lowest bits, and A from bit 31.
                h := or(
                    and(shr(18, h), mul(0x7f, SPREAD)),
                    and(shl(6, h), mul(0x3f80000000, SPREAD))
                )
                let ease := mload(BROAD_EASE)
                // The first and the third quarter become the left edge and the right one.
                let edges := add(shl(8, h), mul(sub(shr(64, h), h), byte(0, ease)))
                ease := byte(1, ease)
                let right := mul(ease, sub(and(shr(223, h), 0x7f), and(shr(159, h), 0x7f)))
                right := add(shl(1, and(shr(128, edges), 0xffffffffffffffff)), shl(64, right))
                let left := mul(ease, sub(and(shr(95, h), 0x7f), and(shr(31, h), 0x7f)))
                left := add(shl(1, and(edges, 0xffffffffffffffff)), shl(64, left))
                mstore(BROAD_LEFT, shl(8, left))
                mstore(BROAD_STEP, sub(right, left))
            }
            // Prepares a cell of the second and the third noise, which is half as high. Quarters: the upper
            // edge and the lower one of the second, then of the third.
            function prepareFine(p) {
                mstore(FINE_CELL, and(p, 0xff000001fe000000))
                let h :=
                    add(
                        mul(shr(57, p), 0x85ebca770000000085ebca77),
                        mul(shr(56, p), 0x85ebca770000000085ebca7700000000000000000000000000000000)
                    )
                h := and(add(h, 0x85ebca7700000000000000000000000085ebca770000000000000000), LOW_32)
                h := xor(
                    h,
                    xor(mload(CLOUD_SEED), 0x63000000000000006300000000000000620000000000000062)
                )
                p := mul(and(shr(25, p), 0xff), 0x9e3779b1)
                let left := fields(xor(h, mul(and(p, 0xffffffff), SPREAD)))
                mstore(FINE_LEFT, shl(8, left))
                p := and(add(p, 0x9e3779b1), 0xffffffff)
                mstore(FINE_STEP, sub(fields(xor(h, mul(p, SPREAD))), left))
            }

            let v := mul(z, 6)
            {
                let h := and(mul(shr(13, v), 0x85ebca77), 0xffffffff)
                h := add(h, shl(64, and(add(h, 0x85ebca77), 0xffffffff)))
                h := mul(h, 0x100000000000000000000000000000001)
                mstore(BROAD_ROW, xor(h, xor(mload(CLOUD_SEED), mul(0x61, SPREAD))))
                mstore(BROAD_EASE, mload(add(EASE, and(shr(4, v), 0x1fe))))
                // No cell is there yet: bit 0 is in none.
                mstore(BROAD_CELL, 1)
                mstore(FINE_CELL, 1)
            }
            // Where the row starts on the clouds' plane: u from bit 13, after its fraction, v from bit 45.
            v := add(shl(13, sub(262144, mul(4, z))), shl(45, add(v, 4096)))
            // Places are 30 below each word's, so that q counts down to 0 at the last lane.
            for { let q := 30 } 1 { q := sub(q, 2) } {
                let p := add(mul(and(mload(add(q, 0x442)), 0xffff), z), v)
                if xor(and(p, 0x3fc000000), mload(BROAD_CELL)) { prepareBroad(p) }
                let broad :=
                    add(
                        mload(BROAD_LEFT),
                        mul(mload(BROAD_STEP), byte(0, mload(add(EASE, and(shr(17, p), 0x1fe)))))
                    )
                // The clouds are bent by their masses: u by a quarter of B, v by an eighth of A.
                p := add(p, and(shl(1, broad), 0x1ffe00001ffe000))
                if xor(and(p, 0xff000001fe000000), mload(FINE_CELL)) { prepareFine(p) }
                let second :=
                    add(
                        mload(FINE_LEFT),
                        mul(mload(FINE_STEP), byte(0, mload(add(EASE, and(shr(16, p), 0x1fe)))))
                    )
                let third := shr(128, second)
                let fall2 := sub(shr(64, second), second)
                let fall3 := sub(shr(64, third), third)
                {
                    let ease2 := mload(add(EASE, and(shr(48, p), 0x1fe)))
                    let ease3 := mload(add(EASE, and(shr(47, p), 0x1fe)))
                    second := shr(9, add(shl(8, second), mul(fall2, byte(0, ease2))))
                    third := shr(9, add(shl(8, third), mul(fall3, byte(0, ease3))))
                    mstore(
                        add(q, 0xd42),
                        add(
                            add(sar(72, broad), sar(8, mul(signextend(1, fall3), byte(1, ease3)))),
                            shl(1, sar(8, mul(signextend(1, fall2), byte(1, ease2))))
                        )
                    )
                }
                mstore(add(q, 0xd82), add(shr(10, broad), shr(31, third)))
                mstore(add(q, 0xdc2), shr(31, second))
                second := add(shr(41, broad), shl(1, second))
                mstore(add(q, 0xe02), second)
                mstore(add(q, 0xd02), add(second, third))
                if iszero(q) { break }
            }
        }
    }
}
