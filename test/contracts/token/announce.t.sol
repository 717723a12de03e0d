// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Fixture} from "../Fixture.sol";

contract AnnounceTest is Fixture {
    event BatchMetadataUpdate(uint256 _fromTokenId, uint256 _toTokenId);

    function test_announce_isForAnybodyOnceAShownEpoch() public {
        uint256 shown = _observeNext();
        _assertAnnounced(mallory);
        _assertNothingNew(alice, shown);
        // The epoch before is still shown.
        _nextEpoch();
        _assertNothingNew(mallory, shown);
        shown = _observeNext();
        _assertAnnounced(alice);
        _assertNothingNew(mallory, shown);
    }

    function test_announce_tellsOfAgeingWeather() public {
        uint256 shown = _observeNext();
        _assertAnnounced(mallory);
        _nextEpoch();
        _assertNothingNew(mallory, shown);
        for (uint256 i; i < 3; ++i) {
            shown = _nextEpoch();
            _assertAnnounced(mallory);
            _assertNothingNew(mallory, shown);
        }
        // Steps that nobody announced are one.
        _nextEpoch();
        shown = _nextEpoch();
        _assertAnnounced(mallory);
        _assertNothingNew(mallory, shown);
    }

    function test_announce_worksBeforeAnyWeather() public {
        uint256 shown = _nextEpoch();
        _assertAnnounced(mallory);
        _assertNothingNew(mallory, shown);
        _nextEpoch();
        _assertAnnounced(mallory);
    }

    /// @dev As often as it likes, and no less because others did.
    function test_announce_isForTheClimateAtAnyTime() public {
        _observeNext();
        _assertAnnounced(mallory);
        for (uint256 i; i < 3; ++i) {
            _assertAnnounced(address(climate));
        }
        // It leaves no note: anybody may come after it, once.
        _nextEpoch();
        _nextEpoch();
        _assertAnnounced(address(climate));
        _assertAnnounced(mallory);
    }

    function test_announce_comesWithAnAcceptedEpoch() public {
        uint256 epoch = _nextEpoch();
        vm.expectEmit(address(token));
        emit BatchMetadataUpdate(0, type(uint256).max);
        _observe(epoch, _mild());
    }

    function test_announceBirth_tellsOfTheRange() public {
        vm.expectEmit(address(token));
        emit BatchMetadataUpdate(3, 9);
        vm.prank(address(genomes));
        token.announceBirth(3, 9, keeper);
    }

    function _assertAnnounced(address by) private {
        vm.recordLogs();
        vm.prank(by);
        token.announce();
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1);
        assertEq(logs[0].emitter, address(token));
        assertEq(logs[0].topics[0], keccak256("BatchMetadataUpdate(uint256,uint256)"));
        assertEq(logs[0].data, abi.encode(0, type(uint256).max));
    }

    function _assertNothingNew(address by, uint256 shown) private {
        vm.prank(by);
        vm.expectRevert(abi.encodeWithSelector(IHeliotrope.NothingToAnnounce.selector, shown));
        token.announce();
    }
}
