// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {EpochState, IAlmanac, Stand, Word} from "../../../contracts/interfaces/IAlmanac.sol";
import {AlmanacFixture} from "./AlmanacFixture.sol";

contract RevealTest is AlmanacFixture {
    function test_reveal_isKept() public {
        _commit(keeper, ROOT);
        vm.warp(commitEnds);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Revealed(epoch, keeper, ROOT, cid);
        _reveal(keeper, ROOT);
        Word memory word = almanac.wordOf(epoch, keeper);
        assertEq(word.root, ROOT);
        assertEq(word.commitment, 0);
        assertFalse(word.settled);
        Stand memory stand = almanac.standOf(epoch, keeper);
        assertEq(stand.first, keeper);
        assertEq(stand.keepers, 1);
        assertFalse(stand.fallen);
        assertEq(stand.felledBy, address(0));
        assertEq(almanac.epochOf(epoch).standing, 1);
    }

    function test_reveal_countsWhoStandsBehindEachRoot() public {
        address[4] memory keepers = [bob, keeper, mallory, alice];
        bytes32[4] memory roots = [ROOT, OTHER, OTHER, ROOT];
        for (uint256 i; i < 4; ++i) {
            _commit(keepers[i], roots[i]);
        }
        vm.warp(commitEnds);
        for (uint256 i; i < 4; ++i) {
            _reveal(keepers[i], roots[i]);
        }
        for (uint256 i; i < 4; ++i) {
            Stand memory stand = almanac.standOf(epoch, keepers[i]);
            assertEq(stand.first, roots[i] == ROOT ? bob : keeper);
            assertEq(stand.keepers, 2);
        }
        assertEq(almanac.epochOf(epoch).standing, 2);
    }

    function test_wordsOf_areReadInPartsByAccount() public {
        _commit(keeper, ROOT);
        _commit(bob, ROOT);
        _commit(mallory, OTHER);
        vm.warp(commitEnds);
        _reveal(bob, ROOT);
        Word[] memory words = almanac.wordsOf(epoch, 1, 200);
        assertEq(words.length, 3);
        assertEq(words[0].keeper, keeper);
        assertNotEq(words[0].commitment, 0);
        assertEq(words[1].keeper, bob);
        assertEq(words[1].root, ROOT);
        assertEq(words[2].keeper, mallory);
        // Alice, who says nothing, is account 2.
        assertEq(almanac.wordsOf(epoch, 1, 2).length, 1);
        assertEq(almanac.wordsOf(epoch, 2, 1).length, 0);
        assertEq(almanac.wordsOf(epoch, 3, type(uint256).max).length, 2);
        assertEq(almanac.wordsOf(epoch, 0, 2).length, 1);
        assertEq(almanac.wordsOf(epoch, 5, 200).length, 0);
        assertEq(almanac.wordsOf(epoch, type(uint256).max, 200).length, 0);
        assertEq(almanac.wordsOf(epoch, 1, 0).length, 0);
    }

    /// @dev Keeping is open to all, so the answer must fit whoever joins.
    function test_wordsOf_aCrowdFitsTheWire() public {
        for (uint256 i; i < 220; ++i) {
            address by = address(uint160(uint256(keccak256(abi.encode(i)))));
            almanac.deposit{value: rules.bond}(by);
            _commit(by, ROOT);
        }
        Word[] memory words = almanac.wordsOf(epoch, 5, 1000);
        assertEq(words.length, 200);
        // "0x", and two characters a byte.
        assertLt(2 + 2 * abi.encode(words).length, 100_000);
        assertEq(almanac.wordsOf(epoch, 205, 1000).length, 20);
    }

    function test_reveal_opensAndClosesWithItsWindow() public {
        _commit(keeper, ROOT);
        _commit(alice, ROOT);
        bytes memory reason =
            abi.encodeWithSelector(IAlmanac.RevealClosed.selector, epoch, commitEnds, revealEnds);
        vm.warp(commitEnds - 1);
        vm.expectRevert(reason);
        _reveal(keeper, ROOT);
        vm.warp(revealEnds - 1);
        _reveal(keeper, ROOT);
        vm.warp(revealEnds);
        vm.expectRevert(reason);
        _reveal(alice, ROOT);
    }

    function test_reveal_outlivesTheNextEpoch() public {
        // Accepted late in its epoch, an epoch is revealed after the next one was accepted.
        vm.warp((epoch + 2) * 25_200 - 60);
        epoch += 1;
        _observe(epoch, _mild());
        (commitEnds,,) = almanac.windowsOf(epoch);
        _commit(keeper, ROOT);
        _observeNext();
        vm.warp(commitEnds);
        _reveal(keeper, ROOT);
        assertEq(almanac.wordOf(epoch, keeper).root, ROOT);
    }

    function test_RevertWhen_somethingElseIsRevealed() public {
        _commit(keeper, ROOT);
        vm.warp(commitEnds);
        vm.startPrank(keeper);
        vm.expectPartialRevert(IAlmanac.CommitmentMismatch.selector);
        almanac.reveal(epoch, OTHER, cid, SALT);
        vm.expectPartialRevert(IAlmanac.CommitmentMismatch.selector);
        almanac.reveal(epoch, ROOT, cid, ROOT);
        vm.expectPartialRevert(IAlmanac.CommitmentMismatch.selector);
        almanac.reveal(epoch, ROOT, hex"01", SALT);
        vm.stopPrank();
        vm.prank(alice);
        vm.expectPartialRevert(IAlmanac.CommitmentMismatch.selector);
        almanac.reveal(epoch, ROOT, cid, SALT);
    }

    function test_RevertWhen_aKeeperRevealsTwice() public {
        _commit(keeper, ROOT);
        vm.warp(commitEnds);
        _reveal(keeper, ROOT);
        vm.expectPartialRevert(IAlmanac.CommitmentMismatch.selector);
        _reveal(keeper, ROOT);
        assertEq(almanac.standOf(epoch, keeper).keepers, 1);
    }

    function test_RevertWhen_theRootIsMalformed() public {
        bytes32[4] memory wrong = [bytes32(0), ROOT | bytes32(uint256(1)), 0, 0];
        wrong[2] = ROOT | bytes32(uint256(2));
        wrong[3] = ROOT | bytes32(uint256(3));
        address[4] memory keepers = [alice, bob, keeper, mallory];
        for (uint256 i; i < 4; ++i) {
            _commit(keepers[i], wrong[i]);
        }
        vm.warp(commitEnds);
        for (uint256 i; i < 4; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAlmanac.RootMalformed.selector, wrong[i]));
            _reveal(keepers[i], wrong[i]);
        }
        EpochState memory state = almanac.epochOf(epoch);
        assertEq(state.standing, 0);
    }

    function test_RevertWhen_theCidIsNone() public {
        bytes[3] memory wrong = [bytes(""), hex"1220", bytes.concat(hex"01", new bytes(64))];
        address[3] memory keepers = [alice, bob, keeper];
        for (uint256 i; i < 3; ++i) {
            cid = wrong[i];
            _commit(keepers[i], ROOT);
        }
        vm.warp(commitEnds);
        for (uint256 i; i < 3; ++i) {
            cid = wrong[i];
            vm.expectRevert(IAlmanac.CidInvalid.selector);
            _reveal(keepers[i], ROOT);
        }
    }

    function test_fuzz_reveal_takesEveryCid(uint256 length) public {
        cid = bytes.concat(hex"01", new bytes(bound(length, 0, 63)));
        _commit(keeper, ROOT);
        vm.warp(commitEnds);
        _reveal(keeper, ROOT);
    }

    function test_RevertWhen_nothingWasRevealed() public {
        _commit(keeper, ROOT);
        for (uint256 i; i < 2; ++i) {
            address by = i == 0 ? keeper : alice;
            vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotRevealed.selector, epoch, by));
            almanac.standOf(epoch, by);
        }
    }
}
