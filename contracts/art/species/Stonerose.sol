// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Stonerose: a low rosette of thick leaves, and from its heart one candelabrum of flowers.
/// @notice TypeScript twin: renderer/species/stonerose.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Stonerose {
    int256 private constant GOLDEN = 25_032;

    function stonerose(Study memory s) internal pure {
        unchecked {
            _rosette(s, 0);
            if (s.p.stage > 1) _candelabrum(s);
            _rosette(s, 1);
        }
    }

    /// @dev Leaves by the golden angle on a flattened spiral; the back half first, then the front.
    function _rosette(Study memory s, int256 half) private pure {
        unchecked {
            int256 count = 17 + (int256(uint256(s.g.layers())) & 5);
            int256 blush = Fixed.clamp(20 + s.p.drought - half * 10, 0, 110);
            Pens.edged(
                s.pen,
                Pens.mix(s.ink.leaf, s.ink.deep, blush),
                Pens.mix(s.ink.leaf, s.ink.deep, 90),
                4
            );
            for (int256 i = 0; i < count; i++) {
                // The outer leaves first.
                int256 k = count - i;
                int256 turn = k * GOLDEN;
                int256 front = Fixed.cos(turn) < 0 ? int256(1) : int256(0);
                if (front != half) continue;
                _fleshy(s, Fixed.sin(turn), Fixed.div(k * 64, count), front);
            }
            Pens.endGroup(s.pen);
        }
    }

    /// @dev One leaf, `out` from the heart, to the right by the sine of its turn.
    function _fleshy(Study memory s, int256 sine, int256 out, int256 front) private pure {
        unchecked {
            int256 angle = Fixed.shr(sine * (5000 + out * 150), 14) + Fixed.div(s.lean, 3);
            int256 length =
                Studies.grown(s, 170 + out * 6 - front * out * 2 + Studies.vary(s, 10 + out, 40));
            int256 y = Studies.FOOT_Y - 20 + front * out - Fixed.div(out, 3);
            Axis memory a = Shapes.axis(Studies.FOOT_X + Fixed.shr(sine * out, 14), y, angle);
            int256 bow = Fixed.shr(sine * (20 + s.p.droop), 14);
            int256 lit = Pens.mix(s.ink.leafLit, s.ink.lit, 40 - front * 20);
            Shapes.leaf(s.pen, a, length, Fixed.div(length, 3) + 26, bow, s.side, lit);
        }
    }

    function _candelabrum(Study memory s) private pure {
        unchecked {
            int256 height = Studies.grown(s, 860 + int256(uint256(s.g.stature())));
            Stalk memory stem = Shapes.grow(
                Studies.FOOT_X,
                Studies.FOOT_Y - 60,
                Studies.vary(s, 1, 1400) - 700,
                height,
                s.lean,
                s.nod
            );
            Studies.stalk(s, stem, 19, 8);
            Studies.nicks(s, stem, 12);
            int256 arms = 5 + (int256(uint256(s.g.petals())) & 3);
            for (int256 i = 0; i < arms; i++) {
                Stalk memory arm = _armOf(s, stem, i, arms);
                Pens.lines(s.pen, s.ink.stem, 14);
                Shapes.wire(s.pen, arm, 0);
                Pens.endGroup(s.pen);
                _flower(s, arm, 92 - i * 3, i);
            }
            _flower(s, stem, 104, 20);
        }
    }

    function _armOf(Study memory s, Stalk memory stem, int256 i, int256 arms)
        private
        pure
        returns (Stalk memory)
    {
        unchecked {
            int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
            Axis memory node = Shapes.axisAt(stem, Fixed.clamp(3 + Fixed.div(i * 5, arms), 3, 7), 0);
            int256 heading = stem.angle[uint256(4)] + right * (13_500 - i * 400);
            return Shapes.grow(
                node.x, node.y, heading, Studies.grown(s, 320 - i * 24), right * -11_000, s.nod
            );
        }
    }

    /// @dev An upright star of five or more petals.
    function _flower(Study memory s, Stalk memory arm, int256 full, int256 i) private pure {
        unchecked {
            Axis memory tip = Shapes.axisAt(arm, 8, 0);
            int256 size = Studies.grown(
                s, Fixed.div((full + Studies.vary(s, 60 + i, 20)) * (30 + s.p.bloom), 157)
            );
            int256 spread = 5000 + s.p.openness * 160;
            int256 count = 5 + (int256(uint256(s.g.mutation())) == 3 ? int256(1) : int256(0));
            for (int256 row = 0; row < 2; row++) {
                Pens.edged(
                    s.pen, row == 0 ? s.ink.deep : s.ink.lit, row == 0 ? s.ink.deep : s.ink.petal, 3
                );
                for (int256 k = 0; k < count - row; k++) {
                    int256 angle = arm.angle[uint256(8)]
                        + Fixed.div((2 * k - count + 1 + row) * spread, count - 1);
                    Pens.path(s.pen);
                    Shapes.blade(
                        s.pen,
                        Shapes.axis(tip.x, tip.y, angle),
                        size - row * Fixed.shr(size, 2),
                        Fixed.div(size, 2),
                        0
                    );
                    Pens.endPath(s.pen);
                }
                Pens.endGroup(s.pen);
            }
            Pens.disc(s.pen, tip.x, tip.y, Fixed.div(size, 6), s.ink.heart);
        }
    }
}
