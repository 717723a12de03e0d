// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Base64: with padding, 24 bytes at once in the bytes of one word, for a quarter of the usual gas.
/// @notice TypeScript twin: renderer/base64.ts.
library Base64 {
    /// @notice Ends this call with a string: `prefix`, at most 32 characters long, and `data` in base64.
    /// @dev What is given back may lie on all that has been in memory, up to and including `data`: nobody
    /// needs that any more, and memory is dear where answers are long. Each step of 96 bytes is read before
    /// 128 are written, so the answer may come up with the data, and never passes it.
    function answer(string memory prefix, string memory data) internal pure {
        uint256 length = bytes(prefix).length;
        bytes32 words;
        assembly ("memory-safe") {
            words := shr(shl(3, sub(0x20, length)), mload(add(prefix, 0x20)))
            // A third of the data, a step, and what comes before.
            if gt(data, add(div(mload(data), 3), 0x200)) { mstore(0x40, 0x100) }
        }
        string memory out = encode(bytes(data));
        assembly ("memory-safe") {
            let size := add(mload(out), length)
            // The prefix ends where the rest begins, and the string's head stands before it.
            mstore(out, words)
            out := sub(out, length)
            mstore(out, size)
            mstore(sub(out, 0x20), 0x20)
            return(sub(out, 0x20), add(0x40, and(add(size, 0x1f), not(0x1f))))
        }
    }

    function encode(bytes memory data) internal pure returns (string memory out) {
        uint256 length = data.length;
        uint256 beyond;
        assembly ("memory-safe") {
            out := mload(0x40)
            let end := add(add(data, 0x20), length)
            // What lies beyond the end is not data, and must be back in its place afterwards.
            beyond := mload(end)
            mstore(end, 0)
            mstore(0, add(data, 0x20))
            mstore(0x20, end)
        }
        // A block without names from outside, which is what the compiler's Yul optimizer takes. The output
        // may run over by a word or two of what is worthless.
        assembly ("memory-safe") {
            function spell(x) -> y {
                // 192 bits are parted into halves until every byte holds six: each step moves the upper
                // half of every field up.
                x := add(
                    x,
                    mul(and(x, 0xffffffffffffffffffffffff000000000000000000000000), 0xffffffff)
                )
                x := add(
                    x,
                    mul(and(x, 0xffffffffffff00000000000000000000ffffffffffff000000000000), 0xffff)
                )
                x := add(
                    x,
                    mul(
                        and(x, 0xffffff0000000000ffffff0000000000ffffff0000000000ffffff000000),
                        0xff
                    )
                )
                x := add(
                    x,
                    mul(
                        and(x, 0xfff00000fff00000fff00000fff00000fff00000fff00000fff00000fff000),
                        0xf
                    )
                )
                x := add(
                    x,
                    mul(
                        and(x, 0xfc00fc00fc00fc00fc00fc00fc00fc00fc00fc00fc00fc00fc00fc00fc00fc0),
                        3
                    )
                )
                // A..Z, a..z, 0..9: the offset of a digit changes at 26 and 52.
                let ones := 0x0101010101010101010101010101010101010101010101010101010101010101
                y := add(x, mul(ones, 0x41))
                y := add(y, mul(and(shr(7, add(x, mul(ones, 0x66))), ones), 6))
                y := sub(y, mul(and(shr(7, add(x, mul(ones, 0x4c))), ones), 75))
                // + and /: at 62 and 63, which text seldom has.
                let rare := and(shr(7, add(x, mul(ones, 0x42))), ones)
                if rare {
                    y := sub(y, mul(rare, 15))
                    y := add(y, mul(and(shr(7, add(x, mul(ones, 0x41))), ones), 3))
                }
            }
            let to := add(mload(0x40), 0x20)
            let end := mload(0x20)
            for { let from := mload(0) } lt(from, end) { from := add(from, 96) } {
                mstore(to, spell(shr(64, mload(from))))
                mstore(add(to, 0x20), spell(shr(64, mload(add(from, 24)))))
                mstore(add(to, 0x40), spell(shr(64, mload(add(from, 48)))))
                mstore(add(to, 0x60), spell(shr(64, mload(add(from, 72)))))
                to := add(to, 0x80)
            }
        }
        assembly ("memory-safe") {
            mstore(add(add(data, 0x20), length), beyond)
            let size := shl(2, div(add(length, 2), 3))
            let to := add(add(out, 0x20), size)
            // One byte short of three is one sign of filling, two are two.
            let rest := mod(length, 3)
            if rest {
                mstore8(sub(to, 1), 0x3d)
                if eq(rest, 1) { mstore8(sub(to, 2), 0x3d) }
            }
            mstore(to, 0)
            mstore(out, size)
            mstore(0x40, and(add(to, 0x3f), not(0x1f)))
        }
    }
}
