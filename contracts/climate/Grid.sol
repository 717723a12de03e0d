// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Search} from "../Search.sol";
import {IClimate} from "../interfaces/IClimate.sol";

/// @title Grid: the epochs of the climate, and what its parts keep in one slot together.
abstract contract Grid is IClimate {
    /// @dev One slot: all that a submission needs to know, most of the time, and need not write.
    struct Head {
        // The first accepted epoch; zero while there is none.
        uint40 first;
        // How many stations and signer sets there are, and when the newest of each came.
        uint16 stations;
        uint40 stationsSince;
        uint16 signerSets;
        uint40 signerSetsSince;
        // The most that a submitter gets back, in wei; zero while refunds are off.
        uint96 refundCap;
    }

    /// @inheritdoc IClimate
    uint256 public immutable EPOCH_SECONDS;

    Head internal _head;

    constructor(uint256 epochSeconds) {
        if (epochSeconds == 0) revert EpochLengthZero();
        EPOCH_SECONDS = epochSeconds;
    }

    /// @inheritdoc IClimate
    function epochAt(uint256 timestamp) public view returns (uint256) {
        return timestamp / EPOCH_SECONDS;
    }

    /// @dev How many entries of a list of times lie strictly before the instant of `epoch`.
    function _countBefore(
        uint256 epoch,
        uint256 length,
        function(uint256) view returns (uint256) since
    ) internal view returns (uint256) {
        // Beyond 40 bits there is no time, and the product could overflow.
        if (epoch == 0) return 0;
        if (epoch > type(uint40).max) epoch = type(uint40).max;
        return Search.countAtMost(length, epoch * EPOCH_SECONDS - 1, since);
    }
}
