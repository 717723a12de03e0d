// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Snowbough: a small tree, twice forked, in blossom before and among its leaves.
/// @notice TypeScript twin: renderer/species/snowbough.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Snowbough {
    function snowbough(Study memory s) internal pure {
        unchecked {
            int256 height = Studies.grown(s, 600 + Fixed.div(int256(uint256(s.g.stature())), 2));
            Stalk memory trunk = Shapes.grow(
                Studies.FOOT_X,
                Studies.FOOT_Y + 8,
                Studies.vary(s, 1, 3000) - 1500,
                height,
                Fixed.div(s.lean, 2) + Studies.vary(s, 2, 5000) - 2500,
                0
            );
            int256 limbs = 4;
            _wood(s, trunk, 46, 20);
            Studies.nicks(s, trunk, 24);
            for (int256 i = 0; i < limbs; i++) {
                _branch(s, _limbOf(s, trunk, i), i);
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
            int256 at = Fixed.clamp(5 + i, 5, 8);
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

    function _branch(Study memory s, Stalk memory limb, int256 i) private pure {
        unchecked {
            _wood(s, limb, 20, 7);
            Stalk[3] memory twigs =
                [_twigOf(s, limb, i, 0), _twigOf(s, limb, i, 1), _twigOf(s, limb, i, 2)];
            Pens.lines(s.pen, Pens.mix(s.ink.stem, s.ink.heart, 90), 9);
            for (int256 k = 0; k < 3; k++) {
                Shapes.wire(s.pen, twigs[uint256(k)], 0);
            }
            Pens.endGroup(s.pen);
            _leaves(s, twigs, i);
            _blossoms(s, twigs, i);
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

    function _leaves(Study memory s, Stalk[3] memory twigs, int256 i) private pure {
        unchecked {
            for (int256 row = 0; row < 2; row++) {
                Pens.group(s.pen, row == 0 ? s.ink.leaf : s.ink.leafLit);
                Pens.path(s.pen);
                for (int256 k = 0; k < 8; k++) {
                    int256 turn = (row == 0 ? int256(1) : int256(-1))
                        * (9000 + Studies.vary(s, 60 + i * 9 + k, 4000));
                    Axis memory a =
                        Shapes.axisAt(twigs[uint256(Fixed.div(k, 3))], 2 + (k % 3) * 2 + row, turn);
                    int256 length = Studies.grown(s, 110 + Studies.vary(s, 110 + i * 9 + k, 50));
                    Shapes.blade(s.pen, a, length, Fixed.div(length * 2, 5), 8);
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev Blossoms along the twigs, the outermost the lightest, and their hearts.
    function _blossoms(Study memory s, Stalk[3] memory twigs, int256 i) private pure {
        unchecked {
            int256 count = int256(uint256(s.g.mutation())) == 3
                ? int256(3)
                : 2 + (int256(uint256(s.g.layers())) & 1);
            int256 size = Studies.grown(
                s, Fixed.div((32 + Studies.vary(s, 170 + i, 10)) * (40 + s.p.bloom), 167)
            );
            int256 open = Fixed.div(size * (60 + s.p.openness), 187);
            for (int256 row = count - 1; row >= 0; row--) {
                Pens.lines(
                    s.pen, row == 0 ? s.ink.lit : Pens.mix(s.ink.petal, s.ink.lit, row * 60), open
                );
                for (int256 k = 0; k < 3; k++) {
                    Shapes.floret(
                        s.pen,
                        Shapes.axisAt(twigs[uint256(k)], 8 - row * 2, i * 5000 + k * 9000),
                        open
                    );
                }
                Pens.endGroup(s.pen);
            }
            _hearts(s, twigs, count, Fixed.clamp(Fixed.div(open, 2), 5, 17));
        }
    }

    function _hearts(Study memory s, Stalk[3] memory twigs, int256 count, int256 width)
        private
        pure
    {
        unchecked {
            Pens.lines(s.pen, s.ink.deep, width);
            Pens.path(s.pen);
            for (int256 k = 0; k < 3 * count; k++) {
                Axis memory a = Shapes.axisAt(twigs[uint256(k % 3)], 8 - Fixed.div(k, 3) * 2, 0);
                Pens.dot(s.pen, a.x, a.y);
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }
}
