// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {Exposure} from "../../../contracts/types/Exposure.sol";
import {NEVER_OBSERVED, Observation} from "../../../contracts/types/Observation.sol";
import {Fixture} from "../Fixture.sol";

contract ViewsTest is Fixture {
    event BatchMetadataUpdate(uint256 _fromTokenId, uint256 _toTokenId);

    function test_views_answerBeforeAnyWeather() public {
        uint256 grid = climate.epochAt(block.timestamp);
        (bool found, uint256 epoch) = climate.latestAccepted(type(uint256).max);
        assertFalse(found);
        assertEq(epoch, 0);
        (uint256 shown, uint256 weather, uint256 age) = climate.shownEpoch(block.timestamp);
        assertEq(shown, grid);
        assertEq(weather, 0);
        assertEq(age, type(uint16).max);
        (Observation o, Exposure e) = climate.observationAt(0, grid);
        assertEq(Observation.unwrap(o), Observation.unwrap(NEVER_OBSERVED));
        assertEq(Exposure.unwrap(e), 0);
        assertEq(Exposure.unwrap(climate.exposureBetween(0, 0, type(uint256).max)), 0);
        (uint40[] memory epochs,,) = climate.observationsBetween(0, 0, type(uint256).max);
        assertEq(epochs.length, 0);
        assertEq(climate.climateHash(grid), 0);
        vm.deal(address(0), 1);
        assertEq(climate.climateHash(grid), 0);
    }

    function test_fuzz_views_neverRevertForWantOfWeather(
        uint256 station,
        uint256 epoch,
        uint256 timestamp
    ) public {
        _observeNext();
        climate.observationAt(station, epoch);
        climate.exposureBetween(station, 0, epoch);
        climate.shownEpoch(timestamp);
        climate.latestAccepted(epoch);
        climate.stationCountIn(epoch);
        climate.signerSetVersionIn(epoch);
        climate.digest(epoch, "");
        climate.blobOf(epoch);
    }

    function test_shownEpoch_agesOnTheGrid() public {
        uint256 epoch = _observeNext();
        uint256 instant = epoch * 25_200;
        _assertShown(instant, epoch, epoch, 0);
        _assertShown(instant + 2 * 25_200 - 1, epoch, epoch, 0);
        _assertShown(instant + 2 * 25_200, epoch + 2, epoch, 2);
        _assertShown(instant + 3 * 25_200 - 1, epoch + 2, epoch, 2);
        _assertShown(instant + 90_000 * 25_200, epoch + 90_000, epoch, 65_535);
        _assertShown(instant - 1, epoch - 1, 0, 65_535);
    }

    function test_latestAccepted_findsAcrossGaps() public {
        uint256 first = _observeNext();
        _enter(first + 600);
        _observe(first + 600, _mild());
        _enter(first + 601);
        _observe(first + 601, _mild());
        _assertLatest(first - 1, false, 0);
        _assertLatest(first, true, first);
        _assertLatest(first + 599, true, first);
        _assertLatest(first + 600, true, first + 600);
        _assertLatest(first + 601, true, first + 601);
        _assertLatest(type(uint256).max, true, first + 601);
    }

    function test_exposureBetween_isTheSumOfWhatLiesBetween() public {
        uint256 first = _observeNext();
        for (uint256 i; i < 4; ++i) {
            _observeNext();
        }
        assertEq(climate.exposureBetween(1, first, first + 4).observed(), 4);
        assertEq(climate.exposureBetween(1, first + 1, first + 3).rainCentiMm(), 60);
        assertEq(climate.exposureBetween(1, first - 5, first + 4).observed(), 5);
        assertEq(climate.exposureBetween(1, first, first).observed(), 0);
        assertEq(climate.exposureBetween(9, first, first + 4).observed(), 0);
    }

    function test_exposureBetween_costsTheSameHoweverFarApart() public {
        uint256 first = _observeNext();
        for (uint256 i; i < 30; ++i) {
            _observeNext();
        }
        climate.exposureBetween(0, first, first + 30);
        uint256 near = _gasBetween(first, first + 1);
        uint256 far = _gasBetween(first, first + 30);
        assertApproxEqAbs(near, far, 3000);
    }

    function test_observationsBetween_answersInPages() public {
        uint256 most = climate.MAX_OBSERVATIONS();
        uint256 first = _observeNext();
        for (uint256 i; i < most + 3; ++i) {
            _observeNext();
        }
        (uint40[] memory epochs, Observation[] memory os, Exposure[] memory es) =
            climate.observationsBetween(0, 0, type(uint256).max);
        assertEq(epochs.length, most);
        assertEq(epochs[0], first);
        assertEq(os.length, most);
        assertEq(es[most - 1].observed(), most);
        // As JSON: "0x", and two characters a byte.
        assertLt(2 + 2 * abi.encode(epochs, os, es).length, 100_000);
        (epochs,,) = climate.observationsBetween(0, epochs[most - 1] + 1, type(uint256).max);
        assertEq(epochs.length, 4);
        assertEq(epochs[3], climate.lastEpoch());
    }

    function test_observationsBetween_skipsGaps() public {
        uint256 first = _observeNext();
        _enter(first + 7);
        _observe(first + 7, _mild());
        (uint40[] memory epochs,, Exposure[] memory es) =
            climate.observationsBetween(0, first, first + 100);
        assertEq(epochs.length, 2);
        assertEq(epochs[1], first + 7);
        assertEq(es[1].observed(), 2);
        (epochs,,) = climate.observationsBetween(0, first + 1, first + 6);
        assertEq(epochs.length, 0);
    }

    function test_announceAgeing_oncePerStep() public {
        uint256 epoch = _observeNext();
        vm.expectRevert(abi.encodeWithSelector(IClimate.NothingToAnnounce.selector, epoch));
        climate.announceAgeing();
        _enter(epoch + 1);
        vm.expectRevert(abi.encodeWithSelector(IClimate.NothingToAnnounce.selector, epoch));
        climate.announceAgeing();
        for (uint256 i = 2; i < 5; ++i) {
            _enter(epoch + i);
            vm.expectEmit(address(token));
            emit BatchMetadataUpdate(0, type(uint256).max);
            vm.prank(mallory);
            climate.announceAgeing();
            vm.expectRevert(abi.encodeWithSelector(IClimate.NothingToAnnounce.selector, epoch + i));
            climate.announceAgeing();
        }
        // Weather that comes after the step was announced is announced again.
        vm.expectEmit(address(token));
        emit BatchMetadataUpdate(0, type(uint256).max);
        _observe(epoch + 4, _mild());
    }

    function test_stationCountAt_looksBack() public {
        uint256 start = block.number;
        vm.roll(start + 10);
        vm.prank(owner);
        climate.addStation("Reykjavik", 64_147_000, -21_942_000);
        assertEq(climate.stationCountAt(start - 1), 0);
        assertEq(climate.stationCountAt(start), 2);
        assertEq(climate.stationCountAt(start + 9), 2);
        assertEq(climate.stationCountAt(start + 10), 3);
        assertEq(climate.stationCountAt(type(uint256).max), 3);
    }

    function test_RevertWhen_aRangeIsReversed() public {
        vm.expectRevert(abi.encodeWithSelector(IClimate.RangeReversed.selector, 2, 1));
        climate.exposureBetween(0, 2, 1);
        vm.expectRevert(abi.encodeWithSelector(IClimate.RangeReversed.selector, 2, 1));
        climate.observationsBetween(0, 2, 1);
    }

    function test_RevertWhen_aStationOrVersionIsUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(IClimate.StationUnknown.selector, 2));
        climate.stationOf(2);
        vm.expectRevert(abi.encodeWithSelector(IClimate.SignerSetUnknown.selector, 0));
        climate.signersOf(0);
        vm.expectRevert(abi.encodeWithSelector(IClimate.SignerSetUnknown.selector, 2));
        climate.signersOf(2);
    }

    function _assertShown(uint256 timestamp, uint256 shown, uint256 weather, uint256 age)
        private
        view
    {
        (uint256 a, uint256 b, uint256 c) = climate.shownEpoch(timestamp);
        assertEq(a, shown);
        assertEq(b, weather);
        assertEq(c, age);
    }

    function _assertLatest(uint256 at, bool found, uint256 epoch) private view {
        (bool f, uint256 e) = climate.latestAccepted(at);
        assertEq(f, found);
        assertEq(e, epoch);
    }

    function _gasBetween(uint256 from, uint256 to) private view returns (uint256 used) {
        used = gasleft();
        climate.exposureBetween(0, from, to);
        used -= gasleft();
    }
}
