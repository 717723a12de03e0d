// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Exposure, ExposureFields, ExposureLib} from "../../../contracts/types/Exposure.sol";
import {Observation} from "../../../contracts/types/Observation.sol";
import {Fixture} from "../Fixture.sol";
import {ISky, Weather} from "./Weather.sol";

/// @dev What holds of the climate after any weather, with a liar, gaps, and stations that join or fall silent.
/// forge-config: default.invariant.runs = 8
/// forge-config: default.invariant.depth = 64
/// forge-config: long.invariant.runs = 250
/// forge-config: long.invariant.depth = 200
/// forge-config: default.invariant.fail-on-revert = true
/// forge-config: long.invariant.fail-on-revert = true
contract ClimateInvariant is Fixture, ISky {
    Weather private weather;

    function setUp() public override {
        super.setUp();
        _nextEpoch();
        weather = new Weather(climate);
        targetContract(address(weather));
    }

    function submit(uint256 epoch, bytes[3] calldata reports) external {
        bytes[] memory list = new bytes[](3);
        for (uint256 i; i < 3; ++i) {
            list[i] = reports[i];
        }
        climate.submit(epoch, list, _signAll(epoch, list));
    }

    function addStation() external {
        vm.prank(owner);
        climate.addStation("Another", 0, 0);
    }

    function invariant_sumsAreWhatASlowCountSays() public view {
        uint256 count = weather.epochCount();
        assertEq(climate.lastEpoch(), count == 0 ? 0 : weather.epochs(count - 1));
        // The newest epoch each call; all of them at the end.
        if (count != 0) _compare(count - 1, block.timestamp % count);
    }

    function afterInvariant() public view {
        uint256 count = weather.epochCount();
        for (uint256 i; i < count; ++i) {
            _compare(i, count - 1 - i);
        }
    }

    function _compare(uint256 i, uint256 j) private view {
        uint256 epoch = weather.epochs(i);
        uint256 other = weather.epochs(j);
        assertEq(climate.climateHash(epoch), weather.hashes(epoch));
        for (uint256 s; s < climate.stationCountIn(epoch); ++s) {
            (Observation o, Exposure e) = climate.observationAt(s, epoch);
            assertEq(Observation.unwrap(o), Observation.unwrap(weather.seen(epoch, s)));
            ExposureFields memory sums = weather.sumsOf(epoch, s);
            assertEq(Exposure.unwrap(e), Exposure.unwrap(ExposureLib.pack(sums)));
            if (other > epoch) continue;
            Exposure between = climate.exposureBetween(s, other, epoch);
            Exposure slow = ExposureLib.pack(_less(sums, weather.sumsOf(other, s)));
            assertEq(Exposure.unwrap(between), Exposure.unwrap(slow));
        }
    }

    function _less(ExposureFields memory a, ExposureFields memory b)
        private
        pure
        returns (ExposureFields memory)
    {
        return ExposureFields({
            rainCentiMm: a.rainCentiMm - b.rainCentiMm,
            sunMinutes: a.sunMinutes - b.sunMinutes,
            frostMinutes: a.frostMinutes - b.frostMinutes,
            windEastCms: a.windEastCms - b.windEastCms,
            windNorthCms: a.windNorthCms - b.windNorthCms,
            windSpeedCms: a.windSpeedCms - b.windSpeedCms,
            storms: a.storms - b.storms,
            tempCentiC: a.tempCentiC - b.tempCentiC,
            observed: a.observed - b.observed
        });
    }
}
