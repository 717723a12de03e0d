// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "./Fixed.sol";
import {Palettes, Tint} from "./Palette.sol";
import {Pens} from "./Pen.sol";
import {Axis, Shapes} from "./Shapes.sol";
import {Studies, Study} from "./Study.sol";

/// @title Grounds: the ground that the plant stands in: a mound with one contour line for each year,
/// pebbles, moss, tufts, snow, and mist before it all.
/// @notice TypeScript twin: renderer/ground.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Grounds {
    function ground(Study memory s) internal pure {
        unchecked {
            Tint memory t = Palettes.amounts(s.p);
            int256 earth = Pens.mix(Pens.mix(0x4a3d30, 0x8a7048, s.p.drought), 0x3a4430, s.p.moss);
            int256 soil = Pens.mix(earth, 0xe4ecf2, Fixed.clamp(s.p.snow * 2 + s.p.rime, 0, 236));
            // A strip of turf, then the soil.
            int256 turf = Pens.mix(
                Pens.mix(0x5a7038, 0xa08c50, s.p.drought),
                0xf2f6f8,
                Fixed.clamp(s.p.snow * 3 + s.p.rime, 0, 240)
            );
            Pens.group(s.pen, Palettes.tone(turf, t));
            _mound(s, 0);
            Pens.endGroup(s.pen);
            Pens.group(s.pen, Palettes.tone(soil, t));
            _mound(s, 22);
            Pens.endGroup(s.pen);
            _contours(
                s,
                Palettes.tone(Pens.mix(soil, 0x14100c, 90), t),
                Palettes.tone(Pens.mix(soil, 0xf4e4c0, 60), t)
            );
            _pebbles(
                s,
                Palettes.tone(Pens.mix(0x9a9488, soil, 80), t),
                Palettes.tone(Pens.mix(0xd8d0c0, soil, 60), t)
            );
            _moss(s, Palettes.tone(0x6e8a3c, t));
        }
    }

    /// @dev The tufts stand before the stem's foot; the veil before everything.
    function foreground(Study memory s) internal pure {
        unchecked {
            Tint memory t = Palettes.amounts(s.p);
            int256 straw = Pens.mix(
                Pens.mix(0x4c6236, 0xa8935a, s.p.drought),
                0xdfe8ee,
                Fixed.clamp(s.p.rime + s.p.snow, 0, 160)
            );
            _tufts(s, Palettes.tone(straw, t), Palettes.tone(Pens.mix(straw, 0xc8d890, 90), t));
            int256 haze = Fixed.clamp(s.p.mist + Fixed.div(s.p.fog, 2), 0, 127);
            if (haze > 7) _veil(s, Palettes.tone(0xe6e6dc, t), Fixed.div(haze * 60, 127));
        }
    }

    /// @dev The mound's outline, `down` below its own line.
    function _mound(Study memory s, int256 down) private pure {
        unchecked {
            Pens.path(s.pen);
            Pens.moveTo(s.pen, 0, 1720 + Studies.vary(s, 200, 60) + down);
            Pens.curveTo(
                s.pen, 420, Studies.FOOT_Y + 10 + down, Studies.FOOT_X, Studies.FOOT_Y - 14 + down
            );
            Pens.curveTo(
                s.pen, 1500, Studies.FOOT_Y + 6 + down, 1920, 1720 + Studies.vary(s, 201, 60) + down
            );
            Pens.text(s.pen, "V1920H0z");
            Pens.endPath(s.pen);
        }
    }

    /// @dev One line a year and one for the year that grows, like the rings of a tree laid open.
    function _contours(Study memory s, int256 dark, int256 light) private pure {
        unchecked {
            int256 rings = Fixed.clamp(s.p.rings, 0, 9) + 1;
            Pens.lines(s.pen, dark, 5);
            for (int256 i = 0; i < rings; i++) {
                _contour(s, 46 + i * 25, i);
            }
            Pens.endGroup(s.pen);
            Pens.lines(s.pen, light, 4);
            _contour(s, 12, 11);
            Pens.endGroup(s.pen);
        }
    }

    function _contour(Study memory s, int256 down, int256 i) private pure {
        unchecked {
            int256 reach = 250 + down * 3 + Studies.vary(s, 210 + i, 120);
            Pens.path(s.pen);
            Pens.moveTo(
                s.pen, Studies.FOOT_X - reach, Studies.FOOT_Y + 26 + down + Fixed.shr(reach, 4)
            );
            Pens.curveTo(
                s.pen,
                Studies.FOOT_X,
                Studies.FOOT_Y - 30 + down + Studies.vary(s, 222 + i, 12),
                Studies.FOOT_X + reach,
                Studies.FOOT_Y + 24 + down + Fixed.shr(reach, 4)
            );
            Pens.endPath(s.pen);
        }
    }

    function _pebbles(Study memory s, int256 dark, int256 light) private pure {
        unchecked {
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(s.pen, row == 0 ? dark : light, row == 0 ? int256(30) : int256(14));
                Pens.path(s.pen);
                for (int256 i = 0; i < 7; i++) {
                    int256 x = 300 + Studies.vary(s, 240 + i, 1320);
                    Pens.dot(s.pen, x - row * 5, 1760 + Studies.vary(s, 250 + i, 110) - row * 7);
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    function _moss(Study memory s, int256 green) private pure {
        unchecked {
            int256 count = Fixed.div(s.p.moss, 7);
            if (count == 0) return;
            Pens.lines(s.pen, green, 24);
            Pens.path(s.pen);
            for (int256 i = 0; i < count; i++) {
                int256 x = Studies.vary(s, 260 + i, 560) - 280;
                Pens.dot(
                    s.pen,
                    Studies.FOOT_X + x,
                    Studies.FOOT_Y + 20 + Studies.vary(s, 280 + i, 50) + Fixed.shr(x * x, 12)
                );
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    function _tufts(Study memory s, int256 dark, int256 light) private pure {
        unchecked {
            int256 gust = (s.p.windEast - 64) * 90;
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(s.pen, row == 0 ? dark : light, 8);
                Pens.path(s.pen);
                for (int256 i = row * 20; i < row * 20 + 18; i++) {
                    int256 clump = i % 5;
                    int256 x = (clump == 4 ? int256(850) : Fixed.nth(clump, 180, 520, 1240, 1620))
                        + Studies.vary(s, 300 + i, 120) - 60;
                    int256 y = 1700 + Fixed.shr((x - 960) * (x - 960), 13)
                        + Studies.vary(s, 345 + clump, 60) + row * 8;
                    _grassBlade(
                        s,
                        x,
                        y,
                        gust + Studies.vary(s, 360 + i, 9000) - 4500,
                        90 + Studies.vary(s, 400 + i, 100)
                    );
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev One stroke that the wind bends on.
    function _grassBlade(Study memory s, int256 x, int256 y, int256 angle, int256 length)
        private
        pure
    {
        unchecked {
            Axis memory a = Shapes.axis(x, y, angle);
            Pens.moveTo(s.pen, x, y);
            Shapes.bend(
                s.pen, a, Fixed.div(length, 2), 0, length, Fixed.shr(Fixed.sin(angle) * length, 16)
            );
        }
    }

    /// @dev Thin sheets of white, one before the other, thickest at the ground.
    function _veil(Study memory s, int256 white, int256 percent) private pure {
        unchecked {
            Pens.veiled(s.pen, white, Fixed.clamp(Fixed.div(percent, 2) + 1, 1, 99));
            for (int256 i = 0; i < 4; i++) {
                int256 y = 1180 + i * 150;
                Pens.path(s.pen);
                Pens.moveTo(s.pen, 0, y + Studies.vary(s, 440 + i, 80));
                Pens.curveTo(s.pen, 480, y - 90 + Studies.vary(s, 444 + i, 120), Studies.FOOT_X, y);
                Pens.curveTo(
                    s.pen,
                    1440,
                    y + 90 - Studies.vary(s, 448 + i, 120),
                    1920,
                    y - 40 + Studies.vary(s, 452 + i, 80)
                );
                Pens.text(s.pen, "V1920H0z");
                Pens.endPath(s.pen);
            }
            Pens.endGroup(s.pen);
        }
    }
}
