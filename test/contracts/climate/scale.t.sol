// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Exposure} from "../../../contracts/types/Exposure.sol";
import {ObservationFields} from "../../../contracts/types/Observation.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {Fixture} from "../Fixture.sol";

/// @dev Eight years of weather, every epoch of them accepted for real.
contract ScaleTest is Fixture {
    uint256 private first;
    uint256 private epochs = 10_000;

    /// @dev The dearest and the cheapest epoch, those that begin a page of 256 left out.
    uint256 private most;
    uint256 private least = type(uint256).max;

    function setUp() public override {
        super.setUp();
        first = climate.epochAt(block.timestamp) + 1;
        _enter(first);
        this.live(first, false);
        for (uint256 i = 1; i < epochs; ++i) {
            // Metered now and then: a test may not burn the gas of them all.
            bool isMetered = i % 16 == 1;
            if (!isMetered) vm.pauseGasMetering();
            _enter(first + i);
            uint256 used = this.live(first + i, isMetered);
            if (!isMetered) vm.resumeGasMetering();
            if (!isMetered || (first + i) & 255 == 0) continue;
            if (used > most) most = used;
            if (used < least) least = used;
        }
    }

    /// @dev One epoch in a call of its own, whose memory ends with it.
    function live(uint256 epoch, bool isMetered) external returns (uint256 used) {
        ObservationFields memory f = _mild();
        f.tempCentiC = int256(epoch % 6000) - 3000;
        f.windEastCms = -15_000;
        bytes[] memory reports = _thrice(_report(f, 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        if (isMetered) vm.cool(address(climate));
        vm.startPrank(keeper);
        used = gasleft();
        climate.submit(epoch, reports, signatures);
        used -= gasleft();
        vm.stopPrank();
    }

    function test_scale_noEpochIsDearerThanAnother() public view {
        assertEq(climate.lastEpoch(), first + epochs - 1);
        assertLt(most - least, 1500);
    }

    function test_scale_exposureCostsTheSameOverOneEpochAndOverAll() public {
        uint256 last = first + epochs - 1;
        // Either two epochs of one page, or of two.
        uint256 near = _gasOfExposure(last - 1, last);
        uint256 apart = _gasOfExposure((last & ~uint256(255)) - 1, last);
        uint256 far = _gasOfExposure(first, last);
        assertApproxEqAbs(apart, far, 100);
        assertApproxEqAbs(near, far, 2200);
        Exposure e = climate.exposureBetween(0, first, last);
        assertEq(e.observed(), epochs - 1);
        assertEq(e.windEastCms(), -15_000 * int256(epochs - 1));
        assertEq(e.rainCentiMm(), 30 * (epochs - 1));
    }

    function test_scale_observationCostsTheSameInEveryEpoch() public {
        uint256 early = _gasOfObservation(first);
        uint256 late = _gasOfObservation(first + epochs - 1);
        assertApproxEqAbs(early, late, 100);
    }

    function test_scale_longSilenceCostsNothing() public {
        uint256 last = first + epochs - 1;
        uint256 after1000 = _gasOfLatest(last + 1000);
        assertApproxEqAbs(_gasOfLatest(last + 10_000), after1000, 5000);
        assertApproxEqAbs(_gasOfLatest(last + 60_000), after1000, 5000);
        // A submission after 50 years of silence is as dear as the first of a page.
        _enter(last + 60_000);
        assertLt(this.live(last + 60_000, true), most + 55_000);
        assertEq(climate.exposureBetween(0, last, last + 60_000).observed(), 1);
    }

    function test_scale_aLongHistoryLoadsInAHandfulOfCalls() public view {
        uint256 next = first;
        uint256 calls;
        uint256 seen;
        uint256 page = climate.MAX_OBSERVATIONS();
        while (true) {
            uint256 used = gasleft();
            Reading[] memory readings = climate.observationsBetween(1, next, type(uint256).max);
            used -= gasleft();
            ++calls;
            // As JSON: "0x", and two characters a byte; and within what nodes grant a call.
            assertLt(2 + 2 * abi.encode(readings).length, 100_000);
            assertLt(used, 30_000_000);
            for (uint256 i; i < readings.length; ++i) {
                assertEq(readings[i].epoch(), first + seen + i);
            }
            seen += readings.length;
            if (readings.length < page) break;
            next = readings[page - 1].epoch() + 1;
        }
        assertEq(seen, epochs);
        assertEq(calls, epochs / page + 1);
    }

    function _gasOfExposure(uint256 from, uint256 to) private returns (uint256 used) {
        _cool(from);
        _cool(to);
        used = gasleft();
        climate.exposureBetween(0, from, to);
        used -= gasleft();
    }

    function _gasOfObservation(uint256 epoch) private returns (uint256 used) {
        _cool(epoch);
        used = gasleft();
        climate.observationAt(0, epoch);
        used -= gasleft();
    }

    function _gasOfLatest(uint256 epoch) private returns (uint256 used) {
        _enter(epoch);
        vm.cool(address(climate));
        used = gasleft();
        climate.latestAccepted(epoch);
        used -= gasleft();
    }

    /// @dev As in a transaction that has touched nothing yet.
    function _cool(uint256 epoch) private {
        vm.cool(address(climate));
        vm.cool(climate.blobOf(epoch));
        vm.cool(address(climate));
    }
}
