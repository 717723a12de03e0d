// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Starwheel: umbels, wheels of thin rays with a star at the end of each, over feathered leaves.
/// @notice TypeScript twin: renderer/species/starwheel.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Starwheel {
    function starwheel(Study memory s) internal pure {
        unchecked {
            for (int256 i = 0; i < 4; i++) {
                _fern(s, i);
            }
            int256 height = Studies.grown(s, 900 + int256(uint256(s.g.stature())));
            Stalk memory stem = Shapes.grow(
                Studies.FOOT_X,
                Studies.FOOT_Y,
                Studies.vary(s, 1, 1600) - 800,
                height,
                s.lean,
                s.nod
            );
            int256 wheels = s.p.stage < 2 ? int256(1) : int256(3);
            for (int256 i = 1; i < wheels; i++) {
                Stalk memory side = _sideOf(s, stem, i);
                Pens.lines(s.pen, s.ink.stem, 16);
                Shapes.wire(s.pen, side, 0);
                Pens.endGroup(s.pen);
                Pens.lines(s.pen, s.ink.stemLit, 6);
                Shapes.wire(s.pen, side, s.side * 256);
                Pens.endGroup(s.pen);
                _wheel(s, side, Studies.grown(s, 210 + Studies.vary(s, 12 + i, 50)), i);
            }
            Studies.stalk(s, stem, 15, 6);
            Studies.nicks(s, stem, 10);
            _wheel(s, stem, Studies.grown(s, 330), 0);
        }
    }

    function _sideOf(Study memory s, Stalk memory stem, int256 i)
        private
        pure
        returns (Stalk memory)
    {
        unchecked {
            int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
            Axis memory node = Shapes.axisAt(stem, 2 + i, 0);
            int256 length = Studies.grown(s, 700 - i * 110 + Studies.vary(s, 4 + i, 90));
            int256 turn = stem.angle[uint256(2 + i)] + right * (6200 + Studies.vary(s, 8 + i, 1800));
            return Shapes.grow(node.x, node.y, turn, length, s.lean - right * 4000, s.nod);
        }
    }

    /// @dev A feathered leaf: a rib and its pinnae, all strokes.
    function _fern(Study memory s, int256 i) private pure {
        unchecked {
            int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
            int256 heading = right * (4600 + i * 2100 + Studies.vary(s, 20 + i, 1600));
            int256 sag = right * (3000 + s.p.droop * 60);
            Stalk memory rib = Shapes.grow(
                Studies.FOOT_X + right * 8,
                Studies.FOOT_Y - 4,
                heading,
                Studies.grown(s, 560 - i * 40),
                s.lean,
                sag
            );
            int256 back = i < 2 ? s.ink.leaf : s.ink.leafLit;
            Pens.lines(s.pen, back, 15);
            Shapes.wire(s.pen, rib, 0);
            Pens.path(s.pen);
            for (int256 k = 1; k < 8; k++) {
                _pinna(s, rib, k, 9000);
                _pinna(s, rib, k, -9000);
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    function _pinna(Study memory s, Stalk memory rib, int256 k, int256 turn) private pure {
        unchecked {
            Axis memory a = Shapes.axisAt(rib, k, turn);
            int256 length = Studies.grown(s, 165 - k * 16);
            Pens.moveTo(s.pen, a.x, a.y);
            Shapes.bend(s.pen, a, Fixed.div(length * 2, 3), 0, length, Fixed.div(0 - turn, 450));
        }
    }

    /// @dev Rays over a dome seen from its side; thirst and rain close it like an umbrella.
    function _wheel(Study memory s, Stalk memory stem, int256 radius, int256 i) private pure {
        unchecked {
            int256 rays = 10 + Fixed.shr(radius, 5);
            int256 reach = Fixed.div(radius * (50 + s.p.bloom), 177);
            Pens.lines(s.pen, s.ink.stemLit, 4);
            Pens.path(s.pen);
            for (int256 k = 0; k < rays; k++) {
                Axis memory a = _rayOf(s, stem, k, rays);
                int256 out = _reachOf(s, reach, k, i);
                Pens.moveTo(s.pen, a.x, a.y);
                Pens.lineTo(s.pen, Shapes.atX(a, out, 0), Shapes.atY(a, out, 0));
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
            int256 star = Studies.grown(
                s,
                Fixed.div(
                    (26 + (int256(uint256(s.g.mutation())) == 3 ? int256(9) : int256(0)))
                        * (40 + s.p.bloom),
                    167
                )
            );
            for (int256 row = 0; row < 3; row++) {
                Pens.lines(s.pen, row == 0 ? s.ink.deep : row == 1 ? s.ink.petal : s.ink.lit, star);
                for (int256 k = row; k < rays; k += 3) {
                    Axis memory a = _rayOf(s, stem, k, rays);
                    int256 out = _reachOf(s, reach, k, i);
                    Shapes.floret(
                        s.pen,
                        Shapes.axis(Shapes.atX(a, out, 0), Shapes.atY(a, out, 0), k * 2000),
                        star
                    );
                }
                Pens.endGroup(s.pen);
            }
            _hearts(s, stem, rays, reach, i);
        }
    }

    function _hearts(Study memory s, Stalk memory stem, int256 rays, int256 reach, int256 i)
        private
        pure
    {
        unchecked {
            Pens.lines(s.pen, s.ink.heartLit, Studies.grown(s, 15));
            Pens.path(s.pen);
            for (int256 k = 0; k < rays; k++) {
                Axis memory a = _rayOf(s, stem, k, rays);
                int256 out = _reachOf(s, reach, k, i);
                Pens.dot(s.pen, Shapes.atX(a, out, 0), Shapes.atY(a, out, 0));
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    function _rayOf(Study memory s, Stalk memory stem, int256 k, int256 rays)
        private
        pure
        returns (Axis memory)
    {
        unchecked {
            return Shapes.axisAt(
                stem, 8, Fixed.div((2 * k - rays + 1) * (7000 + s.p.openness * 90), rays)
            );
        }
    }

    /// @dev Rays differ in length: three rings seen from the side.
    function _reachOf(Study memory s, int256 reach, int256 k, int256 i)
        private
        pure
        returns (int256)
    {
        unchecked {
            int256 ring = (k * 2) % 3;
            return Fixed.div(reach * (100 - ring * 24 + Studies.vary(s, 100 + k + i * 40, 14)), 100);
        }
    }
}
