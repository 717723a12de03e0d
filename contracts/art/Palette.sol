// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Genome, PALETTE_COUNT, SCHOOL_COUNT} from "../types/Genome.sol";
import {Fixed} from "./Fixed.sol";
import {Pens} from "./Pen.sol";
import {Phenotype} from "./Phenotype.sol";

struct Palette {
    int256 stem;
    int256 stemLit;
    int256 leaf;
    int256 leafLit;
    int256 deep;
    int256 petal;
    int256 lit;
    int256 heart;
    int256 heartLit;
    // Of seed heads and all that has dried.
    int256 husk;
    int256 huskLit;
}

/// @notice What is left of a colour (of 256), and what the light adds to each channel.
struct Tint {
    int256 keep;
    int256 add;
}

/// @title Palettes: the colours of a plant in its light.
/// @notice TypeScript twin: renderer/palette.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Palettes {
    /// @dev Nine colours a row: stem, stemLit, leaf, leafLit, deep, petal, lit, heart, heartLit.
    bytes private constant ROWS = hex"3f4f2a7d8f4a2f4a336f9150b4501ee58a26f8c25a4a24189a5a2c"
        hex"34504a6f948427453f5f8c7823356f4464b48fb0e6e8b84afff2c4"
        hex"4b5a3c8a9a6237523f7b9c6ab0445ee27d8cf8bdb47a2a3af6d78a"
        hex"3b3f48777f7c2c3d3c64837a4a1f528a3f86c98ac0e8a83afbe9a8"
        hex"50583c939c6839513a80a068b9a68cecdfc8fffaf0c0782af2c860"
        hex"3d4a307f8c4c2e46326c8c528e1f1cd23c2af47c501f1a1c6a5248"
        hex"33503c74946224453f5c8a6a5f7f4aa8c47ce0eebc7a4a6ac890b0"
        hex"42502e84944a2c4a3c66905cc47a10f0b429fbe08a2a2a5a6a70b0"
        hex"46543a889a5a30503e6e9a66c4503cf08a64ffc8a05a2a3af4e0a0"
        hex"3c4c4478908a2b4844668e7c6a5aa0a494d4d8d0f4d89c34fff0b8"
        hex"2e3c3c66807a223634547a6c222a563f5190869ad0d86a4af8b07a"
        hex"4a4a30908a5437483080905a8a3a2ac87a5aecbc983a2a248a6a4a";

    /// @dev How each school of painting sees a plant, so that it stands in its sky: of the leaves, deep petals,
    /// petals, lit petals and hearts in turn a glaze (three channels), its share of 256, and how pure the
    /// colour is (64ths). Plein air as it is, romantic under a warm glaze, woodblock in indigo and vermilion,
    /// impressionist light and broken, risograph in few pure flat inks, ink grey with one accent.
    bytes private constant SCHOOLS = hex"00000000400000000040000000004000000000400000000040"
        hex"6a5222463c7a341c3c3ac0682c2c40f8d88c503c3a1c103240"
        hex"22446c58447c2a306040d24a30544cf6e2c86040203058503c"
        hex"a0c4c43c4c8a78c84c44f8e0e84c44fff8ec5e408a6aa85044"
        hex"1e7c743a5a3a48a83e60ffd84c1c60fff6e43c58302c786050"
        hex"58585c5c1a24222a8c3cb83a283448ece6da5c30201c20781c";

    function paletteOf(Phenotype memory p, Genome g) internal pure returns (Palette memory) {
        unchecked {
            int256 row = int256(uint256(g.palette() % PALETTE_COUNT));
            int256 eye = eyeOf(g);
            Palette memory ink;
            ink.stem = seen(_foliage(_at(row, 0), p, row, 0), eye, 0);
            ink.stemLit = seen(_foliage(_at(row, 1), p, row, 1), eye, 0);
            ink.leaf = seen(_foliage(_at(row, 2), p, row, 0), eye, 0);
            ink.leafLit = seen(_foliage(_at(row, 3), p, row, 1), eye, 0);
            ink.heart = seen(_at(row, 7), eye, 4);
            ink.heartLit = seen(_at(row, 8), eye, 2);
            ink.husk = seen(Pens.mix(0x7a5c38, _at(row, 7), 60), eye, 0);
            ink.huskLit = Pens.mix(ink.husk, 0xe6d2a0, 130);
            _petals(ink, g, row, eye);
            _light(ink, amounts(p));
            return ink;
        }
    }

    /// @dev The school of painting, as a row.
    function eyeOf(Genome g) internal pure returns (int256) {
        return int256(uint256(g.school() % SCHOOL_COUNT));
    }

    /// @dev Three shades of the flowers, under a mutation's colour where there is one.
    function _petals(Palette memory ink, Genome g, int256 row, int256 eye) private pure {
        unchecked {
            int256 change = int256(uint256(g.mutation()));
            int256 over =
                change == 1 ? int256(0xfff6e4) : change == 2 ? int256(0xc8321e) : int256(0x1a1c44);
            int256 share = change == 1
                ? int256(170)
                : change == 2 ? int256(120) : change == 4 ? int256(140) : int256(0);
            ink.deep = Pens.mix(seen(_at(row, 4), eye, 1), over, share);
            ink.petal = Pens.mix(seen(_at(row, 5), eye, 2), over, share);
            ink.lit = Pens.mix(seen(_at(row, 6), eye, 3), over, share);
        }
    }

    function _light(Palette memory ink, Tint memory t) private pure {
        ink.stem = tone(ink.stem, t);
        ink.stemLit = tone(ink.stemLit, t);
        ink.leaf = tone(ink.leaf, t);
        ink.leafLit = tone(ink.leafLit, t);
        ink.deep = tone(ink.deep, t);
        ink.petal = tone(ink.petal, t);
        ink.lit = tone(ink.lit, t);
        ink.heart = tone(ink.heart, t);
        ink.heartLit = tone(ink.heartLit, t);
        ink.husk = tone(ink.husk, t);
        ink.huskLit = tone(ink.huskLit, t);
    }

    /// @dev A colour in the light of the moment.
    function tone(int256 rgb, Tint memory t) internal pure returns (int256) {
        unchecked {
            int256 red = Fixed.div((rgb >> 16) * t.keep, 256) + (t.add >> 16);
            int256 green = Fixed.div(((rgb >> 8) & 255) * t.keep, 256) + ((t.add >> 8) & 255);
            int256 blue = Fixed.div((rgb & 255) * t.keep, 256) + (t.add & 255);
            return (red << 16) | (green << 8) | blue;
        }
    }

    /// @dev Night, low sun, cloud, storm, fog and mist, laid over every colour in turn.
    function amounts(Phenotype memory p) internal pure returns (Tint memory) {
        unchecked {
            int256 height = p.sunY - 64;
            Tint memory t = Tint({keep: int256(256), add: 0});
            // A moon above the horizon lifts the night.
            int256 moonlit = Fixed.clamp(p.moonY - 60, 0, 28);
            _veil(t, 0x18224c, Fixed.clamp((4 - height) * 9, 0, 116 - moonlit));
            _veil(t, 0xc8643c, Fixed.clamp(46 - (height < 3 ? 3 - height : height - 3) * 4, 0, 46));
            _veil(t, 0x7c8894, Fixed.div(p.cloud * Fixed.clamp(height + 20, 0, 60), 170));
            _veil(t, 0x2a2636, Fixed.div(p.storm * 70, 127));
            _veil(t, 0xb4bcbc, Fixed.div(p.fog * Fixed.clamp(height + 30, 10, 60), 110));
            _veil(t, 0xcfcabd, Fixed.div(p.mist * Fixed.clamp(height + 40, 16, 64), 100));
            return t;
        }
    }

    function _veil(Tint memory t, int256 rgb, int256 amount) private pure {
        unchecked {
            t.keep = Fixed.div(t.keep * (256 - amount), 256);
            t.add = Pens.mix(t.add, rgb, amount);
        }
    }

    /// @dev Leaves are fresh in spring, turn as the flowers ripen, brown as the plant withdraws and yellow
    /// with thirst.
    function _foliage(int256 rgb, Phenotype memory p, int256 row, int256 lit)
        private
        pure
        returns (int256)
    {
        unchecked {
            int256 fromSpring = p.season > 38 ? p.season - 38 : 38 - p.season;
            rgb = Pens.mix(rgb, 0x9cc850, Fixed.clamp((16 - fromSpring) * 4, 0, 56));
            int256 autumn = row % 3 == 0
                ? int256(0xc0622a)
                : row % 3 == 1 ? int256(0xd09c30) : int256(0xa83a2c);
            rgb = Pens.mix(rgb, autumn, Fixed.div(p.ripeness * (4 + lit * 3), 4));
            int256 brown = lit == 1 ? int256(0x94805c) : int256(0x4c3e2e);
            rgb = Pens.mix(rgb, brown, Fixed.div(p.dormancy * 4, 5));
            rgb = Pens.mix(rgb, 0xa8935a, p.drought);
            return Pens.mix(rgb, 0xe2ecf0, Fixed.clamp(p.rime + p.snow, 0, 64));
        }
    }

    /// @dev A colour as a school sees it; `part` is its place in the school's row.
    function seen(int256 rgb, int256 eye, int256 part) internal pure returns (int256) {
        unchecked {
            int256 glaze;
            bytes memory schools = SCHOOLS;
            assembly ("memory-safe") {
                glaze := shr(216, mload(add(add(schools, 32), mul(5, add(mul(5, eye), part)))))
            }
            int256 purity = glaze & 255;
            int256 mean = Fixed.div((rgb >> 16) + ((rgb >> 8) & 255) + (rgb & 255), 3);
            int256 red = _purer(rgb >> 16, mean, purity);
            int256 green = _purer((rgb >> 8) & 255, mean, purity);
            int256 blue = _purer(rgb & 255, mean, purity);
            return Pens.mix((red << 16) | (green << 8) | blue, glaze >> 16, (glaze >> 8) & 255);
        }
    }

    /// @dev A channel moved away from the grey of its colour, or towards it.
    function _purer(int256 channel, int256 mean, int256 amount) private pure returns (int256) {
        unchecked {
            return Fixed.clamp(mean + (((channel - mean) * amount) >> 6), 0, 255);
        }
    }

    function _at(int256 row, int256 i) private pure returns (int256 rgb) {
        bytes memory rows = ROWS;
        assembly ("memory-safe") {
            rgb := shr(232, mload(add(add(rows, 32), mul(3, add(mul(9, row), i)))))
        }
    }
}
