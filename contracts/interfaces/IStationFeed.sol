// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAggregatorV3} from "./IAggregatorV3.sol";
import {IClimate} from "./IClimate.sol";

/// @title One field of one station's weather, read as a price feed is read.
/// @notice A round is an epoch in which the station was observed; there is none for a skipped epoch, or
/// for one in which it was missing. `startedAt` is the epoch's instant, `updatedAt` when it was accepted.
/// Anyone who acts on an answer must look at its age: the last one stands however old it is.
interface IStationFeed is IAggregatorV3 {
    /// @notice What the feed answers: degrees Celsius, mm of rain in the epoch, or wind in m/s. All of
    /// them have two decimals.
    enum Field {
        Temperature,
        Rain,
        WindSpeed
    }

    /// @notice The station was not observed in the round, or not in the last 8,190 epochs.
    error NoDataPresent(uint256 roundId);

    function climate() external view returns (IClimate);

    function station() external view returns (uint256);

    function field() external view returns (Field);
}
