// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "./Fixed.sol";
import {Pen, Pens} from "./Pen.sol";

/// @notice A place and a direction, with its sine and cosine at hand.
struct Axis {
    int256 x;
    int256 y;
    int256 sine;
    int256 cosine;
}

/// @notice Nine places along a growing stalk, in 64ths of a unit, and the direction at each.
struct Stalk {
    int256[9] x;
    int256[9] y;
    int256[9] angle;
}

/// @title Shapes: the strokes that every species is built from.
/// @notice TypeScript twin: renderer/shapes.ts. Angles are 65,536ths of a turn, 0 upwards, clockwise; every shape is laid out along its own axis
/// and turned.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Shapes {
    function axis(int256 x, int256 y, int256 angle) internal pure returns (Axis memory) {
        unchecked {
            return Axis({x: x, y: y, sine: Fixed.sin(angle), cosine: Fixed.cos(angle)});
        }
    }

    /// @dev The point u along the axis and v to its right.
    function atX(Axis memory a, int256 u, int256 v) internal pure returns (int256) {
        unchecked {
            return a.x + Fixed.shr(u * a.sine + v * a.cosine, 14);
        }
    }

    function atY(Axis memory a, int256 u, int256 v) internal pure returns (int256) {
        unchecked {
            return a.y + Fixed.shr(v * a.sine - u * a.cosine, 14);
        }
    }

    /// @dev A curve to (u, v) through the control point (cu, cv), in the axis's frame.
    function bend(Pen memory pen, Axis memory a, int256 cu, int256 cv, int256 u, int256 v)
        internal
        pure
    {
        unchecked {
            Pens.curveTo(pen, atX(a, cu, cv), atY(a, cu, cv), atX(a, u, v), atY(a, u, v));
        }
    }

    /// @dev A leaf: two curves from base to tip, `sag` bending both to the right.
    function blade(Pen memory pen, Axis memory a, int256 length, int256 width, int256 sag)
        internal
        pure
    {
        unchecked {
            int256 middle = Fixed.div(length * 9, 20);
            Pens.moveTo(pen, a.x, a.y);
            bend(pen, a, middle, width - sag, length, sag);
            bend(pen, a, middle, 0 - width - sag, 0, 0);
            Pens.text(pen, "z");
        }
    }

    /// @dev A leaf in its group's colour, one half of it lit. `side` 1 lights the right half, -1 the left.
    function leaf(
        Pen memory pen,
        Axis memory a,
        int256 length,
        int256 width,
        int256 sag,
        int256 side,
        int256 lit
    ) internal pure {
        unchecked {
            int256 middle = Fixed.div(length * 9, 20);
            Pens.path(pen);
            blade(pen, a, length, width, sag);
            Pens.endPath(pen);
            Pens.filled(pen, lit);
            Pens.moveTo(pen, a.x, a.y);
            bend(pen, a, middle, side * width - sag, length, sag);
            bend(pen, a, middle, 0 - sag, 0, 0);
            Pens.text(pen, "z");
            Pens.endPath(pen);
        }
    }

    /// @dev A petal: narrow at its base, broad towards its end; `point` draws out its tip.
    function petal(Pen memory pen, Axis memory a, int256 length, int256 width, int256 point)
        internal
        pure
    {
        unchecked {
            Pens.moveTo(pen, a.x, a.y);
            _side(pen, a, length, width, point);
            int256 low = Fixed.div(length, 4);
            Pens.cubicVia(pen, atX(a, length - point, 0 - width), atY(a, length - point, 0 - width));
            Pens.cubicEnd(pen, atX(a, low, 0 - width), atY(a, low, 0 - width), a.x, a.y);
            Pens.text(pen, "z");
        }
    }

    /// @dev A petal's right edge, from its base to its tip.
    function _side(Pen memory pen, Axis memory a, int256 length, int256 width, int256 point)
        private
        pure
    {
        unchecked {
            int256 low = Fixed.div(length, 4);
            Pens.cubicVia(pen, atX(a, low, width), atY(a, low, width));
            int256 cx = atX(a, length - point, width);
            Pens.cubicEnd(
                pen, cx, atY(a, length - point, width), atX(a, length, 0), atY(a, length, 0)
            );
        }
    }

    /// @dev Five round petals: thick strokes around one point, in a group of lines about as wide as `size`.
    function floret(Pen memory pen, Axis memory a, int256 size) internal pure {
        unchecked {
            Pens.path(pen);
            _round(pen, a, size, 0);
            _round(pen, a, Fixed.div(size * 5063, Fixed.ONE), Fixed.div(size * 15_582, Fixed.ONE));
            _round(pen, a, Fixed.div(size * -13_255, Fixed.ONE), Fixed.div(size * 9630, Fixed.ONE));
            _round(pen, a, Fixed.div(size * -13_255, Fixed.ONE), Fixed.div(size * -9630, Fixed.ONE));
            _round(pen, a, Fixed.div(size * 5063, Fixed.ONE), Fixed.div(size * -15_582, Fixed.ONE));
            Pens.endPath(pen);
        }
    }

    function _round(Pen memory pen, Axis memory a, int256 u, int256 v) private pure {
        unchecked {
            Pens.moveTo(
                pen,
                atX(a, Fixed.shr(u, 2), Fixed.shr(v, 2)),
                atY(a, Fixed.shr(u, 2), Fixed.shr(v, 2))
            );
            Pens.lineTo(pen, atX(a, u, v), atY(a, u, v));
        }
    }

    /// @dev Grows a stalk of eight steps that leans evenly and nods towards its end.
    function grow(int256 x, int256 y, int256 heading, int256 length, int256 lean, int256 nod)
        internal
        pure
        returns (Stalk memory)
    {
        unchecked {
            Stalk memory stalk;
            int256 angle = heading;
            int256 px = x * 64;
            int256 py = y * 64;
            for (int256 i = 0; i < 9; i++) {
                stalk.x[uint256(i)] = px;
                stalk.y[uint256(i)] = py;
                stalk.angle[uint256(i)] = angle;
                px += Fixed.shr(length * 8 * Fixed.sin(angle), 14);
                py -= Fixed.shr(length * 8 * Fixed.cos(angle), 14);
                angle += Fixed.div(lean, 8) + Fixed.div(nod * i, 28);
            }
            return stalk;
        }
    }

    /// @dev The axis at the i-th place of a stalk, turned by `turn`.
    function axisAt(Stalk memory s, int256 i, int256 turn) internal pure returns (Axis memory) {
        unchecked {
            return axis(
                Fixed.shr(s.x[uint256(i)], 6),
                Fixed.shr(s.y[uint256(i)], 6),
                s.angle[uint256(i)] + turn
            );
        }
    }

    /// @dev A stalk as a ribbon between two edges, from -64 (left) to 64 (right), tapering from `width` to `tip`
    /// (half widths).
    function ribbon(
        Pen memory pen,
        Stalk memory s,
        int256 width,
        int256 tip,
        int256 left,
        int256 right
    ) internal pure {
        unchecked {
            Pens.path(pen);
            Pens.moveTo(pen, _edgeX(s, 0, width, tip, left), _edgeY(s, 0, width, tip, left));
            for (int256 i = 2; i < 9; i += 2) {
                _edge(pen, s, i - 1, i, width, tip, left);
            }
            Pens.lineTo(pen, _edgeX(s, 8, width, tip, right), _edgeY(s, 8, width, tip, right));
            for (int256 i = 7; i > 0; i -= 2) {
                _edge(pen, s, i, i - 1, width, tip, right);
            }
            Pens.text(pen, "z");
            Pens.endPath(pen);
        }
    }

    /// @dev A thin stalk as one stroke, in a group of lines; `shift` moves it sideways, in 64ths.
    function wire(Pen memory pen, Stalk memory s, int256 shift) internal pure {
        unchecked {
            Pens.path(pen);
            Pens.moveTo(pen, _edgeX(s, 0, 1, 1, shift), _edgeY(s, 0, 1, 1, shift));
            for (int256 i = 4; i < 9; i += 4) {
                _edge(pen, s, i - 2, i, 1, 1, shift);
            }
            Pens.endPath(pen);
        }
    }

    function _edge(
        Pen memory pen,
        Stalk memory s,
        int256 through,
        int256 to,
        int256 width,
        int256 tip,
        int256 side
    ) private pure {
        unchecked {
            int256 cx = _edgeX(s, through, width, tip, side);
            int256 cy = _edgeY(s, through, width, tip, side);
            Pens.curveTo(
                pen, cx, cy, _edgeX(s, to, width, tip, side), _edgeY(s, to, width, tip, side)
            );
        }
    }

    function _edgeX(Stalk memory s, int256 i, int256 width, int256 tip, int256 side)
        private
        pure
        returns (int256)
    {
        unchecked {
            int256 half = Fixed.div((width * (8 - i) + tip * i) * side, 8);
            return
                Fixed.shr(s.x[uint256(i)] + Fixed.shr(half * Fixed.cos(s.angle[uint256(i)]), 14), 6);
        }
    }

    function _edgeY(Stalk memory s, int256 i, int256 width, int256 tip, int256 side)
        private
        pure
        returns (int256)
    {
        unchecked {
            int256 half = Fixed.div((width * (8 - i) + tip * i) * side, 8);
            return
                Fixed.shr(s.y[uint256(i)] + Fixed.shr(half * Fixed.sin(s.angle[uint256(i)]), 14), 6);
        }
    }
}
