// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Observation} from "./Observation.sol";

/// @title A station's weather and when it was, in one word: what a history is made of.
///
/// | bits    | field       |
/// |---------|-------------|
/// | 0-127   | observation |
/// | 128-167 | epoch       |
/// | 168-255 | zero        |
type Reading is uint256;

using ReadingLib for Reading global;

library ReadingLib {
    function observation(Reading r) internal pure returns (Observation) {
        return Observation.wrap(uint128(Reading.unwrap(r)));
    }

    function epoch(Reading r) internal pure returns (uint40) {
        return uint40(Reading.unwrap(r) >> 128);
    }

    /// @notice Packs a reading; bits of the epoch beyond 40 are dropped.
    function pack(uint256 epoch_, Observation o) internal pure returns (Reading) {
        return Reading.wrap((uint256(uint40(epoch_)) << 128) | Observation.unwrap(o));
    }
}
