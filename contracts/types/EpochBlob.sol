// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Exposure} from "./Exposure.sol";
import {NEVER_OBSERVED, Observation} from "./Observation.sol";

/// @title EpochBlob: the weather of all stations at one epoch, as it lies in SSTORE2.
///
/// | from byte | bytes | field                                                  |
/// |-----------|-------|--------------------------------------------------------|
/// | 0         | 5     | epoch                                                  |
/// | 5         | 2     | how many stations                                      |
/// | 7 + 48 s  | 16    | Observation of station s                               |
/// | 23 + 48 s | 32    | Exposure of station s, up to and including the epoch   |
library EpochBlob {
    /// @dev Bytes of a blob before its stations, and of each station.
    uint256 private constant HEADER = 7;
    uint256 private constant RECORD = 48;

    /// @notice A blob in memory, its records still zero.
    function create(uint256 epoch, uint256 stations) internal pure returns (bytes memory blob) {
        blob = new bytes(HEADER + RECORD * stations);
        assembly ("memory-safe") {
            mstore(add(blob, 32), or(shl(216, epoch), shl(200, stations)))
        }
    }

    /// @notice Writes the record of station `s`, which must be one of the blob's.
    function put(bytes memory blob, uint256 s, Observation observation, Exposure exposure)
        internal
        pure
    {
        assembly ("memory-safe") {
            let at := add(add(blob, add(32, HEADER)), mul(RECORD, s))
            // The second write lies over the zeros behind the first.
            mstore(at, shl(128, observation))
            mstore(add(at, 16), exposure)
        }
    }

    /// @notice Station `s` in memory; never observed when it is not there, or the blob is empty.
    function observationIn(bytes memory blob, uint256 s)
        internal
        pure
        returns (Observation observation)
    {
        observation = NEVER_OBSERVED;
        assembly ("memory-safe") {
            let at := add(HEADER, mul(RECORD, s))
            if lt(at, mload(blob)) { observation := shr(128, mload(add(add(blob, 32), at))) }
        }
    }

    /// @notice The sums of station `s` in memory; zero when it is not there, or the blob is empty.
    function exposureIn(bytes memory blob, uint256 s) internal pure returns (Exposure exposure) {
        assembly ("memory-safe") {
            let at := add(HEADER, mul(RECORD, s))
            if lt(at, mload(blob)) { exposure := mload(add(add(blob, 48), at)) }
        }
    }

    /// @notice Station `s` of the blob at `pointer`; never observed when it is not there.
    function read(address pointer, uint256 s)
        internal
        view
        returns (Observation observation, Exposure exposure)
    {
        // One byte of code precedes the data.
        if (s >= (pointer.code.length - 1 - HEADER) / RECORD) return (NEVER_OBSERVED, exposure);
        uint256 at = 1 + HEADER + RECORD * s;
        assembly ("memory-safe") {
            extcodecopy(pointer, 0, at, RECORD)
            observation := shr(128, mload(0))
            exposure := mload(16)
        }
    }
}
