// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {Png} from "../../../contracts/art/Png.sol";

/// @dev The checksums, against definitions that go byte by byte and bit by bit.
contract PngTest is Test {
    function test_fuzz_encode_sealsWithTheRightChecksums(
        bytes memory noise,
        uint8 width,
        uint8 rows
    ) public pure {
        uint256 w = 1 + (uint256(width) % 40);
        uint256 h = 1 + (uint256(rows) % 8);
        bytes memory rgb = new bytes(3 * w * h);
        for (uint256 i; i < rgb.length; ++i) {
            rgb[i] = noise.length == 0 ? bytes1(0xff) : noise[(i * 7) % noise.length];
        }
        _assertSealed(Png.encode(rgb, w, h), (3 * w + 1) * h);
    }

    function test_encode_sealsTheBrightestPicture() public pure {
        bytes memory rgb = new bytes(3 * 96 * 96);
        for (uint256 i; i < rgb.length; ++i) {
            rgb[i] = 0xff;
        }
        _assertSealed(Png.encode(rgb, 96, 96), 289 * 96);
    }

    function _assertSealed(bytes memory file, uint256 length) private pure {
        // Signature and header chunk are 33 bytes; then a length, a type, two bytes and a block's head.
        uint256 start = 48;
        assertEq(file.length, start + length + 4 + 4 + 12);
        (uint256 a, uint256 b) = (1, 0);
        for (uint256 i; i < length; ++i) {
            a = (a + uint8(file[start + i])) % 65_521;
            b = (b + a) % 65_521;
        }
        assertEq(_word(file, start + length), (b << 16) | a);
        assertEq(_word(file, start + length + 4), _crc(file, 37, start + length + 4));
        assertEq(_word(file, 29), _crc(file, 12, 29));
    }

    function _crc(bytes memory file, uint256 from, uint256 to) private pure returns (uint256 c) {
        c = 0xffffffff;
        for (uint256 i = from; i < to; ++i) {
            c ^= uint8(file[i]);
            for (uint256 bit; bit < 8; ++bit) {
                c = c & 1 == 1 ? (c >> 1) ^ 0xedb88320 : c >> 1;
            }
        }
        c ^= 0xffffffff;
    }

    function _word(bytes memory file, uint256 at) private pure returns (uint256 word) {
        for (uint256 i; i < 4; ++i) {
            word = (word << 8) | uint8(file[at + i]);
        }
    }
}
