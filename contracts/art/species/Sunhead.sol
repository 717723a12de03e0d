// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Sprouts} from "../Sprout.sol";
import {Studies, Study} from "../Study.sol";

/// @title Sunhead: one tall stem, broad leaves, a great composite head that follows the sun. In
/// autumn its petals fall one by one, the head bows and its disc fills with seeds.
/// @notice TypeScript twin: renderer/species/sunhead.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Sunhead {
    int256 private constant GOLDEN = 25_032;

    function sunhead(Study memory s) internal pure {
        unchecked {
            if (s.p.stage < 2) return Sprouts.sprout(s, 340, 4, 180, 22);
            int256 height = Studies.grown(s, 900 + int256(uint256(s.g.stature())));
            // By day the head turns to the sun, as long as it is not heavy with seeds.
            int256 sunward =
                s.p.sunY > 60 ? Fixed.div((s.p.sunX - 64) * (127 - s.p.ripeness), 2) : int256(0);
            int256 nod = s.nod + sunward + s.p.ripeness * 140;
            Stalk memory stem = Shapes.grow(
                Studies.FOOT_X,
                Studies.FOOT_Y,
                Studies.vary(s, 1, 2000) - 1000,
                height,
                s.lean + 1400,
                nod
            );
            _foliage(s, stem);
            Studies.stalk(s, stem, 22, 13);
            Studies.nicks(s, stem, 15);
            // An old one bears two.
            for (int256 k = 2; k < s.p.stage; k++) {
                _sideBud(s, stem, k - 2);
            }
            _head(s, stem);
        }
    }

    /// @dev The leaves hang when winter comes.
    function _foliage(Study memory s, Stalk memory stem) private pure {
        unchecked {
            int256 count = 4 + Fixed.div(s.p.stature, 32);
            Pens.group(s.pen, s.ink.leaf);
            for (int256 i = 0; i < count; i++) {
                int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
                // The lowest have the least room to hang.
                int256 wither = s.p.droop * (14 + i * 10) + s.p.dormancy * (16 + i * 9);
                int256 spread = 12_500 + Studies.vary(s, 20 + i, 3000) - i * 500 + wither;
                int256 node = Fixed.clamp(1 + Fixed.div(i * 6, count), 1, 6);
                _broad(s, Shapes.axisAt(stem, node, right * spread), i, right);
            }
            Pens.endGroup(s.pen);
        }
    }

    function _broad(Study memory s, Axis memory a, int256 i, int256 right) private pure {
        unchecked {
            int256 full = Studies.grown(s, 470 - i * 26 + Studies.vary(s, 30 + i, 60));
            int256 length = full - Fixed.div(full * s.p.dormancy, 300);
            int256 sag = right * (40 + s.p.droop);
            Shapes.leaf(s.pen, a, length, Fixed.div(length * 3, 8), sag, s.side, s.ink.leafLit);
        }
    }

    function _sideBud(Study memory s, Stalk memory stem, int256 k) private pure {
        unchecked {
            int256 right = (Studies.vary(s, 50, 2) * 2 - 1) * (1 - 2 * k);
            int256 at = 5 - k;
            Axis memory node = Shapes.axisAt(stem, at, 0);
            int256 heading = stem.angle[uint256(at)] + right * 7000;
            Stalk memory twig = Shapes.grow(
                node.x, node.y, heading, Studies.grown(s, 220 + k * 90), right * -5000, s.nod
            );
            Studies.stalk(s, twig, 9, 6);
            Axis memory tip = Shapes.axisAt(twig, 8, 0);
            Pens.group(s.pen, Studies.isRipe(s, 1 + k) ? s.ink.husk : s.ink.deep);
            for (int256 i = 0; i < 5; i++) {
                Pens.path(s.pen);
                Shapes.petal(
                    s.pen,
                    Shapes.axis(tip.x, tip.y, twig.angle[uint256(8)] + (i - 2) * 3200),
                    74,
                    20,
                    24
                );
                Pens.endPath(s.pen);
            }
            Pens.endGroup(s.pen);
            Pens.disc(s.pen, tip.x, tip.y, 26, s.ink.leaf);
        }
    }

    function _head(Study memory s, Stalk memory stem) private pure {
        unchecked {
            int256 size =
                Studies.grown(s, Fixed.div((170 + Studies.vary(s, 60, 36)) * s.p.bloom, 127));
            _sepals(s, stem, size);
            int256 doubled = int256(uint256(s.g.mutation())) == 3 ? int256(1) : int256(0);
            int256 rows = 2 + (int256(uint256(s.g.layers())) & 1) + doubled;
            int256 count = 13 + (int256(uint256(s.g.petals())) & (7 - doubled * 4));
            for (int256 row = 0; row < rows; row++) {
                int256 lift =
                    Pens.mix(s.ink.petal, s.ink.lit, Fixed.div(200 * (row - 1) + 40, rows - 1));
                Pens.edged(s.pen, row == 0 ? s.ink.deep : lift, s.ink.deep, 4);
                _ring(s, stem, row, Fixed.div(size * (45 - row * 9), 20), count);
                Pens.endGroup(s.pen);
            }
            int256 filled = Fixed.clamp(s.p.openness, s.p.ripeness, 127);
            _florets(s, stem, Fixed.div(size * (50 + filled), 177));
        }
    }

    function _sepals(Study memory s, Stalk memory stem, int256 size) private pure {
        unchecked {
            Pens.group(s.pen, s.ink.stem);
            for (int256 i = 0; i < 7; i++) {
                Pens.path(s.pen);
                Axis memory a = Shapes.axisAt(stem, 8, (i - 3) * 9000);
                Shapes.petal(
                    s.pen, a, Fixed.div(size * 3, 2), Fixed.div(size, 3), Fixed.div(size, 3)
                );
                Pens.endPath(s.pen);
            }
            Pens.endGroup(s.pen);
        }
    }

    /// @dev One row of petals; a closing flower folds them upwards around its axis, and ripe ones
    /// have fallen.
    function _ring(Study memory s, Stalk memory stem, int256 row, int256 length, int256 count)
        private
        pure
    {
        unchecked {
            for (int256 i = 0; i < count; i++) {
                // Left and right in turn from the back, so that the middle one lies on top.
                int256 place = (i & 1) == 0 ? Fixed.shr(i, 1) : count - 1 - Fixed.shr(i, 1);
                if (Studies.isRipe(s, place + row * 24)) continue;
                int256 round = Fixed.div((2 * place + 1 + row) * 32_768, count) - 32_768;
                int256 turn = Fixed.div(round * (5080 + s.p.openness * 88), 16_256)
                    + Studies.vary(s, 70 + i + row * 32, 1600);
                int256 reach =
                    length + Fixed.div(length * Studies.vary(s, 180 + i + row * 32, 64), 400);
                _ray(s, Shapes.axisAt(stem, 8, turn - 800), reach, count);
            }
        }
    }

    /// @dev One petal; those that stay the longest shrivel.
    function _ray(Study memory s, Axis memory a, int256 reach, int256 count) private pure {
        unchecked {
            int256 from = Fixed.div(reach, 6);
            int256 width = Fixed.div(reach * (9 - Fixed.div(s.p.ripeness, 24)), 2 + count * 2);
            Axis memory root = Axis({
                x: Shapes.atX(a, from, 0), y: Shapes.atY(a, from, 0), sine: a.sine, cosine: a.cosine
            });
            Pens.path(s.pen);
            Shapes.petal(s.pen, root, reach - from, width, Fixed.div(width, 2));
            Pens.endPath(s.pen);
        }
    }

    /// @dev Seeds by the golden angle, in equal areas.
    function _florets(Study memory s, Stalk memory stem, int256 radius) private pure {
        unchecked {
            Axis memory tip = Shapes.axisAt(stem, 8, 0);
            Pens.disc(
                s.pen,
                tip.x,
                tip.y,
                radius,
                Pens.mix(s.ink.heart, s.ink.husk, Fixed.div(s.p.ripeness * 3, 2))
            );
            int256 seed = Pens.mix(s.ink.heartLit, s.ink.huskLit, s.p.ripeness * 2);
            Pens.lines(
                s.pen, seed, Fixed.clamp(Fixed.div(radius * (127 + s.p.ripeness), 1143), 4, 24)
            );
            Pens.path(s.pen);
            for (int256 i = 2; i < 56; i++) {
                int256 out = Fixed.div(radius * Fixed.sqrt(i * 262), 128);
                Axis memory a = Shapes.axis(tip.x, tip.y, i * GOLDEN);
                Pens.dot(s.pen, Shapes.atX(a, out, 0), Shapes.atY(a, out, 0));
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }
}
