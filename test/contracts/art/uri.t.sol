// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {Uris} from "../../../contracts/art/Uri.sol";

/// @title Escapes for URIs, against a slow twin that looks at every byte by itself.
contract UriTest is Test {
    function test_encode_knowsEveryByte() public pure {
        bytes memory plain = new bytes(256);
        for (uint256 i; i < 256; ++i) {
            plain[i] = bytes1(uint8(i));
        }
        assertEq(Uris.encode(string(plain)), slow(plain));
    }

    function test_fuzz_encode_isAsTheSlowTwin(bytes memory plain, uint256 wild) public pure {
        // Mostly what is written, where most words have few escapes.
        for (uint256 i; i < plain.length; ++i) {
            if ((wild >> (i % 256)) & 1 == 1) {
                plain[i] = bytes1(0x20 + uint8(plain[i]) % 96);
            }
        }
        bytes memory before = bytes.concat(plain, "");
        assertEq(Uris.encode(string(plain)), slow(plain));
        assertEq(plain, before);
    }

    function test_encode_leavesWhatLiesBehindTheText() public pure {
        bytes memory plain = "five<";
        bytes memory other = "what lies behind it in memory, untouched";
        Uris.encode(string(plain));
        assertEq(other, "what lies behind it in memory, untouched");
    }

    function slow(bytes memory plain) private pure returns (string memory) {
        bytes memory digits = "0123456789ABCDEF";
        bytes memory refused = '"#%<>\\^`{|}';
        bytes memory out;
        for (uint256 i; i < plain.length; ++i) {
            bytes1 c = plain[i];
            bool kept = c > 0x20 && c < 0x7f;
            for (uint256 k; k < refused.length; ++k) {
                if (c == refused[k]) kept = false;
            }
            if (kept) out = bytes.concat(out, c);
            else out = bytes.concat(out, "%", digits[uint8(c) >> 4], digits[uint8(c) & 15]);
        }
        return string(out);
    }
}
