// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Mooncup: a fan of thin stalks, each with one cup; it opens when the light goes.
/// @notice TypeScript twin: renderer/species/mooncup.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Mooncup {
    function mooncup(Study memory s) internal pure {
        unchecked {
            _grass(s);
            int256 count = 3 + (int256(uint256(s.g.petals())) & 3);
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(
                    s.pen, row == 0 ? s.ink.stem : s.ink.stemLit, row == 0 ? int256(16) : int256(6)
                );
                for (int256 i = 0; i < count; i++) {
                    Shapes.wire(s.pen, _stemOf(s, i, i * 2 - count + 1, count), row * s.side * 256);
                }
                Pens.endGroup(s.pen);
            }
            Studies.nicks(s, _stemOf(s, Fixed.shr(count, 1), 1, count), 8);
            for (int256 i = 0; i < count; i++) {
                _bloom(s, _stemOf(s, i, i * 2 - count + 1, count), i);
            }
        }
    }

    function _stemOf(Study memory s, int256 i, int256 place, int256 count)
        private
        pure
        returns (Stalk memory)
    {
        unchecked {
            int256 heading = Fixed.div(place * 7200, count) + Studies.vary(s, 2 + i, 1800) - 900;
            int256 less = (place < 0 ? 0 - place : place) * 26;
            int256 height = Studies.grown(
                s,
                720 + Fixed.div(int256(uint256(s.g.stature())), 2) + Studies.vary(s, 10 + i, 360)
                    - less
            );
            int256 nod = s.nod + Studies.vary(s, 18 + i, 7000) - 3500;
            return Shapes.grow(
                Studies.FOOT_X + place * 9,
                Studies.FOOT_Y,
                heading,
                height,
                s.lean + Fixed.div(heading, 3),
                nod
            );
        }
    }

    function _grass(Study memory s) private pure {
        unchecked {
            Pens.group(s.pen, s.ink.leaf);
            for (int256 i = 0; i < 9; i++) {
                int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
                int256 angle = right * (1500 + i * 1400 + Studies.vary(s, 30 + i, 1500)) + s.lean;
                int256 length = Studies.grown(s, 600 - i * 20 + Studies.vary(s, 50 + i, 160));
                int256 sag = right * (110 + s.p.droop * 2);
                Shapes.leaf(
                    s.pen,
                    Shapes.axis(Studies.FOOT_X + right * i * 7, Studies.FOOT_Y - 4, angle),
                    length,
                    46,
                    sag,
                    s.side,
                    s.ink.leafLit
                );
            }
            Pens.endGroup(s.pen);
        }
    }

    /// @dev Three petals behind, stamens, three before; they spread as the flower opens.
    function _bloom(Study memory s, Stalk memory stem, int256 i) private pure {
        unchecked {
            Axis memory tip = Shapes.axisAt(stem, 8, 0);
            int256 facing = stem.angle[uint256(8)];
            int256 size = Studies.grown(
                s, Fixed.div((230 + Studies.vary(s, 70 + i, 70)) * (40 + s.p.bloom), 167)
            );
            int256 spread = 1800 + s.p.openness * 62;
            int256 width = Fixed.div(size * (80 + Fixed.div(s.p.openness, 2)), 200);
            for (int256 row = 0; row < 2; row++) {
                Pens.edged(s.pen, row == 0 ? s.ink.deep : s.ink.petal, s.ink.deep, 3);
                int256 wide =
                    5 - row + (int256(uint256(s.g.mutation())) == 3 ? int256(1) : int256(0));
                for (int256 k = 0; k < wide; k++) {
                    int256 angle = facing + Fixed.div((2 * k - wide + 1) * spread, wide - 1);
                    Pens.path(s.pen);
                    Shapes.petal(
                        s.pen,
                        Shapes.axis(tip.x, tip.y, angle),
                        size - row * 8,
                        width,
                        Fixed.div(width, 2)
                    );
                    Pens.endPath(s.pen);
                }
                Pens.endGroup(s.pen);
                if (row == 0 && s.p.openness > 40) _stamens(s, tip.x, tip.y, facing, size);
            }
            Pens.edged(s.pen, s.ink.lit, s.ink.petal, 3);
            for (int256 k = 0; k < 3; k++) {
                int256 turn = Fixed.nth(k, -1, 1, 0, 0) * Fixed.div(spread * 2, 3);
                int256 front = Fixed.div(size * (k == 2 ? int256(150) : int256(180)), 220);
                Pens.path(s.pen);
                Shapes.petal(
                    s.pen,
                    Shapes.axis(tip.x, tip.y, facing + turn),
                    front,
                    width,
                    Fixed.div(width, 3)
                );
                Pens.endPath(s.pen);
            }
            Pens.endGroup(s.pen);
            Pens.group(s.pen, s.ink.stem);
            for (int256 k = 0; k < 2; k++) {
                Pens.path(s.pen);
                Shapes.blade(
                    s.pen,
                    Shapes.axis(tip.x, tip.y, facing + (2 * k - 1) * 5200),
                    Fixed.div(size, 3),
                    26,
                    0
                );
                Pens.endPath(s.pen);
            }
            Pens.endGroup(s.pen);
            Pens.disc(s.pen, tip.x, tip.y, Fixed.div(size, 13), s.ink.stem);
        }
    }

    function _stamens(Study memory s, int256 x, int256 y, int256 facing, int256 size) private pure {
        unchecked {
            Pens.lines(s.pen, s.ink.heart, 15);
            Pens.path(s.pen);
            for (int256 k = 0; k < 7; k++) {
                Axis memory a = Shapes.axis(x, y, facing + (k - 3) * 1500);
                int256 out = size - 12 - (k & 1) * 22;
                Pens.dot(s.pen, Shapes.atX(a, out, 0), Shapes.atY(a, out, 0));
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }
}
