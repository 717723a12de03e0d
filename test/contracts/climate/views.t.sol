// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {Exposure} from "../../../contracts/types/Exposure.sol";
import {
    NEVER_OBSERVED,
    Observation,
    ObservationLib
} from "../../../contracts/types/Observation.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {Fixture} from "../Fixture.sol";

contract ViewsTest is Fixture {
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
        assertEq(climate.observationsBetween(0, 0, type(uint256).max).length, 0);
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

    function test_observationsBetween_skipsGaps() public {
        uint256 first = _observeNext();
        _enter(first + 7);
        _observe(first + 7, _mild());
        // Over the edge of a page of 256 epochs, and a whole page of silence.
        uint256 late = (first | 255) + 513;
        _enter(late);
        _observe(late, _mild());
        Reading[] memory readings = climate.observationsBetween(0, first, first + 100);
        assertEq(readings.length, 2);
        assertEq(readings[1].epoch(), first + 7);
        Observation mild = ObservationLib.pack(_mild());
        assertEq(Observation.unwrap(readings[1].observation()), Observation.unwrap(mild));
        readings = climate.observationsBetween(0, first + 1, late);
        assertEq(readings.length, 2);
        assertEq(readings[1].epoch(), late);
        assertEq(climate.observationsBetween(0, first + 1, first + 6).length, 0);
        assertEq(climate.observationsBetween(0, first + 8, late - 1).length, 0);
        assertEq(climate.observationsBetween(0, 0, first).length, 1);
        assertEq(climate.observationsBetween(0, late + 1, type(uint256).max).length, 0);
        readings = climate.observationsBetween(7, first, first);
        Observation never = readings[0].observation();
        assertEq(Observation.unwrap(never), Observation.unwrap(NEVER_OBSERVED));
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
