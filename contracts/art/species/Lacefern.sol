// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Lacefern: a shuttlecock of fronds that uncurl from croziers; combs of dashes are its lace.
/// @notice TypeScript twin: renderer/species/lacefern.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Lacefern {
    function lacefern(Study memory s) internal pure {
        unchecked {
            int256 top = Studies.FOOT_Y - _caudex(s);
            int256 count = _countOf(s);
            // From the middle outwards on both sides, the far ones first.
            for (int256 i = 0; i < count; i++) {
                _frond(s, _frondOf(s, i, count, top), i, count);
            }
            _croziers(s, top);
        }
    }

    /// @dev How many fronds stand: three in a sprout, up to six.
    function _countOf(Study memory s) private pure returns (int256) {
        unchecked {
            if (s.p.stage < 2) return 3;
            return
                Fixed.clamp(
                    3 + Fixed.div(s.p.bloom, 30), 4, 5 + (int256(uint256(s.g.petals())) & 1)
                );
        }
    }

    /// @dev Old ferns stand on the stumps of their fronds; the height that they have reached.
    function _caudex(Study memory s) private pure returns (int256) {
        unchecked {
            int256 height = Fixed.clamp(Fixed.div(s.p.age - 500, 18), 0, 230);
            if (height < 20) return 0;
            Stalk memory stem = Shapes.grow(
                Studies.FOOT_X, Studies.FOOT_Y + 8, 0, height + 8, Fixed.div(s.lean, 4), 0
            );
            int256 bark = Pens.mix(s.ink.stem, 0x2a1c18, 110);
            Pens.group(s.pen, bark);
            Shapes.ribbon(s.pen, stem, 74, 46, -64, 64);
            Pens.endGroup(s.pen);
            Pens.dashed(s.pen, Pens.mix(bark, s.ink.stemLit, 70), 84, 6, 17);
            Shapes.wire(s.pen, stem, s.side * 640);
            Pens.endGroup(s.pen);
            return height;
        }
    }

    /// @dev The i-th frond; its place runs from the middle to both sides, 0 to 256.
    function _frondOf(Study memory s, int256 i, int256 count, int256 top)
        private
        pure
        returns (Stalk memory)
    {
        unchecked {
            int256 right = ((i + s.seed) & 1) == 0 ? int256(1) : int256(-1);
            int256 place = Fixed.div((i + 1) * 256, count + 1);
            int256 full = 1330 + Fixed.div(int256(uint256(s.g.stature())), 2)
                + Studies.vary(s, 2 + i, 160) - Fixed.div(place * 3, 2);
            int256 length = Fixed.div(Studies.grown(s, full) * s.p.bloom, 127);
            int256 heading = right * (place * 30 + Studies.vary(s, 20 + i, 1200) - 600);
            int256 nod = right * (11_000 + place * 46 + s.p.droop * 50 + s.p.dormancy * 120)
                + Fixed.div(s.lean, 2);
            return Shapes.grow(
                Studies.FOOT_X + Fixed.div(right * place * 36, 256),
                top,
                heading,
                length,
                s.lean,
                nod
            );
        }
    }

    function _frond(Study memory s, Stalk memory rib, int256 i, int256 count) private pure {
        unchecked {
            Pens.lines(s.pen, _sere(s, Pens.mix(s.ink.deep, s.ink.stem, 120)), 13);
            _midrib(s, rib);
            // A frond that is not grown up is still rolled in at its tip; a doubled one is crested there.
            bool isCrested = int256(uint256(s.g.mutation())) == 3;
            if (isCrested) _coil(s, rib, 1, Studies.grown(s, 44));
            if (isCrested || s.p.bloom < 112) {
                _coil(
                    s,
                    rib,
                    ((i + s.seed) & 1) * 2 - 1,
                    Studies.grown(s, Fixed.clamp(120 - s.p.bloom, 44, 90))
                );
            }
            Pens.endGroup(s.pen);
            int256 near = Fixed.div(i * 120, count);
            int256 change =
                int256(uint256(s.g.mutation())) == 0 || isCrested ? int256(0) : int256(70);
            int256 far = Pens.mix(s.ink.leaf, 0x14202c, 70 - Fixed.div(near, 2));
            int256 dark =
                Pens.mix(Pens.mix(far, s.ink.leafLit, Fixed.div(near, 2)), s.ink.petal, change);
            int256 away = ((i + s.seed) & 1) * 2 - 1 == s.side ? int256(60) : int256(0);
            int256 light = Pens.mix(
                Pens.mix(s.ink.leafLit, far, 70 - Fixed.div(near, 2) + away), s.ink.lit, change + 16
            );
            _lace(s, rib, i, dark, light);
            if (i == count - 1) Studies.nicks(s, rib, 9);
        }
    }

    /// @dev Through the places that the pinnae leave from.
    function _midrib(Study memory s, Stalk memory rib) private pure {
        unchecked {
            Pens.path(s.pen);
            Axis memory to = Shapes.axisAt(rib, 0, 0);
            Pens.moveTo(s.pen, to.x, to.y);
            for (int256 i = 2; i < 8; i += 4) {
                Axis memory via = Shapes.axisAt(rib, i, 0);
                to = Shapes.axisAt(rib, i + 2, 0);
                Shapes.through(s.pen, via.x, via.y, to.x, to.y);
            }
            Pens.endPath(s.pen);
        }
    }

    /// @dev Pinnae as combs: broad and dark inside, then narrow and light to their ends; ripe ones bear sori there.
    function _lace(Study memory s, Stalk memory rib, int256 i, int256 dark, int256 light)
        private
        pure
    {
        unchecked {
            Pens.dashed(s.pen, dark, 32, 9, 3);
            Pens.path(s.pen);
            for (int256 k = 1; k < 6; k++) {
                _inner(s, _pinnaOf(s, rib, k, -1, i), k, -1);
                _inner(s, _pinnaOf(s, rib, k, 1, i), k, 1);
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
            if (Studies.isRipe(s, i)) {
                Pens.dashed(s.pen, Pens.mix(light, s.ink.husk, 190), 18, 6, 7);
            } else {
                Pens.dashed(s.pen, light, 19, 9, 3);
            }
            Pens.path(s.pen);
            for (int256 k = 1; k < 10; k++) {
                _outer(s, _pinnaOf(s, rib, k, -1, i), k, -1);
                _outer(s, _pinnaOf(s, rib, k, 1, i), k, 1);
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    /// @dev The k-th pinna's axis on one side; they crowd towards the tip.
    function _pinnaOf(Study memory s, Stalk memory rib, int256 k, int256 side, int256 i)
        private
        pure
        returns (Axis memory)
    {
        unchecked {
            int256 up = 34 + k * (32 - k) + (side < 0 ? int256(0) : int256(6));
            int256 turn =
                14_800 - up * 20 + (s.p.openness - 64) * 24 + Studies.vary(s, 40 + i, 1200);
            return Shapes.along(rib, up, side * turn);
        }
    }

    /// @dev Longest in the middle of the frond.
    function _lengthOf(Study memory s, int256 k) private pure returns (int256) {
        unchecked {
            int256 full = k < 6 ? int256(110) + k * (62 - k * 5) : int256(295) - (k - 5) * 48;
            return Fixed.div(Studies.grown(s, full - Fixed.div(s.p.dormancy, 2)) * s.p.bloom, 127);
        }
    }

    /// @dev The broad part of a pinna.
    function _inner(Study memory s, Axis memory a, int256 k, int256 side) private pure {
        unchecked {
            int256 length = _lengthOf(s, k);
            Pens.moveTo(s.pen, a.x, a.y);
            (int256 u, int256 v) = (Fixed.div(length * 11, 16), Fixed.div(0 - side * length, 14));
            Pens.lineTo(s.pen, Shapes.atX(a, u, v), Shapes.atY(a, u, v));
        }
    }

    /// @dev All of a pinna, bent to the frond's tip.
    function _outer(Study memory s, Axis memory a, int256 k, int256 side) private pure {
        unchecked {
            int256 length = _lengthOf(s, k);
            Pens.moveTo(s.pen, a.x, a.y);
            Shapes.bend(
                s.pen, a, Fixed.div(length * 2, 3), 0, length, Fixed.div(0 - side * length, 5)
            );
        }
    }

    /// @dev A colour as it dries: with the spores, and with the cold.
    function _sere(Study memory s, int256 rgb) private pure returns (int256) {
        unchecked {
            return Pens.mix(rgb, s.ink.husk, Fixed.clamp((s.p.ripeness + s.p.dormancy) * 2, 0, 220));
        }
    }

    /// @dev The fists of next year's fronds; winter keeps them low and tight.
    function _croziers(Study memory s, int256 top) private pure {
        unchecked {
            int256 count = 2 + (s.p.stage < 4 ? int256(uint256(s.g.layers())) & 1 : int256(0));
            for (int256 row = 0; row < 2; row++) {
                int256 ink = row == 0 ? s.ink.deep : Pens.mix(s.ink.petal, s.ink.lit, 60);
                Pens.lines(s.pen, _sere(s, ink), row == 0 ? int256(20) : int256(8));
                for (int256 i = 0; i < count; i++) {
                    _fist(s, i, (i & 1) == 0 ? int256(1) : int256(-1), top);
                }
                Pens.endGroup(s.pen);
            }
        }
    }

    function _fist(Study memory s, int256 i, int256 right, int256 top) private pure {
        unchecked {
            int256 full = Studies.grown(s, 130 + Studies.vary(s, 60 + i, 190));
            int256 height = full - Fixed.div(full * s.p.dormancy, 190);
            int256 x = Studies.FOOT_X + right * (12 + i * 26);
            int256 heading = right * (1500 + i * 900);
            Stalk memory stem = Shapes.grow(x, top, heading, height, s.lean - right * 2600, 0);
            Shapes.wire(s.pen, stem, 0);
            _coil(s, stem, right, Studies.grown(s, 52 - Fixed.div(s.p.dormancy, 7)));
        }
    }

    /// @dev A logarithmic spiral at a stalk's tip: quarter turns, each a little smaller than the one before.
    function _coil(Study memory s, Stalk memory stem, int256 side, int256 size) private pure {
        unchecked {
            Axis memory a = Shapes.axisAt(stem, 8, 0);
            int256 angle = stem.angle[8];
            int256 step = size;
            Pens.path(s.pen);
            Pens.moveTo(s.pen, a.x, a.y);
            for (int256 k = 0; k < 6; k++) {
                int256 next = Fixed.div(step * 26, 32);
                Shapes.bend(s.pen, a, step, 0, step, side * next);
                angle += side * 16_384;
                a = Shapes.axis(
                    Shapes.atX(a, step, side * next), Shapes.atY(a, step, side * next), angle
                );
                step = Fixed.div(next * 26, 32);
            }
            Pens.endPath(s.pen);
        }
    }
}
