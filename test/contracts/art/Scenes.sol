// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Scene} from "../../../contracts/art/Scene.sol";
import {Exposure, ExposureFields, ExposureLib} from "../../../contracts/types/Exposure.sol";
import {DRAWN} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Genome, express} from "../../../contracts/types/Genome.sol";
import {
    NEVER_OBSERVED,
    Observation,
    ObservationFields,
    ObservationLib
} from "../../../contracts/types/Observation.sol";

/// @title Scenes for the test vectors: corner cases by name, and seeded ones.
library Scenes {
    uint256 internal constant CORNERS = 22;
    uint256 internal constant SEASONS = 3;
    /// @dev Days in July, October and January in Seattle.
    uint40 private constant SUMMER = 70_762;
    uint40 private constant AUTUMN = 71_129;
    uint40 private constant WINTER = 71_396;

    /// @notice A plausible scene: everything in range, drawn from the seed.
    function seeded(uint256 seed) internal pure returns (Scene memory s) {
        s.tokenId = _draw(seed, 0, 8192);
        s.genome = express(bytes32(seed), s.tokenId, 8, DRAWN);
        s.epoch = uint40(55_000 + _draw(seed, 1, 12_000));
        s.time = uint64(s.epoch) * 25_200;
        uint256 age = _draw(seed, 2, 3) == 0 ? _draw(seed, 3, 12) : _draw(seed, 3, 6000);
        s.birthEpoch = uint40(s.epoch - age);
        s.weatherAge = _draw(seed, 4, 4) == 0 ? uint16(_draw(seed, 5, 12)) : 0;
        s.latMicroDeg = int32(int256(_draw(seed, 6, 180_000_001)) - 90_000_000);
        s.lonMicroDeg = int32(int256(_draw(seed, 7, 360_000_001)) - 180_000_000);
        s.stationName = _draw(seed, 8, 2) == 0 ? "Seattle" : unicode"Tromsø 特罗姆瑟";
        s.model = uint16(_draw(seed, 9, 3));
        s.pinned = _draw(seed, 10, 6) == 0;
        s.moves = _draw(seed, 11, 3) == 0 ? uint8(_draw(seed, 12, 5)) : 0;
        s.decisions = s.moves + uint24(_draw(seed, 14, 2) * _draw(seed, 15, 9));
        s.pending = _draw(seed, 13, 6) == 0;
        ObservationFields memory o = _weather(seed);
        s.now = ObservationLib.pack(o);
        s.recent = _sums(seed, o, age < 24 ? age : 24);
        s.life = _sums(seed + 1, o, age);
    }

    /// @notice A corner case and what it is called.
    function corner(uint256 i) internal pure returns (string memory name, Scene memory s) {
        if (i == 0) return ("all zero", s);
        s = seeded(1000 + i);
        if (i == 1) {
            name = "all max";
            s.tokenId = type(uint256).max;
            s.genome = Genome.wrap(bytes32(type(uint256).max));
            s.epoch = type(uint40).max;
            // Of the last epoch that is told apart: no greater time is gathered.
            s.time = uint64(type(uint40).max) * 25_200;
            s.birthEpoch = 0;
            s.weatherAge = type(uint16).max;
            s.now = Observation.wrap(type(uint128).max);
            s.life = Exposure.wrap(type(uint256).max);
            s.recent = Exposure.wrap(type(uint256).max);
            s.latMicroDeg = type(int32).max;
            s.lonMicroDeg = type(int32).max;
            s.model = type(uint16).max;
            (s.pinned, s.moves, s.pending) = (true, type(uint8).max, true);
            s.decisions = type(uint24).max;
        } else if (i == 2) {
            name = "all min";
            s.now = Observation.wrap(0x8000 | (0x8000 << 32) | (0x8000 << 48));
            s.latMicroDeg = type(int32).min;
            s.lonMicroDeg = type(int32).min;
            s.birthEpoch = type(uint40).max;
            s.time = 0;
        } else if (i == 3) {
            name = "ungerminated";
            s.genome = Genome.wrap(0);
        } else if (i == 4) {
            name = "stale by three epochs";
            s.weatherAge = 3;
        } else if (i == 5) {
            name = "before any weather";
            s.weatherAge = type(uint16).max;
            s.now = NEVER_OBSERVED;
            s.life = Exposure.wrap(0);
            s.recent = Exposure.wrap(0);
        } else if (i == 6) {
            name = "hostile name";
            s.stationName = "\"\\</text>]]>&'<script>\x00\x1b{}%#";
        } else if (i == 7) {
            name = "hostile characters";
            s.stationName = string(
                abi.encodePacked(
                    hex"e280ae", "evil", hex"e280a8e280a9e281a6efbbbfe2808fc285efbfbff09f8cbb"
                )
            );
        } else if (i == 8) {
            name = "invalid UTF-8";
            s.stationName =
                string(abi.encodePacked(hex"61ff62c32863e28228f09f8cf0f48fbfbfeda08080c0afe2"));
        } else if (i == 9) {
            name = "name of many characters";
            s.stationName = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
        } else if (i == 10) {
            name = "polar night";
            s.latMicroDeg = 78_220_000;
            s.lonMicroDeg = 15_650_000;
            s.epoch = 55_500;
            s.time = 55_500 * 25_200;
            s.birthEpoch = 55_000;
        } else if (i == 11) {
            name = "day of birth";
            s.birthEpoch = s.epoch;
            s.life = Exposure.wrap(0);
            s.recent = Exposure.wrap(0);
        } else if (i < 16) {
            (s.pinned, s.moves, s.pending) = (i == 13, i == 14 ? 1 : 0, i == 15);
            s.decisions = i == 12 ? 0 : 1;
            if (i == 12) name = "nothing chosen";
            else name = i == 13 ? "pinned" : i == 14 ? "moved once" : "choice pending";
        } else if (i == 16) {
            name = "gone to seed";
            _through(s, 60_000, 47_606_000, 900);
        } else if (i == 17) {
            name = "asleep in deep winter";
            _through(s, 60_075, 47_606_000, -900);
        } else if (i == 18) {
            name = "in the tropics";
            _through(s, 60_075, 1_300_000, 2800);
        } else if (i < CORNERS) {
            _through(s, 60_700, 47_606_000, 1900);
            s.pinned = i == 21;
            (s.moves, s.decisions) = i == 19 ? (9, 9) : i == 20 ? (0, 30) : (3, 8);
            name = i == 19
                ? "moved often"
                : i == 20 ? "chosen often, never moved" : "moved, chosen and pinned";
        }
    }

    /// @dev A grown plant at this epoch and latitude, after a week of this mean.
    function _through(Scene memory s, uint40 epoch, int32 latitude, int256 mean) private pure {
        s.epoch = epoch;
        s.time = uint64(epoch) * 25_200;
        s.birthEpoch = epoch - 2600;
        s.latMicroDeg = latitude;
        s.lonMicroDeg = 0;
        s.weatherAge = 0;
        ExposureFields memory week;
        week.observed = 24;
        week.tempCentiC = 24 * mean;
        s.recent = ExposureLib.pack(week);
        ObservationFields memory o;
        o.tempCentiC = mean;
        o.cloudPct = 30;
        s.now = ObservationLib.pack(o);
    }

    /// @notice A scene for a species under a kind of weather.
    function staged(uint256 species, uint256 rank) internal pure returns (Scene memory s) {
        s = seeded(5000 + species * 31 + rank);
        uint256 word = uint256(Genome.unwrap(s.genome)) & ~(uint256(0xff) << 144);
        s.genome = Genome.wrap(bytes32(word | (species << 144)));
        uint256 weather = Observation.unwrap(s.now) & ~(uint256(0x1f) << 102);
        s.now = Observation.wrap(uint128(weather | (rank << 102)));
    }

    /// @notice The fullest plant of a species, doubled and with every mark that a holder can leave: in blossom
    /// (0), half gone to seed (1), asleep under snow (2).
    function fullest(uint256 species, uint256 season) internal pure returns (Scene memory s) {
        s = seeded(9000 + species);
        uint256 genes = (3 << 192) | (0xffffff << 168) | (1 << 160) | (species << 144) | (1 << 248);
        s.genome = Genome.wrap(bytes32(uint256(s.genome.seed()) | genes));
        s.epoch = season == 0 ? SUMMER : season == 1 ? AUTUMN : WINTER;
        s.time = uint64(s.epoch) * 25_200;
        s.birthEpoch = s.epoch - 13_000;
        (s.latMicroDeg, s.lonMicroDeg) = (47_606_000, -122_332_000);
        (s.pinned, s.moves, s.decisions, s.weatherAge) = (true, 5, 12, 3);
        int256 mean = season == 0 ? int256(2000) : season == 1 ? int256(1200) : int256(-200);
        ObservationFields memory o;
        (o.tempCentiC, o.windEastCms, o.windSpeedCms, o.cloudPct) = (mean, 400, 500, 20);
        if (season == 2) (o.codeRank, o.precipCentiMm, o.frostMinutes) = (20, 500, 300);
        s.now = ObservationLib.pack(o);
        ExposureFields memory e;
        (e.observed, e.rainCentiMm, e.sunMinutes) = (24, 24 * 180, 24 * 60);
        (e.tempCentiC, e.frostMinutes) = (mean * 24, 24 * 300);
        s.recent = ExposureLib.pack(e);
        (e.observed, e.rainCentiMm, e.frostMinutes) = (13_000, 13_000 * 180, 999_999);
        s.life = ExposureLib.pack(e);
    }

    function _weather(uint256 seed) private pure returns (ObservationFields memory o) {
        o.tempCentiC = int256(_draw(seed, 20, 5500)) - 1800;
        o.precipCentiMm = _draw(seed, 21, 2) == 0 ? 0 : _draw(seed, 22, 2500);
        o.windEastCms = int256(_draw(seed, 23, 3000)) - 1500;
        o.windNorthCms = int256(_draw(seed, 24, 3000)) - 1500;
        o.windSpeedCms = _draw(seed, 25, 2200);
        o.sunMinutes = _draw(seed, 26, 421);
        o.frostMinutes = o.tempCentiC < 0 ? _draw(seed, 27, 421) : 0;
        o.codeRank = _draw(seed, 28, 28);
        o.cloudPct = _draw(seed, 29, 101);
        o.derived = _draw(seed, 30, 2) == 0;
        o.age = _draw(seed, 31, 8) == 0 ? _draw(seed, 32, 4) : 0;
    }

    /// @dev `n` epochs whose means lie about the present weather.
    function _sums(uint256 seed, ObservationFields memory o, uint256 n)
        private
        pure
        returns (Exposure)
    {
        ExposureFields memory e;
        e.rainCentiMm = n * _draw(seed, 40, 400);
        e.sunMinutes = n * _draw(seed, 41, 300);
        e.frostMinutes = o.tempCentiC < 500 ? n * _draw(seed, 42, 200) : 0;
        e.windEastCms = int256(n) * (int256(_draw(seed, 43, 1000)) - 500);
        e.windNorthCms = int256(n) * (int256(_draw(seed, 44, 1000)) - 500);
        e.windSpeedCms = n * _draw(seed, 45, 900);
        e.storms = _draw(seed, 46, n + 1);
        e.tempCentiC = int256(n) * (o.tempCentiC + int256(_draw(seed, 47, 600)) - 300);
        e.observed = n;
        return ExposureLib.pack(e);
    }

    function _draw(uint256 seed, uint256 i, uint256 range) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, i))) % range;
    }
}
