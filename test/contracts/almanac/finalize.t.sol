// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {EpochState, IAlmanac, Node, Outcome} from "../../../contracts/interfaces/IAlmanac.sol";
import {DemandFixture} from "./DemandFixture.sol";

contract FinalizeTest is DemandFixture {
    function test_finalize_decidesForTheOneThatStands() public {
        almanac.fund{value: 1 ether}();
        _say(keeper, ROOT, mallory, grove.root);
        _challenge(alice, RUN, 0);
        vm.warp(challengeEnds);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Finalized(epoch, Outcome.Decided, ROOT, 0.005 ether);
        almanac.finalize(epoch, keeper);
        EpochState memory state = almanac.epochOf(epoch);
        assertEq(uint8(state.outcome), uint8(Outcome.Decided));
        assertEq(state.winner, keeper);
        assertEq(state.share, 0.005 ether);
        assertEq(almanac.treasury(), 0.995 ether);
        (Outcome outcome, bytes32 root, address by) = almanac.artworkAt(PLANTS - 1, epoch);
        assertEq(uint8(outcome), uint8(Outcome.Decided));
        assertEq(root, ROOT);
        assertEq(by, keeper);
        (outcome, root, by) = almanac.artworkAt(PLANTS, epoch);
        assertEq(root, 0);
        assertEq(by, address(0));
    }

    function test_finalize_decidesForARootThatCameSecond() public {
        _say(mallory, grove.root, keeper, ROOT);
        _challenge(alice, RUN, 0);
        vm.warp(challengeEnds);
        almanac.finalize(epoch, keeper);
        (, bytes32 root, address by) = almanac.artworkAt(0, epoch);
        assertEq(root, ROOT);
        assertEq(by, keeper);
    }

    /// @dev The pot is divided equally, since each bond is alike; what does not divide stays.
    function test_finalize_dividesThePot() public {
        almanac.fund{value: 100}();
        address[] memory keepers = new address[](3);
        (keepers[0], keepers[1], keepers[2]) = (keeper, alice, bob);
        bytes32[] memory roots = new bytes32[](3);
        (roots[0], roots[1], roots[2]) = (ROOT, ROOT, ROOT);
        _say(keepers, roots);
        vm.warp(challengeEnds);
        almanac.finalize(epoch, bob);
        assertEq(almanac.epochOf(epoch).share, 33);
        assertEq(almanac.epochOf(epoch).winner, keeper);
        assertEq(almanac.treasury(), 1);
    }

    function test_finalize_paysNothingFromAnEmptyTreasury() public {
        _say(keeper, ROOT);
        vm.warp(challengeEnds);
        almanac.finalize(epoch, keeper);
        assertEq(almanac.epochOf(epoch).share, 0);
        almanac.settle(epoch, keeper);
        assertEq(_balance(keeper), 10 * rules.bond);
    }

    function test_finalize_isVoidWhenNobodyRevealed() public {
        vm.warp(challengeEnds);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Finalized(epoch, Outcome.Void, 0, 0);
        almanac.finalize(epoch, address(0));
        (Outcome outcome, bytes32 root, address by) = almanac.artworkAt(0, epoch);
        assertEq(uint8(outcome), uint8(Outcome.Void));
        assertEq(uint256(root) | uint160(by), 0);
    }

    function test_finalize_isVoidWhenSeveralStand() public {
        almanac.fund{value: 1 ether}();
        _say(keeper, ROOT, mallory, grove.root);
        vm.warp(challengeEnds);
        almanac.finalize(epoch, keeper);
        assertEq(uint8(almanac.epochOf(epoch).outcome), uint8(Outcome.Void));
        assertEq(almanac.treasury(), 1 ether);
    }

    function test_finalize_isVoidWhenAllFell() public {
        _say(mallory, grove.root);
        _challenge(alice, RUN, 0);
        vm.warp(challengeEnds);
        almanac.finalize(epoch, mallory);
        assertEq(uint8(almanac.epochOf(epoch).outcome), uint8(Outcome.Void));
    }

    function test_RevertWhen_challengesAreOpen() public {
        _say(keeper, ROOT);
        vm.warp(challengeEnds - 1);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.TooEarly.selector, challengeEnds, 0));
        almanac.finalize(epoch, keeper);
    }

    function test_RevertWhen_aDemandWaits() public {
        _say(mallory, grove.root);
        Node memory node = _ask(alice, 26);
        vm.warp(challengeEnds + 30 days);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.TooEarly.selector, challengeEnds, 1));
        almanac.finalize(epoch, mallory);
        _silence(node);
        almanac.finalize(epoch, mallory);
        assertEq(uint8(almanac.epochOf(epoch).outcome), uint8(Outcome.Void));
    }

    function test_RevertWhen_aFollowUpMayCome() public {
        _say(mallory, grove.root);
        vm.warp(challengeEnds - 1);
        _ask(alice, 26);
        vm.warp(challengeEnds + 14_000);
        _answer(mallory, 26);
        uint256 from = block.timestamp + 3600;
        vm.warp(from - 1);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.TooEarly.selector, from, 0));
        almanac.finalize(epoch, mallory);
        vm.warp(from);
        almanac.finalize(epoch, mallory);
        assertEq(uint8(almanac.epochOf(epoch).outcome), uint8(Outcome.Decided));
    }

    function test_RevertWhen_theKeepersRootFell() public {
        _say(keeper, ROOT, mallory, grove.root);
        _challenge(alice, RUN, 0);
        vm.warp(challengeEnds);
        _expectFallen();
        almanac.finalize(epoch, mallory);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotRevealed.selector, epoch, bob));
        almanac.finalize(epoch, bob);
    }

    function test_RevertWhen_itIsFinalizedTwice() public {
        _say(keeper, ROOT);
        vm.warp(challengeEnds);
        almanac.finalize(epoch, keeper);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFinalized.selector, epoch));
        almanac.finalize(epoch, keeper);
    }

    function test_RevertWhen_theEpochWasNotAccepted() public {
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.EpochNotAccepted.selector, epoch + 1));
        almanac.finalize(epoch + 1, keeper);
    }
}
