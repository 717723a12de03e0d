// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Sprouts} from "../Sprout.sol";
import {Studies, Study} from "../Study.sol";

/// @title Bellspire: a clump of spikes, hung all around with bells that open from below and ripen
/// from below into capsules.
/// @notice TypeScript twin: renderer/species/bellspire.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Bellspire {
    function bellspire(Study memory s) internal pure {
        unchecked {
            if (s.p.stage < 2) return Sprouts.sprout(s, 230, 6, 170, 15);
            _basal(s);
            int256 count = 3 + (int256(uint256(s.g.petals())) & 1);
            for (int256 i = 0; i < count; i++) {
                // The tallest in the middle is drawn last.
                int256 k = count - 1 - i;
                _spike(s, _stemOf(s, k), k);
            }
        }
    }

    function _stemOf(Study memory s, int256 k) private pure returns (Stalk memory) {
        unchecked {
            int256 out = (k & 1) == 0 ? k : int256(0) - k;
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

    /// @dev Long leaves from the foot; in winter they lie on the ground.
    function _basal(Study memory s) private pure {
        unchecked {
            Pens.group(s.pen, s.ink.leaf);
            for (int256 i = 0; i < 7; i++) {
                int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
                int256 steep = 15_500 - i * 1900 + Studies.vary(s, 10 + i, 1200);
                int256 flat = Fixed.div((15_700 - steep) * s.p.dormancy, 160);
                int256 angle = right * (steep + flat) + Fixed.div(s.lean, 2);
                int256 length =
                    Studies.grown(s, 380 + Studies.vary(s, 20 + i, 130) + i * 12 - s.p.dormancy);
                int256 sag =
                    right * (70 + s.p.droop - Fixed.div(s.p.dormancy, 3)) - Fixed.div(angle, 900);
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
            int256 bells = 18 - k * 4
                + (int256(uint256(s.g.mutation())) == 3 && k < 2 ? int256(4) : int256(0));
            // The capsules stand where the lowest bells hung.
            int256 ripe = Fixed.div(bells * s.p.ripeness, 127);
            if (ripe > 0) {
                Pens.edged(s.pen, s.ink.huskLit, s.ink.husk, 6);
                for (int256 i = bells - ripe; i < bells; i++) {
                    _capsule(s, stem, i, bells);
                }
                Pens.endGroup(s.pen);
            }
            int256 open = Fixed.div(s.p.bloom * (60 + s.p.openness), 187);
            Pens.edged(s.pen, s.ink.petal, s.ink.deep, 3);
            for (int256 i = 0; i < bells - ripe; i++) {
                // From the tip down, so that the larger bells lie over the smaller ones.
                _bell(s, _hung(s, stem, i, bells), i, Fixed.clamp(open - 50 + i * 7, 24, 127));
            }
            Pens.endGroup(s.pen);
        }
    }

    /// @dev How far up the spike the i-th bell from its tip hangs, of 256.
    function _placeOf(int256 i, int256 bells) private pure returns (int256) {
        unchecked {
            return 256 - Fixed.div(i * 160, bells);
        }
    }

    /// @dev Where and how the i-th bell hangs: to the left, towards the viewer, to the right.
    function _hung(Study memory s, Stalk memory stem, int256 i, int256 bells)
        private
        pure
        returns (Axis memory)
    {
        unchecked {
            int256 right = ((i * 2) % 3) - 1;
            int256 angle =
                right * (19_500 + i * 300) + (right == 0 ? 29_000 * s.side : int256(0)) + s.nod;
            return _between(stem, _placeOf(i, bells), angle);
        }
    }

    /// @dev A dry capsule that points upwards, drawn out into a beak.
    function _capsule(Study memory s, Stalk memory stem, int256 i, int256 bells) private pure {
        unchecked {
            int256 right = ((i * 2) % 3) - 1;
            int256 size = Studies.grown(s, 30 + i);
            Axis memory a = _between(
                stem, _placeOf(i, bells), right * 9000 + Studies.vary(s, 40 + i, 3000) - 1500
            );
            Pens.path(s.pen);
            Shapes.petal(s.pen, a, size * 2, Fixed.div(size * 2, 5), size);
            Pens.endPath(s.pen);
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

    /// @dev A bell along its axis: cup and flaring lip. The bells that face the viewer are the
    /// lightest.
    function _bell(Study memory s, Axis memory a, int256 i, int256 ripe) private pure {
        unchecked {
            bool isFront = (i * 2) % 3 == 1;
            int256 size = Studies.grown(s, 30 + i * 3 - Fixed.div(i * i, 24));
            int256 length = size + Fixed.div(size * ripe, 127);
            int256 mouth = Fixed.div(size * (30 + ripe), 150);
            if (isFront) Pens.filled(s.pen, s.ink.lit);
            else Pens.path(s.pen);
            Pens.moveTo(s.pen, a.x, a.y);
            _flank(s, a, length, mouth);
            Shapes.bend(s.pen, a, Fixed.div(length * 5, 4), 0, length, 0 - mouth);
            int256 waist = Fixed.div(mouth * -3, 5);
            Pens.cubicVia(
                s.pen,
                Shapes.atX(a, Fixed.div(length * 5, 8), waist),
                Shapes.atY(a, Fixed.div(length * 5, 8), waist)
            );
            int256 low = Fixed.div(length, 16);
            Pens.cubicEnd(
                s.pen, Shapes.atX(a, low, 0 - mouth), Shapes.atY(a, low, 0 - mouth), a.x, a.y
            );
            Pens.closePath(s.pen);
            if (isFront && ripe > 63) _throat(s, a, length, mouth);
        }
    }

    /// @dev Into the mouth of a bell that hangs towards the viewer one sees.
    function _throat(Study memory s, Axis memory a, int256 length, int256 mouth) private pure {
        unchecked {
            Pens.filled(s.pen, s.ink.deep);
            Pens.moveTo(s.pen, Shapes.atX(a, length, mouth), Shapes.atY(a, length, mouth));
            Shapes.bend(s.pen, a, Fixed.div(length * 5, 4), 0, length, 0 - mouth);
            Shapes.bend(s.pen, a, Fixed.div(length * 7, 8), 0, length, mouth);
            Pens.endPath(s.pen);
        }
    }

    /// @dev A bell's right side, from its stalk to its lip.
    function _flank(Study memory s, Axis memory a, int256 length, int256 mouth) private pure {
        unchecked {
            int256 low = Fixed.div(length, 16);
            int256 waist = Fixed.div(mouth * 3, 5);
            Pens.cubicVia(s.pen, Shapes.atX(a, low, mouth), Shapes.atY(a, low, mouth));
            int256 cx = Shapes.atX(a, Fixed.div(length * 5, 8), waist);
            int256 cy = Shapes.atY(a, Fixed.div(length * 5, 8), waist);
            Pens.cubicEnd(s.pen, cx, cy, Shapes.atX(a, length, mouth), Shapes.atY(a, length, mouth));
        }
    }
}
