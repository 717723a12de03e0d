// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IClimate} from "../interfaces/IClimate.sol";
import {EpochBlob} from "../types/EpochBlob.sol";
import {Exposure} from "../types/Exposure.sol";
import {NEVER_OBSERVED, Observation} from "../types/Observation.sol";
import {Reading, ReadingLib} from "../types/Reading.sol";
import {EpochSet} from "./EpochSet.sol";
import {Grid} from "./Grid.sol";

/// @title History: the accepted epochs, and every question about them.
abstract contract History is Grid {
    /// @dev One slot.
    struct Accepted {
        address blob;
        uint40 at;
    }

    uint256 private constant AGE_NONE = type(uint16).max;

    /// @inheritdoc IClimate
    /// @dev A word of 64 characters for each epoch.
    uint256 public constant MAX_OBSERVATIONS = 1500;

    mapping(uint256 epoch => Accepted) internal _accepted;
    EpochSet internal _acceptedEpochs;

    /// @inheritdoc IClimate
    function lastEpoch() public view returns (uint256 epoch) {
        (, epoch) = latestAccepted(type(uint256).max);
    }

    /// @inheritdoc IClimate
    function acceptedAt(uint256 epoch) external view returns (uint40) {
        return _accepted[epoch].at;
    }

    /// @inheritdoc IClimate
    function blobOf(uint256 epoch) external view returns (address) {
        return _accepted[epoch].blob;
    }

    /// @inheritdoc IClimate
    function climateHash(uint256 epoch) external view returns (bytes32 hash) {
        (, hash) = acceptanceOf(epoch);
    }

    /// @inheritdoc IClimate
    function acceptanceOf(uint256 epoch) public view returns (uint40 at, bytes32 hash) {
        Accepted storage accepted = _accepted[epoch];
        // The zero address may hold ether, and then its code hash is not zero.
        (at, hash) = (accepted.at, accepted.at == 0 ? bytes32(0) : accepted.blob.codehash);
    }

    /// @inheritdoc IClimate
    function latestAccepted(uint256 atOrBefore) public view returns (bool found, uint256 epoch) {
        // None lies in the future, so the search starts at the present at the latest.
        uint256 current = epochAt(block.timestamp);
        if (atOrBefore > current) atOrBefore = current;
        uint256 first = _head.first;
        if (first == 0 || atOrBefore < first) return (false, 0);
        return (true, _acceptedEpochs.last(atOrBefore));
    }

    /// @inheritdoc IClimate
    function shownEpoch(uint256 timestamp)
        public
        view
        returns (uint256 epoch, uint256 weatherEpoch, uint256 weatherAge)
    {
        epoch = epochAt(timestamp);
        bool found;
        (found, weatherEpoch) = latestAccepted(epoch);
        if (!found) return (epoch, 0, AGE_NONE);
        weatherAge = epoch - weatherEpoch;
        if (weatherAge < 2) return (weatherEpoch, weatherEpoch, 0);
        if (weatherAge > AGE_NONE) weatherAge = AGE_NONE;
    }

    /// @inheritdoc IClimate
    function observationAt(uint256 station, uint256 epoch)
        public
        view
        returns (Observation observation, Exposure exposure)
    {
        (bool found, uint256 accepted) = latestAccepted(epoch);
        if (!found) return (NEVER_OBSERVED, exposure);
        return EpochBlob.read(_accepted[accepted].blob, station);
    }

    /// @inheritdoc IClimate
    function exposureBetween(uint256 station, uint256 from, uint256 to)
        external
        view
        returns (Exposure)
    {
        if (from > to) revert RangeReversed(from, to);
        (, Exposure earlier) = observationAt(station, from);
        (, Exposure later) = observationAt(station, to);
        return later.minus(earlier);
    }

    /// @inheritdoc IClimate
    function observationsBetween(uint256 station, uint256 from, uint256 to)
        external
        view
        returns (Reading[] memory readings)
    {
        if (from > to) revert RangeReversed(from, to);
        uint256 first = _head.first;
        if (first == 0) return readings;
        // What lies outside history is not walked, so any range may be asked for.
        uint256 newest = lastEpoch();
        if (from < first) from = first;
        if (to > newest) to = newest;
        uint256[] memory epochs = _acceptedEpochs.between(from, to, MAX_OBSERVATIONS);
        readings = new Reading[](epochs.length);
        for (uint256 i; i < epochs.length; ++i) {
            (Observation observation,) = EpochBlob.read(_accepted[epochs[i]].blob, station);
            readings[i] = ReadingLib.pack(epochs[i], observation);
        }
    }
}
