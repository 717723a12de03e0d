// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAlmanac, Word} from "../../../contracts/interfaces/IAlmanac.sol";
import {ChallengeFixture} from "./ChallengeFixture.sol";

contract SettleTest is ChallengeFixture {
    function _finalize(address by) private {
        vm.warp(challengeEnds);
        almanac.finalize(epoch, by);
    }

    function test_settle_freesTheBondAndCreditsTheShare() public {
        almanac.fund{value: 1 ether}();
        _say(keeper, ROOT, alice, ROOT);
        _finalize(alice);
        uint256 share = rules.pot / 2;
        vm.expectEmit(address(almanac));
        emit IAlmanac.Settled(epoch, keeper, rules.bond + share);
        vm.prank(mallory);
        almanac.settle(epoch, keeper);
        assertEq(_balance(keeper), 10 * rules.bond + share);
        assertEq(_locked(keeper), 0);
        Word memory word = almanac.wordOf(epoch, keeper);
        assertTrue(word.settled);
        assertEq(word.root, ROOT);
        assertFalse(almanac.wordOf(epoch, alice).settled);
        // What the first said is still known to all.
        assertEq(almanac.standOf(epoch, alice).first, keeper);
        (, bytes32 root,) = almanac.artworkAt(0, epoch);
        assertEq(root, ROOT);
    }

    function test_settle_freesTheBondsOfAVoidEpoch() public {
        almanac.fund{value: 1 ether}();
        _say(keeper, ROOT, mallory, grove.root);
        _finalize(keeper);
        almanac.settle(epoch, keeper);
        almanac.settle(epoch, mallory);
        assertEq(_balance(keeper), 10 * rules.bond);
        assertEq(_balance(mallory), 10 * rules.bond);
    }

    function test_settle_freesNothingOfARootThatFell() public {
        _say(keeper, ROOT, mallory, grove.root);
        _challenge(alice, RUN, 0);
        _finalize(keeper);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Settled(epoch, mallory, 0);
        almanac.settle(epoch, mallory);
        assertEq(_balance(mallory), 9 * rules.bond);
        assertEq(_locked(mallory), 0);
    }

    function test_RevertWhen_itIsSettledTwice() public {
        _say(keeper, ROOT);
        _finalize(keeper);
        almanac.settle(epoch, keeper);
        vm.expectRevert(IAlmanac.AlreadySettled.selector);
        almanac.settle(epoch, keeper);
    }

    function test_RevertWhen_theEpochIsOpen() public {
        _say(keeper, ROOT);
        vm.warp(challengeEnds);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotFinalized.selector, epoch));
        almanac.settle(epoch, keeper);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotFinalized.selector, epoch));
        almanac.claim(epoch, keeper);
    }

    function test_RevertWhen_nothingWasRevealed() public {
        _commit(alice, ROOT);
        _say(keeper, ROOT);
        _finalize(keeper);
        for (uint256 i; i < 2; ++i) {
            address by = i == 0 ? alice : bob;
            bytes memory reason = abi.encodeWithSelector(IAlmanac.NotRevealed.selector, epoch, by);
            vm.expectRevert(reason);
            almanac.settle(epoch, by);
            vm.expectRevert(reason);
            almanac.claim(epoch, by);
        }
    }

    /// @dev Half to whoever felled it, half to nobody: who fells its own root loses half of its bonds.
    function test_claim_rewardsAndBurns() public {
        _commit(bob, grove.root);
        _say(mallory, grove.root, keeper, ROOT);
        vm.warp(commitEnds);
        _reveal(bob, grove.root);
        vm.warp(revealEnds);
        _challenge(alice, RUN, 0);
        _finalize(keeper);
        uint256 held = address(almanac).balance;
        uint256 nobody = address(0).balance;
        uint256 bonds = 2 * uint256(rules.bond);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Claimed(epoch, grove.root, alice, bonds / 2, bonds / 2);
        almanac.claim(epoch, bob);
        assertEq(_balance(alice), 10 * rules.bond + bonds / 2);
        assertEq(address(almanac).balance, held - bonds / 2);
        assertEq(address(0).balance, nobody + bonds / 2);
        assertTrue(_stand().claimed);
        vm.expectRevert(IAlmanac.AlreadySettled.selector);
        almanac.claim(epoch, mallory);
    }

    function test_RevertWhen_whatStandsIsClaimed() public {
        _say(keeper, ROOT);
        _finalize(keeper);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotFallen.selector, ROOT));
        almanac.claim(epoch, keeper);
    }

    function test_settle_leavesNothingBehind() public {
        almanac.fund{value: 1 ether}();
        _say(keeper, ROOT, mallory, grove.root);
        _challenge(alice, RUN, 0);
        _finalize(keeper);
        almanac.settle(epoch, mallory);
        almanac.settle(epoch, keeper);
        almanac.claim(epoch, mallory);
        uint256 owed = _balance(keeper) + _balance(alice) + _balance(bob) + _balance(mallory);
        assertEq(address(almanac).balance, owed + almanac.treasury());
    }
}
