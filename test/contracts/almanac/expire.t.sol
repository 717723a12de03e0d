// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAlmanac} from "../../../contracts/interfaces/IAlmanac.sol";
import {AlmanacFixture} from "./AlmanacFixture.sol";

contract ExpireTest is AlmanacFixture {
    function _expectNothing(address by) private {
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NothingToExpire.selector, epoch, by));
    }

    function test_expire_takesAQuarterOfTheBond() public {
        _commit(mallory, ROOT);
        vm.warp(revealEnds);
        uint256 nobody = address(0).balance;
        uint256 penalty = rules.bond / 4;
        vm.expectEmit(address(almanac));
        emit IAlmanac.Expired(epoch, mallory, alice, penalty / 2, penalty / 2);
        vm.prank(alice);
        almanac.expire(epoch, mallory);
        assertEq(_balance(mallory), 10 * rules.bond - penalty);
        assertEq(_locked(mallory), 0);
        assertEq(_balance(alice), 10 * rules.bond + penalty / 2);
        assertEq(address(0).balance, nobody + penalty / 2);
        assertEq(almanac.wordOf(epoch, mallory).commitment, 0);
    }

    function test_expire_opensAnAccountForTheCaller() public {
        _commit(mallory, ROOT);
        vm.warp(revealEnds);
        address stranger = makeAddr("stranger");
        vm.prank(stranger);
        almanac.expire(epoch, mallory);
        assertEq(almanac.accountOf(stranger).id, almanac.accountCount());
        assertEq(_balance(stranger), rules.bond / 8);
    }

    /// @dev A keeper's own loss is an eighth then, and no more is to be had.
    function test_expire_ofOnesOwnStillBurns() public {
        _commit(mallory, ROOT);
        vm.warp(revealEnds);
        vm.prank(mallory);
        almanac.expire(epoch, mallory);
        assertEq(_balance(mallory), 10 * rules.bond - rules.bond / 8);
    }

    function test_RevertWhen_revealsAreOpen() public {
        _commit(mallory, ROOT);
        vm.warp(revealEnds - 1);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.RevealsOpen.selector, epoch, revealEnds));
        almanac.expire(epoch, mallory);
    }

    function test_RevertWhen_itExpiredAlready() public {
        _commit(mallory, ROOT);
        vm.warp(revealEnds);
        almanac.expire(epoch, mallory);
        _expectNothing(mallory);
        almanac.expire(epoch, mallory);
        vm.expectPartialRevert(IAlmanac.RevealClosed.selector);
        _reveal(mallory, ROOT);
    }

    function test_RevertWhen_nothingWasCommittedOrAllRevealed() public {
        _say(keeper, ROOT);
        _expectNothing(mallory);
        almanac.expire(epoch, mallory);
        _expectNothing(keeper);
        almanac.expire(epoch, keeper);
        vm.warp(challengeEnds);
        almanac.finalize(epoch, keeper);
        almanac.settle(epoch, keeper);
        _expectNothing(keeper);
        almanac.expire(epoch, keeper);
    }

    function test_RevertWhen_theEpochWasNotAccepted() public {
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.EpochNotAccepted.selector, epoch + 1));
        almanac.expire(epoch + 1, mallory);
    }
}
