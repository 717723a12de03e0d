// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Bellspire: a clump of spikes, hung all around with bells that open from below.
/// @notice TypeScript twin: renderer/species/bellspire.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Bellspire {
    function bellspire(Study memory s) internal pure {
        unchecked {
            _basal(s);
            int256 count =
                2 + (int256(uint256(s.g.petals())) & 1) + (s.p.stage > 1 ? int256(1) : int256(0));
            for (int256 i = 0; i < count; i++) {
                // The tallest in the middle is drawn last.
                int256 k = count - 1 - i;
                _spike(s, _stemOf(s, k), k);
            }
        }
    }

    function _stemOf(Study memory s, int256 k) private pure returns (Stalk memory) {
        unchecked {
            int256 out = (k & 1) == 0 ? k : 0 - k;
            int256 height = Studies.grown(
                s,
                1160 + Fixed.div(int256(uint256(s.g.stature())), 2) - k * 150
                    - Studies.vary(s, 2 + k, 60)
            );
            int256 heading = out * 2600 + Studies.vary(s, 6 + k, 1600) - 800;
            return Shapes.grow(
                Studies.FOOT_X + out * 34,
                Studies.FOOT_Y,
                heading,
                height,
                s.lean - out * 1300,
                s.nod
            );
        }
    }

    /// @dev Long leaves from the foot.
    function _basal(Study memory s) private pure {
        unchecked {
            Pens.group(s.pen, s.ink.leaf);
            for (int256 i = 0; i < 7; i++) {
                int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
                int256 angle = right * (15_500 - i * 1900 + Studies.vary(s, 10 + i, 1200))
                    + Fixed.div(s.lean, 2);
                int256 length = Studies.grown(s, 380 + Studies.vary(s, 20 + i, 130) + i * 12);
                int256 sag = right * (70 + s.p.droop) - Fixed.div(angle, 900);
                Shapes.leaf(
                    s.pen,
                    Shapes.axis(Studies.FOOT_X, Studies.FOOT_Y - 6, angle),
                    length,
                    74,
                    sag,
                    s.side,
                    s.ink.leafLit
                );
            }
            Pens.endGroup(s.pen);
        }
    }

    function _spike(Study memory s, Stalk memory stem, int256 k) private pure {
        unchecked {
            Studies.stalk(s, stem, 14, 5);
            if (k == 0) Studies.nicks(s, stem, 9);
            int256 bells =
                19 - k * 4 + (int256(uint256(s.g.mutation())) == 3 ? int256(4) : int256(0));
            int256 open = Fixed.div(s.p.bloom * (60 + s.p.openness), 187);
            Pens.edged(s.pen, s.ink.petal, s.ink.deep, 3);
            for (int256 i = 0; i < bells; i++) {
                // From the tip down, so that the larger bells lie over the smaller ones.
                int256 up = 256 - Fixed.div(i * 160, bells);
                int256 right = ((i * 2) % 3) - 1;
                int256 size = Studies.grown(s, 26 + i * 3);
                int256 ripe = Fixed.clamp(open - 50 + i * 7, 24, 127);
                int256 angle =
                    right * (19_500 + i * 300) + (right == 0 ? 29_000 * s.side : int256(0)) + s.nod;
                _bell(s, _between(stem, up, angle), size, ripe, right);
            }
            Pens.endGroup(s.pen);
        }
    }

    /// @dev The place `up` / 256 of the way along a stalk.
    function _between(Stalk memory stem, int256 up, int256 turn)
        private
        pure
        returns (Axis memory)
    {
        unchecked {
            int256 i = Fixed.clamp(Fixed.div(up, 32), 0, 7);
            int256 rest = up - i * 32;
            int256 x =
                Fixed.div(stem.x[uint256(i)] * (32 - rest) + stem.x[uint256(i + 1)] * rest, 2048);
            int256 y =
                Fixed.div(stem.y[uint256(i)] * (32 - rest) + stem.y[uint256(i + 1)] * rest, 2048);
            return Shapes.axis(x, y, stem.angle[uint256(i)] + turn);
        }
    }

    /// @dev A bell along its axis: cup and flaring lip. The bells that face the viewer are the lightest.
    function _bell(Study memory s, Axis memory a, int256 size, int256 ripe, int256 right)
        private
        pure
    {
        unchecked {
            int256 length = size + Fixed.div(size * ripe, 127);
            int256 mouth = Fixed.div(size * (30 + ripe), 150);
            int256 waist = Fixed.div(mouth * 3, 4);
            if (right == 0) Pens.filled(s.pen, s.ink.lit);
            else Pens.path(s.pen);
            Pens.moveTo(s.pen, a.x, a.y);
            Shapes.bend(s.pen, a, Fixed.div(length, 8), waist, Fixed.div(length * 5, 8), waist);
            Shapes.bend(s.pen, a, Fixed.div(length * 7, 8), waist, length, mouth);
            Shapes.bend(s.pen, a, Fixed.div(length * 5, 4), 0, length, 0 - mouth);
            Shapes.bend(
                s.pen, a, Fixed.div(length * 7, 8), 0 - waist, Fixed.div(length * 5, 8), 0 - waist
            );
            Shapes.bend(s.pen, a, Fixed.div(length, 8), 0 - waist, 0, 0);
            Pens.text(s.pen, "z");
            Pens.endPath(s.pen);
        }
    }
}
