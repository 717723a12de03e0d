// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "./Fixed.sol";
import {Marks} from "./Marks.sol";
import {Palettes, Tint} from "./Palette.sol";
import {Pens} from "./Pen.sol";
import {Axis, Shapes} from "./Shapes.sol";
import {Studies, Study} from "./Study.sol";

/// @title Grounds: the ground that the plant stands in, cut open like a plate in a herbarium:
/// turf, humus, loam and clay, one line for each year, stones, and the roots that spread with
/// age; moss, snow, tufts, and mist before it all.
/// @notice TypeScript twin: renderer/ground.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Grounds {
    function ground(Study memory s) internal pure {
        unchecked {
            Tint memory t = Palettes.amounts(s.p);
            int256 white = Fixed.clamp(s.p.snow * 3 + s.p.rime, 0, 240);
            int256 fallow = Fixed.clamp(s.p.drought + s.p.dormancy, 0, 200);
            int256 turf =
                _shade(s, t, Pens.mix(Pens.mix(0x5a7038, 0xa08c50, fallow), 0xf2f6f8, white));
            int256 wet = Pens.mix(Pens.mix(0x43342a, 0x7a6040, s.p.drought), 0x2c2a20, s.p.moss);
            Pens.group(s.pen, turf);
            _mound(s, 0 - Fixed.div(s.p.snow, 2));
            Pens.endGroup(s.pen);
            _moss(s, _shade(s, t, 0x5e7a34), _shade(s, t, 0x9ab050));
            _layers(s, t, wet);
            _years(s, _shade(s, t, Pens.mix(wet, 0xe8d4a8, 90)));
            _stones(
                s,
                _shade(s, t, Pens.mix(wet, 0x8a7c6c, 130)),
                _shade(s, t, Pens.mix(wet, 0xb4a48c, 150))
            );
            _roots(s, _shade(s, t, 0xc8b088));
        }
    }

    /// @dev The tufts and the label stand before the stem's foot; the veil before everything.
    function foreground(Study memory s) internal pure {
        unchecked {
            Tint memory t = Palettes.amounts(s.p);
            int256 straw = Pens.mix(
                Pens.mix(0x4c6236, 0xa8935a, Fixed.clamp(s.p.drought + s.p.dormancy, 0, 220)),
                0xdfe8ee,
                Fixed.clamp(s.p.rime + s.p.snow, 0, 160)
            );
            if (s.p.snow > 12) _drift(s, _shade(s, t, 0xf4f7fa));
            _tufts(s, _shade(s, t, straw), _shade(s, t, Pens.mix(straw, 0xc8d890, 90)));
            if (s.p.pinned == 1) Marks.label(s, t);
            int256 haze = Fixed.clamp(s.p.mist + Fixed.div(s.p.fog, 2), 0, 127);
            if (haze > 7) _veil(s, Palettes.tone(0xe6e6dc, t), Fixed.div(haze * 60, 127));
        }
    }

    /// @dev Snow that the plant stands in.
    function _drift(Study memory s, int256 white) private pure {
        unchecked {
            int256 high = 16 + Fixed.div(s.p.snow, 4);
            Pens.filled(s.pen, white);
            Pens.moveTo(s.pen, 560, 1660);
            Pens.curveTo(
                s.pen, 740, 1644 - high, Studies.FOOT_X + Studies.vary(s, 430, 90), 1660 - high
            );
            Pens.curveTo(s.pen, 1190, 1644 - high, 1370, 1660);
            Pens.curveTo(s.pen, Studies.FOOT_X, 1640, 560, 1660);
            Pens.endPath(s.pen);
        }
    }

    /// @dev A colour as the plant's school sees it, in the light of the moment.
    function _shade(Study memory s, Tint memory t, int256 rgb) private pure returns (int256) {
        unchecked {
            return Palettes.tone(Palettes.seen(rgb, Palettes.eyeOf(s.g), 0), t);
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

    /// @dev Humus under the turf, then loam, then clay, each lighter and flatter than the one before.
    function _layers(Study memory s, Tint memory t, int256 humus) private pure {
        unchecked {
            for (int256 i = 0; i < 3; i++) {
                int256 y = 1654 + i * 76 - i * i * 3;
                int256 sunk = 84 - i * 30;
                int256 earth = _shade(s, t, Pens.mix(humus, 0xa8845a, i * 62));
                // In one group: the living page draws groups out to the width of a window.
                if (i == 0) Pens.group(s.pen, earth);
                Pens.filled(s.pen, earth);
                Pens.moveTo(s.pen, 0, y + sunk + Studies.vary(s, 202 + i, 50));
                Pens.curveTo(
                    s.pen, 460, y - 10 + Studies.vary(s, 206 + i, 40), Studies.FOOT_X, y - 10
                );
                Pens.curveTo(
                    s.pen,
                    1460,
                    y - 10 - Studies.vary(s, 212 + i, 40),
                    1920,
                    y + sunk + Studies.vary(s, 216 + i, 50)
                );
                Pens.text(s.pen, "V1920H0z");
                Pens.endPath(s.pen);
            }
            Pens.endGroup(s.pen);
        }
    }

    /// @dev One line a year and one for the year that grows, as rivers lay them down.
    function _years(Study memory s, int256 light) private pure {
        unchecked {
            int256 rings = Fixed.clamp(s.p.rings, 0, 9) + 1;
            Pens.lines(s.pen, light, 3);
            Pens.path(s.pen);
            for (int256 i = 0; i < rings; i++) {
                int256 y = Studies.FOOT_Y + 34 + i * 24;
                int256 reach = 620 + Studies.vary(s, 220 + i, 300);
                Pens.moveTo(s.pen, Studies.FOOT_X - reach, y + 22 + Studies.vary(s, 230 + i, 14));
                Pens.curveTo(s.pen, Studies.FOOT_X, y - 24, Studies.FOOT_X + reach, y + 22);
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    function _stones(Study memory s, int256 dark, int256 light) private pure {
        unchecked {
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(s.pen, row == 0 ? dark : light, row == 0 ? int256(38) : int256(22));
                Pens.path(s.pen);
                for (int256 i = 0; i < 4; i++) {
                    int256 x = 60 + i * 480 + Studies.vary(s, 240 + i, 340);
                    Pens.dot(s.pen, x - row * 4, 1800 + Studies.vary(s, 250 + i, 110) - row * 6);
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev Roots from the foot and finer ones along them; a bulb, a shallow mat or a tree's thick
    /// ones, by species.
    function _roots(Study memory s, int256 pale) private pure {
        unchecked {
            int256 kind = int256(Studies.kindOf(s.g));
            int256 thick = kind == 5 ? int256(13) : int256(6);
            int256 y = Studies.FOOT_Y + (kind == 8 ? int256(22) : int256(0));
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(s.pen, pale, row == 0 ? thick : int256(3));
                Pens.path(s.pen);
                for (int256 i = 0; i < 7; i++) {
                    int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
                    // The first ones run nearly level, the last ones straight down.
                    int256 steep = 18_600 + (kind == 9 ? int256(0) : i * 2100)
                        + Studies.vary(s, 264 + i, 1800);
                    _root(
                        s,
                        Shapes.axis(Studies.rootX(s) + right * thick, y, right * steep),
                        i,
                        right,
                        row
                    );
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
            if (kind != 2) return;
            Pens.filled(s.pen, Pens.mix(pale, s.ink.petal, 70));
            Shapes.petal(
                s.pen, Shapes.axis(Studies.FOOT_X, Studies.FOOT_Y - 20, 32_768), 150, 66, 16
            );
            Pens.endPath(s.pen);
        }
    }

    /// @dev It grows with age.
    function _root(Study memory s, Axis memory a, int256 i, int256 right, int256 row) private pure {
        unchecked {
            int256 full = 140 + Fixed.div(340 * s.p.age, s.p.age + 300);
            int256 length = full - i * 42 + Studies.vary(s, 272 + i, 90);
            if (row == 1) {
                // Those that go down deep hardly branch.
                if (i < 5) _rootlets(s, a, length, right, i);
                return;
            }
            int256 sway = Studies.vary(s, 280 + i, 100) - 30;
            Pens.moveTo(s.pen, a.x, a.y);
            Shapes.bend(s.pen, a, Fixed.div(length, 4), 0 - right * sway, Fixed.div(length, 2), 0);
            Shapes.bend(s.pen, a, Fixed.div(length * 3, 4), right * sway, length, right * 12);
        }
    }

    /// @dev Two fine roots that leave a root on either side.
    function _rootlets(Study memory s, Axis memory a, int256 length, int256 right, int256 i)
        private
        pure
    {
        unchecked {
            for (int256 k = 2; k < 4; k++) {
                int256 u = Fixed.div(length * k, 4);
                int256 way = (k & 1) == 0 ? right : int256(0) - right;
                int256 far = 30 + k * 10 + Studies.vary(s, 290 + i * 3 + k, 50);
                Pens.moveTo(s.pen, Shapes.atX(a, u, 0), Shapes.atY(a, u, 0));
                Shapes.bend(
                    s.pen, a, u + 10, way * Fixed.div(far, 2), u + far, way * Fixed.div(far * 2, 3)
                );
            }
        }
    }

    /// @dev Cushions about the foot, half sunk into the earth, the lit side of each lighter.
    function _moss(Study memory s, int256 green, int256 lit) private pure {
        unchecked {
            int256 count = Fixed.div(s.p.moss, 14);
            if (count == 0) return;
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(s.pen, row == 0 ? green : lit, row == 0 ? int256(56) : int256(22));
                Pens.path(s.pen);
                for (int256 i = 0; i < count; i++) {
                    int256 x = Studies.vary(s, 300 + i, 640) - 320;
                    int256 y =
                        Studies.FOOT_Y + 2 + Studies.vary(s, 320 + i, 12) + Fixed.div(x * x, 6500);
                    Pens.dot(s.pen, Studies.FOOT_X + x + row * s.side * 9, y - row * 11);
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev Grass and what it has of seeds; the wind bends it.
    function _tufts(Study memory s, int256 dark, int256 light) private pure {
        unchecked {
            int256 gust = (s.p.windEast - 64) * 90;
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(s.pen, row == 0 ? dark : light, row == 0 ? int256(8) : int256(6));
                Pens.path(s.pen);
                for (int256 i = row * 7; i < row * 7 + 7; i++) {
                    int256 clump = i % 5;
                    int256 x = (clump == 4 ? int256(830) : Fixed.nth(clump, 150, 500, 1270, 1660))
                        + Studies.vary(s, 340 + i, 130) - 65;
                    int256 y = 1672 + Fixed.shr((x - 960) * (x - 960), 13)
                        + Studies.vary(s, 370 + clump, 20);
                    _grassBlade(
                        s,
                        x,
                        y,
                        gust + Studies.vary(s, 380 + i, 9000) - 4500,
                        90 + Studies.vary(s, 410 + i, 120)
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
            for (int256 i = 0; i < 3; i++) {
                int256 y = 1200 + i * 190;
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
