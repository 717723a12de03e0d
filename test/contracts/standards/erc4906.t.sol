// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Wired} from "../../../contracts/token/Wired.sol";
import {Fixture} from "../Fixture.sol";
import {CoreCollection} from "../reference/Collections.sol";

/// @dev ERC-4906 where the climate does not know the collection, so that anyone announces for it. That every
/// change is announced, whoever changes what, is in test/contracts/invariants/choices.t.sol.
contract ERC4906Test is Fixture {
    CoreCollection private second;

    function setUp() public override {
        super.setUp();
        Wired.Wiring memory wiring;
        wiring.climate = address(climate);
        second = new CoreCollection(wiring);
        _observeNext();
    }

    function test_announce_oncePerShownEpoch() public {
        _announces();
        _refuses();
        uint256 epoch = _observeNext();
        _announces();
        _refuses();
        // Weather is shown as it is until the second epoch without any.
        _enter(epoch + 1);
        _refuses();
        _enter(epoch + 2);
        _announces();
        _refuses();
        _enter(epoch + 3);
        _announces();
    }

    function test_announce_weatherThatComesAfterItsAbsenceWasAnnounced() public {
        uint256 epoch = climate.epochAt(block.timestamp) + 2;
        _enter(epoch);
        _announces();
        // The shown epoch stays, but what is shown of it is its own weather now.
        _observe(epoch, _mild());
        _announces();
        _refuses();
    }

    function test_announce_isTheClimatesAtAnyTime() public {
        vm.startPrank(address(climate));
        second.announce();
        second.announce();
    }

    function test_RevertWhen_theClimateDoesNotAnswer() public {
        Wired.Wiring memory wiring;
        wiring.climate = makeAddr("no climate");
        CoreCollection lost = new CoreCollection(wiring);
        vm.expectRevert(bytes(""));
        lost.announce();
    }

    function _announces() private {
        vm.recordLogs();
        vm.prank(mallory);
        second.announce();
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1);
        assertEq(logs[0].topics[0], keccak256("BatchMetadataUpdate(uint256,uint256)"));
        assertEq(logs[0].data, abi.encode(0, type(uint256).max));
    }

    function _refuses() private {
        vm.prank(mallory);
        vm.expectPartialRevert(IHeliotrope.NothingToAnnounce.selector);
        second.announce();
    }
}
