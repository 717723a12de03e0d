// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";
import {Genome, SCHOOL_COUNT, SPECIES_COUNT} from "../types/Genome.sol";
import {Phenotype} from "./Phenotype.sol";

/// @title Words: what the state is called.
/// @notice TypeScript twin: renderer/words.ts.
library Words {
    string private constant SPECIES =
        "Sunhead|Bellspire|Mooncup|Starwheel|Stonerose|Snowbough|Lacefern|Windplume|Dawnvine|Thornlamp";
    string private constant SCHOOLS = "Plein air|Romantic|Woodblock|Impressionist|Risograph|Ink";
    string private constant MUTATIONS = "None|Pale|Ember|Doubled|Midnight";
    string private constant STAGES = "Seed|Sprouting|Young|Grown|Old";
    string private constant SKIES = "Night|Dawn|Morning|Midday|Afternoon|Dusk";
    string private constant WEATHERS =
        "Clear|Fair|Partly cloudy|Overcast|Fog|Rime fog|Drizzle|Freezing drizzle|Rain|Freezing rain|Showers|Snow|Snow grains|Snow showers|Thunderstorm|Hailstorm";

    /// @dev From this age on (in epochs) a place has never been observed.
    int256 internal constant NEVER = 8191;

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

    /// @notice Hundredths of a degree as a decimal number.
    function degrees(int256 centiC) internal pure returns (string memory) {
        uint256 size = uint256(centiC < 0 ? -centiC : centiC);
        uint256 cents = size % 100;
        return string.concat(
            centiC < 0 ? "-" : "",
            LibString.toString(size / 100),
            cents < 10 ? ".0" : ".",
            LibString.toString(cents)
        );
    }

    /// @notice The picture in a few sentences. `place` is put in as it is.
    function caption(Phenotype memory p, Genome g, string memory place)
        internal
        pure
        returns (string memory said)
    {
        if (p.stage == 0) {
            return "A seed asleep in the dark. It germinates from the randomness of a block to come, and then the weather of its station draws it.";
        }
        said = string.concat(stageName(p), " ", speciesName(g), " at ", place);
        said = string.concat(said, ". ", skyName(p), ". ");
        said = string.concat(
            said,
            p.weatherAge >= NEVER
                ? "No weather has been observed here yet."
                : string.concat(weatherName(p), ", ", degrees(p.tempCentiC), " C.")
        );
        string memory opening = p.openness < 36 ? "closed" : p.openness < 84 ? "half open" : "open";
        said = string.concat(said, " Flowers ", opening, ".");
        if (p.droop > 60) said = string.concat(said, " It thirsts.");
        if (p.rime > 40) said = string.concat(said, " Frost lies on it.");
        if (p.rings > 0) said = string.concat(said, " Rings: ", LibString.toString(p.rings), ".");
        if (p.weatherAge > 0 && p.weatherAge < NEVER) {
            said = string.concat(
                said, " The weather is ", LibString.toString(p.weatherAge), " epochs old."
            );
        }
        if (p.derived) {
            said = string.concat(said, " Part of the weather is derived by rule, not measured.");
        }
    }

    /// @notice The i-th of words parted by bars; the last for every greater i.
    function word(string memory list, uint256 i) internal pure returns (string memory) {
        bytes memory all = bytes(list);
        uint256 from;
        uint256 to;
        for (; to < all.length; ++to) {
            if (all[to] != "|") continue;
            if (i == 0) break;
            --i;
            from = to + 1;
        }
        return LibString.slice(list, from, to);
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
