// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Phenotype} from "./Phenotype.sol";

/// @title Condition: what the sky model is told about the moment, one byte each, most significant first.
/// @notice TypeScript twin: renderer/sky/condition.ts. Every byte is 0..127.
///
/// | byte | meaning                     | byte | meaning                                  |
/// |------|-----------------------------|------|------------------------------------------|
/// | 0    | sunX, left to right         | 10   | windEast, 64 calm                        |
/// | 1    | sunY, 64 the horizon        | 11   | windSpeed                                |
/// | 2    | moonX                       | 12   | warmth, -30..40 C                        |
/// | 3    | moonY, 64 the horizon       | 13   | season, 0 winter solstice, cyclic        |
/// | 4    | moonPhase, 64 full, cyclic  | 14   | drought (memory)                         |
/// | 5    | cloud                       | 15   | frost (memory)                           |
/// | 6    | rain                        | 16   | moss (wet memory)                        |
/// | 7    | snow                        | 17   | aurora                                   |
/// | 8    | fog                         | 18   | haze                                     |
/// | 9    | storm                       | 19   | mist (age of the weather)                |
library Condition {
    function conditionOf(Phenotype memory p) internal pure returns (bytes32) {
        int256 c = p.sunX;
        c = (c << 8) | p.sunY;
        c = (c << 8) | p.moonX;
        c = (c << 8) | p.moonY;
        c = (c << 8) | p.moonPhase;
        c = (c << 8) | p.cloud;
        c = (c << 8) | p.rain;
        c = (c << 8) | p.snow;
        c = (c << 8) | p.fog;
        c = (c << 8) | p.storm;
        c = (c << 8) | p.windEast;
        c = (c << 8) | p.windSpeed;
        c = (c << 8) | p.warmth;
        c = (c << 8) | p.season;
        c = (c << 8) | p.drought;
        c = (c << 8) | p.frost;
        c = (c << 8) | p.moss;
        c = (c << 8) | p.aurora;
        c = (c << 8) | p.haze;
        c = (c << 8) | p.mist;
        return bytes32(uint256(c << 96));
    }
}
