// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {StationFeed} from "../../../contracts/adapters/StationFeed.sol";
import {IAggregatorV3} from "../../../contracts/interfaces/IAggregatorV3.sol";
import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {IStationFeed} from "../../../contracts/interfaces/IStationFeed.sol";
import {
    NEVER_OBSERVED,
    ObservationFields,
    ObservationLib
} from "../../../contracts/types/Observation.sol";
import {Fixture} from "../Fixture.sol";

contract FeedTest is Fixture {
    function test_latestRoundData_answersEveryField() public {
        ObservationFields memory f = _mild();
        f.tempCentiC = -2345;
        uint256 epoch = _nextEpoch();
        vm.warp(block.timestamp + 77);
        _observe(epoch, f);
        string memory name = climate.stationOf(1).name;
        _assertFeed(IStationFeed.Field.Temperature, -2345, name, " temperature, degrees Celsius");
        _assertFeed(IStationFeed.Field.Rain, 30, name, " rain, mm in the epoch");
        _assertFeed(IStationFeed.Field.WindSpeed, 260, name, " wind, m/s");
        (uint80 round,, uint256 startedAt, uint256 updatedAt, uint80 answeredIn) =
            _feed(IStationFeed.Field.Rain).latestRoundData();
        assertEq(round, epoch);
        assertEq(answeredIn, epoch);
        assertEq(startedAt, epoch * 25_200);
        assertEq(updatedAt, startedAt + 78);
    }

    function test_latestRoundData_isTheLastTimeItWasObserved() public {
        uint256 first = _observeNext();
        _missStation(first + 1);
        _missStation(first + 5);
        StationFeed feed = _feed(IStationFeed.Field.Temperature);
        (uint80 round, int256 answer,, uint256 updatedAt,) = feed.latestRoundData();
        assertEq(round, first);
        assertEq(answer, 1250);
        assertEq(updatedAt, climate.acceptedAt(first));
        // However old; the time says so.
        _enter(first + 100_000);
        (round,,,,) = feed.latestRoundData();
        assertEq(round, first);
    }

    function test_getRoundData_answersForThePast() public {
        uint256 first = _observeNext();
        ObservationFields memory f = _mild();
        f.precipCentiMm = 65_535;
        _observe(_nextEpoch(), f);
        StationFeed feed = _feed(IStationFeed.Field.Rain);
        (uint80 round, int256 answer,,,) = feed.getRoundData(uint80(first));
        assertEq(round, first);
        assertEq(answer, 30);
        (, answer,,,) = feed.getRoundData(uint80(first + 1));
        assertEq(answer, 65_535);
    }

    function test_RevertWhen_nothingWasObserved() public {
        StationFeed feed = _feed(IStationFeed.Field.Rain);
        _expectNone(0);
        feed.latestRoundData();
        uint256 first = _nextEpoch();
        _missStation(first);
        _expectNone(first);
        feed.latestRoundData();
        _observeNext();
        _missStation(first + 2);
        uint256[5] memory rounds = [first, first + 2, first + 3, 0, type(uint80).max];
        for (uint256 i; i < 5; ++i) {
            _expectNone(rounds[i]);
            feed.getRoundData(uint80(rounds[i]));
        }
        (uint80 round,,,,) = feed.latestRoundData();
        assertEq(round, first + 1);
    }

    function test_RevertWhen_theLastObservationIsTooOldToDate() public {
        uint256 first = _observeNext();
        StationFeed feed = _feed(IStationFeed.Field.Rain);
        _missStation(first + 8190);
        (uint80 round,,,,) = feed.latestRoundData();
        assertEq(round, first);
        _missStation(first + 8191);
        _expectNone(first + 8191);
        feed.latestRoundData();
    }

    function test_RevertWhen_thereIsNoSuchStation() public {
        vm.expectRevert(abi.encodeWithSelector(IClimate.StationUnknown.selector, 2));
        new StationFeed(climate, 2, IStationFeed.Field.Rain);
    }

    /// @dev The selectors that readers of price feeds call.
    function test_interface_isThatOfPriceFeeds() public pure {
        assertEq(IAggregatorV3.decimals.selector, bytes4(0x313ce567));
        assertEq(IAggregatorV3.description.selector, bytes4(0x7284e416));
        assertEq(IAggregatorV3.version.selector, bytes4(0x54fd4d50));
        assertEq(IAggregatorV3.getRoundData.selector, bytes4(0x9a6fc8f5));
        assertEq(IAggregatorV3.latestRoundData.selector, bytes4(0xfeaf968c));
    }

    function _feed(IStationFeed.Field field) private returns (StationFeed) {
        return new StationFeed(climate, 1, field);
    }

    function _assertFeed(
        IStationFeed.Field field,
        int256 expected,
        string memory name,
        string memory what
    ) private {
        StationFeed feed = _feed(field);
        (, int256 answer,,,) = feed.latestRoundData();
        assertEq(answer, expected);
        assertEq(feed.decimals(), 2);
        assertEq(feed.version(), 1);
        assertEq(feed.description(), string.concat(name, what));
        assertEq(address(feed.climate()), address(climate));
        assertEq(feed.station(), 1);
        assertEq(uint8(feed.field()), uint8(field));
    }

    /// @dev An epoch in which station 1 is missing.
    function _missStation(uint256 epoch) private {
        _enter(epoch);
        bytes[] memory reports =
            _thrice(abi.encodePacked(ObservationLib.pack(_mild()), NEVER_OBSERVED));
        climate.submit(epoch, reports, _signAll(epoch, reports));
    }

    function _expectNone(uint256 round) private {
        vm.expectRevert(abi.encodeWithSelector(IStationFeed.NoDataPresent.selector, round));
    }
}
