// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAlmanac} from "../../../contracts/interfaces/IAlmanac.sol";
import {commitmentHash, jobHash} from "../../../contracts/types/MerkleLayout.sol";
import {AlmanacFixture} from "./AlmanacFixture.sol";

contract CommitTest is AlmanacFixture {
    function test_commit_isKept() public {
        bytes32 commitment = almanac.hashCommitment(epoch, ROOT, cid, SALT, keeper);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Committed(epoch, keeper, commitment);
        vm.prank(keeper);
        almanac.commit(epoch, commitment);
        assertEq(almanac.commitmentOf(epoch, keeper), commitment);
        assertEq(almanac.rootOf(epoch, keeper), 0);
        assertEq(almanac.commitmentOf(epoch, alice), 0);
    }

    function test_commit_closesWithItsWindow() public {
        vm.warp(acceptedAt + 7199);
        _commit(keeper, ROOT);
        vm.warp(acceptedAt + 7200);
        vm.expectRevert(
            abi.encodeWithSelector(IAlmanac.CommitClosed.selector, epoch, acceptedAt + 7200)
        );
        almanac.commit(epoch, ROOT);
    }

    function test_windowsOf_runFromTheAcceptance() public view {
        (uint256 commitEnds, uint256 revealEnds) = almanac.windowsOf(epoch);
        assertEq(commitEnds, acceptedAt + 7200);
        assertEq(revealEnds, acceptedAt + 10_800);
        (commitEnds, revealEnds) = almanac.windowsOf(epoch + 1);
        assertEq(commitEnds + revealEnds, 0);
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
        vm.prank(keeper);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyCommitted.selector, epoch, keeper));
        almanac.commit(epoch, SALT);
    }

    function test_RevertWhen_theCommitmentIsZero() public {
        vm.expectRevert(IAlmanac.CommitmentZero.selector);
        almanac.commit(epoch, 0);
    }
}
