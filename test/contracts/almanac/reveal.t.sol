// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Almanac} from "../../../contracts/Almanac.sol";
import {IAlmanac, Reveal} from "../../../contracts/interfaces/IAlmanac.sol";
import {AlmanacFixture} from "./AlmanacFixture.sol";

contract RevealTest is AlmanacFixture {
    function test_reveal_isKept() public {
        _commit(keeper, ROOT);
        _closeCommits();
        vm.expectEmit(address(almanac));
        emit IAlmanac.Revealed(epoch, keeper, ROOT, cid);
        _reveal(keeper, ROOT);
        Reveal[] memory reveals = almanac.revealsOf(epoch);
        assertEq(reveals.length, 1);
        assertEq(reveals[0].keeper, keeper);
        assertEq(reveals[0].root, ROOT);
        assertEq(reveals[0].cid, cid);
        assertEq(almanac.rootOf(epoch, keeper), ROOT);
        assertEq(almanac.commitmentOf(epoch, keeper), 0);
    }

    function test_reveal_keepsTheOrderOfManyKeepers() public {
        address[4] memory keepers = [bob, keeper, mallory, alice];
        for (uint256 i; i < 4; ++i) {
            _commit(keepers[i], keccak256(abi.encode(i)));
        }
        _closeCommits();
        for (uint256 i; i < 4; ++i) {
            _reveal(keepers[i], keccak256(abi.encode(i)));
        }
        Reveal[] memory reveals = almanac.revealsOf(epoch);
        assertEq(reveals.length, 4);
        for (uint256 i; i < 4; ++i) {
            assertEq(reveals[i].keeper, keepers[i]);
            assertEq(reveals[i].root, keccak256(abi.encode(i)));
            assertEq(reveals[i].cid, cid);
        }
    }

    /// @dev Revealing is open to all, so the answer must fit whoever joins.
    function test_revealsOf_aCrowdIsReadInParts() public {
        uint256 crowd = 450;
        for (uint256 i; i < crowd; ++i) {
            _commit(address(uint160(1000 + i)), ROOT);
        }
        _closeCommits();
        for (uint256 i; i < crowd; ++i) {
            _reveal(address(uint160(1000 + i)), ROOT);
        }
        Reveal[] memory reveals = almanac.revealsOf(epoch);
        assertEq(reveals.length, almanac.MAX_REVEALS());
        // "0x", and two characters a byte.
        assertLt(2 + 2 * abi.encode(reveals).length, 100_000);
        uint256 at = crowd;
        for (;;) {
            at -= reveals.length;
            for (uint256 i; i < reveals.length; ++i) {
                assertEq(reveals[i].keeper, address(uint160(1000 + at + i)));
                assertEq(reveals[i].cid, cid);
            }
            if (at == 0) break;
            reveals = almanac.revealsBefore(epoch, reveals[0].keeper);
        }
        assertEq(almanac.revealsBefore(epoch, reveals[0].keeper).length, 0);
        assertEq(almanac.revealsBefore(epoch, keeper).length, 0);
    }

    function test_fuzz_reveal_keepsEveryCid(bytes32 a, bytes32 b, uint256 length) public {
        length = bound(length, 1, 43);
        bytes memory any = bytes.concat(a, b);
        any[0] = 0x01;
        assembly ("memory-safe") {
            mstore(any, length)
        }
        // A tail of zeros is refused, see below; keccak never gives one.
        any[length - 1] = 0x07;
        any[0] = 0x01;
        cid = any;
        _commit(keeper, ROOT);
        _closeCommits();
        _reveal(keeper, ROOT);
        assertEq(almanac.revealsOf(epoch)[0].cid, any);
    }

    function test_reveal_opensAndClosesWithItsWindow() public {
        _commit(keeper, ROOT);
        _commit(alice, ROOT);
        bytes memory reason = abi.encodeWithSelector(
            IAlmanac.RevealClosed.selector, epoch, acceptedAt + 7200, acceptedAt + 10_800
        );
        vm.warp(acceptedAt + 7199);
        vm.expectRevert(reason);
        _reveal(keeper, ROOT);
        vm.warp(acceptedAt + 10_799);
        _reveal(keeper, ROOT);
        vm.warp(acceptedAt + 10_800);
        vm.expectRevert(reason);
        _reveal(alice, ROOT);
    }

    function test_reveal_outlivesTheNextEpoch() public {
        // Accepted late in its epoch, an epoch is revealed after the next one was accepted.
        vm.warp((epoch + 2) * 25_200 - 60);
        epoch += 1;
        _observe(epoch, _mild());
        acceptedAt = block.timestamp;
        _commit(keeper, ROOT);
        _observeNext();
        _closeCommits();
        _reveal(keeper, ROOT);
        assertEq(almanac.rootOf(epoch, keeper), ROOT);
    }

    function test_RevertWhen_aCommitmentIsCopied() public {
        _commit(keeper, ROOT);
        bytes32 copied = almanac.commitmentOf(epoch, keeper);
        vm.prank(mallory);
        almanac.commit(epoch, copied);
        _closeCommits();
        vm.expectPartialRevert(IAlmanac.CommitmentMismatch.selector);
        _reveal(mallory, ROOT);
        _reveal(keeper, ROOT);
    }

    function test_RevertWhen_somethingElseIsRevealed() public {
        _commit(keeper, ROOT);
        _closeCommits();
        vm.startPrank(keeper);
        vm.expectPartialRevert(IAlmanac.CommitmentMismatch.selector);
        almanac.reveal(epoch, SALT, cid, SALT);
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
        _closeCommits();
        _reveal(keeper, ROOT);
        vm.expectPartialRevert(IAlmanac.CommitmentMismatch.selector);
        _reveal(keeper, ROOT);
        assertEq(almanac.revealsOf(epoch).length, 1);
    }

    function test_RevertWhen_theRootIsZero() public {
        _commit(keeper, 0);
        _closeCommits();
        vm.expectRevert(IAlmanac.RootZero.selector);
        _reveal(keeper, 0);
    }

    function test_RevertWhen_theCidIsNone() public {
        bytes[4] memory wrong = [
            bytes(""),
            hex"1220",
            bytes.concat(hex"01", new bytes(43)),
            bytes.concat(hex"01701220", new bytes(32))
        ];
        address[4] memory keepers = [alice, bob, keeper, mallory];
        for (uint256 i; i < 4; ++i) {
            cid = wrong[i];
            _commit(keepers[i], ROOT);
        }
        _closeCommits();
        for (uint256 i; i < 4; ++i) {
            cid = wrong[i];
            vm.expectRevert(IAlmanac.CidInvalid.selector);
            _reveal(keepers[i], ROOT);
        }
    }

    function test_RevertWhen_aWindowIsZero() public {
        vm.expectRevert(IAlmanac.WindowZero.selector);
        new Almanac(climate, 0, 1);
        vm.expectRevert(IAlmanac.WindowZero.selector);
        new Almanac(climate, 1, 0);
    }
}
