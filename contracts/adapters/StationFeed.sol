// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAggregatorV3} from "../interfaces/IAggregatorV3.sol";
import {IClimate} from "../interfaces/IClimate.sol";
import {IStationFeed} from "../interfaces/IStationFeed.sol";
import {AGE_MISSING, Observation} from "../types/Observation.sol";

/// @title StationFeed: the climate, for contracts that read price feeds.
contract StationFeed is IStationFeed {
    /// @inheritdoc IAggregatorV3
    uint8 public constant decimals = 2;
    /// @inheritdoc IAggregatorV3
    uint256 public constant version = 1;

    /// @inheritdoc IStationFeed
    IClimate public immutable climate;
    /// @inheritdoc IStationFeed
    uint256 public immutable station;
    /// @inheritdoc IStationFeed
    Field public immutable field;

    /// @dev Reverts when there is no such station.
    constructor(IClimate climate_, uint256 station_, Field field_) {
        climate = climate_;
        station = station_;
        field = field_;
        climate_.stationOf(station_);
    }

    /// @inheritdoc IAggregatorV3
    function description() external view returns (string memory) {
        string memory what = field == Field.Temperature
            ? " temperature, degrees Celsius"
            : field == Field.Rain ? " rain, mm in the epoch" : " wind, m/s";
        return string.concat(climate.stationOf(station).name, what);
    }

    /// @inheritdoc IAggregatorV3
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        uint256 epoch = climate.lastEpoch();
        (Observation o,) = climate.observationAt(station, epoch);
        // Where nothing was observed the last observation stands, with the epochs since then.
        if (o.age() == AGE_MISSING) revert NoDataPresent(epoch);
        return _round(epoch - o.age(), o);
    }

    /// @inheritdoc IAggregatorV3
    function getRoundData(uint80 roundId)
        external
        view
        returns (uint80, int256, uint256, uint256, uint80)
    {
        (Observation o,) = climate.observationAt(station, roundId);
        if (climate.acceptedAt(roundId) == 0 || o.age() != 0) revert NoDataPresent(roundId);
        return _round(roundId, o);
    }

    function _round(uint256 epoch, Observation o)
        private
        view
        returns (uint80, int256, uint256, uint256, uint80)
    {
        int256 answer = field == Field.Temperature
            ? o.tempCentiC()
            : int256(field == Field.Rain ? o.precipCentiMm() : o.windSpeedCms());
        uint80 id = uint80(epoch);
        return (id, answer, epoch * climate.EPOCH_SECONDS(), climate.acceptedAt(epoch), id);
    }
}
