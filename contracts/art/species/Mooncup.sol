// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Mooncup: a fan of thin stalks, each with one cup; it opens when the light goes. In
/// autumn the cups become papery pods, and the leaves lie down and die back to the bulb.
/// @notice TypeScript twin: renderer/species/mooncup.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Mooncup {
    function mooncup(Study memory s) internal pure {
        unchecked {
            _grass(s);
            if (s.p.stage < 2) return _spathe(s);
            // The bulb divides: a flower more in each of its first years, up to five.
            int256 count = Fixed.clamp(
                3 + Fixed.div((int256(uint256(s.g.petals())) & 3) * 3, 4) + s.p.rings, 3, 5
            );
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(
                    s.pen, row == 0 ? s.ink.stem : s.ink.stemLit, row == 0 ? int256(16) : int256(6)
                );
                for (int256 i = 0; i < count; i++) {
                    Shapes.wire(s.pen, _stemOf(s, i, i * 2 - count + 1, count), row * s.side * 256);
                }
                Pens.endGroup(s.pen);
            }
            int256 middle = Fixed.shr(count, 1);
            Studies.nicks(s, _stemOf(s, middle, middle * 2 - count + 1, count), 8);
            for (int256 i = 0; i < count; i++) {
                Stalk memory stem = _stemOf(s, i, i * 2 - count + 1, count);
                if (Studies.isRipe(s, i)) _pod(s, stem, i);
                else _bloom(s, stem, i);
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

    /// @dev What a seedling's first flower is still wrapped in.
    function _spathe(Study memory s) private pure {
        unchecked {
            Stalk memory stem = Shapes.grow(
                Studies.FOOT_X,
                Studies.FOOT_Y,
                Studies.vary(s, 1, 1600) - 800,
                200 + s.p.age * 50,
                s.lean,
                s.nod
            );
            Studies.stalk(s, stem, 10, 7);
            Studies.nicks(s, stem, 8);
            Pens.edged(s.pen, s.ink.leafLit, s.ink.deep, 4);
            Pens.path(s.pen);
            Shapes.petal(s.pen, Shapes.axisAt(stem, 8, 0), 120, 24, 40);
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    function _grass(Study memory s) private pure {
        unchecked {
            Pens.group(s.pen, s.ink.leaf);
            int256 count = s.p.stage < 2 ? int256(3) : int256(7);
            for (int256 i = 0; i < count; i++) {
                int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
                int256 upright = 1500 + i * 1700 + Studies.vary(s, 30 + i, 1500);
                // Lying down with the season, the upright ones the farthest.
                int256 angle =
                    right * (upright + Fixed.div((16_000 - upright) * s.p.ripeness, 190)) + s.lean;
                _strap(
                    s,
                    Shapes.axis(Studies.FOOT_X + right * i * 7, Studies.FOOT_Y - 4, angle),
                    i,
                    right
                );
            }
            Pens.endGroup(s.pen);
        }
    }

    function _strap(Study memory s, Axis memory a, int256 i, int256 right) private pure {
        unchecked {
            int256 full = Studies.grown(s, 600 - i * 20 + Studies.vary(s, 50 + i, 160));
            int256 length = full - Fixed.div(full * s.p.dormancy, 320);
            // One that lies does not hang: it would reach into the soil.
            int256 sag = right * Fixed.div((110 + s.p.droop * 2) * (190 - s.p.ripeness), 190);
            Shapes.leaf(s.pen, a, length, 46, sag, s.side, s.ink.leafLit);
        }
    }

    /// @dev Petals behind, petals between, stamens, petals before: the deepest behind, the lightest
    /// before.
    function _bloom(Study memory s, Stalk memory stem, int256 i) private pure {
        unchecked {
            int256 size = _sizeOf(s, i);
            for (int256 row = 0; row < 3; row++) {
                if (row == 2 && s.p.openness > 40) _stamens(s, stem, Fixed.div(size * 7, 8));
                int256 fill = Fixed.nth(row, s.ink.deep, s.ink.petal, s.ink.lit, 0);
                Pens.edged(s.pen, fill, row < 2 ? s.ink.deep : s.ink.petal, 3);
                _cup(s, stem, size, row);
                Pens.endGroup(s.pen);
            }
            _calyx(s, stem, size, s.ink.stem);
        }
    }

    /// @dev A row of petals. As the flower opens they spread and draw out their tips, and those
    /// before sink.
    function _cup(Study memory s, Stalk memory stem, int256 size, int256 row) private pure {
        unchecked {
            int256 wide = row == 2
                ? int256(3)
                : int256(4) - row + (int256(uint256(s.g.mutation())) == 3 ? int256(1) : int256(0));
            int256 spread =
                Fixed.div((1800 + s.p.openness * 74) * (row == 2 ? int256(3) : int256(4) - row), 4);
            for (int256 k = 0; k < wide; k++) {
                // From the sides to the middle, which lies on top.
                int256 place = (k & 1) == 0 ? Fixed.shr(k, 1) : wide - 1 - Fixed.shr(k, 1);
                Axis memory a =
                    Shapes.axisAt(stem, 8, Fixed.div((2 * place - wide + 1) * spread, wide - 1));
                int256 front = Fixed.div(
                    size * ((k == 2 ? int256(185) : int256(200)) - Fixed.div(s.p.openness * 2, 3)),
                    240
                );
                int256 length =
                    row < 2 ? size + Fixed.div(size * s.p.openness, 600) - row * 20 : front;
                _petalOf(s, a, length, Fixed.div(size * 46, 100), row);
            }
        }
    }

    /// @dev The wider open, the longer the tip.
    function _petalOf(Study memory s, Axis memory a, int256 length, int256 full, int256 row)
        private
        pure
    {
        unchecked {
            int256 width = row < 2 ? full : full - Fixed.div(full * s.p.openness, 320);
            Pens.path(s.pen);
            Shapes.petal(s.pen, a, length, width, Fixed.div(width * (70 + s.p.openness), 160));
            Pens.endPath(s.pen);
        }
    }

    function _sizeOf(Study memory s, int256 i) private pure returns (int256) {
        unchecked {
            return Studies.grown(
                s, Fixed.div((230 + Studies.vary(s, 70 + i, 70)) * (40 + s.p.bloom), 167)
            );
        }
    }

    /// @dev What holds the petals, and later the pod.
    function _calyx(Study memory s, Stalk memory stem, int256 size, int256 fill) private pure {
        unchecked {
            Pens.group(s.pen, fill);
            for (int256 k = 0; k < 2; k++) {
                Pens.path(s.pen);
                Shapes.blade(
                    s.pen, Shapes.axisAt(stem, 8, (2 * k - 1) * 5200), Fixed.div(size, 3), 26, 0
                );
                Pens.endPath(s.pen);
            }
            Pens.endGroup(s.pen);
            Axis memory tip = Shapes.axisAt(stem, 8, 0);
            Pens.disc(s.pen, tip.x, tip.y, Fixed.div(size, 13), fill);
        }
    }

    /// @dev A papery pod of three chambers, split at its tips over dark seeds.
    function _pod(Study memory s, Stalk memory stem, int256 i) private pure {
        unchecked {
            int256 size = Fixed.div(_sizeOf(s, i) * 5, 8);
            _stamens(s, stem, size);
            Pens.edged(s.pen, s.ink.huskLit, s.ink.husk, 5);
            for (int256 k = 0; k < 3; k++) {
                Axis memory a = Shapes.axisAt(stem, 8, Fixed.nth(k, -2600, 2600, 0, 0));
                Pens.path(s.pen);
                Shapes.petal(
                    s.pen,
                    a,
                    size - (k == 2 ? int256(12) : int256(0)),
                    Fixed.div(size, 4),
                    Fixed.div(size, 3)
                );
                Pens.endPath(s.pen);
            }
            Pens.endGroup(s.pen);
            _calyx(s, stem, Fixed.div(size * 3, 4), s.ink.husk);
        }
    }

    function _stamens(Study memory s, Stalk memory stem, int256 size) private pure {
        unchecked {
            Pens.lines(s.pen, s.ink.heart, 15);
            Pens.path(s.pen);
            for (int256 k = 0; k < 5; k++) {
                Axis memory a = Shapes.axisAt(stem, 8, (k - 2) * 2000);
                int256 out = size - 12 - (k & 1) * 22;
                Pens.dot(s.pen, Shapes.atX(a, out, 0), Shapes.atY(a, out, 0));
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }
}
