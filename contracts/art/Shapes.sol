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
    function axis(int256 x, int256 y, int256 angle) internal pure returns (Axis memory a) {
        a.x = x;
        a.y = y;
        (a.sine, a.cosine) = Fixed.turn(angle);
    }

    /// @dev The point u along the axis and v to its right.
    function atX(Axis memory a, int256 u, int256 v) internal pure returns (int256 x) {
        assembly ("memory-safe") {
            let across := mul(v, mload(add(a, 0x60)))
            x := add(mload(a), sar(14, add(mul(u, mload(add(a, 0x40))), across)))
        }
    }

    function atY(Axis memory a, int256 u, int256 v) internal pure returns (int256 y) {
        assembly ("memory-safe") {
            let across := mul(v, mload(add(a, 0x40)))
            y := add(mload(add(a, 0x20)), sar(14, sub(across, mul(u, mload(add(a, 0x60))))))
        }
    }

    /// @dev A curve to (u, v) through the control point (cu, cv), in the axis's frame.
    function bend(Pen memory pen, Axis memory a, int256 cu, int256 cv, int256 u, int256 v)
        internal
        pure
    {
        assembly ("memory-safe") {
            // The places in turn become x and y, seen from the pen.
            let sine := mload(add(a, 0x40))
            let cosine := mload(add(a, 0x60))
            let dx := sub(mload(a), mload(add(pen, 0x40)))
            let dy := sub(mload(add(a, 0x20)), mload(add(pen, 0x60)))
            let x := add(dx, sar(14, add(mul(cu, sine), mul(cv, cosine))))
            cv := add(dy, sar(14, sub(mul(cv, sine), mul(cu, cosine))))
            cu := x
            x := add(dx, sar(14, add(mul(u, sine), mul(v, cosine))))
            v := add(dy, sar(14, sub(mul(v, sine), mul(u, cosine))))
            u := x
            mstore(add(pen, 0x40), add(mload(add(pen, 0x40)), u))
            mstore(add(pen, 0x60), add(mload(add(pen, 0x60)), v))
        }
        Pens.curveBy(pen, cu, cv, u, v);
    }

    /// @dev A leaf: two curves from base to tip, `sag` bending both to the right.
    function blade(Pen memory pen, Axis memory a, int256 length, int256 width, int256 sag)
        internal
        pure
    {
        unchecked {
            _blade(pen, a, length, width - sag, 0 - width - sag, sag);
            Pens.close(pen);
        }
    }

    /// @dev There and back: through (middle, out) to (length, sag), and through (middle, home) to the base.
    function _blade(
        Pen memory pen,
        Axis memory a,
        int256 length,
        int256 out,
        int256 home,
        int256 sag
    ) private pure {
        Pens.moveTo(pen, a.x, a.y);
        int256 x;
        int256 y;
        assembly ("memory-safe") {
            // All as seen from the base; then what is left for the way back, as seen from the tip.
            let sine := mload(add(a, 0x40))
            let cosine := mload(add(a, 0x60))
            let middle := sub(sdiv(mul(length, 9), 20), slt(smod(mul(length, 9), 20), 0))
            x := sar(14, add(mul(length, sine), mul(sag, cosine)))
            y := sar(14, sub(mul(sag, sine), mul(length, cosine)))
            sag := mul(middle, sine)
            middle := mul(middle, cosine)
            length := sub(sar(14, add(sag, mul(home, cosine))), x)
            home := sub(sar(14, sub(mul(home, sine), middle)), y)
            a := sar(14, add(sag, mul(out, cosine)))
            out := sar(14, sub(mul(out, sine), middle))
            sag := a
        }
        Pens.curveBy(pen, sag, out, x, y);
        unchecked {
            Pens.curveBy(pen, length, home, 0 - x, 0 - y);
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
            Pens.path(pen);
            _blade(pen, a, length, width - sag, 0 - width - sag, sag);
            Pens.closePath(pen);
            Pens.filled(pen, lit);
            _blade(pen, a, length, side * width - sag, 0 - sag, sag);
            Pens.closePath(pen);
        }
    }

    /// @dev A petal: narrow at its base, broad towards its end; `point` draws out its tip.
    function petal(Pen memory pen, Axis memory a, int256 length, int256 width, int256 point)
        internal
        pure
    {
        unchecked {
            int256 low = length >> 2;
            int256 broad = length - point;
            int256 x = (length * a.sine) >> 14;
            int256 y = (0 - length * a.cosine) >> 14;
            Pens.moveTo(pen, a.x, a.y);
            _side(pen, a, low, broad, width, 0, 0, x, y);
            _side(pen, a, broad, low, 0 - width, x, y, 0 - x, 0 - y);
            Pens.close(pen);
        }
    }

    /// @dev A petal's edge, `v` to the right, through u and w along the axis. The pen stands at (fromX, fromY)
    /// as seen from the base, and (x, y) is its way.
    function _side(
        Pen memory pen,
        Axis memory a,
        int256 u,
        int256 w,
        int256 v,
        int256 fromX,
        int256 fromY,
        int256 x,
        int256 y
    ) private pure {
        assembly ("memory-safe") {
            let sine := mload(add(a, 0x40))
            let cosine := mload(add(a, 0x60))
            let across := mul(v, cosine)
            let down := mul(v, sine)
            v := sub(sar(14, add(mul(u, sine), across)), fromX)
            u := sub(sar(14, sub(down, mul(u, cosine))), fromY)
            fromX := sub(sar(14, add(mul(w, sine), across)), fromX)
            fromY := sub(sar(14, sub(down, mul(w, cosine))), fromY)
        }
        Pens.cubicBy(pen, v, u, fromX, fromY, x, y);
    }

    /// @dev Five round petals around one point, in a path of lines about as wide as `size`.
    function floret(Pen memory pen, Axis memory a, int256 size) internal pure {
        unchecked {
            Pens.dot(pen, atX(a, size, 0), atY(a, size, 0));
            _round(pen, a, (size * 5063) >> 14, (size * 15_582) >> 14);
            _round(pen, a, (size * -13_255) >> 14, (size * 9630) >> 14);
        }
    }

    /// @dev Two of them, on either side of the axis.
    function _round(Pen memory pen, Axis memory a, int256 u, int256 v) private pure {
        unchecked {
            Pens.dot(pen, atX(a, u, v), atY(a, u, v));
            Pens.dot(pen, atX(a, u, 0 - v), atY(a, u, 0 - v));
        }
    }

    /// @dev Grows a stalk of eight steps that leans evenly and nods towards its end.
    function grow(int256 x, int256 y, int256 heading, int256 length, int256 lean, int256 nod)
        internal
        pure
        returns (Stalk memory stalk)
    {
        unchecked {
            (x, y, length, lean) = (x * 64, y * 64, length * 8, lean >> 3);
            for (uint256 at; at < 0x120; at += 0x20) {
                assembly ("memory-safe") {
                    mstore(add(mload(stalk), at), x)
                    mstore(add(mload(add(stalk, 0x20)), at), y)
                    mstore(add(mload(add(stalk, 0x40)), at), heading)
                }
                (int256 sine, int256 cosine) = Fixed.turn(heading);
                x += (length * sine) >> 14;
                y -= (length * cosine) >> 14;
                heading += lean + Fixed.div(nod * int256(at >> 5), 28);
            }
        }
    }

    /// @dev The axis at the i-th place of a stalk, turned by `turn`.
    function axisAt(Stalk memory s, int256 i, int256 turn) internal pure returns (Axis memory a) {
        assembly ("memory-safe") {
            i := shl(5, i)
            mstore(a, sar(6, mload(add(mload(s), i))))
            mstore(add(a, 0x20), sar(6, mload(add(mload(add(s, 0x20)), i))))
            turn := add(turn, mload(add(mload(add(s, 0x40)), i)))
        }
        (a.sine, a.cosine) = Fixed.turn(turn);
    }

    /// @dev The axis `up` / 256 of the way along a stalk, turned by `turn`.
    function along(Stalk memory s, int256 up, int256 turn) internal pure returns (Axis memory a) {
        unchecked {
            int256 i = Fixed.clamp(up >> 5, 0, 7);
            int256 rest = up - i * 32;
            assembly ("memory-safe") {
                function between(at, left, right) -> sum {
                    sum := add(mul(mload(at), left), mul(mload(add(at, 0x20)), right))
                }
                let left := sub(32, rest)
                i := shl(5, i)
                mstore(a, sar(11, between(add(mload(s), i), left, rest)))
                mstore(add(a, 0x20), sar(11, between(add(mload(add(s, 0x20)), i), left, rest)))
                turn := add(turn, sar(5, between(add(mload(add(s, 0x40)), i), left, rest)))
            }
            (a.sine, a.cosine) = Fixed.turn(turn);
        }
    }

    /// @dev A curve to (x, y) that passes through (vx, vy) halfway.
    function through(Pen memory pen, int256 vx, int256 vy, int256 x, int256 y) internal pure {
        unchecked {
            Pens.curveTo(pen, 2 * vx - ((pen.x + x) >> 1), 2 * vy - ((pen.y + y) >> 1), x, y);
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
            uint256 places = _edges(s, width, tip, left, right);
            Pens.path(pen);
            int256 x;
            int256 y;
            assembly ("memory-safe") {
                x := mload(places)
                y := mload(add(places, 0x20))
            }
            Pens.moveTo(pen, x, y);
            for (uint256 at = places + 0x80; at < places + 0x480; at += 0x100) {
                _through(pen, at, at + 0x80);
            }
            places += 0x40;
            assembly ("memory-safe") {
                x := mload(add(places, 0x400))
                y := mload(add(places, 0x420))
            }
            Pens.lineTo(pen, x, y);
            for (uint256 at = places + 0x380; at > places; at -= 0x100) {
                _through(pen, at, at - 0x80);
            }
            Pens.closePath(pen);
        }
    }

    /// @dev Both edges of a ribbon at its nine places: left x and y, right x and y. They are left in free
    /// memory, which no mark of a pen takes.
    function _edges(Stalk memory s, int256 width, int256 tip, int256 left, int256 right)
        private
        pure
        returns (uint256 places)
    {
        unchecked {
            assembly ("memory-safe") {
                places := mload(0x40)
            }
            // Eight times the half width, step by step.
            (width, tip) = (8 * width, tip - width);
            for (uint256 i; i < 0x120; i += 0x20) {
                int256 angle;
                assembly ("memory-safe") {
                    angle := mload(add(mload(add(s, 0x40)), i))
                }
                (int256 sine, int256 cosine) = Fixed.turn(angle);
                assembly ("memory-safe") {
                    let to := add(places, shl(2, i))
                    let x := mload(add(mload(s), i))
                    let y := mload(add(mload(add(s, 0x20)), i))
                    let half := sar(3, mul(width, left))
                    mstore(to, sar(6, add(x, sar(14, mul(half, cosine)))))
                    mstore(add(to, 0x20), sar(6, add(y, sar(14, mul(half, sine)))))
                    half := sar(3, mul(width, right))
                    mstore(add(to, 0x40), sar(6, add(x, sar(14, mul(half, cosine)))))
                    mstore(add(to, 0x60), sar(6, add(y, sar(14, mul(half, sine)))))
                }
                width += tip;
            }
        }
    }

    /// @dev A curve through one place in memory to another.
    function _through(Pen memory pen, uint256 via, uint256 to) private pure {
        int256 cx;
        int256 cy;
        int256 x;
        int256 y;
        assembly ("memory-safe") {
            cx := mload(via)
            cy := mload(add(via, 0x20))
            x := mload(to)
            y := mload(add(to, 0x20))
        }
        Pens.curveTo(pen, cx, cy, x, y);
    }

    /// @dev A thin stalk as one stroke, in a group of lines; `shift` moves it sideways, in 64ths.
    function wire(Pen memory pen, Stalk memory s, int256 shift) internal pure {
        Pens.path(pen);
        (int256 x, int256 y) = _beside(s, 0, shift);
        Pens.moveTo(pen, x, y);
        for (uint256 i = 0x40; i < 0x120; i += 0x80) {
            (x, y) = _beside(s, i, shift);
            (int256 toX, int256 toY) = _beside(s, i + 0x40, shift);
            Pens.curveTo(pen, x, y, toX, toY);
        }
        Pens.endPath(pen);
    }

    /// @dev A place of a stalk (32 times its number), moved sideways.
    function _beside(Stalk memory s, uint256 i, int256 shift)
        private
        pure
        returns (int256 x, int256 y)
    {
        unchecked {
            int256 angle;
            assembly ("memory-safe") {
                x := mload(add(mload(s), i))
                y := mload(add(mload(add(s, 0x20)), i))
                angle := mload(add(mload(add(s, 0x40)), i))
            }
            if (shift != 0) {
                (int256 sine, int256 cosine) = Fixed.turn(angle);
                x += (shift * cosine) >> 14;
                y += (shift * sine) >> 14;
            }
            x >>= 6;
            y >>= 6;
        }
    }
}
