// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Uris: text as a URI may hold it.
/// @notice TypeScript twin: `encodeUri` in renderer/document.ts.
library Uris {
    /// @notice Escapes what a URI cannot hold, and nothing else: controls, space and "#%<>\^`{|}, and all
    /// beyond ASCII.
    /// @dev Whole words are tested at once and copied; where a byte may not be kept, its escape is laid
    /// down, and the rest of the word behind it. About 7 gas a byte, and 250 more for an escape.
    function encode(string memory plain) internal pure returns (string memory out) {
        uint256 beyond;
        assembly ("memory-safe") {
            let end := add(add(plain, 0x20), mload(plain))
            // What lies beyond the end is not text and must not be escaped; it is put back afterwards.
            beyond := mload(end)
            mstore(end, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
            mstore(0, add(plain, 0x20))
            mstore(0x20, end)
        }
        // A block without names from outside, which is what the compiler's Yul optimizer takes.
        assembly ("memory-safe") {
            // A table of escapes, four bytes for each character: three to be laid down, and two, which is how
            // much longer that is. Of those that the test below takes for others, one to be laid down, and
            // nothing.
            function tabulate(table) {
                for { let high := 0 } lt(high, 16) { high := add(high, 1) } {
                    let digits := shl(16, add(add(48, high), mul(7, gt(high, 9))))
                    digits := mul(
                        digits,
                        0x0000000100000001000000010000000100000001000000010000000100000001
                    )
                    let at := add(table, shl(6, high))
                    mstore(
                        at,
                        add(
                            digits,
                            0x2500300225003102250032022500330225003402250035022500360225003702
                        )
                    )
                    mstore(
                        add(at, 0x20),
                        add(
                            digits,
                            0x2500380225003902250041022500420225004302250044022500450225004602
                        )
                    )
                }
                keep(table, 0x21)
                keep(table, 0x24)
                keep(table, 0x26)
                keep(table, 0x5d)
                keep(table, 0x5f)
                keep(table, 0x7e)
            }
            function keep(table, c) {
                table := add(table, shl(2, c))
                mstore8(table, c)
                mstore8(add(table, 3), 0)
            }
            // The top bit of each byte that may have to be escaped.
            function suspects(w) -> found {
                let ones := 0x0101010101010101010101010101010101010101010101010101010101010101
                let low := and(w, mul(ones, 0x7f))
                let pair := xor(or(low, mul(ones, 2)), mul(ones, 0x3e))
                // Not below 0x27; neither < nor >; not from 0x5c to 0x60.
                let kept := add(low, mul(ones, 0x59))
                kept := and(kept, add(pair, mul(ones, 0x7f)))
                kept := and(kept, or(not(add(low, mul(ones, 0x24))), add(low, mul(ones, 0x1f))))
                // From 0x7b on, or beyond ASCII.
                found := or(or(w, add(low, mul(ones, 5))), not(kept))
                found := and(found, mul(ones, 0x80))
            }
            let table := add(mload(0x40), 0x20)
            tabulate(table)
            let to := add(table, 0x420)
            let from := mload(0)
            for {} lt(from, mload(0x20)) { from := add(from, 0x20) } {
                let w := mload(from)
                mstore(to, w)
                let found := suspects(w)
                if found {
                    found := shr(7, found)
                    let left := mod(found, 255)
                    // Every byte counts the suspects from it to the word's end, and has its top bit set where
                    // there are as many as are left, or more: so many bytes of the word come first.
                    found := mul(
                        found,
                        0x0101010101010101010101010101010101010101010101010101010101010101
                    )
                    found := add(
                        found,
                        mul(
                            sub(0x80, left),
                            0x0101010101010101010101010101010101010101010101010101010101010101
                        )
                    )
                    to := sub(to, 1)
                    for {} left { left := sub(left, 1) } {
                        let place :=
                            mod(
                                shr(
                                    7,
                                    and(
                                        found,
                                        0x8080808080808080808080808080808080808080808080808080808080808080
                                    )
                                ),
                                255
                            )
                        found := add(
                            found,
                            0x0101010101010101010101010101010101010101010101010101010101010101
                        )
                        let escape := mload(add(table, shl(2, byte(sub(place, 1), w))))
                        let at := add(to, place)
                        mstore(at, escape)
                        let longer := byte(3, escape)
                        to := add(to, longer)
                        mstore(add(add(at, 1), longer), shl(shl(3, place), w))
                    }
                    to := add(to, 1)
                }
                to := add(to, 0x20)
            }
            mstore(0, sub(to, sub(from, mload(0x20))))
        }
        assembly ("memory-safe") {
            mstore(add(add(plain, 0x20), mload(plain)), beyond)
            out := add(mload(0x40), 0x420)
            let to := mload(0)
            mstore(out, sub(sub(to, out), 0x20))
            mstore(0x40, and(add(to, 63), not(31)))
        }
    }
}
