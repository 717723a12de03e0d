// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Genome} from "../types/Genome.sol";
import {Exposure} from "../types/Exposure.sol";
import {Observation} from "../types/Observation.sol";

/// @notice Everything that one picture depends on, gathered from the chain for one token at one epoch.
/// @dev TypeScript twin: renderer/scene.ts. Below this struct nothing reads storage.
struct Scene {
    uint256 tokenId;
    Genome genome; // the zero word: not germinated
    uint64 time; // Unix seconds of the epoch's instant
    uint40 epoch; // the epoch shown; a pinned one takes the place of the present
    uint40 birthEpoch;
    uint16 weatherAge; // epochs since the last accepted one; 65,535 where there has been none
    Observation now;
    Exposure life; // birth..epoch, wherever it lived
    Exposure recent; // the 24 epochs (one week) before, or since birth
    int32 latMicroDeg;
    int32 lonMicroDeg;
    string stationName; // as registered: it may hold anything
    uint16 model;
    bool pinned; // the holder chose the epoch
    uint8 moves; // how often it has moved to another station
    uint24 decisions; // the nonce of the choice in force, replaced ones counted; 0 before any
    bool pending; // the holder has chosen something that counts from a later epoch
}
