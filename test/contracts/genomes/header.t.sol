// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {BlockHeader} from "../../../contracts/BlockHeader.sol";
import {Fixture} from "../Fixture.sol";

contract HeaderTest is Fixture {
    function prevRandao(bytes calldata header) external pure returns (bool ok, bytes32 value) {
        return BlockHeader.prevRandao(header);
    }

    function test_fuzz_prevRandao_isField13(bytes32 randao) public view {
        (bool ok, bytes32 value) = this.prevRandao(_header(randao));
        assertTrue(ok);
        assertEq(value, randao);
    }

    function test_prevRandao_readsALongList() public view {
        bytes memory fields;
        for (uint256 i; i < 13; ++i) {
            fields = abi.encodePacked(fields, i % 2 == 0 ? bytes(hex"80") : bytes(hex"c20102"));
        }
        bytes memory payload = abi.encodePacked(fields, bytes1(0xa0), keccak256("randao"));
        bytes memory short = abi.encodePacked(bytes1(0xf8), uint8(payload.length), payload);
        (bool ok, bytes32 value) = this.prevRandao(short);
        assertTrue(ok);
        assertEq(value, keccak256("randao"));
    }

    function test_prevRandao_refusesAnotherLengthOfTheField() public view {
        bytes memory fields = hex"80808080808080808080808080";
        bytes memory payload = abi.encodePacked(fields, bytes1(0x9f), bytes31("31 bytes"), hex"80");
        _refuse(abi.encodePacked(bytes1(0xed), payload));
        payload = abi.encodePacked(fields, bytes1(0xa1), bytes32("33 bytes"), hex"80");
        _refuse(abi.encodePacked(bytes1(uint8(0xc0 + payload.length)), payload));
    }

    function test_prevRandao_refusesShortAndLongInput() public view {
        bytes memory header = _header("chance");
        _refuse("");
        _refuse(hex"80");
        _refuse(hex"c0");
        _refuse(hex"f8");
        _refuse(hex"ffffffffffffffffff");
        _refuse(abi.encodePacked(header, hex"00"));
        assembly ("memory-safe") {
            mstore(header, sub(mload(header), 1))
        }
        _refuse(header);
    }

    function test_fuzz_prevRandao_neverReverts(bytes calldata anything) public view {
        this.prevRandao(anything);
    }

    function test_fuzz_prevRandao_neverRevertsOnAlmostHeaders(uint256 at, bytes1 other)
        public
        view
    {
        bytes memory header = _header("chance");
        header[at % header.length] = other;
        this.prevRandao(header);
    }

    function _refuse(bytes memory header) private view {
        (bool ok,) = this.prevRandao(header);
        assertFalse(ok);
    }
}
