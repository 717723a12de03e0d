// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";

import {Owned} from "../../../contracts/Owned.sol";
import {Powers} from "../../../contracts/Powers.sol";
import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {Fixture} from "../Fixture.sol";

contract OwnerTest is Fixture {
    function test_addStation_numbersThem() public {
        vm.startPrank(owner);
        vm.expectEmit(address(climate));
        emit IClimate.StationAdded(2, "Alert", 82_501_700, -62_348_100);
        assertEq(climate.addStation("Alert", 82_501_700, -62_348_100), 2);
        assertEq(climate.addStation("South Pole", -90_000_000, 180_000_000), 3);
        assertEq(climate.stationCount(), 4);
        assertEq(climate.stationOf(3).latMicroDeg, -90_000_000);
        assertEq(climate.stationOf(2).name, "Alert");
    }

    function test_setSigners_keepsOldVersions() public {
        _hireReporters(5);
        vm.prank(owner);
        assertEq(climate.setSigners(_reporters(), 5), 2);
        (address[] memory signers, uint256 threshold) = climate.signersOf(2);
        assertEq(signers, _reporters());
        assertEq(threshold, 5);
        (signers, threshold) = climate.signersOf(1);
        assertEq(signers.length, 4);
        assertEq(threshold, 3);
    }

    function test_RevertWhen_signersAreNoQuorum() public {
        _hireReporters(5);
        address[] memory signers = _reporters();
        uint8[6] memory thresholds = [0, 1, 2, 4, 6, 7];
        for (uint256 i; i < thresholds.length; ++i) {
            _refuse(signers, thresholds[i]);
        }
        // Half is not more than half.
        _hireReporters(2);
        _refuse(_reporters(), 1);
        _hireReporters(3);
        _refuse(_reporters(), 1);
        _refuse(new address[](0), 0);
        _refuse(new address[](1), 1); // the zero address
        (signers[0], signers[1]) = (signers[1], signers[0]);
        _refuse(signers, 3);
        signers[0] = signers[1];
        _refuse(signers, 3);
        address[] memory crowd = new address[](32);
        for (uint160 i; i < 32; ++i) {
            crowd[i] = address(i + 1);
        }
        _refuse(crowd, 17);
    }

    function test_RevertWhen_aStationIsNowhereOrNameless() public {
        _refuse("", 0, 0);
        _refuse("a name of thirty-two characters.", 0, 0);
        _refuse("North of north", 90_000_001, 0);
        _refuse("South of south", -90_000_001, 0);
        _refuse("East of east", 0, 180_000_001);
        _refuse("West of west", 0, -180_000_001);
    }

    function test_RevertWhen_aPowerIsLocked() public {
        uint256 stations = climate.POWER_STATIONS();
        uint256 reporting = climate.POWER_SIGNERS();
        assertEq(stations | reporting | climate.POWER_REFUNDS(), 7);
        vm.startPrank(owner);
        climate.lock(stations);
        vm.expectRevert(abi.encodeWithSelector(Powers.PowerLocked.selector, stations));
        climate.addStation("Alert", 0, 0);
        // One power at a time.
        assertEq(climate.setSigners(_reporters(), 3), 2);
        climate.lock(reporting);
        vm.expectRevert(abi.encodeWithSelector(Powers.PowerLocked.selector, reporting));
        climate.setSigners(_reporters(), 3);
        climate.setRefundCap(1);
        assertEq(climate.lockedPowers(), 3);
        vm.stopPrank();
        // The weather goes on, under the last signers and for the last stations.
        uint256 epoch = _observeNext();
        assertEq(climate.lastEpoch(), epoch);
    }

    function test_RevertWhen_theOwnersCalldataIsDirty() public {
        bytes memory call = abi.encodeCall(climate.addStation, ("Alert", 1, -1));
        bytes memory dirty = bytes.concat(call);
        // One bit above the 32 of the latitude, then one missing from the sign of the longitude.
        dirty[4 + 32 + 27] = 0x01;
        vm.startPrank(owner);
        (bool ok,) = address(climate).call(dirty);
        assertFalse(ok);
        dirty = bytes.concat(call);
        dirty[4 + 64] = 0x7f;
        (ok,) = address(climate).call(dirty);
        assertFalse(ok);
        (ok,) = address(climate).call(call);
        assertTrue(ok);
        address[] memory signers = _reporters();
        call = abi.encodeCall(climate.setSigners, (signers, 3));
        dirty = bytes.concat(call);
        dirty[4 + 3 * 32 + 11] = 0x01;
        (ok,) = address(climate).call(dirty);
        assertFalse(ok);
        (ok,) = address(climate).call(call);
        assertTrue(ok);
    }

    function test_RevertWhen_thereAreTooManyStations() public {
        vm.startPrank(owner);
        for (uint256 i = 2; i < 256; ++i) {
            climate.addStation("Nowhere", 0, 0);
        }
        vm.expectRevert(abi.encodeWithSelector(IClimate.StationsFull.selector, 256));
        climate.addStation("Nowhere", 0, 0);
        vm.stopPrank();
        // The fullest epoch still fits a transaction: 3,400,000 gas, and 200,000 of calldata.
        uint256 epoch = _nextEpoch();
        bytes[] memory reports = _thrice(_report(_mild(), 256));
        bytes[] memory signatures = _signAll(epoch, reports);
        bytes memory call = abi.encodeCall(climate.submit, (epoch, reports, signatures));
        uint256 used = gasleft();
        (bool ok,) = address(climate).call(call);
        used -= gasleft();
        assertTrue(ok);
        assertLt(used + 21_000 + 16 * call.length, 4_000_000);
    }

    function test_RevertWhen_aStrangerGoverns() public {
        vm.startPrank(mallory);
        vm.expectRevert(Ownable.Unauthorized.selector);
        climate.addStation("Mallory's", 0, 0);
        vm.expectRevert(Ownable.Unauthorized.selector);
        climate.setSigners(new address[](0), 1);
        vm.expectRevert(Ownable.Unauthorized.selector);
        climate.lock(1);
        vm.expectRevert(Ownable.Unauthorized.selector);
        climate.completeOwnershipHandover(mallory);
        vm.expectRevert(Ownable.Unauthorized.selector);
        climate.renounceOwnership();
    }

    function test_ownership_passesInTwoSteps() public {
        vm.prank(owner);
        vm.expectRevert(Owned.HandoverOnly.selector);
        climate.transferOwnership(alice);
        vm.prank(alice);
        climate.requestOwnershipHandover();
        vm.prank(owner);
        climate.completeOwnershipHandover(alice);
        assertEq(climate.owner(), alice);
        vm.prank(alice);
        climate.renounceOwnership();
        assertEq(climate.owner(), address(0));
    }

    function test_RevertWhen_etherWouldBeStranded() public {
        vm.startPrank(alice);
        vm.expectRevert(Owned.OwnershipIsFree.selector);
        climate.requestOwnershipHandover{value: 1}();
        vm.expectRevert(Owned.OwnershipIsFree.selector);
        climate.cancelOwnershipHandover{value: 1}();
        vm.stopPrank();
        vm.deal(owner, 2);
        vm.startPrank(owner);
        vm.expectRevert(Owned.OwnershipIsFree.selector);
        models.renounceOwnership{value: 1}();
        vm.expectRevert(Owned.OwnershipIsFree.selector);
        token.completeOwnershipHandover{value: 1}(alice);
    }

    function _refuse(address[] memory signers, uint256 threshold) private {
        vm.prank(owner);
        vm.expectRevert(IClimate.SignersInvalid.selector);
        climate.setSigners(signers, threshold);
    }

    function _refuse(string memory name, int32 lat, int32 lon) private {
        vm.prank(owner);
        vm.expectRevert(IClimate.StationInvalid.selector);
        climate.addStation(name, lat, lon);
    }
}
