// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {TokenState} from "../../../contracts/interfaces/IChoices.sol";
import {Checkpoint, unchosen} from "../../../contracts/types/Checkpoint.sol";
import {StateWord, pack} from "../../../contracts/types/StateWord.sol";

contract CheckpointTest is Test {
    /// @dev Every field, by its own arithmetic: 2 ** offset, and a width.
    function test_fuzz_getters_cutTheirBits(uint256 word) public pure {
        Checkpoint c = Checkpoint.wrap(word);
        assertEq(c.from(), word % 2 ** 40);
        assertEq(c.pinnedEpoch(), word / 2 ** 40 % 2 ** 40);
        assertEq(c.station(), word / 2 ** 80 % 2 ** 16);
        assertEq(c.since(), word / 2 ** 96 % 2 ** 40);
        assertEq(c.previousStation(), word / 2 ** 136 % 2 ** 16);
        assertEq(c.previousSince(), word / 2 ** 152 % 2 ** 40);
        assertEq(c.model(), word / 2 ** 192 % 2 ** 16);
        assertEq(c.artVersion(), word / 2 ** 208 % 2 ** 16);
        assertEq(c.nonce(), word / 2 ** 224 % 2 ** 24);
        assertEq(c.moves(), word / 2 ** 248);
    }

    function test_fuzz_withers_changeOneField(uint256 word, uint40 epoch, uint24 number)
        public
        pure
    {
        Checkpoint c = Checkpoint.wrap(word);
        uint16 small = uint16(number);
        _assertOnly(c, c.withFrom(epoch), 0, 40, epoch);
        _assertOnly(c, c.withPinnedEpoch(epoch), 40, 40, epoch);
        _assertOnly(c, c.withStation(small), 80, 16, small);
        _assertOnly(c, c.withModel(small), 192, 16, small);
        _assertOnly(c, c.withArtVersion(small), 208, 16, small);
        _assertOnly(c, c.withNonce(number), 224, 24, number);
    }

    function test_fuzz_movedTo_keepsTheStayBefore(uint256 word, uint16 station, uint40 since)
        public
        pure
    {
        Checkpoint c = Checkpoint.wrap(word);
        Checkpoint m = c.movedTo(station, since);
        assertEq(m.station(), station);
        assertEq(m.since(), since);
        assertEq(m.previousStation(), c.station());
        assertEq(m.previousSince(), c.since());
        assertEq(m.moves(), c.moves() == 255 ? 255 : c.moves() + 1);
        assertEq(m.from(), c.from());
        assertEq(m.pinnedEpoch(), c.pinnedEpoch());
        assertEq(m.model(), c.model());
        assertEq(m.artVersion(), c.artVersion());
        assertEq(m.nonce(), c.nonce());
    }

    function test_movedTo_countsTo255() public pure {
        Checkpoint c;
        for (uint256 i = 1; i < 300; ++i) {
            c = c.movedTo(uint16(i), uint40(i));
            assertEq(c.moves(), i < 255 ? i : 255);
        }
    }

    function test_fuzz_withStayOf_takesAllOfTheStay(uint256 a, uint256 b) public pure {
        Checkpoint c = Checkpoint.wrap(a).withStayOf(Checkpoint.wrap(b));
        Checkpoint other = Checkpoint.wrap(b);
        assertEq(c.station(), other.station());
        assertEq(c.since(), other.since());
        assertEq(c.previousStation(), other.previousStation());
        assertEq(c.previousSince(), other.previousSince());
        assertEq(c.moves(), other.moves());
        Checkpoint back = c.withStayOf(Checkpoint.wrap(a));
        assertEq(Checkpoint.unwrap(back), a);
    }

    function test_fuzz_choosesAs_ignoresWhenAndHowOften(uint256 word, uint40 from, uint24 nonce)
        public
        pure
    {
        Checkpoint c = Checkpoint.wrap(word);
        assertTrue(c.choosesAs(c.withFrom(from).withNonce(nonce)));
    }

    function test_fuzz_choosesAs_seesEveryOtherBit(uint256 word, uint8 bit) public pure {
        bool isChoice = bit >= 40 && (bit < 224 || bit >= 248);
        Checkpoint other = Checkpoint.wrap(word ^ (1 << bit));
        assertEq(Checkpoint.wrap(word).choosesAs(other), !isChoice);
    }

    function test_fuzz_unchosen_isAllZeroBut(uint16 station, uint16 model, uint16 art) public pure {
        Checkpoint c = unchosen(station, model, art);
        uint256 expected =
            uint256(station) * 2 ** 80 + uint256(model) * 2 ** 192 + uint256(art) * 2 ** 208;
        assertEq(Checkpoint.unwrap(c), expected);
    }

    function test_fuzz_stateWord_roundTrips(TokenState memory s) public pure {
        assertEq(abi.encode(pack(s).unpack()), abi.encode(s));
    }

    function test_fuzz_stateWord_dropsNothing(uint256 word) public pure {
        word &= 2 ** 160 - 1;
        assertEq(StateWord.unwrap(pack(StateWord.wrap(word).unpack())), word);
    }

    function _assertOnly(
        Checkpoint before,
        Checkpoint after_,
        uint256 offset,
        uint256 width,
        uint256 value
    ) private pure {
        uint256 mask = (2 ** width - 1) << offset;
        uint256 expected = (Checkpoint.unwrap(before) & ~mask) | (value << offset);
        assertEq(Checkpoint.unwrap(after_), expected);
    }
}
