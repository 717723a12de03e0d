// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Demand, IAlmanac, Node} from "../../../contracts/interfaces/IAlmanac.sol";
import {DemandFixture} from "./DemandFixture.sol";
import {Grove} from "./Grove.sol";

contract DemandTest is DemandFixture {
    function test_demand_isKeptAtEachHeight() public {
        _say(mallory, grove.root);
        for (uint256 i; i < 4; ++i) {
            Grove memory g = grove;
            Node memory node = g.onTheWay(heights[i]);
            vm.expectEmit(address(almanac));
            emit IAlmanac.Demanded(
                epoch,
                g.root,
                heights[i],
                node.index,
                node.hash,
                alice,
                0.005 ether,
                revealEnds + 14_400
            );
            _ask(alice, heights[i]);
            Demand memory d = _demandOf(node);
            assertEq(d.demander, alice);
            assertEq(d.answerer, address(0));
            assertEq(d.bond, 0.005 ether);
            assertEq(d.deadline, revealEnds + 14_400);
            assertEq(d.answeredAt, 0);
            assertFalse(d.settled);
            assertEq(_stand().openDemands, i + 1);
            assertEq(almanac.epochOf(epoch).openDemands, i + 1);
        }
    }

    function test_demand_isCountedForEachRoot() public {
        _say(keeper, ROOT, mallory, grove.root);
        _ask(alice, 26);
        assertEq(_stand().openDemands, 1);
        assertEq(almanac.standOf(epoch, keeper).openDemands, 0);
        assertEq(almanac.epochOf(epoch).openDemands, 1);
    }

    function test_demandBond_isTwoAnswersOrTheFloor() public {
        vm.fee(1 gwei);
        assertEq(almanac.demandBond(), 0.005 ether);
        vm.fee(100 gwei);
        assertEq(almanac.demandBond(), 0.044 ether);
        _say(mallory, grove.root);
        Grove memory g = grove;
        Node memory node = g.onTheWay(26);
        vm.expectRevert(
            abi.encodeWithSelector(IAlmanac.DemandTooLow.selector, 0.044 ether - 1, 0.044 ether)
        );
        vm.prank(alice);
        almanac.demand{value: 0.044 ether - 1}(epoch, mallory, node);
        // More is welcome.
        vm.prank(alice);
        almanac.demand{value: 1 ether}(epoch, mallory, node);
        assertEq(_demandOf(node).bond, 1 ether);
    }

    /// @dev Of the top a root has all but two bits. If a demand could name any others, nobody could answer it,
    /// and silence would fell an honest root.
    function test_demand_namesTheTopByTheRoot() public {
        _say(mallory, grove.root);
        Grove memory g = grove;
        Node memory node = g.onTheWay(26);
        node.hash = g.root | bytes32(uint256((uint256(g.top) & 3) ^ 3));
        vm.prank(alice);
        almanac.demand{value: 0.005 ether}(epoch, mallory, node);
        for (uint256 bits; bits < 4; ++bits) {
            node.hash = g.root | bytes32(bits);
            assertEq(_demandOf(node).demander, alice);
            vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyDemanded.selector, 26, 0));
            almanac.demand{value: 0.005 ether}(epoch, mallory, node);
        }
        _answer(keeper, 26);
        assertEq(_stand().openDemands, 0);
    }

    function test_RevertWhen_revealsAreOpen() public {
        _commit(mallory, grove.root);
        vm.warp(commitEnds);
        _reveal(mallory, grove.root);
        vm.warp(revealEnds - 1);
        Grove memory g = grove;
        Node memory node = g.onTheWay(26);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.RevealsOpen.selector, epoch, revealEnds));
        almanac.demand{value: 1 ether}(epoch, mallory, node);
    }

    function test_RevertWhen_challengesHaveClosed() public {
        _say(mallory, grove.root);
        vm.warp(challengeEnds - 1);
        _ask(alice, 26);
        vm.warp(challengeEnds);
        Grove memory g = grove;
        for (uint256 i; i < 4; ++i) {
            Node memory node = g.onTheWay(heights[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IAlmanac.DemandClosed.selector, epoch, challengeEnds)
            );
            almanac.demand{value: 1 ether}(epoch, mallory, node);
        }
    }

    function test_demand_followsARecentAnswerDownToThePixels() public {
        _say(mallory, grove.root);
        vm.warp(challengeEnds - 1);
        _ask(alice, 26);
        for (uint256 i; i < 4; ++i) {
            vm.warp(block.timestamp + 14_400);
            _answer(keeper, heights[i]);
            assertEq(almanac.epochOf(epoch).waitUntil, block.timestamp + 3600);
            vm.warp(block.timestamp + 3599);
            if (i < 3) _ask(bob, heights[i + 1]);
        }
        assertEq(almanac.epochOf(epoch).openDemands, 0);
    }

    function test_RevertWhen_theAnswerIsAnHourOld() public {
        _say(mallory, grove.root);
        vm.warp(challengeEnds - 1);
        _ask(alice, 26);
        _answer(keeper, 26);
        vm.warp(block.timestamp + 3600);
        Grove memory g = grove;
        Node memory node = g.onTheWay(19);
        vm.expectPartialRevert(IAlmanac.DemandClosed.selector);
        almanac.demand{value: 1 ether}(epoch, mallory, node);
    }

    function test_RevertWhen_itFollowsFromAnotherAnswer() public {
        _say(mallory, grove.root);
        vm.warp(challengeEnds - 1);
        _ask(alice, 26);
        vm.warp(block.timestamp + 1000);
        _answer(keeper, 26);
        Grove memory g = grove;
        Node memory node = g.onTheWay(12);
        vm.expectPartialRevert(IAlmanac.DemandClosed.selector);
        almanac.demand{value: 1 ether}(epoch, mallory, node);
    }

    function test_RevertWhen_itIsDemandedAlready() public {
        _say(mallory, grove.root);
        Node memory node = _ask(alice, 19);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyDemanded.selector, 19, node.index));
        almanac.demand{value: 1 ether}(epoch, mallory, node);
        _answer(keeper, 19);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyDemanded.selector, 19, node.index));
        almanac.demand{value: 1 ether}(epoch, mallory, node);
    }

    function test_RevertWhen_nothingIsAskedForThere() public {
        _say(mallory, grove.root);
        Grove memory g = grove;
        for (uint256 height; height < 29; ++height) {
            if (height == 6 || height == 12 || height == 19 || height == 26) continue;
            Node memory node;
            (node.height, node.index) = (height, 0);
            node.path = new bytes32[](height < 26 ? 26 - height : 0);
            _expectNode(height, 0);
            almanac.demand{value: 1 ether}(epoch, mallory, node);
        }
        // Tokens that are not born, and unused runs: a challenge says more.
        Node memory n = g.node(12, PLANTS);
        _expectNode(12, PLANTS);
        almanac.demand{value: 1 ether}(epoch, mallory, n);
        n = g.node(6, PLANTS << 6);
        _expectNode(6, PLANTS << 6);
        almanac.demand{value: 1 ether}(epoch, mallory, n);
        n = g.node(6, (TOKEN << 6) + 57);
        _expectNode(6, (TOKEN << 6) + 57);
        almanac.demand{value: 1 ether}(epoch, mallory, n);
        // The last with a run in it.
        n = g.node(6, (TOKEN << 6) + 56);
        almanac.demand{value: 1 ether}(epoch, mallory, n);
    }

    function test_RevertWhen_thePathLeadsElsewhere() public {
        _say(mallory, grove.root);
        Grove memory g = grove;
        for (uint256 i; i < 4; ++i) {
            Node memory node = g.onTheWay(heights[i]);
            node.hash = ~node.hash;
            vm.expectPartialRevert(IAlmanac.PathMismatch.selector);
            almanac.demand{value: 1 ether}(epoch, mallory, node);
        }
        Node memory n = g.onTheWay(6);
        n.inputs.latent = ~n.inputs.latent;
        vm.expectPartialRevert(IAlmanac.PathMismatch.selector);
        almanac.demand{value: 1 ether}(epoch, mallory, n);
        n = g.onTheWay(19);
        n.path = new bytes32[](8);
        _expectNode(19, n.index);
        almanac.demand{value: 1 ether}(epoch, mallory, n);
    }

    function test_RevertWhen_theRootFell() public {
        _say(mallory, grove.root);
        _challenge(alice, RUN, 0);
        Grove memory g = grove;
        Node memory node = g.onTheWay(26);
        _expectFallen();
        almanac.demand{value: 1 ether}(epoch, mallory, node);
    }

    function test_raise_addsToADemandThatWaits() public {
        _say(mallory, grove.root);
        Node memory node = _ask(alice, 19);
        vm.expectEmit(address(almanac));
        emit IAlmanac.DemandRaised(grove.root, 19, node.index, 1.005 ether);
        vm.prank(bob);
        almanac.raise{value: 1 ether}(epoch, mallory, 19, node.index, node.hash);
        assertEq(_demandOf(node).bond, 1.005 ether);
        assertEq(_demandOf(node).demander, alice);
    }

    function test_RevertWhen_nothingWaitsToBeRaised() public {
        _say(mallory, grove.root);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotDemanded.selector, 19, 0));
        almanac.raise{value: 1 ether}(epoch, mallory, 19, 0, "some hash");
        Node memory node = _ask(alice, 19);
        _answer(keeper, 19);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyAnswered.selector, 19, 0));
        almanac.raise{value: 1 ether}(epoch, mallory, 19, 0, node.hash);
        node = _ask(alice, 12);
        _challenge(alice, RUN, 0);
        _expectFallen();
        almanac.raise{value: 1 ether}(epoch, mallory, 12, node.index, node.hash);
    }
}
