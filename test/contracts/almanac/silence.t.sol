// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ground, IAlmanac, Node, Stand} from "../../../contracts/interfaces/IAlmanac.sol";
import {DemandFixture} from "./DemandFixture.sol";

contract SilenceTest is DemandFixture {
    function setUp() public override {
        super.setUp();
        _say(keeper, ROOT, mallory, grove.root);
    }

    function test_silence_fellsTheRootForTheDemander() public {
        Node memory node = _ask(alice, 26);
        _ask(bob, 19);
        vm.warp(_demandOf(node).deadline);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Felled(epoch, grove.root, alice, Ground.Silence);
        vm.prank(bob);
        _silence(node);
        Stand memory stand = _stand();
        assertTrue(stand.fallen);
        assertTrue(stand.intended);
        assertEq(stand.felledBy, alice);
        assertEq(stand.fellAt, block.number);
        // Nothing waits against a root that fell.
        assertEq(stand.openDemands, 0);
        assertEq(almanac.epochOf(epoch).openDemands, 0);
        assertEq(almanac.epochOf(epoch).standing, 1);
    }

    function test_silence_leavesWhatWaitsAgainstOthers() public {
        Node memory node = _ask(alice, 26);
        Node memory other;
        (other.height, other.hash) = (26, ROOT);
        almanac.demand{value: 1 ether}(epoch, keeper, other);
        assertEq(almanac.epochOf(epoch).openDemands, 2);
        vm.warp(_demandOf(node).deadline);
        _silence(node);
        assertEq(almanac.epochOf(epoch).openDemands, 1);
        assertEq(almanac.standOf(epoch, keeper).openDemands, 1);
    }

    function test_RevertWhen_theAnswerIsNotDue() public {
        Node memory node = _ask(alice, 26);
        uint256 deadline = _demandOf(node).deadline;
        vm.warp(deadline - 1);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AnswerNotDue.selector, deadline));
        _silence(node);
    }

    /// @dev Whoever would answer is not heard when an answer costs more than it pays.
    function test_RevertWhen_anAnswerCostsMoreThanItPays() public {
        Node memory node = _ask(alice, 26);
        vm.warp(_demandOf(node).deadline);
        vm.fee(100 gwei);
        vm.expectRevert(
            abi.encodeWithSelector(IAlmanac.DemandBelowGas.selector, 0.005 ether, 0.022 ether)
        );
        _silence(node);
        vm.prank(bob);
        almanac.raise{value: 0.017 ether}(epoch, mallory, 26, 0, node.hash);
        _silence(node);
        assertTrue(_stand().fallen);
    }

    function test_RevertWhen_nobodyAsked() public {
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotDemanded.selector, 19, 0));
        almanac.silence(epoch, mallory, 19, 0, "some hash");
    }

    function test_RevertWhen_theRootFellAlready() public {
        Node memory node = _ask(alice, 26);
        vm.warp(_demandOf(node).deadline);
        _challenge(bob, RUN, 0);
        _expectFallen();
        _silence(node);
        assertEq(_stand().felledBy, bob);
    }

    /// @dev Silence counts as intended: nobody takes it over.
    function test_RevertWhen_anIntentComesAfterIt() public {
        Node memory node = _ask(alice, 26);
        vm.warp(_demandOf(node).deadline);
        _intend(bob);
        _silence(node);
        _expectFallen();
        _challenge(bob, RUN, SALT);
    }

    function test_silence_felledBeforeItsDeadlinePaysTheDemanderBack() public {
        Node memory node = _ask(alice, 26);
        _challenge(bob, RUN, 0);
        uint256 before = _balance(alice);
        _settle(node);
        assertEq(_balance(alice), before + 0.005 ether);
    }
}
