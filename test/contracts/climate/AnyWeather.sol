// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ObservationFields} from "../../../contracts/types/Observation.sol";

/// @dev Weather drawn from `h`, every field anywhere in its range.
function anyWeather(uint256 h) pure returns (ObservationFields memory f) {
    f.tempCentiC = int256(uint256(uint16(h))) % 15_001 - 9000;
    f.precipCentiMm = uint16(h >> 16);
    f.windEastCms = int256(uint256(uint16(h >> 32))) % 30_001 - 15_000;
    f.windNorthCms = int256(uint256(uint16(h >> 48))) % 30_001 - 15_000;
    f.windSpeedCms = uint16(h >> 64) % 15_001;
    f.sunMinutes = uint16(h >> 80) % 1441;
    f.frostMinutes = uint16(h >> 96) % 1441;
    f.codeRank = uint16(h >> 112) % 28;
    f.cloudPct = uint16(h >> 128) % 101;
    f.derived = (h >> 144) & 1 == 1;
}
