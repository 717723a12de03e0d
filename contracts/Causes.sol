// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";

import {Fixed} from "./art/Fixed.sol";
import {Phenotype} from "./art/Phenotype.sol";
import {Scene} from "./art/Scene.sol";
import {Words} from "./art/Words.sol";
import {Cause, ICauses} from "./interfaces/ICauses.sol";
import {Genome} from "./types/Genome.sol";

/// @title Causes: why a picture looks as it does, in the words of renderer/causes.ts, its twin.
contract Causes is ICauses {
    /// @dev Amounts run to 127; from this one on a feature catches the eye.
    int256 private constant PLAIN = 12;
    /// @dev A plant remembers a week.
    int256 private constant WEEK_EPOCHS = 24;
    /// @dev The latest time that is said, in Unix seconds.
    uint256 private constant LATEST = 2 ** 53 - 1;
    /// @dev More rows than there are features.
    uint256 private constant MOST = 48;

    /// @dev Rows in the order in which they were added, each with what it weighs.
    struct Rows {
        uint256 count;
        int256[] weights;
        Cause[] causes;
    }

    /// @inheritdoc ICauses
    function explain(Scene memory s, Phenotype memory p) external pure returns (Cause[] memory) {
        Rows memory rows = Rows(0, new int256[](MOST), new Cause[](MOST));
        if (p.stage == 0) {
            _add(
                rows,
                128,
                "Seed",
                "asleep",
                "Its genome is still empty: it waits for the block whose randomness decides what it becomes."
            );
        } else {
            _life(rows, s, p);
            _flowers(rows, s, p);
            _seasons(rows, s, p);
            _wear(rows, s, p);
            _frost(rows, s, p);
            _heavens(rows, s, p);
            _weather(rows, s, p);
            _falling(rows, s, p);
            _air(rows, s, p);
            _marks(rows, s, p);
            _genes(rows, s.genome);
            _place(rows, s);
        }
        return _sorted(rows);
    }

    function _life(Rows memory rows, Scene memory s, Phenotype memory p) private pure {
        string memory born = _uint(s.birthEpoch);
        string memory epoch = _uint(s.epoch);
        string memory birth = s.birthEpoch > s.epoch
            ? _join("It will be born at epoch ", born, "; this is epoch ", epoch)
            : _join(
                _join("Born at epoch ", born, ": ", _int(p.age)),
                " epochs of seven hours before epoch ",
                epoch
            );
        _add(rows, 128, "Stage", Words.stageName(p), _join(birth, "."));
        string memory age = _join("Its age of ", _int(p.age), " epochs");
        if (p.rings > 0) {
            _add(rows, 64, "Rings", _int(p.rings), _join(age, ": one for each whole year."));
        }
        _add(
            rows,
            36,
            "Height",
            _percent(p.stature),
            _join(age, ", and genome bits 184-191: gene ", _uint(s.genome.stature()), " of 255.")
        );
        _add(
            rows,
            20,
            "Maturity",
            _percent(p.bloom),
            _join(age, ": flowers grow to their full size.")
        );
    }

    function _flowers(Rows memory rows, Scene memory s, Phenotype memory p) private pure {
        string memory why = _join("Daylight reaches them with ", _percent(p.light));
        uint256 kind = s.genome.species();
        if (kind == 2 || kind == 9) why = _join(why, ", and they open to the dark");
        why = _join(why, _takes("rain", Fixed.div(p.rain, 3)));
        why = _join(why, _takes("snow", Fixed.div(p.snow, 2)));
        why = _join(why, _takes("rime", Fixed.div(p.rime, 4)));
        why = _join(why, _takes("drought", Fixed.div(p.drought, 4)));
        why = _join(
            why,
            _takes(
                _join("the cold of ", _celsius(p.tempCentiC)),
                Fixed.div(Fixed.clamp(600 - p.tempCentiC, 0, 3000), 60)
            )
        );
        why = _join(why, _takes("storm", Fixed.div(p.storm, 4)));
        why = _join(why, _takes("winter rest", p.dormancy * 2), ".");
        string memory value = _join(Words.opening(p), ", ", _percent(p.openness));
        _add(rows, 110, Words.flowersName(s.genome), value, why);
        why = _join(
            _join("The sun stands at ", _int(p.sunY - 64), " of 63 over the horizon; cloud of "),
            _percent(p.cloud),
            ", fog of ",
            _percent(p.fog)
        );
        why = _join(why, " and storm of ", _percent(p.storm), " in its way.");
        _add(rows, 16, "Light", _percent(p.light), why);
    }

    function _seasons(Rows memory rows, Scene memory s, Phenotype memory p) private pure {
        _add(
            rows,
            40,
            "Season",
            Words.seasonName(p),
            _join(
                _int(p.season),
                " of 128 parts of the year after the winter solstice at ",
                _latitude(s),
                ". It colours the leaves."
            )
        );
        if (p.ripeness == 0 && p.dormancy == 0) return;
        string memory why = _join(
            _join("The season, ", _weekWarmth(s, p)), ", and its age of ", _int(p.age), " epochs."
        );
        if (p.ripeness > 0) {
            _add(rows, 20 + Fixed.div(p.ripeness, 2), "Seed heads", _percent(p.ripeness), why);
        }
        if (p.dormancy > 0) {
            _add(rows, 30 + Fixed.div(p.dormancy, 2), "Winter rest", _percent(p.dormancy), why);
        }
    }

    /// @dev What drought, wind and wet have done.
    function _wear(Rows memory rows, Scene memory s, Phenotype memory p) private pure {
        string memory week = _join("In ", _lately(s, p), " ");
        string memory rain = _hundredths(int256(s.recent.rainCentiMm()));
        if (p.droop > 0) {
            string memory why = _join(
                "Bent by thirst",
                _by("drought", Fixed.div(p.drought * 3, 4)),
                _by("rime", Fixed.div(p.rime, 4)),
                _by("snow", Fixed.div(p.snow, 5))
            );
            _add(rows, p.droop, "Droop", _percent(p.droop), _join(why, "."));
        }
        if (p.lean != 0) _lean(rows, s, p, week);
        if (p.drought > 0) {
            string memory why = _join(
                _join(week, rain, " mm of rain fell, the sun shone for "),
                _duration(s.recent.sunMinutes()),
                ", and it was ",
                _join(_weekMean(s), " on average.")
            );
            _add(rows, Fixed.div(p.drought, 2), "Parched earth", _percent(p.drought), why);
        }
        if (p.moss > 0) {
            string memory why = _join(
                _join(week, rain, " mm of rain fell; in ", _uint(s.life.observed())),
                " of its life ",
                _hundredths(int256(s.life.rainCentiMm())),
                " mm."
            );
            _add(rows, p.moss, "Moss", _percent(p.moss), why);
        }
    }

    function _lean(Rows memory rows, Scene memory s, Phenotype memory p, string memory week)
        private
        pure
    {
        string memory why = _join(week, "the mean wind was ", _meanWind(s), "; now it is ");
        why = _join(why, _eastward(s.now.windEastCms()), ".");
        int256 size = _abs(p.lean);
        string memory value = _join(
            p.lean < 0 ? "to the west, " : "to the east, ", _int(Fixed.div(size * 100, 64)), " %"
        );
        _add(rows, size * 2, "Lean", value, why);
    }

    function _meanWind(Scene memory s) private pure returns (string memory) {
        int256 n = int256(s.recent.observed());
        return n > 0 ? _eastward(Fixed.div(s.recent.windEastCms(), n)) : "unknown";
    }

    function _frost(Rows memory rows, Scene memory s, Phenotype memory p) private pure {
        if (p.scars > 0) {
            _add(
                rows,
                20 + p.scars * 8,
                "Frost scars",
                _int(p.scars),
                _join(
                    _duration(s.life.frostMinutes()),
                    " of frost in its life; every doubling from 28 h on leaves one."
                )
            );
        }
        if (p.rime > 0) {
            string memory why =
                _join("It froze for ", _duration(s.now.frostMinutes()), " of the epoch.");
            _add(rows, p.rime, "Rime", _percent(p.rime), why);
        }
        if (p.frost > 0) {
            string memory why = _join("It froze for ", _duration(s.recent.frostMinutes()), " in ");
            _add(
                rows,
                Fixed.div(p.frost, 2),
                "Frosted land",
                _percent(p.frost),
                _join(why, _lately(s, p), ".")
            );
        }
    }

    function _heavens(Rows memory rows, Scene memory s, Phenotype memory p) private pure {
        string memory time = _join("At ", _latitude(s), ", ", _longitude(s));
        time = _join(time, ", ", _uint(s.time > LATEST ? LATEST : s.time), " s of Unix time, ");
        _add(
            rows,
            70,
            "Hour",
            Words.skyName(p),
            _join(time, "the sun stands at ", _spot(p.sunX, p.sunY), "; the horizon is at 64.")
        );
        bool isUp = p.moonY > 64;
        string memory month = _join(", in ", _int(p.moonPhase), " of 128 parts of its month.");
        _add(
            rows,
            isUp ? int256(50) : int256(6),
            "Moon",
            _join(Words.moonName(p), isUp ? ", up" : ", below the horizon"),
            _join(time, "it stands at ", _spot(p.moonX, p.moonY), month)
        );
        if (p.aurora > 0) {
            string memory why =
                _join("A night at ", _latitude(s), " for which epoch ", _uint(s.epoch));
            why = _join(why, " drew it by lot, under ", _percent(p.cloud));
            _add(
                rows,
                p.aurora < PLAIN ? p.aurora : int256(118),
                "Aurora",
                _percent(p.aurora),
                _join(why, " of cloud. No station measures it.")
            );
        }
    }

    /// @dev What the station said, and when.
    function _weather(Rows memory rows, Scene memory s, Phenotype memory p) private pure {
        bool isNever = p.weatherAge >= Words.NEVER;
        if (isNever) {
            _add(
                rows,
                90,
                "Weather",
                "Unknown",
                "No observation of this place has been accepted yet."
            );
        } else {
            string memory why =
                _join("Rank ", _uint(s.now.codeRank()), " of the weather codes by severity, ");
            why = _join(why, p.derived ? "partly derived by rule." : "measured.");
            _add(rows, 90, "Weather", Words.weatherName(p), why);
            _add(
                rows,
                24,
                "Temperature",
                _celsius(p.tempCentiC),
                unicode"Observed at the station; the plant is cold below 6.00 °C."
            );
        }
        if (p.mist > 0) {
            string memory why = isNever
                ? "Nothing has been observed here yet."
                : _join(
                    "Weather age in epochs: ",
                    _int(p.weatherAge),
                    ". Nothing newer has been observed here."
                );
            _add(rows, 119, "Mist", _percent(p.mist), why);
        }
    }

    function _falling(Rows memory rows, Scene memory s, Phenotype memory p) private pure {
        string memory rank = _join(_uint(s.now.codeRank()), ".");
        string memory fell = _join(
            _hundredths(int256(s.now.precipCentiMm())),
            " mm in the epoch at ",
            _celsius(p.tempCentiC),
            _join(", weather rank ", rank)
        );
        if (p.rain > 0) _add(rows, 60 + Fixed.div(p.rain, 2), "Rain", _percent(p.rain), fell);
        if (p.snow > 0) _add(rows, 60 + Fixed.div(p.snow, 2), "Snow", _percent(p.snow), fell);
        rank = _join("Weather rank ", rank);
        if (p.fog > 0) _add(rows, p.fog, "Fog", _percent(p.fog), rank);
        if (p.storm > 0) _add(rows, 120, "Thunder", _percent(p.storm), rank);
    }

    function _air(Rows memory rows, Scene memory s, Phenotype memory p) private pure {
        if (p.cloud > 0) {
            string memory why = _join("The station observed ", _uint(s.now.cloudPct()));
            _add(
                rows, Fixed.div(p.cloud, 2), "Clouds", _percent(p.cloud), _join(why, " % of cloud.")
            );
        }
        int256 speed = int256(s.now.windSpeedCms());
        if (p.windSpeed > 0 || p.windEast != 64) {
            int256 northCms = s.now.windNorthCms();
            string memory why = _join(
                "Observed: ",
                _eastward(s.now.windEastCms()),
                _join(", ", _hundredths(_abs(northCms))),
                northCms < 0 ? " m/s southward, " : " m/s northward, "
            );
            _add(
                rows,
                Fixed.div(p.windSpeed, 2),
                "Wind",
                Words.windName(s.now.windEastCms(), northCms, speed),
                _join(why, _hundredths(speed), " m/s in all.")
            );
        }
        if (p.haze > 0) {
            string memory why = _join(
                "Air of ", _hundredths(speed), " m/s over earth parched by ", _percent(p.drought)
            );
            why = _join(why, ", under ", _percent(p.cloud), " of cloud.");
            _add(rows, Fixed.div(p.haze, 2), "Haze", _percent(p.haze), why);
        }
    }

    /// @dev What the holder's choices have left.
    function _marks(Rows memory rows, Scene memory s, Phenotype memory p) private pure {
        string memory moved = _join("Moves to another station: ", _uint(s.moves));
        if (p.grafts > 0) _add(rows, 44, "Grafts", _int(p.grafts), _join(moved, "."));
        if (p.ties > 0) {
            string memory why = _join("Choices of its holder: ", _uint(s.decisions), ". ");
            _add(rows, 38, "Ties", _int(p.ties), _join(why, moved, ", which are grafts."));
        }
        if (p.pinned > 0) {
            _add(
                rows,
                100,
                "Pin",
                _join("epoch ", _uint(s.epoch)),
                "Its holder has pinned this epoch, and can follow the weather again."
            );
        }
        if (s.pending) {
            _add(
                rows,
                30,
                "Pending choice",
                "yes",
                "Its holder has chosen something that counts from a later epoch."
            );
        }
    }

    function _genes(Rows memory rows, Genome g) private pure {
        _gene(rows, 46, "Species", Words.speciesName(g), "144-151: ", g.species(), "10.");
        _gene(rows, 34, "School", Words.schoolName(g), "152-159: ", g.school(), "6.");
        _gene(rows, 32, "Palette", _uint(g.palette()), "160-167: ", g.palette(), "12.");
        uint256 mutation = g.mutation();
        if (mutation > 0) {
            string memory name = Words.mutationName(g);
            _gene(rows, 105, "Mutation", name, "192-199: ", mutation, "256.");
        } else {
            _add(rows, 8, "Mutation", "None", "Genome bits 192-199: 0, as in 63 plants in 64.");
        }
        string memory petals = _join("gene ", _uint(g.petals()));
        _gene(rows, 14, "Petals", petals, "168-175: ", g.petals(), "256.");
        string memory layers = _join("gene ", _uint(g.layers()));
        _gene(rows, 13, "Layers", layers, "176-183: ", g.layers(), "256.");
        string memory value = LibString.toHexString(uint256(g.seed()), 16);
        _add(rows, 4, "Small differences", value, "Genome bits 0-127: the seed.");
    }

    function _gene(
        Rows memory rows,
        int256 weight,
        string memory feature,
        string memory value,
        string memory bits,
        uint256 number,
        string memory odds
    ) private pure {
        string memory why = _join("Genome bits ", bits, _uint(number), ", as in one plant in ");
        _add(rows, weight, feature, value, _join(why, odds));
    }

    function _place(Rows memory rows, Scene memory s) private pure {
        string memory home = _join(
            "Born at station ",
            _uint(s.genome.homeStation()),
            ", genome bits 128-143",
            s.moves > 0 ? "; its holder has moved it since" : ""
        );
        home = _join(home, ". It stands at ", _latitude(s), ", ");
        home = _join(home, _longitude(s), ".");
        _add(rows, 33, "Station", Words.clean(s.stationName), home);
        _add(
            rows,
            12,
            "Sky model",
            _uint(s.model),
            "The sky model that it was minted with, or that its holder has adopted."
        );
    }

    function _add(
        Rows memory rows,
        int256 weight,
        string memory feature,
        string memory value,
        string memory cause
    ) private pure {
        uint256 n = rows.count++;
        rows.weights[n] = weight;
        rows.causes[n] = Cause(feature, value, cause);
    }

    /// @dev The heaviest first, equals as they were added.
    function _sorted(Rows memory rows) private pure returns (Cause[] memory causes) {
        causes = rows.causes;
        for (uint256 i = 1; i < rows.count; ++i) {
            int256 weight = rows.weights[i];
            Cause memory cause = causes[i];
            uint256 at = i;
            for (; at > 0 && rows.weights[at - 1] < weight; --at) {
                rows.weights[at] = rows.weights[at - 1];
                causes[at] = causes[at - 1];
            }
            rows.weights[at] = weight;
            causes[at] = cause;
        }
        uint256 count = rows.count;
        assembly ("memory-safe") {
            mstore(causes, count)
        }
    }

    /// @dev What keeps flowers from opening, where it does.
    function _takes(string memory what, int256 amount) private pure returns (string memory) {
        return amount > 0 ? _join("; ", what, " takes ", _percent(amount)) : "";
    }

    function _by(string memory what, int256 amount) private pure returns (string memory) {
        return amount > 0 ? _join("; by ", what, " ", _percent(amount)) : "";
    }

    /// @dev The time that a plant remembers clearly; a younger one has only its own life to remember.
    function _lately(Scene memory s, Phenotype memory p) private pure returns (string memory) {
        return _join(
            _uint(s.recent.observed()),
            " observed epochs ",
            p.age < WEEK_EPOCHS ? "since its birth" : "of the last week"
        );
    }

    /// @dev How warm it has been, as far as that is known.
    function _weekWarmth(Scene memory s, Phenotype memory p) private pure returns (string memory) {
        if (s.recent.observed() > 0) {
            return _join("a mean of ", _weekMean(s), " in ", _lately(s, p));
        }
        return p.weatherAge < Words.NEVER
            ? _join("the present ", _celsius(p.tempCentiC), ", for want of an observed week")
            : "a mild week, for want of any weather";
    }

    function _weekMean(Scene memory s) private pure returns (string memory) {
        int256 n = int256(s.recent.observed());
        return _celsius(n > 0 ? Fixed.div(s.recent.tempCentiC(), n) : int256(0));
    }

    function _percent(int256 amount) private pure returns (string memory) {
        return _join(_int(Fixed.div(amount * 100, 127)), " %");
    }

    function _celsius(int256 centiC) private pure returns (string memory) {
        return _join(_hundredths(centiC), unicode" °C");
    }

    function _hundredths(int256 value) private pure returns (string memory) {
        return Words.hundredths(value);
    }

    function _eastward(int256 cms) private pure returns (string memory) {
        return _join(_hundredths(_abs(cms)), cms < 0 ? " m/s westward" : " m/s eastward");
    }

    function _duration(uint256 minutes_) private pure returns (string memory) {
        return _join(_uint(minutes_ / 60), " h ", _uint(minutes_ % 60), " min");
    }

    function _latitude(Scene memory s) private pure returns (string memory) {
        return _angle(s.latMicroDeg, unicode"° S", unicode"° N");
    }

    function _longitude(Scene memory s) private pure returns (string memory) {
        return _angle(s.lonMicroDeg, unicode"° W", unicode"° E");
    }

    function _angle(int256 microDeg, string memory below, string memory above)
        private
        pure
        returns (string memory)
    {
        return _join(_hundredths(_abs(microDeg) / 10_000), microDeg < 0 ? below : above);
    }

    function _spot(int256 x, int256 y) private pure returns (string memory) {
        return _join(_join("x ", _int(x)), ", y ", _int(y), " of 127");
    }

    function _abs(int256 value) private pure returns (int256) {
        return value < 0 ? -value : value;
    }

    function _int(int256 value) private pure returns (string memory) {
        return LibString.toString(value);
    }

    function _uint(uint256 value) private pure returns (string memory) {
        return LibString.toString(value);
    }

    function _join(string memory a, string memory b) private pure returns (string memory) {
        return string.concat(a, b);
    }

    function _join(string memory a, string memory b, string memory c)
        private
        pure
        returns (string memory)
    {
        return string.concat(a, b, c);
    }

    function _join(string memory a, string memory b, string memory c, string memory d)
        private
        pure
        returns (string memory)
    {
        return string.concat(a, b, c, d);
    }
}
