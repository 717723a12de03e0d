// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Palettes} from "../Palette.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Dawnvine: a bent hazel rod, and a climber that winds round it to the right, over the bow as it ages; trumpets that open with the light, twisted buds at night.
/// @notice TypeScript twin: renderer/species/dawnvine.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Dawnvine {
    /// @dev Half turns of the vine round the whole rod.
    int256 private constant TURNS = 22;

    /// @dev The rod: two legs that lean to each other by this angle, and the bow over them, in units.
    int256 private constant SPLAY = 1600;
    int256 private constant LEG = 900;
    int256 private constant BOW = 300;
    int256 private constant LENGTH = 2 * LEG + 850;

    /// @dev What a seedling gets first: a straight one, where the arch will rise.
    int256 private constant STAKE = 470;

    function dawnvine(Study memory s) internal pure {
        unchecked {
            // How many half turns it has climbed.
            int256 climbed = Fixed.clamp(2 + Fixed.div(s.p.age * 24, s.p.age + 110), 2, TURNS);
            _vine(s, climbed, 0);
            _hazel(s);
            _vine(s, climbed, 1);
            int256 right = (int256(uint256(s.g.petals())) & 1) == 0 ? int256(1) : int256(-1);
            int256 leg = right * SPLAY + Fixed.div(s.lean, 3);
            int256 tall = s.p.stage < 2 ? STAKE : LEG;
            Studies.nicks(
                s, Shapes.grow(Studies.rootX(s), Studies.FOOT_Y + 20, leg, tall, 0, 0), 16
            );
            _leaves(s, climbed);
            _flowers(s, climbed);
            _snow(s);
        }
    }

    /// @dev The place `on` along the rod, which nobody but the wind moves.
    function _rodAt(Study memory s, int256 on, int256 turn) private pure returns (Axis memory) {
        unchecked {
            int256 right = (int256(uint256(s.g.petals())) & 1) == 0 ? int256(1) : int256(-1);
            Axis memory foot = Shapes.axis(0, 0, SPLAY);
            int256 rise = Fixed.shr(LEG * foot.cosine, 14);
            // Upright first: u is how far to the middle, y how high.
            (int256 angle, int256 u, int256 y) = (SPLAY, 0 - Studies.RODS_HALF, 0);
            if (on < LEG) {
                u += Fixed.shr(on * foot.sine, 14);
                y = Fixed.shr(on * foot.cosine, 14);
            } else if (on > LENGTH - LEG) {
                int256 left = LENGTH - on;
                angle = 32_768 - SPLAY;
                u = Studies.RODS_HALF - Fixed.shr(left * foot.sine, 14);
                y = Fixed.shr(left * foot.cosine, 14);
            } else {
                angle = SPLAY + Fixed.div((on - LEG) * 10_430, BOW);
                Axis memory a = Shapes.axis(0, 0, angle);
                u = 0 - Fixed.shr(BOW * a.cosine, 14);
                y = rise + Fixed.shr(BOW * (a.sine - foot.sine), 14);
            }
            return Shapes.axis(
                Studies.FOOT_X + right * u + Fixed.shr(s.lean * y, 15),
                Studies.FOOT_Y + 20 - y,
                right * angle + turn
            );
        }
    }

    function _hazel(Study memory s) private pure {
        unchecked {
            int256 end = s.p.stage < 2 ? STAKE : LENGTH;
            int256 bark = Pens.mix(Pens.mix(s.ink.stem, s.ink.heart, 90), 0x4a3424, 90);
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(
                    s.pen,
                    row == 0 ? bark : Pens.mix(bark, s.ink.stemLit, 120),
                    row == 0 ? int256(26) : int256(8)
                );
                Pens.path(s.pen);
                Axis memory a = _rodAt(s, 0, 0);
                int256 shift = row * s.side * 6;
                Pens.moveTo(s.pen, a.x + shift, a.y);
                for (int256 i = 1; i < 18; i += 2) {
                    a = _rodAt(s, Fixed.div(i * end, 18), 0);
                    Axis memory b = _rodAt(s, Fixed.div((i + 1) * end, 18), 0);
                    Shapes.through(s.pen, a.x + shift, a.y, b.x + shift, b.y);
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev Snow lies on the bow.
    function _snow(Study memory s) private pure {
        unchecked {
            if (s.p.snow < 13 || s.p.stage < 2) return;
            Pens.lines(
                s.pen, Palettes.tone(0xf4f7fa, Palettes.amounts(s.p)), 8 + Fixed.div(s.p.snow, 9)
            );
            Pens.path(s.pen);
            Axis memory to = _rodAt(s, Fixed.div(LENGTH * 7, 18), 0);
            Pens.moveTo(s.pen, to.x, to.y - 16);
            for (int256 i = 8; i < 12; i += 2) {
                Axis memory via = _rodAt(s, Fixed.div(LENGTH * i, 18), 0);
                to = _rodAt(s, Fixed.div(LENGTH * (i + 1), 18), 0);
                Shapes.through(s.pen, via.x, via.y - 20, to.x, to.y - 16);
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    /// @dev Half turns before (front 1) or behind the rod (front 0), each an S from edge to edge.
    function _vine(Study memory s, int256 climbed, int256 front) private pure {
        unchecked {
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(
                    s.pen,
                    row == 0 ? s.ink.stem : s.ink.stemLit,
                    row == 0 ? int256(14) + Fixed.clamp(s.p.rings, 0, 6) : int256(5)
                );
                Pens.path(s.pen);
                for (int256 i = 1 - front; i < climbed; i += 2) {
                    _half(s, i, front, row * -3);
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev To the right in front of the rod, to the left behind it.
    function _half(Study memory s, int256 i, int256 front, int256 shift) private pure {
        unchecked {
            (Axis memory from, Axis memory to) = (_nodeOf(s, i, 0), _nodeOf(s, i + 1, 0));
            int256 side = front == 1 ? int256(24) : int256(-24);
            (int256 left, int256 right) = (shift - side, shift + side);
            Pens.moveTo(s.pen, Shapes.atX(from, 0, left), Shapes.atY(from, 0, left));
            Pens.cubicVia(s.pen, Shapes.atX(from, 46, left), Shapes.atY(from, 46, left));
            (int256 cx, int256 cy) = (Shapes.atX(to, -46, right), Shapes.atY(to, -46, right));
            Pens.cubicEnd(s.pen, cx, cy, Shapes.atX(to, 0, right), Shapes.atY(to, 0, right));
        }
    }

    /// @dev Where the i-th half turn starts.
    function _nodeOf(Study memory s, int256 i, int256 turn) private pure returns (Axis memory) {
        unchecked {
            return _rodAt(s, 24 + Fixed.div(i * (LENGTH - 40), TURNS), turn);
        }
    }

    function _leaves(Study memory s, int256 climbed) private pure {
        unchecked {
            Pens.lines(s.pen, s.ink.stem, 7);
            Pens.path(s.pen);
            for (int256 i = 1; i <= climbed; i++) {
                if (!_stays(s, i)) continue;
                (Axis memory from, Axis memory to) = (_nodeOf(s, i, 0), _leafAt(s, i));
                Pens.moveTo(s.pen, from.x, from.y);
                Pens.lineTo(s.pen, to.x, to.y);
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
            for (int256 row = 0; row < 2; row++) {
                Pens.group(s.pen, row == 0 ? s.ink.leaf : s.ink.leafLit);
                Pens.path(s.pen);
                for (int256 i = 1; i <= climbed; i++) {
                    if (_stays(s, i)) _heart(s, _leafAt(s, i), _sizeOf(s, i, climbed), row);
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev Winter takes the leaves one by one.
    function _stays(Study memory s, int256 i) private pure returns (bool) {
        unchecked {
            return Studies.vary(s, 10 + i, 127) >= s.p.dormancy;
        }
    }

    /// @dev The youngest are the smallest.
    function _sizeOf(Study memory s, int256 i, int256 climbed) private pure returns (int256) {
        unchecked {
            return Fixed.div(
                (112 + Studies.vary(s, 40 + i, 60)) * Fixed.clamp(50 + (climbed - i) * 24, 50, 120),
                120
            );
        }
    }

    /// @dev A leaf's notch: off to one side of the rod, the tip hanging.
    function _leafAt(Study memory s, int256 i) private pure returns (Axis memory) {
        unchecked {
            int256 side = (i & 1) == 0 ? int256(1) : int256(-1);
            Axis memory node = _nodeOf(s, i, 0);
            int256 out = side * (62 + Studies.vary(s, 70 + i, 60));
            (int256 x, int256 y) = (Shapes.atX(node, 0, out), Shapes.atY(node, 0, out));
            int256 way = x > node.x ? int256(1) : int256(-1);
            int256 hang =
                32_768 - way * (7500 - s.p.droop * 50) + Studies.vary(s, 100 + i, 6000) - 3000;
            return Shapes.axis(x, y, hang - Fixed.div(s.lean, 2));
        }
    }

    /// @dev A heart, notch at its base; row 1 is its lit half.
    function _heart(Study memory s, Axis memory a, int256 size, int256 row) private pure {
        unchecked {
            int256 way = row == 0 ? int256(1) : s.side;
            Pens.moveTo(s.pen, a.x, a.y);
            int256 wide = Fixed.div(size * 7, 8) * way;
            Pens.cubicVia(
                s.pen,
                Shapes.atX(a, 0 - Fixed.div(size, 2), Fixed.div(wide, 2)),
                Shapes.atY(a, 0 - Fixed.div(size, 2), Fixed.div(wide, 2))
            );
            Pens.cubicEnd(
                s.pen,
                Shapes.atX(a, Fixed.div(size, 6), wide),
                Shapes.atY(a, Fixed.div(size, 6), wide),
                Shapes.atX(a, size, 0),
                Shapes.atY(a, size, 0)
            );
            if (row == 0) {
                Pens.cubicVia(
                    s.pen,
                    Shapes.atX(a, Fixed.div(size, 6), 0 - wide),
                    Shapes.atY(a, Fixed.div(size, 6), 0 - wide)
                );
                Pens.cubicEnd(
                    s.pen,
                    Shapes.atX(a, 0 - Fixed.div(size, 2), 0 - Fixed.div(wide, 2)),
                    Shapes.atY(a, 0 - Fixed.div(size, 2), 0 - Fixed.div(wide, 2)),
                    a.x,
                    a.y
                );
            }
            Pens.close(s.pen);
        }
    }

    /// @dev Every third node flowers, once the vine is no sprout.
    function _flowers(Study memory s, int256 climbed) private pure {
        unchecked {
            if (s.p.stage < 2) return;
            _pods(s, climbed);
            if (s.p.openness < 34) _buds(s, climbed);
            else _trumpets(s, climbed);
        }
    }

    /// @dev A flower's foot, and where it looks: outwards and up.
    function _flowerAt(Study memory s, int256 i) private pure returns (Axis memory) {
        unchecked {
            int256 right = (int256(uint256(s.g.petals())) & 1) == 0 ? int256(1) : int256(-1);
            // Not under the bow, where there is no room.
            int256 side =
                (i < 8 || i > 16) && Studies.vary(s, 130 + i, 4) == 0 ? int256(1) : int256(-1);
            return _nodeOf(
                s,
                i,
                side * right * (10_500 + Studies.vary(s, 150 + i, 5000)) + Fixed.div(s.lean, 3)
            );
        }
    }

    function _sizeAt(Study memory s, int256 i, int256 climbed) private pure returns (int256) {
        unchecked {
            return Fixed.div(
                (94 + Studies.vary(s, 170 + i, 30)) * Fixed.clamp((climbed - i) * 30, 50, 127), 127
            );
        }
    }

    /// @dev Furled as an umbrella is, its stripes winding.
    function _buds(Study memory s, int256 climbed) private pure {
        unchecked {
            Pens.edged(s.pen, s.ink.petal, s.ink.deep, 4);
            Pens.path(s.pen);
            for (int256 i = 2; i < climbed; i += 3) {
                int256 size = _sizeAt(s, i, climbed);
                if (!Studies.isRipe(s, i)) {
                    Shapes.blade(s.pen, _flowerAt(s, i), size * 2, Fixed.div(size * 2, 5), 0);
                }
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
            Pens.lines(s.pen, s.ink.lit, 5);
            Pens.path(s.pen);
            for (int256 i = 2; i < climbed; i += 3) {
                if (Studies.isRipe(s, i)) continue;
                (Axis memory a, int256 size) = (_flowerAt(s, i), _sizeAt(s, i, climbed));
                for (int256 k = 2; k < 7; k++) {
                    (int256 u, int256 v) = (Fixed.div(size * k, 4), Fixed.div(size * (7 - k), 28));
                    Pens.moveTo(s.pen, Shapes.atX(a, u, 0 - v), Shapes.atY(a, u, 0 - v));
                    Pens.lineTo(
                        s.pen,
                        Shapes.atX(a, u + Fixed.div(size, 4), v),
                        Shapes.atY(a, u + Fixed.div(size, 4), v)
                    );
                }
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    /// @dev A tube, its rim seen from a little to the side, five bands of light in it, and the throat.
    function _trumpets(Study memory s, int256 climbed) private pure {
        unchecked {
            for (int256 row = 0; row < 5; row++) {
                if (row == 0) {
                    Pens.edged(s.pen, s.ink.deep, s.ink.deep, 3);
                } else if (row == 1) {
                    Pens.edged(s.pen, s.ink.petal, s.ink.deep, 3);
                } else {
                    Pens.lines(
                        s.pen,
                        row == 4 ? s.ink.heartLit : s.ink.lit,
                        Fixed.nth(row - 2, 8, 46, 24, 0)
                    );
                }
                Pens.path(s.pen);
                for (int256 i = 2; i < climbed; i += 3) {
                    if (!Studies.isRipe(s, i)) {
                        _trumpet(s, _flowerAt(s, i), _sizeAt(s, i, climbed), row);
                    }
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    function _trumpet(Study memory s, Axis memory a, int256 size, int256 row) private pure {
        unchecked {
            int256 wide = Fixed.div(size * (24 + s.p.openness), 112);
            int256 tube = Fixed.div(size * 4, 3);
            Axis memory face = Axis({
                x: Shapes.atX(a, tube, 0), y: Shapes.atY(a, tube, 0), sine: a.sine, cosine: a.cosine
            });
            if (row == 0) {
                Pens.moveTo(s.pen, a.x, a.y);
                Shapes.bend(s.pen, a, Fixed.div(tube * 3, 4), 8, tube, wide);
                Pens.lineTo(s.pen, Shapes.atX(a, tube, 0 - wide), Shapes.atY(a, tube, 0 - wide));
                Shapes.bend(s.pen, a, Fixed.div(tube * 3, 4), -8, 0, 0);
            } else if (row == 1) {
                _rim(s, face, wide);
                if (int256(uint256(s.g.mutation())) == 3) _rim(s, face, Fixed.div(wide * 5, 8));
            } else if (row == 2) {
                _bands(s, face, wide);
            } else {
                Pens.dot(s.pen, face.x, face.y);
            }
        }
    }

    /// @dev Five lobes on an ellipse.
    function _rim(Study memory s, Axis memory face, int256 wide) private pure {
        unchecked {
            for (int256 k = 0; k < 6; k++) {
                (Axis memory b, Axis memory c) =
                    (Shapes.axis(0, 0, k * 13_107), Shapes.axis(0, 0, k * 13_107 - 6554));
                (int256 u, int256 v) =
                    (Fixed.shr(b.cosine * wide * 9, 18), Fixed.shr(b.sine * wide, 14));
                if (k == 0) {
                    Pens.moveTo(s.pen, Shapes.atX(face, u, v), Shapes.atY(face, u, v));
                } else {
                    Shapes.bend(
                        s.pen,
                        face,
                        Fixed.shr(c.cosine * wide * 12, 18),
                        Fixed.shr(c.sine * wide * 21, 18),
                        u,
                        v
                    );
                }
            }
            Pens.close(s.pen);
        }
    }

    function _bands(Study memory s, Axis memory face, int256 wide) private pure {
        unchecked {
            for (int256 k = 0; k < 5; k++) {
                Axis memory b = Shapes.axis(0, 0, k * 13_107);
                (int256 u, int256 v) =
                    (Fixed.shr(b.cosine * wide * 7, 18), Fixed.shr(b.sine * wide * 13, 18));
                Pens.moveTo(s.pen, face.x, face.y);
                Pens.lineTo(s.pen, Shapes.atX(face, u, v), Shapes.atY(face, u, v));
            }
        }
    }

    /// @dev Round capsules, each on its stalk.
    function _pods(Study memory s, int256 climbed) private pure {
        unchecked {
            if (s.p.ripeness == 0) return;
            for (int256 row = 0; row < 3; row++) {
                int256 ink = row == 0 ? s.ink.stem : row == 1 ? s.ink.husk : s.ink.huskLit;
                Pens.lines(s.pen, ink, row == 0 ? int256(9) : row == 1 ? int256(46) : int256(14));
                Pens.path(s.pen);
                for (int256 i = 2; i < climbed; i += 3) {
                    if (!Studies.isRipe(s, i)) continue;
                    Axis memory a = _flowerAt(s, i);
                    if (row == 0) Pens.moveTo(s.pen, a.x, a.y);
                    (int256 x, int256 y) = (Shapes.atX(a, 74, 0), Shapes.atY(a, 74, 0));
                    if (row == 0) Pens.lineTo(s.pen, Shapes.atX(a, 104, 0), Shapes.atY(a, 104, 0));
                    else Pens.dot(s.pen, row == 1 ? x : x + s.side * 8, row == 1 ? y : y - 8);
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }
}
