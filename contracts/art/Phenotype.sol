// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Exposure} from "../types/Exposure.sol";
import {Observation} from "../types/Observation.sol";
import {Fixed} from "./Fixed.sol";
import {Scene} from "./Scene.sol";
import {Heavens, Sun} from "./Sun.sol";

/// @notice The state that is drawn. Amounts run from 0 to 127 unless said otherwise.
struct Phenotype {
    int256 stage; // 0 seed, 1 sprout, 2 young, 3 grown, 4 old
    int256 sky; // 0 night, 1 dawn, 2 morning, 3 midday, 4 afternoon, 5 dusk
    int256 weather; // 0 clear .. 15 hailstorm, see Words
    bool derived; // some field of the observation was derived by rule
    int256 age; // epochs since birth
    int256 rings; // whole years since birth
    int256 weatherAge; // epochs since this place was last observed
    int256 tempCentiC;
    int256 light; // daylight that reaches the plant
    int256 openness; // of the flowers
    int256 stature; // grown height
    int256 bloom; // maturity of the flowers
    int256 droop; // thirst and cold
    int256 lean; // -64 (west) .. 64 (east): the week's mean wind and the present one
    int256 scars; // 0..7, doublings of the frost lived through
    int256 rime; // frost at this moment
    int256 sunX; // 0 left .. 127 right
    int256 sunY; // 64 horizon
    int256 moonX;
    int256 moonY;
    int256 moonPhase; // 0 new, 64 full, cyclic 128
    int256 cloud;
    int256 rain;
    int256 snow;
    int256 fog;
    int256 storm;
    int256 windEast; // 64 calm
    int256 windSpeed;
    int256 warmth; // -30..40 C
    int256 season; // 0 winter solstice of the hemisphere, cyclic 128
    int256 drought; // memory of a week
    int256 frost; // memory of a week
    int256 moss; // wet memory of week and life
    int256 aurora;
    int256 haze;
    int256 mist; // age of the weather
    int256 ripeness; // how far the flowers have gone to seed
    int256 dormancy; // how far the plant has withdrawn for the winter
    int256 grafts; // 0..5, moves to another station
    int256 ties; // 0..7, the holder's other choices
    int256 pinned; // 1 where the holder chose the epoch
}

/// @title Phenotype: pure, from the gathered scene to the small integers that are drawn.
/// @notice TypeScript twin: renderer/phenotype.ts.
library Phenotypes {
    /// @dev Per place in the severity order of WMO codes: weather, rain, snow, fog, storm.
    bytes private constant CODES = hex"0000000000" // 0 1 2 3
        hex"0100000000" // 45 48 51 53 55
        hex"0200000000" // 56 57 61 63 65
        hex"0300000000" // 66 67 80 81 82
        hex"0400006000" // 71 73 75 77 85
        hex"0500007000" // 86 95 96 99
        hex"061c001000" hex"0626001800" hex"0630002000" hex"0722001800" hex"0730002000"
        hex"0834000000" hex"0850000000" hex"0874001000" hex"0940000000" hex"0964001000"
        hex"0a38000000" hex"0a58000000" hex"0a78001000" hex"0b00300000" hex"0b00500000"
        hex"0b00741000" hex"0c00280000" hex"0d00480000" hex"0d00701000" hex"0e5c000060"
        hex"0f58100068" hex"0f6c18007f";

    int256 private constant SECONDS_PER_YEAR = 31_556_926;
    int256 private constant EPOCH_SECONDS = 25_200;

    function phenotypeOf(Scene memory s) internal pure returns (Phenotype memory p) {
        Heavens memory h = Sun.heavensAt(s.time, s.latMicroDeg, s.lonMicroDeg);
        _heavens(p, h);
        _age(p, s);
        _weather(p, s);
        _memory(p, s);
        _light(p, s, h.rising);
        _seasons(p, s);
        _growth(p, s);
        _choices(p, s);
    }

    function _heavens(Phenotype memory p, Heavens memory h) private pure {
        p.sunX = h.sunX;
        p.sunY = h.sunY;
        p.moonX = h.moonX;
        p.moonY = h.moonY;
        p.moonPhase = h.moonPhase;
        p.season = h.season;
    }

    function _age(Phenotype memory p, Scene memory s) private pure {
        bool born = s.genome.germinated();
        int256 epochs =
            born && s.epoch > s.birthEpoch ? int256(uint256(s.epoch - s.birthEpoch)) : int256(0);
        int256 rings = Fixed.div(epochs * EPOCH_SECONDS, SECONDS_PER_YEAR);
        p.age = epochs;
        p.rings = rings > 65_535 ? int256(65_535) : rings;
        p.stage = !born
            ? int256(0)
            : epochs < 3
                ? int256(1)
                : epochs < 40 ? int256(2) : epochs < 2504 ? int256(3) : int256(4);
    }

    /// @dev What the observation says about this moment.
    function _weather(Phenotype memory p, Scene memory s) private pure {
        // Unchecked: all inputs are at most 34 bits wide.
        unchecked {
            Observation o = s.now;
            bytes memory codes = CODES;
            uint256 at = o.codeRank() * 5;
            if (at >= codes.length) at = 0;
            int256 wet = Fixed.clamp(Fixed.div(int256(o.precipCentiMm()), 20), 0, 127);
            int256 rain = _at(codes, at + 1);
            int256 snow = _at(codes, at + 2);
            if (snow > 0) snow = wet > snow ? wet : snow;
            else if (wet > 0) rain = wet > rain ? wet : rain;
            // Unmeasured kinds of wetness fall as snow below freezing.
            if (rain > 0 && snow == 0 && o.tempCentiC() < -100) (rain, snow) = (0, rain);

            int256 aged = int256(s.weatherAge + o.age());
            p.weatherAge = aged > 65_535 ? int256(65_535) : aged;
            p.mist = Fixed.clamp(aged * 16, 0, 127);
            p.weather = _at(codes, at);
            p.derived = o.derived();
            p.tempCentiC = o.tempCentiC();
            p.cloud = Fixed.clamp(Fixed.div(int256(o.cloudPct()) * 127, 100), 0, 127);
            p.rain = rain;
            p.snow = snow;
            p.fog = _at(codes, at + 3);
            p.storm = _at(codes, at + 4);
            p.windEast = 64 + Fixed.clamp(Fixed.div(o.windEastCms() * 63, 1500), -63, 63);
            p.windSpeed = Fixed.clamp(Fixed.div(int256(o.windSpeedCms()) * 127, 2000), 0, 127);
            p.warmth = Fixed.clamp(Fixed.div((o.tempCentiC() + 3000) * 127, 7000), 0, 127);
            p.rime = Fixed.clamp(Fixed.div(int256(o.frostMinutes()) * 127, 420), 0, 127);
        }
    }

    /// @dev What the week and the life have left behind. A gap in the record adds nothing to a mean.
    function _memory(Phenotype memory p, Scene memory s) private pure {
        // Unchecked: sums are at most 34 bits wide, factors 9.
        unchecked {
            Exposure w = s.recent;
            int256 n = int256(w.observed());
            if (n > 0) {
                int256 rain = Fixed.div(int256(w.rainCentiMm()), n);
                int256 evaporation = Fixed.div(w.tempCentiC(), n) + 500;
                evaporation = evaporation < 0 ? int256(0) : Fixed.div(evaporation, 30);
                evaporation += Fixed.div(int256(w.sunMinutes()), 4 * n);
                p.drought = Fixed.clamp(Fixed.div((evaporation - rain) * 127, 180), 0, 127);
                p.frost = Fixed.clamp(Fixed.div(int256(w.frostMinutes()) * 127, 420 * n), 0, 127);
                p.moss = Fixed.clamp(Fixed.div(rain, 2), 0, 127);
                int256 wind = Fixed.div(w.windEastCms(), n);
                p.lean = Fixed.clamp(Fixed.div(wind, 12), -44, 44);
            }
            int256 gust = Fixed.div((p.windEast - 64) * 20, 64);
            p.lean = Fixed.clamp(p.lean + gust, -64, 64);

            Exposure l = s.life;
            int256 m = int256(l.observed());
            if (m > 0) {
                int256 wet = Fixed.clamp(Fixed.div(int256(l.rainCentiMm()), m), 0, 200);
                int256 old = Fixed.clamp(p.age, 0, 200);
                p.moss = Fixed.clamp(p.moss + Fixed.div(wet * old, 500), 0, 127);
            }
            int256 frosts = Fixed.div(int256(l.frostMinutes()), 1680);
            while (frosts > 0 && p.scars < 7) {
                p.scars += 1;
                frosts = Fixed.div(frosts, 2);
            }
        }
    }

    /// @dev How bright it is, what the hour is called, and the two skies that no station reports.
    function _light(Phenotype memory p, Scene memory s, bool rising) private pure {
        // Unchecked: every amount is under 2^11, the latitude under 2^31.
        unchecked {
            int256 height = p.sunY - 64;
            int256 cover = p.cloud + p.fog + p.storm;
            int256 day = Fixed.clamp((height + 8) * 6, 0, 127);
            p.light = Fixed.clamp(day - Fixed.div(day * cover, 420), 0, 127);
            if (height < -9) p.sky = 0;
            else if (height < 7) p.sky = rising ? int256(1) : int256(5);
            else if (height > 40) p.sky = 3;
            else p.sky = rising ? int256(2) : int256(4);
            // A band about the poles, at nights that the epoch draws by lot: no station measures it.
            int256 north = s.latMicroDeg;
            if (north < 0) north = -north;
            if (north > 52_000_000 && height < -6) {
                int256 lot = Fixed.pick(int256(uint256(s.epoch)), 7, 160) - 32;
                p.aurora = Fixed.clamp(lot - Fixed.div(p.cloud, 2), 0, 127);
            }
            int256 still = Fixed.clamp(127 - p.windSpeed * 2, 0, 127);
            int256 dry = Fixed.clamp(p.drought - p.cloud, 0, 127);
            p.haze = Fixed.clamp(Fixed.div(still * dry, 160), 0, 127);
        }
    }

    /// @dev Flowers go to seed where autumn is cool, plants withdraw where winter is cold: by the date and the
    /// week's mean warmth together, so that the tropics never do and a warm October keeps its flowers.
    function _seasons(Phenotype memory p, Scene memory s) private pure {
        // Unchecked: age is under 2^40, factors are at most 900.
        unchecked {
            if (p.stage == 0) return;
            int256 mean = _weekMean(p, s);
            int256 ramp = p.season < 86
                ? Fixed.div((30 - p.season) * 127, 10)
                : Fixed.div((p.season - 86) * 127, 18);
            int256 cool = Fixed.clamp(1700 - mean, 0, 900);
            int256 bloomed = Fixed.clamp(p.age * 2, 0, 127);
            p.ripeness = Fixed.div(Fixed.div(Fixed.clamp(ramp, 0, 127) * cool, 900) * bloomed, 127);
            int256 away = p.season > 64 ? 128 - p.season : p.season;
            int256 cold = Fixed.clamp(1000 - mean, 0, 600);
            // A seedling stays awake.
            int256 grown = Fixed.clamp(p.age * 3, 0, 127);
            p.dormancy = Fixed.div(
                Fixed.div(cold * Fixed.clamp(40 - away, 0, 24) * 127, 14_400) * grown, 127
            );
        }
    }

    /// @dev A week that nobody observed was as warm as the present; a place that nobody ever observed is mild.
    function _weekMean(Phenotype memory p, Scene memory s) private pure returns (int256) {
        int256 n = int256(s.recent.observed());
        if (n > 0) return Fixed.div(s.recent.tempCentiC(), n);
        return p.weatherAge < 8191 ? p.tempCentiC : int256(1000);
    }

    /// @dev What the holder's choices have left on the plant.
    function _choices(Phenotype memory p, Scene memory s) private pure {
        // Unchecked: 24 bits and 8.
        unchecked {
            if (p.stage == 0) return;
            int256 moves = int256(uint256(s.moves));
            p.grafts = Fixed.clamp(moves, 0, 5);
            p.ties = Fixed.clamp(int256(uint256(s.decisions)) - moves, 0, 7);
            p.pinned = s.pinned ? int256(1) : int256(0);
        }
    }

    /// @dev What the plant makes of it all. The third species and the tenth open at night.
    function _growth(Phenotype memory p, Scene memory s) private pure {
        // Unchecked: age is under 2^40, amounts under 2^11.
        unchecked {
            if (p.stage == 0) return;
            p.stature = 72 + Fixed.div(55 * p.age, p.age + 36);
            p.bloom = Fixed.div(127 * (p.age + 2), p.age + 8);
            int256 brightness = p.light;
            if (s.genome.species() == 2 || s.genome.species() == 9) brightness = 127 - brightness;
            int256 chill = Fixed.clamp(600 - p.tempCentiC, 0, 3000);
            int256 loss = Fixed.div(p.rain, 3) + Fixed.div(p.snow, 2) + Fixed.div(p.rime, 4);
            loss += Fixed.div(p.drought, 4) + Fixed.div(chill, 60) + Fixed.div(p.storm, 4);
            loss += p.dormancy * 2;
            p.openness = Fixed.clamp(16 + brightness - loss, 4, 127);
            int256 thirst = Fixed.div(p.drought * 3, 4);
            p.droop = Fixed.clamp(thirst + Fixed.div(p.rime, 4) + Fixed.div(p.snow, 5), 0, 127);
        }
    }

    function _at(bytes memory codes, uint256 i) private pure returns (int256) {
        return int256(uint256(uint8(codes[i])));
    }
}
