// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Exposure} from "../types/Exposure.sol";

/// @notice What a token is at an epoch, apart from the weather.
struct TokenState {
    /// The station whose weather the plant lives in.
    uint16 station;
    /// The sky model, an id in `IModels`.
    uint16 model;
    /// The art version: Phenotype, Plant and Metadata together, a number in `IModels`.
    uint16 artVersion;
    /// The epoch that the holder pinned; zero when the plant follows the weather.
    uint40 pinnedEpoch;
    /// The first epoch of its life; zero before it.
    uint40 birthEpoch;
    /// How often it has moved, at most 255.
    uint8 moves;
}

/// @notice Where a token lives at an epoch, and where it lived before: enough for its lifetime exposure
/// in three ranges, however often it has moved.
struct Stay {
    /// The first epoch at the station of `TokenState`; zero when it has been there since birth.
    uint40 since;
    /// The station before; 0 when there was none.
    uint16 previousStation;
    /// The first epoch there; zero when it had been there since birth.
    uint40 previousSince;
    /// What the plant saw from its birth to the end of the stay before the previous one.
    Exposure before;
}

/// @title What the holder of a plant decides.
interface IChoices {
    /// @notice The state of a token that counts at `epoch`. Reverts when it was never minted;
    /// burned tokens keep their state. All zero before the token's birth epoch.
    function stateAt(uint256 tokenId, uint256 epoch) external view returns (TokenState memory);

    /// @notice Where a token lives at `epoch`, and since when. Reverts when it was never minted. All
    /// zero before the token's birth epoch.
    function stayAt(uint256 tokenId, uint256 epoch) external view returns (Stay memory);
}
