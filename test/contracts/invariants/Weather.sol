// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {Climate} from "../../../contracts/Climate.sol";
import {ExposureFields} from "../../../contracts/types/Exposure.sol";
import {
    NEVER_OBSERVED,
    Observation,
    ObservationFields,
    ObservationLib
} from "../../../contracts/types/Observation.sol";

/// @dev What a fixture does for the weather.
interface ISky {
    function submit(uint256 epoch, bytes[3] calldata reports) external;
    function addStation() external;
}

/// @title Weather of every kind, with a slow account of what each station has seen.
contract Weather is Test {
    uint256 private constant MOST_STATIONS = 5;

    /// @dev Accepted epochs, and what the account said of each station at each.
    uint256[] public epochs;
    mapping(uint256 epoch => bytes32) public hashes;
    mapping(uint256 epoch => mapping(uint256 station => ExposureFields)) private _sums;
    mapping(uint256 epoch => mapping(uint256 station => Observation)) public seen;

    Climate private immutable climate;
    ISky private immutable sky;
    // The clock of this run: each call starts from that of the call before it.
    uint256 private time;
    ExposureFields[MOST_STATIONS] private _now;
    Observation[MOST_STATIONS] private _last;
    bool[MOST_STATIONS] private _wasSeen;

    constructor(Climate climate_) {
        climate = climate_;
        sky = ISky(msg.sender);
        time = block.timestamp;
    }

    /// @dev One of three reporters lies, somewhere in the range; now and then it says that a station is
    /// missing.
    function observe(uint256 seed, uint256 liar, uint256 silence) external {
        vm.warp(time);
        uint256 epoch = climate.epochAt(time);
        if (climate.acceptedAt(epoch) != 0) return;
        uint256 stations = climate.stationCountIn(epoch);
        bytes[3] memory reports;
        for (uint256 s; s < stations; ++s) {
            ObservationFields memory f = _draw(uint256(keccak256(abi.encode(seed, s))));
            bytes16 honest = _bytes(ObservationLib.pack(f));
            bytes16 lie =
                _bytes(ObservationLib.pack(_draw(uint256(keccak256(abi.encode(liar, s))))));
            bool isMissing = silence >> s & 3 == 3;
            if (isMissing) lie = _bytes(NEVER_OBSERVED);
            for (uint256 r; r < 3; ++r) {
                reports[r] = bytes.concat(reports[r], r == liar % 3 ? lie : honest);
            }
            if (isMissing) _miss(s, epoch);
            else _see(s, f);
        }
        sky.submit(epoch, reports);
        epochs.push(epoch);
        hashes[epoch] = climate.climateHash(epoch);
        for (uint256 s; s < stations; ++s) {
            _sums[epoch][s] = _now[s];
            seen[epoch][s] = _last[s];
        }
    }

    /// @dev Mostly to the next epoch, sometimes past several, for which there will never be weather.
    function wait(uint256 count) external {
        time += 25_200 * (count % 4 == 3 ? 1 + (count >> 2) % 600 : 1);
        vm.warp(time);
    }

    function addStation() external {
        vm.warp(time);
        if (climate.stationCount() < MOST_STATIONS) sky.addStation();
    }

    function epochCount() external view returns (uint256) {
        return epochs.length;
    }

    function sumsOf(uint256 epoch, uint256 station) external view returns (ExposureFields memory) {
        return _sums[epoch][station];
    }

    function _see(uint256 s, ObservationFields memory f) private {
        ExposureFields storage sums = _now[s];
        sums.rainCentiMm += f.precipCentiMm;
        sums.sunMinutes += f.sunMinutes;
        sums.frostMinutes += f.frostMinutes;
        sums.windEastCms += f.windEastCms;
        sums.windNorthCms += f.windNorthCms;
        sums.windSpeedCms += f.windSpeedCms;
        sums.tempCentiC += f.tempCentiC;
        // Thunderstorms are the last three of the order of severity.
        if (ObservationLib.pack(f).isStorm()) sums.storms += 1;
        sums.observed += 1;
        _last[s] = ObservationLib.pack(f);
        _wasSeen[s] = true;
    }

    /// @dev The last observation stands, older by the epochs since the last accepted one.
    function _miss(uint256 s, uint256 epoch) private {
        if (!_wasSeen[s]) {
            _last[s] = NEVER_OBSERVED;
            return;
        }
        uint256 age = _last[s].age() + epoch - epochs[epochs.length - 1];
        _last[s] = _last[s].withAge(age);
    }

    /// @dev Any weather within the ranges; the ends of them often.
    function _draw(uint256 h) private pure returns (ObservationFields memory f) {
        f.tempCentiC = _within(h, -9000, 6000);
        f.precipCentiMm = uint256(_within(h >> 20, 0, 65_535));
        f.windEastCms = _within(h >> 40, -15_000, 15_000);
        f.windNorthCms = _within(h >> 60, -15_000, 15_000);
        f.windSpeedCms = uint256(_within(h >> 80, 0, 15_000));
        f.sunMinutes = uint256(_within(h >> 100, 0, 1440));
        f.frostMinutes = uint256(_within(h >> 120, 0, 1440));
        f.codeRank = uint256(_within(h >> 140, 0, 27));
        f.cloudPct = uint256(_within(h >> 160, 0, 100));
        f.derived = h >> 180 & 1 == 1;
    }

    function _within(uint256 h, int256 least, int256 most) private pure returns (int256) {
        if (h % 8 == 0) return least;
        if (h % 8 == 1) return most;
        return least + int256((h >> 3) % (1 << 17)) % (most - least + 1);
    }

    function _bytes(Observation o) private pure returns (bytes16) {
        return bytes16(Observation.unwrap(o));
    }
}
