// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAlmanac, Word} from "../../../contracts/interfaces/IAlmanac.sol";
import {commitmentHash, jobHash} from "../../../contracts/types/MerkleLayout.sol";
import {AlmanacFixture} from "./AlmanacFixture.sol";

contract CommitTest is AlmanacFixture {
    function test_commit_isKept() public {
        bytes32 commitment = almanac.hashCommitment(epoch, ROOT, cid, SALT, keeper);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Committed(epoch, keeper, commitment);
        vm.prank(keeper);
        almanac.commit(epoch, commitment);
        Word memory word = almanac.wordOf(epoch, keeper);
        assertEq(word.keeper, keeper);
        assertEq(word.commitment, commitment);
        assertEq(word.root, 0);
        assertFalse(word.settled);
        word = almanac.wordOf(epoch, alice);
        assertEq(word.keeper, alice);
        assertEq(word.commitment | word.root, 0);
    }

    function test_commit_locksABond() public {
        _commit(keeper, ROOT);
        assertEq(_balance(keeper), 9 * rules.bond);
        assertEq(_locked(keeper), 1);
        _accept();
        _commit(keeper, ROOT);
        assertEq(_balance(keeper), 8 * rules.bond);
        assertEq(_locked(keeper), 2);
    }

    function test_commit_takesTheLastBond() public {
        vm.startPrank(keeper);
        almanac.withdraw(keeper, 9 * rules.bond);
        vm.stopPrank();
        _commit(keeper, ROOT);
        assertEq(_balance(keeper), 0);
    }

    function test_RevertWhen_theBondIsMissing() public {
        vm.startPrank(keeper);
        almanac.withdraw(keeper, 9 * uint256(rules.bond) + 1);
        vm.stopPrank();
        bytes32 commitment = almanac.hashCommitment(epoch, ROOT, cid, SALT, keeper);
        vm.expectRevert(
            abi.encodeWithSelector(IAlmanac.BondMissing.selector, rules.bond - 1, rules.bond)
        );
        vm.prank(keeper);
        almanac.commit(epoch, commitment);
    }

    function test_commit_closesWithItsWindow() public {
        vm.warp(commitEnds - 1);
        _commit(keeper, ROOT);
        vm.warp(commitEnds);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.CommitClosed.selector, epoch, commitEnds));
        almanac.commit(epoch, ROOT);
    }

    function test_windowsOf_runFromTheAcceptance() public view {
        uint256 at = climate.acceptedAt(epoch);
        assertEq(commitEnds, at + 7200);
        assertEq(revealEnds, at + 10_800);
        assertEq(challengeEnds, at + 54_000);
        (uint256 a, uint256 b, uint256 c) = almanac.windowsOf(epoch + 1);
        assertEq(a + b + c, 0);
    }

    function test_hashCommitment_bindsEverything() public {
        bytes32 job = almanac.jobOf(epoch);
        bytes32 climateHash = climate.climateHash(epoch);
        assertEq(job, jobHash(block.chainid, address(almanac), epoch, climateHash));
        bytes32 expected = commitmentHash(
            block.chainid, address(almanac), job, ROOT, keccak256(cid), SALT, keeper
        );
        assertEq(almanac.hashCommitment(epoch, ROOT, cid, SALT, keeper), expected);
        assertNotEq(almanac.hashCommitment(epoch, ROOT, cid, SALT, alice), expected);
        assertNotEq(almanac.hashCommitment(epoch, SALT, cid, SALT, keeper), expected);
        assertNotEq(almanac.hashCommitment(epoch, ROOT, "", SALT, keeper), expected);
        assertNotEq(almanac.hashCommitment(epoch, ROOT, cid, ROOT, keeper), expected);
        vm.chainId(5);
        assertNotEq(almanac.hashCommitment(epoch, ROOT, cid, SALT, keeper), expected);
    }

    function test_fuzz_hashCommitment_isTheKeepersAndNoRoot(address by, bytes32 salt) public view {
        bytes32 commitment = almanac.hashCommitment(epoch, ROOT, cid, salt, by);
        assertEq(bytes4(commitment), bytes4(bytes20(by)));
        assertEq(uint256(commitment) & 3, 1);
    }

    function test_RevertWhen_theEpochWasNotAccepted() public {
        bytes memory reason = abi.encodeWithSelector(IAlmanac.EpochNotAccepted.selector, epoch + 1);
        vm.expectRevert(reason);
        almanac.commit(epoch + 1, ROOT);
        vm.expectRevert(reason);
        almanac.reveal(epoch + 1, ROOT, cid, SALT);
        vm.expectRevert(reason);
        almanac.jobOf(epoch + 1);
        vm.expectRevert(reason);
        almanac.hashCommitment(epoch + 1, ROOT, cid, SALT, keeper);
    }

    function test_RevertWhen_aKeeperCommitsTwice() public {
        _commit(keeper, ROOT);
        bytes32 commitment = almanac.hashCommitment(epoch, OTHER, cid, SALT, keeper);
        vm.prank(keeper);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyCommitted.selector, epoch, keeper));
        almanac.commit(epoch, commitment);
    }

    function test_RevertWhen_aCommitmentIsCopied() public {
        _commit(keeper, ROOT);
        bytes32 copied = almanac.wordOf(epoch, keeper).commitment;
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.CommitmentMalformed.selector, copied));
        vm.prank(mallory);
        almanac.commit(epoch, copied);
    }

    function test_RevertWhen_aCommitmentHasARootsMark() public {
        bytes32 commitment = almanac.hashCommitment(epoch, ROOT, cid, SALT, keeper);
        for (uint256 mark; mark < 4; ++mark) {
            if (mark == 1) continue;
            bytes32 wrong = bytes32((uint256(commitment) & ~uint256(3)) | mark);
            vm.expectRevert(abi.encodeWithSelector(IAlmanac.CommitmentMalformed.selector, wrong));
            vm.prank(keeper);
            almanac.commit(epoch, wrong);
        }
    }
}
