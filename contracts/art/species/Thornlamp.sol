// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Palettes, Tint} from "../Palette.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Thornlamp: a ribbed column that raises arms with age, and lights flowers on its crowns when the day goes.
/// @notice TypeScript twin: renderer/species/thornlamp.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Thornlamp {
    /// @dev Half the width of an arm.
    int256 private constant ARM = 58;

    function thornlamp(Study memory s) internal pure {
        unchecked {
            if (s.p.ripeness + s.p.dormancy > 0) _evergreen(s);
            Stalk memory trunk = _trunkOf(s);
            int256 girth = _girthOf(s);
            int256 arms = _armsOf(s);
            if (arms > 0) {
                for (int256 part = 0; part < 5; part++) {
                    _openPart(s, part, 3, ARM);
                    for (int256 i = 0; i < arms; i++) {
                        _column(s, _armOf(s, trunk, i), ARM, 2, part);
                    }
                    Pens.endGroup(s.pen);
                }
            }
            for (int256 part = 0; part < 7; part++) {
                _openPart(s, part, 5, girth);
                _column(s, trunk, girth, 4, part);
                Pens.endGroup(s.pen);
            }
            Studies.nicks(s, trunk, girth - 12);
            if (int256(uint256(s.g.mutation())) == 3) _crest(s, trunk, girth);
            for (int256 row = 0; row < 4; row++) {
                _openRow(s, row);
                for (int256 i = 0; i < arms; i++) {
                    _crown(s, _armOf(s, trunk, i), ARM, i + 1, row);
                }
                _crown(s, trunk, girth, 0, row);
                Pens.endGroup(s.pen);
            }
            if (s.p.snow < 13 || int256(uint256(s.g.mutation())) == 3) return;
            Pens.lines(s.pen, Palettes.tone(0xf4f7fa, Palettes.amounts(s.p)), 40);
            for (int256 i = 0; i < arms; i++) {
                _cap(s, _armOf(s, trunk, i), ARM);
            }
            _cap(s, trunk, girth);
            Pens.endGroup(s.pen);
        }
    }

    /// @dev It neither turns nor browns as leaves do: the cold draws a wax over it, and a blush into
    /// its shade.
    function _evergreen(Study memory s) private pure {
        unchecked {
            Tint memory t = Palettes.amounts(s.p);
            int256 share = Fixed.clamp((s.p.ripeness + s.p.dormancy) * 2, 0, 215);
            int256 dark = Palettes.tone(Pens.mix(0x3a5c48, 0x54466a, s.p.dormancy), t);
            int256 light = Palettes.tone(Pens.mix(0x86a070, 0x8cb0a0, s.p.dormancy * 2), t);
            s.ink.leaf = Pens.mix(s.ink.leaf, dark, share);
            s.ink.leafLit = Pens.mix(s.ink.leafLit, light, share);
        }
    }

    /// @dev Snow on a crown.
    function _cap(Study memory s, Stalk memory stem, int256 girth) private pure {
        unchecked {
            Axis memory a = Shapes.axisAt(stem, 8, 0);
            (int256 u, int256 v) = (Fixed.div(girth * 3, 4), Fixed.div(girth * 5, 8));
            Pens.path(s.pen);
            Pens.moveTo(s.pen, Shapes.atX(a, u, 0 - v), Shapes.atY(a, u, 0 - v));
            Shapes.bend(s.pen, a, Fixed.div(girth * 4, 3), 0, u, v);
            Pens.endPath(s.pen);
        }
    }

    /// @dev A ball at first.
    function _trunkOf(Study memory s) private pure returns (Stalk memory) {
        unchecked {
            int256 full =
                1000 + Fixed.div(int256(uint256(s.g.stature())), 2) + Studies.vary(s, 1, 120);
            int256 height = 50 + Fixed.div(full * s.p.age, s.p.age + 70);
            return Shapes.grow(
                Studies.FOOT_X,
                Studies.FOOT_Y + 6,
                Studies.vary(s, 2, 1200) - 600,
                height,
                Fixed.div(s.lean, 4),
                Fixed.div(s.nod, 8)
            );
        }
    }

    /// @dev Thirst folds the ribs, and winter shrinks them.
    function _girthOf(Study memory s) private pure returns (int256) {
        unchecked {
            return 70 + Fixed.div(44 * s.p.age, s.p.age + 60) - Fixed.div(s.p.droop, 8)
                - Fixed.div(s.p.dormancy, 16);
        }
    }

    /// @dev Two or three, the first of them after two months; an old plant has three.
    function _armsOf(Study memory s) private pure returns (int256) {
        unchecked {
            return Fixed.clamp(
                Fixed.div(s.p.age - 60, 130),
                0,
                s.p.stage > 3 ? int256(3) : int256(2) + (int256(uint256(s.g.petals())) & 1)
            );
        }
    }

    /// @dev Out to one side, then up; the lowest are the oldest.
    function _armOf(Study memory s, Stalk memory trunk, int256 i)
        private
        pure
        returns (Stalk memory)
    {
        unchecked {
            int256 right = ((i + s.seed) & 1) == 0 ? int256(1) : int256(-1);
            Axis memory node = Shapes.axisAt(trunk, Fixed.nth(i, 3, 2, 5, 4), 0);
            int256 age = Fixed.clamp(s.p.age - 60 - i * 130, 0, 4000);
            int256 length =
                170 + Fixed.div((560 - i * 80 + Studies.vary(s, 10 + i, 140)) * age, age + 260);
            int256 heading =
                right * (17_500 + Studies.vary(s, 20 + i, 1800) - Fixed.div(s.p.droop, 1));
            int256 fall = right * Fixed.div(s.nod, 3);
            return Shapes.grow(
                node.x,
                node.y,
                heading,
                length,
                right * -31_000 + Fixed.div(s.lean, 4),
                right * 13_500 + fall
            );
        }
    }

    /// @dev A column's parts: its outline, `count` ribs from the shadow to the light, its thorns.
    function _openPart(Study memory s, int256 part, int256 count, int256 girth) private pure {
        unchecked {
            int256 change = int256(uint256(s.g.mutation())) == 0
                || int256(uint256(s.g.mutation())) == 3
                ? int256(0)
                : int256(60);
            int256 dark = Pens.mix(Pens.mix(s.ink.leaf, 0x14202c, 90), s.ink.deep, change);
            int256 light = Pens.mix(s.ink.leafLit, s.ink.lit, change + 30);
            if (part == 0) {
                Pens.group(s.pen, dark);
            } else if (part <= count) {
                int256 ink = Pens.mix(dark, light, 30 + Fixed.div((part - 1) * 220, count - 1));
                Pens.lines(s.pen, ink, Fixed.div(girth * _wideOf(part - 1, count), 64));
            } else {
                // Thorns stand in tufts along the ribs: dashes across a broad line.
                Pens.dashed(
                    s.pen, Pens.mix(s.ink.stemLit, 0xfff4dc, 130), Fixed.div(girth, 5), 3, 27
                );
            }
        }
    }

    function _column(Study memory s, Stalk memory stem, int256 girth, int256 step, int256 part)
        private
        pure
    {
        unchecked {
            int256 count = step == 4 ? int256(5) : int256(3);
            Pens.path(s.pen);
            if (part == 0) {
                _outline(s, stem, girth, step);
            } else if (part <= count) {
                _rib(s, stem, part - 1, girth, step);
            } else {
                for (int256 k = 1; k < count; k++) {
                    _rib(s, stem, k, girth, step);
                }
            }
            Pens.endPath(s.pen);
        }
    }

    /// @dev Up one side, over the crown, and down the other.
    function _outline(Study memory s, Stalk memory stem, int256 girth, int256 step) private pure {
        unchecked {
            _edge(s, stem, 0 - girth, girth, step);
            Axis memory end = Shapes.axisAt(stem, 8, 0);
            int256 v = Fixed.div(girth, 3);
            Shapes.bend(s.pen, end, Fixed.div(girth * 9, 8), 0, girth, v);
            Shapes.bend(s.pen, end, Fixed.div(girth * 3, 4), girth, 0, girth);
            for (int256 i = 8 - step; i >= 0; i -= step) {
                _beside(s, stem, i, girth, step);
            }
            Pens.close(s.pen);
        }
    }

    /// @dev On to the i-th place of a stalk, `off` its middle, through the one between.
    function _beside(Study memory s, Stalk memory stem, int256 i, int256 off, int256 step)
        private
        pure
    {
        unchecked {
            (Axis memory via, Axis memory to) =
                (Shapes.axisAt(stem, i + Fixed.div(step, 2), 0), Shapes.axisAt(stem, i, 0));
            Shapes.through(
                s.pen,
                Shapes.atX(via, 0, off),
                Shapes.atY(via, 0, off),
                Shapes.atX(to, 0, off),
                Shapes.atY(to, 0, off)
            );
        }
    }

    function _wideOf(int256 k, int256 count) private pure returns (int256) {
        unchecked {
            return count == 3
                ? Fixed.nth(k, 26, 38, 28, 0)
                : k == 4 ? int256(14) : Fixed.nth(k, 10, 20, 26, 22);
        }
    }

    /// @dev As far apart as the ribs of a round column look, of a hundred.
    function _rib(Study memory s, Stalk memory stem, int256 k, int256 girth, int256 step)
        private
        pure
    {
        unchecked {
            int256 off = step == 2
                ? Fixed.nth(k, -58, -4, 52, 0)
                : k == 4 ? int256(80) : Fixed.nth(k, -84, -52, -8, 38);
            _edge(s, stem, Fixed.div(girth * off * s.side, 100), Fixed.div(girth * 5, 8), step);
        }
    }

    /// @dev A line along a column, `off` its middle, that turns to it `rise` above the end.
    function _edge(Study memory s, Stalk memory stem, int256 off, int256 rise, int256 step)
        private
        pure
    {
        unchecked {
            Axis memory foot = Shapes.axisAt(stem, 0, 0);
            Pens.moveTo(s.pen, Shapes.atX(foot, 0, off), Shapes.atY(foot, 0, off));
            for (int256 i = step; i < 9; i += step) {
                _beside(s, stem, i, off, 0 - step);
            }
            Shapes.bend(
                s.pen,
                Shapes.axisAt(stem, 8, 0),
                Fixed.div(rise * 3, 4),
                off,
                rise,
                Fixed.div(off, 3)
            );
        }
    }

    /// @dev A doubled one ends in a fan.
    function _crest(Study memory s, Stalk memory stem, int256 girth) private pure {
        unchecked {
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(
                    s.pen, row == 0 ? s.ink.leaf : s.ink.leafLit, Fixed.div(girth, 2 + row * 2)
                );
                Pens.path(s.pen);
                for (int256 k = -4; k < 5; k++) {
                    Axis memory a = Shapes.axisAt(stem, 8, k * 3000);
                    Pens.moveTo(
                        s.pen,
                        Shapes.atX(a, Fixed.div(girth, 3), 0),
                        Shapes.atY(a, Fixed.div(girth, 3), 0)
                    );
                    int256 out = Fixed.div(girth * 7, 4) - k * k * 2;
                    Pens.lineTo(
                        s.pen,
                        Shapes.atX(a, out, s.side * row * 7),
                        Shapes.atY(a, out, s.side * row * 7)
                    );
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev Outer petals, inner ones, stamens; last the fruits.
    function _openRow(Study memory s, int256 row) private pure {
        unchecked {
            if (row == 0) Pens.edged(s.pen, s.ink.petal, s.ink.deep, 3);
            else if (row == 1) Pens.edged(s.pen, s.ink.lit, s.ink.petal, 3);
            else if (row == 2) Pens.lines(s.pen, s.ink.heartLit, 9);
            else Pens.edged(s.pen, s.ink.deep, Pens.mix(s.ink.deep, s.ink.leaf, 120), 4);
        }
    }

    /// @dev A flower or two on a crown; by day they are buds, in autumn fruits.
    function _crown(Study memory s, Stalk memory stem, int256 girth, int256 i, int256 row)
        private
        pure
    {
        unchecked {
            if (s.p.age < 24 || s.p.dormancy > 64) return;
            int256 count = i == 0 ? int256(2) + (int256(uint256(s.g.layers())) & 1) : int256(1);
            int256 size = Fixed.div((girth + 60) * s.p.bloom, 127);
            int256 rise = int256(uint256(s.g.mutation())) == 3 && i == 0
                ? Fixed.div(girth * 7, 4)
                : girth - 10;
            for (int256 k = 0; k < count; k++) {
                int256 turn = (2 * k - count + 1) * 4200;
                Axis memory a = Shapes.axisAt(stem, 8, turn);
                Axis memory root = Shapes.axis(
                    Shapes.atX(a, rise, 0), Shapes.atY(a, rise, 0), stem.angle[8] + turn
                );
                bool ripe = Studies.isRipe(s, i * 4 + k);
                if (ripe && row == 3) _fruit(s, root, size);
                else if (!ripe && row < 3) _flower(s, root, stem.angle[8] + turn, size, row);
            }
        }
    }

    function _flower(Study memory s, Axis memory root, int256 angle, int256 size, int256 row)
        private
        pure
    {
        unchecked {
            if (row == 2 && s.p.openness < 40) return;
            int256 spread = 1500 + s.p.openness * (row == 0 ? int256(100) : int256(70));
            int256 count = row == 0
                ? int256(6) + (int256(uint256(s.g.mutation())) == 3 ? int256(1) : int256(0))
                : row == 1 ? int256(4) : int256(5);
            if (row == 2) Pens.path(s.pen);
            for (int256 k = 0; k < count; k++) {
                Axis memory a = Shapes.axis(
                    root.x, root.y, angle + Fixed.div((2 * k - count + 1) * spread, count - 1)
                );
                if (row == 2) {
                    int256 out = Fixed.div(size * (5 + (k & 1)), 8);
                    Pens.dot(s.pen, Shapes.atX(a, out, 0), Shapes.atY(a, out, 0));
                } else {
                    Pens.path(s.pen);
                    Shapes.blade(
                        s.pen, a, size - row * Fixed.div(size, 8), Fixed.div(size * 3, 8), 0
                    );
                    Pens.endPath(s.pen);
                }
            }
            if (row == 2) Pens.endPath(s.pen);
        }
    }

    /// @dev A fig on the crown, the dried flower still at its tip.
    function _fruit(Study memory s, Axis memory root, int256 size) private pure {
        unchecked {
            Pens.path(s.pen);
            Shapes.blade(s.pen, root, size, Fixed.shr(size, 1), 0);
            Pens.endPath(s.pen);
        }
    }
}
