// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Genome, PALETTE_COUNT} from "../types/Genome.sol";
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

    function paletteOf(Phenotype memory p, Genome g) internal pure returns (Palette memory) {
        unchecked {
            int256 row = int256(uint256(g.palette())) % int256(uint256(PALETTE_COUNT));
            Tint memory t = amounts(p);
            int256 change = int256(uint256(g.mutation()));
            int256 over =
                change == 1 ? int256(0xfff6e4) : change == 2 ? int256(0xc8321e) : int256(0x1a1c44);
            int256 share = change == 1
                ? int256(170)
                : change == 2 ? int256(120) : change == 4 ? int256(140) : int256(0);
            return Palette({
                stem: tone(_foliage(_at(row, 0), p), t),
                stemLit: tone(_foliage(_at(row, 1), p), t),
                leaf: tone(_foliage(_at(row, 2), p), t),
                leafLit: tone(_foliage(_at(row, 3), p), t),
                deep: tone(Pens.mix(_at(row, 4), over, share), t),
                petal: tone(Pens.mix(_at(row, 5), over, share), t),
                lit: tone(Pens.mix(_at(row, 6), over, share), t),
                heart: tone(_at(row, 7), t),
                heartLit: tone(_at(row, 8), t)
            });
        }
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

    /// @dev Leaves turn in autumn, dull in winter and yellow with thirst.
    function _foliage(int256 rgb, Phenotype memory p) private pure returns (int256) {
        unchecked {
            int256 fromAutumn = p.season > 100 ? p.season - 100 : 100 - p.season;
            int256 fromWinter = p.season > 64 ? 128 - p.season : p.season;
            int256 turned = Pens.mix(rgb, 0xb8662a, Fixed.clamp((18 - fromAutumn) * 8, 0, 120));
            int256 dulled = Pens.mix(turned, 0x6a6250, Fixed.clamp((16 - fromWinter) * 6, 0, 80));
            return Pens.mix(
                Pens.mix(dulled, 0xa8935a, p.drought), 0xe2ecf0, Fixed.clamp(p.rime + p.snow, 0, 64)
            );
        }
    }

    function _at(int256 row, int256 i) private pure returns (int256 rgb) {
        bytes memory rows = ROWS;
        assembly ("memory-safe") {
            rgb := shr(232, mload(add(add(rows, 32), mul(3, add(mul(9, row), i)))))
        }
    }
}
