// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Powers} from "../Powers.sol";
import {Search} from "../Search.sol";
import {IClimate, Station} from "../interfaces/IClimate.sol";
import {Grid} from "./Grid.sol";

/// @title Stations: the places with weather. They join, and never leave.
abstract contract Stations is Grid, Powers {
    struct StationRecord {
        string name;
        int32 latMicroDeg;
        int32 lonMicroDeg;
        // When it joined. Stations never leave, so these two lists also answer how many there were.
        uint40 since;
        uint64 sinceBlock;
    }

    /// @inheritdoc IClimate
    uint256 public constant POWER_STATIONS = 1 << 0;

    /// @inheritdoc IClimate
    /// @dev One blob has room for 511; 256 keeps a submission below 4,000,000 gas.
    uint256 public constant MAX_STATIONS = 256;

    StationRecord[] private _stations;

    /// @inheritdoc IClimate
    function addStation(string calldata name, int32 latMicroDeg, int32 lonMicroDeg)
        external
        onlyOwner
        unlocked(POWER_STATIONS)
        returns (uint256 station)
    {
        station = _stations.length;
        if (station == MAX_STATIONS) revert StationsFull(MAX_STATIONS);
        bool isOnEarth = latMicroDeg >= -90e6 && latMicroDeg <= 90e6 && lonMicroDeg >= -180e6
            && lonMicroDeg <= 180e6;
        if (!isOnEarth || bytes(name).length == 0 || bytes(name).length > 31) {
            revert StationInvalid();
        }
        _stations.push(
            StationRecord({
                name: name,
                latMicroDeg: latMicroDeg,
                lonMicroDeg: lonMicroDeg,
                since: uint40(block.timestamp),
                sinceBlock: uint64(block.number)
            })
        );
        _head.stations = uint16(station + 1);
        _head.stationsSince = uint40(block.timestamp);
        emit StationAdded(station, name, latMicroDeg, lonMicroDeg);
    }

    /// @inheritdoc IClimate
    function stationCount() external view returns (uint256) {
        return _stations.length;
    }

    /// @inheritdoc IClimate
    function stationCountAt(uint256 blockNumber) external view returns (uint256) {
        return Search.countAtMost(_stations.length, blockNumber, _stationSinceBlock);
    }

    /// @inheritdoc IClimate
    function stationCountIn(uint256 epoch) public view returns (uint256) {
        return _countBefore(epoch, _stations.length, _stationSince);
    }

    /// @inheritdoc IClimate
    function stationOf(uint256 station) external view returns (Station memory) {
        if (station >= _stations.length) revert StationUnknown(station);
        StationRecord storage s = _stations[station];
        return Station({name: s.name, latMicroDeg: s.latMicroDeg, lonMicroDeg: s.lonMicroDeg});
    }

    function _stationSince(uint256 station) private view returns (uint256) {
        return _stations[station].since;
    }

    function _stationSinceBlock(uint256 station) private view returns (uint256) {
        return _stations[station].sinceBlock;
    }
}
