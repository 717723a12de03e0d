// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";
import {Genome, SCHOOL_COUNT, SPECIES_COUNT} from "../types/Genome.sol";
import {Phenotype} from "./Phenotype.sol";
import {Scene} from "./Scene.sol";

/// @title Words: what the state is called.
/// @notice TypeScript twin: renderer/words.ts.
library Words {
    string private constant SPECIES =
        "Sunhead|Bellspire|Mooncup|Starwheel|Stonerose|Snowbough|Lacefern|Windplume|Dawnvine|Thornlamp";
    string private constant FLOWERS =
        "Flower head|Bells|Cups|Umbels|Flowers|Blossoms|Fronds|Plumes|Trumpets|Flowers";
    string private constant SCHOOLS = "Plein air|Romantic|Woodblock|Impressionist|Risograph|Ink";
    string private constant MUTATIONS = "None|Pale|Ember|Doubled|Midnight";
    string private constant GROWTHS = "sleeping|sprouting|young|grown|old";
    string private constant STAGES = "Seed|Sprouting|Young|Grown|Old";
    string private constant HOURS =
        "at night|at dawn|in the morning|at midday|in the afternoon|at dusk";
    string private constant SEASONS = "Winter|Spring|Summer|Autumn";
    string private constant MOONS = "new|waxing|full|waning";
    string private constant WINDS =
        "north|north-east|east|south-east|south|south-west|west|north-west";
    string private constant SKIES = "Night|Dawn|Morning|Midday|Afternoon|Dusk";
    string private constant WEATHERS =
        "Clear|Fair|Partly cloudy|Overcast|Fog|Rime fog|Drizzle|Freezing drizzle|Rain|Freezing rain|Showers|Snow|Snow grains|Snow showers|Thunderstorm|Hailstorm";

    /// @dev From this age on (in epochs) a place has never been observed.
    int256 internal constant NEVER = 8191;

    /// @dev The most characters of a link that are shown.
    uint256 private constant LONGEST_LINK = 200;

    /// @dev The most characters of a station's name that are shown.
    uint256 private constant LONGEST_NAME = 40;

    function speciesName(Genome g) internal pure returns (string memory) {
        return word(SPECIES, g.species() % SPECIES_COUNT);
    }

    function schoolName(Genome g) internal pure returns (string memory) {
        return word(SCHOOLS, g.school() % SCHOOL_COUNT);
    }

    function mutationName(Genome g) internal pure returns (string memory) {
        return word(MUTATIONS, g.mutation());
    }

    function stageName(Phenotype memory p) internal pure returns (string memory) {
        return word(STAGES, uint256(p.stage));
    }

    function skyName(Phenotype memory p) internal pure returns (string memory) {
        return word(SKIES, uint256(p.sky));
    }

    function weatherName(Phenotype memory p) internal pure returns (string memory) {
        return p.weatherAge >= NEVER ? "Unknown" : word(WEATHERS, uint256(p.weather));
    }

    /// @notice What it flowers with; ferns and grasses unfurl instead.
    function flowersName(Genome g) internal pure returns (string memory) {
        return word(FLOWERS, g.species() % SPECIES_COUNT);
    }

    /// @notice How far it has opened.
    function opening(Phenotype memory p) internal pure returns (string memory) {
        return p.openness < 36 ? "closed" : p.openness < 84 ? "half open" : "open";
    }

    function seasonName(Phenotype memory p) internal pure returns (string memory) {
        return word(SEASONS, (uint256(p.season) + 16) / 32 % 4);
    }

    function moonName(Phenotype memory p) internal pure returns (string memory) {
        int256 phase = p.moonPhase;
        uint256 quarter = phase < 8 || phase > 120 ? 0 : phase < 57 ? 1 : phase < 72 ? 2 : 3;
        return word(MOONS, quarter);
    }

    /// @notice Wind from its components and speed in cm/s; components point where the air goes, its name
    /// where it comes from.
    function windName(int256 eastCms, int256 northCms, int256 speedCms)
        internal
        pure
        returns (string memory)
    {
        if (speedCms < 30) return "calm";
        int256 east = eastCms < 0 ? -eastCms : eastCms;
        int256 north = northCms < 0 ? -northCms : northCms;
        string memory speed = string.concat(hundredths(speedCms), " m/s from ");
        if (east < 20 && north < 20) return string.concat(speed, "all around");
        // An eighth of a circle is parted at 22.5 degrees, whose tangent is close to 12 / 29.
        bool isAlong = east * 29 < north * 12;
        bool isAcross = north * 29 < east * 12;
        uint256 at;
        if (isAlong) at = northCms < 0 ? 0 : 4;
        else if (isAcross) at = eastCms < 0 ? 2 : 6;
        else if (northCms < 0) at = eastCms < 0 ? 1 : 7;
        else at = eastCms < 0 ? 3 : 5;
        return string.concat(speed, "the ", word(WINDS, at));
    }

    /// @notice Hundredths of a degree, of a metre a second, of a millimetre as a decimal number.
    function hundredths(int256 value) internal pure returns (string memory) {
        uint256 size = uint256(value < 0 ? -value : value);
        uint256 cents = size % 100;
        return string.concat(
            value < 0 ? "-" : "",
            LibString.toString(size / 100),
            cents < 10 ? ".0" : ".",
            LibString.toString(cents)
        );
    }

    /// @notice The picture in a few sentences, for who reads it or hears it. `place` is put in as it is.
    function caption(Scene memory s, Phenotype memory p, string memory place)
        internal
        pure
        returns (string memory said)
    {
        if (p.stage == 0) return "A seed asleep in the dark, in rings of warmth.";
        Genome g = s.genome;
        said = string.concat(p.stage == 4 ? "An " : "A ", word(GROWTHS, uint256(p.stage)), " ");
        if (g.mutation() > 0) said = string.concat(said, mutationName(g), " ");
        said = string.concat(said, speciesName(g), " at ", place, ", ");
        said = string.concat(said, word(HOURS, uint256(p.sky)), " in ");
        said = string.concat(said, LibString.lower(seasonName(p)), ". ", _weather(s, p));
        said = string.concat(said, " ", flowersName(g), " ", opening(p));
        said = string.concat(said, ".", _look(p), _sky(p));
        if (p.rings > 0) {
            said = string.concat(said, " It has lived ", _counted(p.rings, "year"), ".");
        }
        if (s.birthEpoch > s.epoch) {
            said = string.concat(
                said, " It will be born at epoch ", LibString.toString(s.birthEpoch), "."
            );
        }
        if (p.pinned > 0) {
            said = string.concat(
                said, " Its holder has pinned it at epoch ", LibString.toString(s.epoch), "."
            );
        }
        if (p.weatherAge > 0 && p.weatherAge < NEVER) {
            said = string.concat(said, " The weather is ", _counted(p.weatherAge, "epoch"), " old.");
        }
        if (p.derived) {
            said = string.concat(said, " Part of the weather is derived by rule, not measured.");
        }
    }

    function _weather(Scene memory s, Phenotype memory p) private pure returns (string memory) {
        if (p.weatherAge >= NEVER) return "No weather has been observed here yet.";
        int256 speed = int256(s.now.windSpeedCms());
        string memory wind = windName(s.now.windEastCms(), s.now.windNorthCms(), speed);
        return string.concat(
            weatherName(p),
            ", ",
            hundredths(p.tempCentiC),
            speed < 30 ? unicode" °C, " : unicode" °C, wind ",
            wind,
            "."
        );
    }

    function _look(Phenotype memory p) private pure returns (string memory) {
        return string.concat(
            p.ripeness > 60 ? " It has gone to seed." : "",
            p.dormancy > 40 ? " It rests for the winter." : "",
            p.droop > 60 ? " It thirsts." : "",
            p.rime > 40 ? " Frost lies on it." : "",
            p.moss > 60 ? " Moss grows about it." : ""
        );
    }

    function _sky(Phenotype memory p) private pure returns (string memory) {
        if (p.aurora > 20) return " An aurora burns overhead.";
        bool isMoonlit = p.sky == 0 && p.moonY > 64 && p.cloud < 60;
        return isMoonlit ? string.concat(" The ", moonName(p), " moon is up.") : "";
    }

    /// @dev A count with its noun.
    function _counted(int256 value, string memory noun) private pure returns (string memory) {
        return string.concat(LibString.toString(value), " ", noun, value == 1 ? "" : "s");
    }

    /// @notice Whether a collection's link can be shown as one: of a kind that browsers open, of the
    /// characters that a URI has, and short.
    function isLink(string memory url) internal pure returns (bool) {
        bytes memory raw = bytes(url);
        if (raw.length > LONGEST_LINK) return false;
        if (!LibString.startsWith(url, "https://") && !LibString.startsWith(url, "http://")) {
            return false;
        }
        for (uint256 i; i < raw.length; ++i) {
            // Bit c is set where c is one of 0x21..0x7e less "<>\^`{|}.
            if ((0x47fffffeafffffffaffffffa00000000 >> uint8(raw[i])) & 1 == 0) return false;
        }
        return true;
    }

    /// @notice The i-th of words parted by bars; the last for every greater i.
    function word(string memory list, uint256 i) internal pure returns (string memory out) {
        assembly ("memory-safe") {
            let from := add(list, 32)
            let end := add(from, mload(list))
            let to := from
            for {} lt(to, end) { to := add(to, 1) } {
                if eq(byte(0, mload(to)), 0x7c) {
                    if iszero(i) { break }
                    i := sub(i, 1)
                    from := add(to, 1)
                }
            }
            out := mload(0x40)
            let size := sub(to, from)
            mstore(out, size)
            mcopy(add(out, 32), from, size)
            mstore(add(add(out, 32), size), 0)
            mstore(0x40, add(out, and(add(size, 95), not(31))))
        }
    }

    /// @notice A name that XML and every eye can bear: at most 40 code points, and a replacement character for
    /// everything that is invalid (malformed UTF-8 as web browsers decode it), a control, a line or
    /// paragraph separator, a change of direction or a non-character. Byte order marks vanish.
    function clean(string memory name) internal pure returns (string memory) {
        bytes memory raw = bytes(name);
        bytes memory out = new bytes(LONGEST_NAME * 4);
        uint256 length;
        uint256 count;
        for (uint256 i; i < raw.length;) {
            (uint256 code, uint256 width) = _decode(raw, i);
            if (code == 0xfeff) {
                i += width;
                continue;
            }
            if (count == LONGEST_NAME) break;
            if (_isPlain(code)) {
                for (uint256 k; k < width; ++k) {
                    out[length++] = raw[i + k];
                }
            } else {
                (out[length], out[length + 1], out[length + 2]) =
                (bytes1(0xef), bytes1(0xbf), bytes1(0xbd));
                length += 3;
            }
            i += width;
            ++count;
        }
        assembly ("memory-safe") {
            mstore(out, length)
        }
        return string(out);
    }

    /// @dev The code point at i and its width in bytes. What is malformed counts as one non-character,
    /// as wide as the longest prefix of a valid sequence (the WHATWG decoder's rule).
    function _decode(bytes memory raw, uint256 i)
        private
        pure
        returns (uint256 code, uint256 width)
    {
        uint256 lead = uint8(raw[i]);
        if (lead < 0x80) return (lead, 1);
        if (lead < 0xc2 || lead > 0xf4) return (0xffff, 1);
        uint256 more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        uint256 low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        uint256 high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        code = lead & (more == 1 ? 0x1f : more == 2 ? 0x0f : 0x07);
        width = 1;
        for (; width <= more; ++width) {
            if (i + width >= raw.length) return (0xffff, width);
            uint256 next = uint8(raw[i + width]);
            if (next < low || next > high) return (0xffff, width);
            code = (code << 6) | (next & 0x3f);
            (low, high) = (0x80, 0xbf);
        }
    }

    function _isPlain(uint256 code) private pure returns (bool) {
        if (code < 0x20 || (code > 0x7e && code < 0xa0)) return false;
        if (code > 0x200d && code < 0x2010) return false;
        if (code > 0x2027 && code < 0x202f) return false;
        if (code > 0x2065 && code < 0x206a) return false;
        return code & 0xfffe != 0xfffe;
    }
}
