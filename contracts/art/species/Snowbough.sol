// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Snowbough: a small tree, twice forked, in blossom before and among its leaves.
/// @notice TypeScript twin: renderer/species/snowbough.ts.
library Snowbough {
    function snowbough(Study memory s) internal pure {
        unchecked {
            int256 height = Studies.grown(s, 560 + Fixed.div(int256(uint256(s.g.stature())), 2));
            Stalk memory trunk = Shapes.grow(
                Studies.FOOT_X,
                Studies.FOOT_Y + 8,
                Studies.vary(s, 1, 5000) - 2500,
                height,
                Fixed.div(s.lean, 2) + Studies.vary(s, 2, 8000) - 4000,
                0
            );
            int256 limbs = 4 + (int256(uint256(s.g.petals())) & 1);
            _wood(s, trunk, 46, 20);
            for (int256 i = 0; i < limbs; i++) {
                _twigs(s, _limbOf(s, trunk, i), i);
            }
        }
    }

    function _limbOf(Study memory s, Stalk memory trunk, int256 i)
        private
        pure
        returns (Stalk memory)
    {
        unchecked {
            int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
            int256 at = Fixed.clamp(4 + i, 4, 8);
            Axis memory node = Shapes.axisAt(trunk, at, 0);
            int256 length = Studies.grown(s, 560 - i * 26 + Studies.vary(s, 10 + i, 120));
            int256 heading =
                trunk.angle[uint256(at)] + right * (9000 - i * 900 + Studies.vary(s, 20 + i, 2400));
            int256 nod = Fixed.div(s.nod, 2) + right * 3000;
            return Shapes.grow(node.x, node.y, heading, length, s.lean - right * 3800, nod);
        }
    }

    function _wood(Study memory s, Stalk memory stalk, int256 width, int256 tip) private pure {
        unchecked {
            Pens.group(s.pen, Pens.mix(s.ink.stem, s.ink.heart, 90));
            Shapes.ribbon(s.pen, stalk, width, tip, -64, 64);
            Pens.endGroup(s.pen);
            Pens.group(s.pen, Pens.mix(s.ink.stemLit, s.ink.heart, 50));
            Shapes.ribbon(
                s.pen,
                stalk,
                width,
                tip,
                s.side < 0 ? int256(-64) : int256(20),
                s.side < 0 ? int256(-20) : int256(64)
            );
            Pens.endGroup(s.pen);
        }
    }

    function _twigs(Study memory s, Stalk memory limb, int256 i) private pure {
        unchecked {
            _wood(s, limb, 20, 7);
            for (int256 k = 0; k < 3; k++) {
                Stalk memory twig = _twigOf(s, limb, i, k);
                Pens.lines(s.pen, Pens.mix(s.ink.stem, s.ink.heart, 90), 9);
                Pens.path(s.pen);
                Axis memory a = Shapes.axisAt(twig, 0, 0);
                Axis memory middle = Shapes.axisAt(twig, 4, 0);
                Axis memory tip = Shapes.axisAt(twig, 8, 0);
                Pens.moveTo(s.pen, a.x, a.y);
                Pens.curveTo(s.pen, middle.x, middle.y, tip.x, tip.y);
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
                _leaves(s, twig, i * 3 + k);
                _blossom(s, twig, i * 3 + k);
            }
        }
    }

    function _twigOf(Study memory s, Stalk memory limb, int256 i, int256 k)
        private
        pure
        returns (Stalk memory)
    {
        unchecked {
            int256 way = ((i + k) & 1) == 0 ? int256(1) : int256(-1);
            Axis memory node = Shapes.axisAt(limb, 4 + k * 2, 0);
            int256 length = Studies.grown(s, 270 - k * 40 + Studies.vary(s, 40 + i * 4 + k, 90));
            int256 heading =
                limb.angle[uint256(4 + k * 2)] + way * (k == 2 ? int256(600) : int256(6500));
            return Shapes.grow(node.x, node.y, heading, length, s.lean, s.nod);
        }
    }

    function _leaves(Study memory s, Stalk memory twig, int256 i) private pure {
        unchecked {
            for (int256 row = 0; row < 2; row++) {
                Pens.group(s.pen, row == 0 ? s.ink.leaf : s.ink.leafLit);
                Pens.path(s.pen);
                for (int256 k = 0; k < 3; k++) {
                    int256 turn = (row == 0 ? int256(1) : int256(-1))
                        * (9000 + Studies.vary(s, 60 + i * 3 + k, 4000));
                    int256 length = Studies.grown(s, 105 + Studies.vary(s, 110 + i * 3 + k, 50));
                    Shapes.blade(
                        s.pen,
                        Shapes.axisAt(twig, 2 + k * 2 + row, turn),
                        length,
                        Fixed.div(length * 2, 5),
                        8
                    );
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev Blossoms along the twig, the last one the lightest, and their hearts.
    function _blossom(Study memory s, Stalk memory twig, int256 i) private pure {
        unchecked {
            int256 count = 2 + (int256(uint256(s.g.layers())) & 1)
                + (int256(uint256(s.g.mutation())) == 3 ? int256(1) : int256(0));
            int256 size = Studies.grown(
                s, Fixed.div((30 + Studies.vary(s, 170 + i, 10)) * (40 + s.p.bloom), 167)
            );
            int256 open = Fixed.div(size * (60 + s.p.openness), 187);
            for (int256 k = 0; k < count; k++) {
                Axis memory a = Shapes.axisAt(twig, 8 - k * 2, 0);
                Pens.lines(
                    s.pen, k == 0 ? s.ink.lit : Pens.mix(s.ink.petal, s.ink.lit, k * 60), open
                );
                Shapes.floret(s.pen, a.x, a.y, open, i * 5000 + k * 9000);
                Pens.endGroup(s.pen);
            }
            Pens.lines(s.pen, s.ink.deep, Fixed.clamp(Fixed.div(open, 2), 5, 17));
            Pens.path(s.pen);
            for (int256 k = 0; k < count; k++) {
                Axis memory a = Shapes.axisAt(twig, 8 - k * 2, 0);
                Pens.dot(s.pen, a.x, a.y);
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }
}
