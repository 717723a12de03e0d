// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Demand, IAlmanac, Node} from "../../../contracts/interfaces/IAlmanac.sol";
import {DemandFixture} from "./DemandFixture.sol";
import {Grove} from "./Grove.sol";

contract AnswerTest is DemandFixture {
    function test_answer_endsADemandAtEachHeight() public {
        _say(mallory, grove.root);
        for (uint256 i; i < 4; ++i) {
            Node memory node = _ask(alice, heights[i]);
            vm.warp(block.timestamp + 60);
            Grove memory g = grove;
            vm.expectEmit(address(almanac));
            emit IAlmanac.Answered(
                epoch, g.root, heights[i], node.index, node.hash, keeper, g.answer(heights[i])
            );
            _answer(keeper, heights[i]);
            Demand memory d = _demandOf(node);
            assertEq(d.answerer, keeper);
            assertEq(d.answeredAt, block.timestamp);
            assertEq(_stand().openDemands, 0);
            assertEq(almanac.epochOf(epoch).openDemands, 0);
            assertEq(almanac.epochOf(epoch).waitUntil, block.timestamp + 3600);
        }
    }

    function test_answer_endsTheRastersLastDemand() public {
        _keep(_seed(56));
        _say(mallory, grove.root);
        _ask(alice, 6);
        assertEq(grove.pixels.length, 16 * 48);
        _answer(keeper, 6);
        assertEq(_stand().openDemands, 0);
    }

    /// @dev A leaf that is no run's: its place has no preimage, and its neighbours cannot be shown without it.
    function test_RevertWhen_aLeafHasNoPreimage() public {
        Grove memory g = grove;
        bytes memory pixels = g.pixels;
        g.pixels = "";
        for (uint256 i; i < 16 * 3; ++i) {
            g.pixels = bytes.concat(g.pixels, bytes32(0));
        }
        g.grow();
        g.pixels = pixels;
        _keep(g);
        _say(mallory, g.root);
        _ask(alice, 6);
        vm.expectPartialRevert(IAlmanac.NotDemanded.selector);
        _answer(keeper, 6);
    }

    /// @dev The deadline is when silence may be proved, not when answers end.
    function test_answer_isTakenUntilSilenceIsProved() public {
        _say(mallory, grove.root);
        Node memory node = _ask(alice, 26);
        vm.warp(_demandOf(node).deadline + 10 days);
        _answer(keeper, 26);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyAnswered.selector, 26, 0));
        _silence(node);
    }

    function test_RevertWhen_itIsAnsweredAlready() public {
        _say(mallory, grove.root);
        _ask(alice, 26);
        _answer(keeper, 26);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyAnswered.selector, 26, 0));
        _answer(bob, 26);
    }

    function test_RevertWhen_nobodyAsked() public {
        _say(mallory, grove.root);
        for (uint256 i; i < 4; ++i) {
            vm.expectPartialRevert(IAlmanac.NotDemanded.selector);
            _answer(keeper, heights[i]);
        }
    }

    function test_RevertWhen_anyByteIsAnother() public {
        _say(mallory, grove.root);
        for (uint256 i; i < 4; ++i) {
            _ask(alice, heights[i]);
            Grove memory g = grove;
            uint256 index = g.onTheWay(heights[i]).index;
            bytes memory data = g.answer(heights[i]);
            for (uint256 at; at < data.length; at += 511) {
                data[at] ^= 0x80;
                vm.expectPartialRevert(IAlmanac.NotDemanded.selector);
                almanac.answer(epoch, mallory, heights[i], index, data);
                data[at] ^= 0x80;
            }
        }
    }

    function test_RevertWhen_theAnswerIsOfTheWrongSize() public {
        _say(mallory, grove.root);
        uint256[4] memory sizes = [uint256(4096), 4096, 2144, 3072];
        for (uint256 i; i < 4; ++i) {
            uint256 size = sizes[i];
            for (uint256 wrong = size - 1; wrong < size + 2; wrong += 2) {
                vm.expectRevert(
                    abi.encodeWithSelector(IAlmanac.AnswerInvalid.selector, wrong, size)
                );
                almanac.answer(epoch, mallory, heights[i], 0, new bytes(wrong));
            }
        }
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AnswerInvalid.selector, 3072, 768));
        almanac.answer(epoch, mallory, 6, 56, new bytes(3072));
        _expectNode(6, 57);
        almanac.answer(epoch, mallory, 6, 57, "");
        _expectNode(7, 0);
        almanac.answer(epoch, mallory, 7, 0, "");
    }

    function test_RevertWhen_theRootFell() public {
        _say(mallory, grove.root);
        _ask(alice, 26);
        _challenge(alice, RUN, 0);
        _expectFallen();
        _answer(keeper, 26);
    }

    function test_RevertWhen_nothingWasRevealed() public {
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotRevealed.selector, epoch, mallory));
        _answer(keeper, 26);
    }

    function test_settleDemand_paysWhoeverAnswered() public {
        _say(mallory, grove.root);
        Node memory node = _ask(alice, 12);
        address stranger = makeAddr("stranger");
        _answer(stranger, 12);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotFinalized.selector, epoch));
        _settle(node);
        vm.warp(challengeEnds);
        almanac.finalize(epoch, mallory);
        vm.expectEmit(address(almanac));
        emit IAlmanac.DemandSettled(epoch, grove.root, 12, node.index, stranger, 0.005 ether);
        _settle(node);
        assertEq(_balance(stranger), 0.005 ether);
        assertTrue(_demandOf(node).settled);
        vm.expectRevert(IAlmanac.AlreadySettled.selector);
        _settle(node);
    }

    function test_settleDemand_paysTheDemanderBackOfAFallenRoot() public {
        _say(mallory, grove.root);
        Node memory answered = _ask(alice, 19);
        _answer(mallory, 19);
        Node memory waiting = _ask(alice, 12);
        _challenge(bob, RUN, 0);
        uint256 before = _balance(alice);
        _settle(answered);
        _settle(waiting);
        assertEq(_balance(alice), before + 0.01 ether);
    }

    function test_RevertWhen_whatWasNotDemandedIsSettled() public {
        _say(mallory, grove.root);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotDemanded.selector, 19, 0));
        almanac.settleDemand(epoch, mallory, 19, 0, "some hash");
    }
}
