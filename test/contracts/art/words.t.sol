// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {Base64 as Solady} from "solady/utils/Base64.sol";
import {Base64} from "../../../contracts/art/Base64.sol";
import {Document} from "../../../contracts/art/Document.sol";
import {Fixed} from "../../../contracts/art/Fixed.sol";
import {Words} from "../../../contracts/art/Words.sol";

contract WordsTest is Test {
    function test_clean_keepsWhatIsPlain() public pure {
        assertEq(
            Words.clean(unicode"Tromsø 特罗姆瑟 🌻"), unicode"Tromsø 特罗姆瑟 🌻"
        );
    }

    function test_clean_replacesControlsAndBidi() public pure {
        string memory hostile =
            string(abi.encodePacked("a", hex"00", "b", hex"e280ae", "c", hex"efbbbf", "d"));
        assertEq(Words.clean(hostile), unicode"a\uFFFDb\uFFFDcd");
    }

    function test_clean_endsLongNames() public pure {
        assertEq(bytes(Words.clean("0123456789012345678901234567890123456789012345")).length, 40);
    }

    /// @dev Whatever the bytes, what comes out is UTF-8 without controls: cleaning it again changes nothing.
    function test_fuzz_clean_isIdempotent(bytes memory raw) public pure {
        string memory once = Words.clean(string(raw));
        assertEq(Words.clean(once), once);
        for (uint256 i; i < bytes(once).length; ++i) {
            assertGe(uint8(bytes(once)[i]), 0x20);
        }
    }

    function test_fuzz_encodeUri_leavesOnlyUriCharacters(string memory plain) public pure {
        bytes memory out = bytes(Document.encodeUri(plain));
        uint256 length;
        for (uint256 i; i < out.length; ++i) {
            uint256 c = uint8(out[i]);
            assertTrue(c > 0x20 && c < 0x7f && c != 0x22 && c != 0x23 && c != 0x3c && c != 0x3e);
            ++length;
            if (c == 0x25) i += 2;
        }
        assertEq(length, bytes(plain).length);
    }

    /// @dev Against a plain twin, byte by byte; long enough for whole words to be kept.
    function test_fuzz_encodeUri_escapesExactlyWhatItMust(bytes memory raw, uint256 seed)
        public
        pure
    {
        bytes memory plain = abi.encodePacked(raw, "M960,1640q-12-40,8-90l12-8-12,8z", raw, seed);
        for (uint256 i; i < plain.length; i += 1 + (seed >> (i % 250)) % 40) {
            plain[i] = bytes1(uint8(seed >> (i % 248)));
        }
        assertEq(Document.encodeUri(string(plain)), string(_slowly(plain)));
    }

    function test_encodeUri_knowsEveryByte() public pure {
        for (uint256 c; c < 256; ++c) {
            // Alone, and within a word of bytes that are all kept.
            bytes memory one = abi.encodePacked(uint8(c));
            bytes memory among =
                abi.encodePacked("aaaaaaaaaaaaaaa", one, "zzzzzzzzzzzzzzzzzzzzzzzz");
            assertEq(Document.encodeUri(string(one)), string(_slowly(one)));
            assertEq(Document.encodeUri(string(among)), string(_slowly(among)));
        }
    }

    /// @dev Against Solady's, which takes three bytes at a time.
    function test_fuzz_base64_isTheUsualOne(bytes memory raw) public pure {
        for (uint256 length; length <= raw.length && length < 60; ++length) {
            bytes memory part = new bytes(length);
            for (uint256 i; i < length; ++i) {
                part[i] = raw[i];
            }
            assertEq(Base64.encode(part), Solady.encode(part));
        }
        assertEq(Base64.encode(raw), Solady.encode(raw));
    }

    function test_base64_knowsEveryDigit() public pure {
        bytes memory raw = new bytes(768);
        for (uint256 i; i < 256; ++i) {
            (raw[3 * i], raw[3 * i + 1], raw[3 * i + 2]) =
            (bytes1(uint8(i)), bytes1(uint8(255 - i)), bytes1(uint8(i * 37)));
        }
        assertEq(Base64.encode(raw), Solady.encode(raw));
        assertEq(
            Base64.encode(hex"00108310518720928b30d38f41149351559761969b71d79f"),
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"
        );
        assertEq(
            Base64.encode(hex"8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3dfbf"),
            "ghijklmnopqrstuvwxyz0123456789+/"
        );
    }

    function _slowly(bytes memory plain) private pure returns (bytes memory out) {
        bytes memory escaped = '"#%<>\\^`{|}';
        bytes memory digits = "0123456789ABCDEF";
        for (uint256 i; i < plain.length; ++i) {
            uint8 c = uint8(plain[i]);
            bool isKept = c > 0x20 && c < 0x7f;
            for (uint256 k; k < escaped.length; ++k) {
                if (uint8(escaped[k]) == c) isKept = false;
            }
            out = isKept
                ? abi.encodePacked(out, plain[i])
                : abi.encodePacked(out, "%", digits[c >> 4], digits[c & 15]);
        }
    }

    function test_fuzz_degrees_hasTwoDecimals(int16 centiC) public pure {
        bytes memory out = bytes(Words.hundredths(centiC));
        assertEq(out[out.length - 3], ".");
        assertEq(out[0] == "-", centiC < 0);
    }

    function test_fuzz_sqrt_isTheWholePart(uint256 v) public pure {
        v = bound(v, 0, 2 ** 53 - 1);
        int256 root = Fixed.sqrt(int256(v));
        assertLe(root * root, int256(v));
        assertGt((root + 1) * (root + 1), int256(v));
    }

    function test_fuzz_div_roundsDown(int64 a, uint32 b) public pure {
        int256 divisor = int256(uint256(b)) + 1;
        int256 q = Fixed.div(a, divisor);
        assertLe(q * divisor, a);
        assertGt((q + 1) * divisor, a);
    }
}
