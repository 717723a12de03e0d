// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Sprouts} from "../Sprout.sol";
import {Studies, Study} from "../Study.sol";

/// @title Starwheel: umbels, wheels of thin rays with a star at the end of each, over feathered
/// leaves. In autumn each umbel closes into a bird's nest of seeds.
/// @notice TypeScript twin: renderer/species/starwheel.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Starwheel {
    function starwheel(Study memory s) internal pure {
        unchecked {
            if (s.p.stage < 2) return Sprouts.sprout(s, 300, 5, 210, 8);
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(s.pen, row == 0 ? s.ink.leaf : s.ink.leafLit, 15);
                for (int256 i = row * 2; i < row * 2 + 2; i++) {
                    _fern(s, i);
                }
                Pens.endGroup(s.pen);
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
            for (int256 i = 1; i < 3; i++) {
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

    /// @dev A feathered leaf: a rib and its pinnae, all strokes; winter curls it.
    function _fern(Study memory s, int256 i) private pure {
        unchecked {
            int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
            int256 low = 4600 + i * 2100 + Studies.vary(s, 20 + i, 1600);
            // They rise steeper, so that what curls down has room above the soil.
            int256 heading = right * (low - Fixed.div(low * s.p.dormancy, 250));
            int256 sag = right * (3000 + s.p.droop * 60 + s.p.dormancy * 90);
            int256 full = Studies.grown(s, 560 - i * 40);
            int256 length = full - Fixed.div(full * s.p.dormancy, 400);
            Stalk memory rib = Shapes.grow(
                Studies.FOOT_X + right * 8, Studies.FOOT_Y - 4, heading, length, s.lean, sag
            );
            Shapes.wire(s.pen, rib, 0);
            Pens.path(s.pen);
            for (int256 k = 2; k < 8; k++) {
                _pinna(s, rib, k, 9000);
                _pinna(s, rib, k, -9000);
            }
            Pens.endPath(s.pen);
        }
    }

    function _pinna(Study memory s, Stalk memory rib, int256 k, int256 turn) private pure {
        unchecked {
            Axis memory a = Shapes.axisAt(rib, k, turn);
            int256 length = Studies.grown(s, 165 - k * 16 - Fixed.div(s.p.dormancy, 3));
            Pens.moveTo(s.pen, a.x, a.y);
            Shapes.bend(s.pen, a, Fixed.div(length * 2, 3), 0, length, Fixed.div(0 - turn, 450));
        }
    }

    /// @dev Rays over a dome seen from its side, then stars at their ends, then the hearts and seeds.
    function _wheel(Study memory s, Stalk memory stem, int256 radius, int256 i) private pure {
        unchecked {
            int256 rays = 8 + Fixed.shr(radius, 5);
            Axis[] memory ends = new Axis[](uint256(rays));
            Pens.lines(s.pen, s.ink.stemLit, 4);
            Pens.path(s.pen);
            int256 reach = Fixed.div(radius * (50 + s.p.bloom), 177);
            for (int256 k = 0; k < rays; k++) {
                ends[uint256(k)] = _ray(s, stem, 2 * k - rays + 1, rays, _reachOf(s, reach, k, i));
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
            _stars(s, ends, i);
            _hearts(s, ends, i);
        }
    }

    /// @dev One ray, and its end; thirst and rain close the wheel like an umbrella, autumn like a
    /// nest: ripe rays bow outwards and bring their ends together.
    function _ray(Study memory s, Stalk memory stem, int256 place, int256 rays, int256 out)
        private
        pure
        returns (Axis memory)
    {
        unchecked {
            int256 dome = 7000 + Fixed.clamp(s.p.openness, Fixed.div(s.p.ripeness, 2), 127) * 90;
            Axis memory a = Shapes.axisAt(stem, 8, Fixed.div(place * dome, rays));
            int256 inward = Fixed.div(place * out * s.p.ripeness, rays * 190);
            Pens.moveTo(s.pen, a.x, a.y);
            if (s.p.ripeness == 0) {
                Pens.lineTo(s.pen, Shapes.atX(a, out, 0), Shapes.atY(a, out, 0));
            } else {
                Shapes.bend(s.pen, a, Fixed.div(out, 2), Fixed.shr(inward, 1), out, 0 - inward);
            }
            int256 x = Shapes.atX(a, out, 0 - inward);
            a.y = Shapes.atY(a, out, 0 - inward);
            a.x = x;
            return a;
        }
    }

    function _stars(Study memory s, Axis[] memory ends, int256 i) private pure {
        unchecked {
            int256 star = Studies.grown(
                s,
                Fixed.div(
                    (26 + (int256(uint256(s.g.mutation())) == 3 ? int256(9) : int256(0)))
                        * (40 + s.p.bloom),
                    167
                )
            );
            for (int256 row = 0; row < 3; row++) {
                Pens.lines(s.pen, Fixed.nth(row, s.ink.deep, s.ink.petal, s.ink.lit, 0), star);
                Pens.path(s.pen);
                for (int256 k = row; k < int256(ends.length); k += 3) {
                    if (!Studies.isRipe(s, i * 32 + k)) {
                        Shapes.floret(s.pen, ends[uint256(k)], star);
                    }
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev The hearts of the stars, then the seeds: in pairs, on what were the stars' rays.
    function _hearts(Study memory s, Axis[] memory ends, int256 i) private pure {
        unchecked {
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(
                    s.pen,
                    row == 0 ? s.ink.heartLit : s.ink.husk,
                    Studies.grown(s, row == 0 ? int256(15) : int256(18))
                );
                Pens.path(s.pen);
                for (int256 k = 0; k < int256(ends.length); k++) {
                    Axis memory a = ends[uint256(k)];
                    bool ripe = Studies.isRipe(s, i * 32 + k);
                    if (row == 0 && !ripe) Pens.dot(s.pen, a.x, a.y);
                    if (row == 0 || !ripe) continue;
                    for (int256 n = -1; n < 2; n += 2) {
                        Pens.dot(s.pen, Shapes.atX(a, 8, n * 11), Shapes.atY(a, 8, n * 11));
                    }
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
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
