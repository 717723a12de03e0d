// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title The layers of the sky network, 16 pixels at a time
/// @notice Twin of the loop in `paintInteger` of renderer/sky/integer.ts. A word holds one activation
///         of 16 pixels, in lanes of 16 bits; a weight, taken as w + 128 from the model's bytes,
///         multiplies all of them at once, and 128 times the sum of the inputs is taken off again.
///         Sums are linear modulo 2^256, so only a finished sum must lie in its lane; the registry
///         has proved that it does.
/// @dev    A multiplication and its addition cost 23 gas where the input comes from memory and 20 where
///         it lies on the stack, which has room for 11. A run of 5 layers takes 1.70 gas for each.
///         The block of `layers` uses no name from outside, since the compiler's Yul optimizer takes
///         only such blocks, and it is what turns a row of assignments into one expression. Its
///         literals are those of SkyLayout, which has the table.
library SkyNetwork {
    /// @dev Computes the run whose features lie at INPUTS, and writes its 48 bytes at `to`.
    function paint(uint256 to) internal pure {
        layers();
        write(to);
    }

    /// @dev From the features at INPUTS to the sums of the colours at SUMS.
    function layers() private pure {
        assembly {
            // In every lane: a one, the 10 bits that a shift by 6 leaves, and 448.
            let ones := 0x0001000100010001000100010001000100010001000100010001000100010001
            let lows := 0x03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff
            let past := 0x01c001c001c001c001c001c001c001c001c001c001c001c001c001c001c001c0
            mcopy(0x2560, 0x1d40, 0x60)
            for { let at := 0x25c0 } 1 { at := mload(0x20) } {
                // Where the next layer begins; the stack has no room for it.
                mstore(0x20, add(at, 0xc60))
                let x0 := mload(0x880)
                let x1 := mload(0x8a0)
                let x2 := mload(0x8c0)
                let x3 := mload(0x8e0)
                let x4 := mload(0x900)
                let x5 := mload(0x920)
                let x6 := mload(0x940)
                let x7 := mload(0x960)
                let x8 := mload(0x980)
                let x9 := mload(0x9a0)
                let x10 := mload(0x9c0)
                let sum := add(x1, x0)
                sum := add(x4, add(x3, add(x2, sum)))
                sum := add(x7, add(x6, add(x5, sum)))
                sum := add(x10, add(x9, add(x8, sum)))
                sum := add(mload(0xa20), add(mload(0xa00), add(mload(0x9e0), sum)))
                sum := add(mload(0xa80), add(mload(0xa60), add(mload(0xa40), sum)))
                sum := add(mload(0xae0), add(mload(0xac0), add(mload(0xaa0), sum)))
                sum := add(mload(0xb40), add(mload(0xb20), add(mload(0xb00), sum)))
                sum := add(mload(0xba0), add(mload(0xb80), add(mload(0xb60), sum)))
                sum := add(mload(0xc00), add(mload(0xbe0), add(mload(0xbc0), sum)))
                sum := add(mload(0xc60), add(mload(0xc40), add(mload(0xc20), sum)))
                // Weights are bytes of w + 128.
                sum := shl(7, sum)

                // Red, green and blue: what the layers before added up, and this layer's inputs.
                let row := add(at, 0x400)
                for { let c := 0x2560 } xor(c, 0x25c0) { c := add(c, 0x20) } {
                    let w := mload(row)
                    let t := sub(mload(c), sum)
                    t := add(mul(byte(0, w), x0), t)
                    t := add(mul(byte(1, w), x1), t)
                    t := add(mul(byte(2, w), x2), t)
                    t := add(mul(byte(3, w), x3), t)
                    t := add(mul(byte(4, w), x4), t)
                    t := add(mul(byte(5, w), x5), t)
                    t := add(mul(byte(6, w), x6), t)
                    t := add(mul(byte(7, w), x7), t)
                    t := add(mul(byte(8, w), x8), t)
                    t := add(mul(byte(9, w), x9), t)
                    t := add(mul(byte(10, w), x10), t)
                    t := add(mul(byte(11, w), mload(0x9e0)), t)
                    t := add(mul(byte(12, w), mload(0xa00)), t)
                    t := add(mul(byte(13, w), mload(0xa20)), t)
                    t := add(mul(byte(14, w), mload(0xa40)), t)
                    t := add(mul(byte(15, w), mload(0xa60)), t)
                    t := add(mul(byte(16, w), mload(0xa80)), t)
                    t := add(mul(byte(17, w), mload(0xaa0)), t)
                    t := add(mul(byte(18, w), mload(0xac0)), t)
                    t := add(mul(byte(19, w), mload(0xae0)), t)
                    t := add(mul(byte(20, w), mload(0xb00)), t)
                    t := add(mul(byte(21, w), mload(0xb20)), t)
                    t := add(mul(byte(22, w), mload(0xb40)), t)
                    t := add(mul(byte(23, w), mload(0xb60)), t)
                    t := add(mul(byte(24, w), mload(0xb80)), t)
                    t := add(mul(byte(25, w), mload(0xba0)), t)
                    t := add(mul(byte(26, w), mload(0xbc0)), t)
                    t := add(mul(byte(27, w), mload(0xbe0)), t)
                    t := add(mul(byte(28, w), mload(0xc00)), t)
                    t := add(mul(byte(29, w), mload(0xc20)), t)
                    t := add(mul(byte(30, w), mload(0xc40)), t)
                    t := add(mul(byte(31, w), mload(0xc60)), t)
                    mstore(c, t)
                    row := add(row, 0x20)
                }
                if eq(sub(row, 0x460), mload(0x2540)) { break }

                // Neurons. A sum holds 2^15 more than its value, so bit 15 says that it is not
                // negative; in what a shift by 6 leaves, 448 more sets bit 10 if it is over 63.
                row := sub(row, 0x460)
                for { let end := add(row, 0x400) } xor(row, end) { row := add(row, 0x40) } {
                    {
                        let w := mload(row)
                        let t := sub(mload(add(row, 0x460)), sum)
                        t := add(mul(byte(0, w), x0), t)
                        t := add(mul(byte(1, w), x1), t)
                        t := add(mul(byte(2, w), x2), t)
                        t := add(mul(byte(3, w), x3), t)
                        t := add(mul(byte(4, w), x4), t)
                        t := add(mul(byte(5, w), x5), t)
                        t := add(mul(byte(6, w), x6), t)
                        t := add(mul(byte(7, w), x7), t)
                        t := add(mul(byte(8, w), x8), t)
                        t := add(mul(byte(9, w), x9), t)
                        t := add(mul(byte(10, w), x10), t)
                        t := add(mul(byte(11, w), mload(0x9e0)), t)
                        t := add(mul(byte(12, w), mload(0xa00)), t)
                        t := add(mul(byte(13, w), mload(0xa20)), t)
                        t := add(mul(byte(14, w), mload(0xa40)), t)
                        t := add(mul(byte(15, w), mload(0xa60)), t)
                        t := add(mul(byte(16, w), mload(0xa80)), t)
                        t := add(mul(byte(17, w), mload(0xaa0)), t)
                        t := add(mul(byte(18, w), mload(0xac0)), t)
                        t := add(mul(byte(19, w), mload(0xae0)), t)
                        t := add(mul(byte(20, w), mload(0xb00)), t)
                        t := add(mul(byte(21, w), mload(0xb20)), t)
                        t := add(mul(byte(22, w), mload(0xb40)), t)
                        t := add(mul(byte(23, w), mload(0xb60)), t)
                        t := add(mul(byte(24, w), mload(0xb80)), t)
                        t := add(mul(byte(25, w), mload(0xba0)), t)
                        t := add(mul(byte(26, w), mload(0xbc0)), t)
                        t := add(mul(byte(27, w), mload(0xbe0)), t)
                        t := add(mul(byte(28, w), mload(0xc00)), t)
                        t := add(mul(byte(29, w), mload(0xc20)), t)
                        t := add(mul(byte(30, w), mload(0xc40)), t)
                        t := add(mul(byte(31, w), mload(0xc60)), t)
                        let positive := mul(and(shr(15, t), ones), 63)
                        t := and(shr(6, t), lows)
                        let over := mul(and(shr(10, add(t, past)), ones), 63)
                        mstore(add(row, 0x860), and(or(over, t), positive))
                    }
                    {
                        let w := mload(add(row, 0x20))
                        let t := sub(mload(add(row, 0x480)), sum)
                        t := add(mul(byte(0, w), x0), t)
                        t := add(mul(byte(1, w), x1), t)
                        t := add(mul(byte(2, w), x2), t)
                        t := add(mul(byte(3, w), x3), t)
                        t := add(mul(byte(4, w), x4), t)
                        t := add(mul(byte(5, w), x5), t)
                        t := add(mul(byte(6, w), x6), t)
                        t := add(mul(byte(7, w), x7), t)
                        t := add(mul(byte(8, w), x8), t)
                        t := add(mul(byte(9, w), x9), t)
                        t := add(mul(byte(10, w), x10), t)
                        t := add(mul(byte(11, w), mload(0x9e0)), t)
                        t := add(mul(byte(12, w), mload(0xa00)), t)
                        t := add(mul(byte(13, w), mload(0xa20)), t)
                        t := add(mul(byte(14, w), mload(0xa40)), t)
                        t := add(mul(byte(15, w), mload(0xa60)), t)
                        t := add(mul(byte(16, w), mload(0xa80)), t)
                        t := add(mul(byte(17, w), mload(0xaa0)), t)
                        t := add(mul(byte(18, w), mload(0xac0)), t)
                        t := add(mul(byte(19, w), mload(0xae0)), t)
                        t := add(mul(byte(20, w), mload(0xb00)), t)
                        t := add(mul(byte(21, w), mload(0xb20)), t)
                        t := add(mul(byte(22, w), mload(0xb40)), t)
                        t := add(mul(byte(23, w), mload(0xb60)), t)
                        t := add(mul(byte(24, w), mload(0xb80)), t)
                        t := add(mul(byte(25, w), mload(0xba0)), t)
                        t := add(mul(byte(26, w), mload(0xbc0)), t)
                        t := add(mul(byte(27, w), mload(0xbe0)), t)
                        t := add(mul(byte(28, w), mload(0xc00)), t)
                        t := add(mul(byte(29, w), mload(0xc20)), t)
                        t := add(mul(byte(30, w), mload(0xc40)), t)
                        t := add(mul(byte(31, w), mload(0xc60)), t)
                        let positive := mul(and(shr(15, t), ones), 63)
                        t := and(shr(6, t), lows)
                        let over := mul(and(shr(10, add(t, past)), ones), 63)
                        mstore(add(row, 0x880), and(or(over, t), positive))
                    }
                }
                mcopy(0x880, add(row, 0x460), 0x400)
            }
        }
    }

    /// @dev The colours of 16 pixels, from their sums to bytes: red, green, blue of each.
    function write(uint256 to) private pure {
        assembly {
            // A sum as a level, 0..255. What a shift by 6 leaves is the level and 384, and 640 more
            // sets bit 10 if it is not negative.
            function level(sum) -> r {
                r := add(
                    and(
                        shr(6, sum),
                        0x03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff03ff
                    ),
                    0x0280028002800280028002800280028002800280028002800280028002800280
                )
                r := and(
                    r,
                    mul(
                        and(
                            shr(10, r),
                            0x0001000100010001000100010001000100010001000100010001000100010001
                        ),
                        0x3ff
                    )
                )
                let over :=
                    mul(
                        and(
                            shr(
                                10,
                                add(
                                    r,
                                    0x0300030003000300030003000300030003000300030003000300030003000300
                                )
                            ),
                            0x0001000100010001000100010001000100010001000100010001000100010001
                        ),
                        255
                    )
                r := and(
                    or(r, over),
                    0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff
                )
            }
            // Brings the lanes of two words together, those of the first before those of the second.
            function join(first, second, bits, mask) -> r {
                r := or(shl(bits, and(first, mask)), and(second, mask))
            }

            let red := level(mload(0x2560))
            let green := level(mload(0x2580))
            let blue := level(mload(0x25a0))
            // Pixels 0, 2, .. 14 and 1, 3, .. 15, 24 bits in each 32.
            let mask := 0xff000000ff000000ff000000ff000000ff000000ff000000ff000000ff
            let even := or(shl(8, join(red, green, 8, mask)), and(blue, mask))
            let odd :=
                or(shl(8, join(shr(16, red), shr(16, green), 8, mask)), and(shr(16, blue), mask))
            // Pairs of pixels, 48 bits in each 64: those from 0, 4, 8, 12 and from 2, 6, 10, 14.
            mask := 0xffffffff00000000ffffffff00000000ffffffff00000000ffffffff
            let a := join(even, odd, 24, mask)
            let b := join(shr(32, even), shr(32, odd), 24, mask)
            // Fours, 96 bits in each 128: from 0 and 8, and from 4 and 12.
            mask := 0xffffffffffffffff0000000000000000ffffffffffffffff
            let c := join(a, b, 48, mask)
            let d := join(shr(64, a), shr(64, b), 48, mask)
            // Eights, of 192 bits; the 32 bytes of one word end 8 bytes into the other's.
            mask := 0xffffffffffffffffffffffffffffffff
            a := join(c, d, 96, mask)
            b := join(shr(128, c), shr(128, d), 96, mask)
            mstore(to, or(shl(64, a), shr(128, b)))
            mstore(add(to, 16), or(shl(192, a), b))
        }
    }
}
