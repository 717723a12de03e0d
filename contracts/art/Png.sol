// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Canonical PNG files: RGB, 8 bits, no filter, stored blocks
/// @notice Twin of renderer/png.ts: same functions, same order, same bytes. Stored blocks cost size
///         but need no compressor, so the bytes are the same in every language and version.
library Png {
    uint256 private constant BLOCK_MAX = 65_535;
    /// @dev The last chunk, which is empty: length, type, checksum.
    bytes12 private constant END = 0x0000000049454e44ae426082;

    /// @notice Encodes `3 * width * height` bytes of RGB pixels, row by row.
    function encode(bytes memory rgb, uint256 width, uint256 height)
        internal
        pure
        returns (bytes memory)
    {
        bytes memory head = abi.encodePacked("IHDR", uint32(width), uint32(height), hex"0802000000");
        bytes memory data = abi.encodePacked("IDAT", zlib(filtered(rgb, width, height)));
        bytes memory table = crcTable();
        return abi.encodePacked(hex"89504e470d0a1a0a", chunk(head, table), chunk(data, table), END);
    }

    /// @dev The rows, each after the byte that says "no filter".
    function filtered(bytes memory rgb, uint256 width, uint256 height)
        private
        pure
        returns (bytes memory out)
    {
        uint256 row = 3 * width;
        out = new bytes((row + 1) * height);
        assembly {
            let from := add(rgb, 32)
            let to := add(out, 33)
            for { let y := 0 } lt(y, height) { y := add(y, 1) } {
                mcopy(to, from, row)
                from := add(from, row)
                to := add(to, add(row, 1))
            }
        }
    }

    /// @dev A zlib stream of stored blocks.
    function zlib(bytes memory data) private pure returns (bytes memory out) {
        uint256 length = data.length;
        uint256 blocks = (length + BLOCK_MAX - 1) / BLOCK_MAX;
        out = new bytes(2 + 5 * blocks + length + 4);
        uint256 check = adler32(data);
        assembly {
            let to := add(out, 32)
            mstore8(to, 0x78)
            mstore8(add(to, 1), 0x01)
            to := add(to, 2)
            let from := add(data, 32)
            for {} length {} {
                let size := length
                if gt(size, BLOCK_MAX) { size := BLOCK_MAX }
                length := sub(length, size)
                mstore8(to, iszero(length))
                mstore8(add(to, 1), size)
                mstore8(add(to, 2), shr(8, size))
                mstore8(add(to, 3), not(size))
                mstore8(add(to, 4), shr(8, not(size)))
                mcopy(add(to, 5), from, size)
                to := add(to, add(size, 5))
                from := add(from, size)
            }
            mstore8(to, shr(24, check))
            mstore8(add(to, 1), shr(16, check))
            mstore8(add(to, 2), shr(8, check))
            mstore8(add(to, 3), check)
        }
    }

    /// @dev Length, type and data, checksum. The first four bytes of `body` are the type.
    function chunk(bytes memory body, bytes memory table) private pure returns (bytes memory) {
        return abi.encodePacked(uint32(body.length - 4), body, uint32(crc32(body, table)));
    }

    /// @dev 32 bytes at a time, by what each adds to the sum and to the sum of sums. The remainders are taken
    ///      once at the end: 256 bits hold the sums of any picture.
    function adler32(bytes memory data) private pure returns (uint256 check) {
        assembly {
            let a := 1
            let b := 0
            let at := add(data, 32)
            let end := add(at, mload(data))
            for {} iszero(gt(add(at, 32), end)) { at := add(at, 32) } {
                // A byte in each 16-bit lane; a product's highest lane is a sum over all lanes.
                let w := mload(at)
                let odd :=
                    and(w, 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff)
                let even :=
                    and(
                        shr(8, w),
                        0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff
                    )
                let sum :=
                    shr(
                        240,
                        mul(odd, 0x0001000100010001000100010001000100010001000100010001000100010001)
                    )
                // Byte j counts 32 - j times: by pairs, twice the pair's place from the end.
                let twice :=
                    add(
                        shr(
                            240,
                            mul(
                                odd,
                                0x000100020003000400050006000700080009000a000b000c000d000e000f0010
                            )
                        ),
                        shr(
                            240,
                            mul(
                                even,
                                0x000100020003000400050006000700080009000a000b000c000d000e000f0010
                            )
                        )
                    )
                b := add(b, sub(add(shl(5, a), shl(1, twice)), sum))
                a := add(
                    a,
                    add(
                        sum,
                        shr(
                            240,
                            mul(
                                even,
                                0x0001000100010001000100010001000100010001000100010001000100010001
                            )
                        )
                    )
                )
            }
            for {} lt(at, end) { at := add(at, 1) } {
                a := add(a, byte(0, mload(at)))
                b := add(b, a)
            }
            check := or(shl(16, mod(b, 65521)), mod(a, 65521))
        }
    }

    /// @dev What a byte does to a checksum, 256 words, from a table of 16 for four bits at a time.
    function crcTable() private pure returns (bytes memory table) {
        table = new bytes(8192);
        assembly {
            // Entry n lies n * 4 bytes from the most significant end; 8 entries a word.
            mstore(0x00, 0x000000001db710643b6e20c826d930ac76dc41906b6b51f44db261585005713c)
            mstore(0x20, 0xedb88320f00f9344d6d6a3e8cb61b38c9b64c2b086d3d2d4a00ae278bdbdf21c)
            let to := add(table, 0x20)
            for { let n := 0 } lt(n, 256) { n := add(n, 1) } {
                let c := xor(shr(4, n), shr(224, mload(shl(2, and(n, 15)))))
                mstore(to, xor(shr(4, c), shr(224, mload(shl(2, and(c, 15))))))
                to := add(to, 0x20)
            }
        }
    }

    /// @dev Four bytes in each round, after those that do not fill one.
    function crc32(bytes memory data, bytes memory table) private pure returns (uint256 check) {
        assembly {
            table := add(table, 0x20)
            check := 0xffffffff
            // The lowest byte of the word at `at` is the next.
            let at := add(data, 1)
            let end := add(at, mload(data))
            for {} and(sub(end, at), 3) { at := add(at, 1) } {
                let entry := add(table, shl(5, and(xor(check, mload(at)), 0xff)))
                check := xor(shr(8, check), mload(entry))
            }
            for {} lt(at, end) { at := add(at, 4) } {
                let w := mload(add(at, 3))
                let entry := add(table, shl(5, and(xor(check, shr(24, w)), 0xff)))
                check := xor(shr(8, check), mload(entry))
                entry := add(table, shl(5, and(xor(check, shr(16, w)), 0xff)))
                check := xor(shr(8, check), mload(entry))
                entry := add(table, shl(5, and(xor(check, shr(8, w)), 0xff)))
                check := xor(shr(8, check), mload(entry))
                entry := add(table, shl(5, and(xor(check, w), 0xff)))
                check := xor(shr(8, check), mload(entry))
            }
            check := xor(check, 0xffffffff)
        }
    }
}
