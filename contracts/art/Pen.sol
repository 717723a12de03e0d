// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @notice An SVG that grows in memory.
struct Pen {
    bytes out; // its length is kept as of the last `done`
    uint256 end; // where the next byte goes
    int256 x; // where the pen stands
    int256 y;
}

/// @title Pens: writes SVG, one function for each kind of mark, so that both languages put down the same bytes.
/// @notice TypeScript twin: renderer/pen.ts. Coordinates are whole units of a square of 1,920; paths are
/// relative after their first point, and numbers are parted by commas, which need no escape in a URI.
library Pens {
    /// @dev Room for one drawing. Memory is zero beyond what is written, and longer drawings would run into
    /// the structs allocated after it; a test holds every species to less than half of it.
    uint256 private constant ROOM = 32_768;

    function newPen() internal pure returns (Pen memory pen) {
        bytes memory out;
        assembly ("memory-safe") {
            out := mload(0x40)
            mstore(out, 0)
            mstore(0x40, add(out, ROOM))
        }
        pen.out = out;
        assembly ("memory-safe") {
            mstore(add(pen, 0x20), add(out, 0x20))
        }
    }

    /// @notice What has been written. The pen may go on writing, into the same memory.
    function done(Pen memory pen) internal pure returns (string memory out) {
        bytes memory written = pen.out;
        uint256 end = pen.end;
        assembly ("memory-safe") {
            mstore(written, sub(sub(end, written), 0x20))
            out := written
        }
    }

    function text(Pen memory pen, string memory words) internal pure {
        assembly ("memory-safe") {
            let at := add(pen, 0x20)
            let end := mload(at)
            let length := mload(words)
            // Whole words are copied; what lies beyond the end is overwritten by the next mark.
            for { let i := 0 } lt(i, length) { i := add(i, 0x20) } {
                mstore(add(end, i), mload(add(add(words, 0x20), i)))
            }
            mstore(at, add(end, length))
        }
    }

    /// @notice A whole number.
    function first(Pen memory pen, int256 v) internal pure {
        _number(pen, v, 0);
    }

    /// @notice A number after another one: a minus sign parts them as well as a comma does.
    function next(Pen memory pen, int256 v) internal pure {
        _number(pen, v, 1);
    }

    function _number(Pen memory pen, int256 v, uint256 comma) private pure {
        assembly ("memory-safe") {
            let at := add(pen, 0x20)
            let end := mload(at)
            switch slt(v, 0)
            case 1 {
                mstore8(end, 0x2d)
                end := add(end, 1)
                v := sub(0, v)
            }
            default {
                mstore8(end, 0x2c)
                end := add(end, comma)
            }
            // One to three digits, nearly all numbers, are laid down as one word; longer ones in a loop.
            switch lt(v, 1000)
            case 1 {
                let tens := div(v, 10)
                let digits := add(shl(8, add(48, mod(tens, 10))), add(48, sub(v, mul(10, tens))))
                digits := add(shl(16, add(48, div(tens, 10))), digits)
                let skip := add(lt(v, 100), lt(v, 10))
                mstore(end, shl(add(232, shl(3, skip)), digits))
                end := add(end, sub(3, skip))
            }
            default {
                let digits := 4
                for { let rest := div(v, 10000) } rest { rest := div(rest, 10) } {
                    digits := add(digits, 1)
                }
                let least := end
                end := add(end, digits)
                for { let to := end } gt(to, least) {} {
                    to := sub(to, 1)
                    mstore8(to, add(48, mod(v, 10)))
                    v := div(v, 10)
                }
            }
            mstore(at, end)
        }
    }

    /// @notice ` name='v'`.
    function attribute(Pen memory pen, string memory name, int256 v) internal pure {
        text(pen, name);
        first(pen, v);
        text(pen, "'");
    }

    /// @notice A colour as #rrggbb.
    function colour(Pen memory pen, int256 rgb) internal pure {
        assembly ("memory-safe") {
            let at := add(pen, 0x20)
            let end := mload(at)
            mstore8(end, 0x23)
            // The table of digits in the scratch space.
            mstore(0, "0123456789abcdef")
            for { let i := 6 } i { i := sub(i, 1) } {
                mstore8(add(end, i), byte(and(rgb, 15), mload(0)))
                rgb := shr(4, rgb)
            }
            mstore(at, add(end, 7))
        }
    }

    /// @notice Opens a group with a fill.
    function group(Pen memory pen, int256 fill) internal pure {
        text(pen, "<g fill='");
        colour(pen, fill);
        text(pen, "'>");
    }

    /// @notice Opens a group of shapes with an edge.
    function edged(Pen memory pen, int256 fill, int256 stroke, int256 width) internal pure {
        text(pen, "<g fill='");
        colour(pen, fill);
        text(pen, "' stroke='");
        colour(pen, stroke);
        attribute(pen, "' stroke-width='", width);
        text(pen, ">");
    }

    /// @notice Opens a group of lines.
    function lines(Pen memory pen, int256 stroke, int256 width) internal pure {
        text(pen, "<g fill='none' stroke-linecap='round' stroke='");
        colour(pen, stroke);
        attribute(pen, "' stroke-width='", width);
        text(pen, ">");
    }

    function endGroup(Pen memory pen) internal pure {
        _short(pen, "</g>", 4);
    }

    /// @notice Opens a group that lets what lies below shine through; `percent` 1..99.
    function veiled(Pen memory pen, int256 fill, int256 percent) internal pure {
        text(pen, "<g fill='");
        colour(pen, fill);
        text(pen, percent < 10 ? "' opacity='.0" : "' opacity='.");
        first(pen, percent);
        text(pen, "'>");
    }

    /// @notice Opens a path that takes its colour from the group.
    function path(Pen memory pen) internal pure {
        _short(pen, "<path d='", 9);
    }

    /// @notice Opens a path with a fill of its own.
    function filled(Pen memory pen, int256 fill) internal pure {
        text(pen, "<path fill='");
        colour(pen, fill);
        text(pen, "' d='");
    }

    function endPath(Pen memory pen) internal pure {
        _short(pen, "'/>", 3);
    }

    /// @notice The only absolute command.
    function moveTo(Pen memory pen, int256 x, int256 y) internal pure {
        _short(pen, "M", 1);
        first(pen, x);
        next(pen, y);
        pen.x = x;
        pen.y = y;
    }

    function lineTo(Pen memory pen, int256 x, int256 y) internal pure {
        // Unchecked: coordinates are a few thousand units.
        unchecked {
            _short(pen, "l", 1);
            first(pen, x - pen.x);
            next(pen, y - pen.y);
            pen.x = x;
            pen.y = y;
        }
    }

    /// @notice A quadratic curve by its control point and its end.
    function curveTo(Pen memory pen, int256 cx, int256 cy, int256 x, int256 y) internal pure {
        unchecked {
            _short(pen, "q", 1);
            first(pen, cx - pen.x);
            next(pen, cy - pen.y);
            next(pen, x - pen.x);
            next(pen, y - pen.y);
            pen.x = x;
            pen.y = y;
        }
    }

    /// @notice The first control point of a cubic curve; `cubicEnd` must follow.
    function cubicVia(Pen memory pen, int256 x, int256 y) internal pure {
        unchecked {
            _short(pen, "c", 1);
            first(pen, x - pen.x);
            next(pen, y - pen.y);
        }
    }

    /// @notice The second control point of a cubic curve and its end.
    function cubicEnd(Pen memory pen, int256 cx, int256 cy, int256 x, int256 y) internal pure {
        unchecked {
            next(pen, cx - pen.x);
            next(pen, cy - pen.y);
            next(pen, x - pen.x);
            next(pen, y - pen.y);
            pen.x = x;
            pen.y = y;
        }
    }

    /// @notice A dot of the stroke's width: a line of no length under a round cap.
    function dot(Pen memory pen, int256 x, int256 y) internal pure {
        _short(pen, "M", 1);
        first(pen, x);
        next(pen, y);
        _short(pen, "h0", 2);
    }

    /// @notice A disc.
    function disc(Pen memory pen, int256 x, int256 y, int256 r, int256 fill) internal pure {
        attribute(pen, "<circle cx='", x);
        attribute(pen, " cy='", y);
        attribute(pen, " r='", r);
        text(pen, " fill='");
        colour(pen, fill);
        text(pen, "'/>");
    }

    /// @notice `amount` / 256 of colour b over colour a; amount is 0..256.
    function mix(int256 a, int256 b, int256 amount) internal pure returns (int256) {
        // Unchecked: channels are 8 bits.
        unchecked {
            int256 keep = 256 - amount;
            int256 red = ((a >> 16) * keep + (b >> 16) * amount) >> 8;
            int256 green = (((a >> 8) & 255) * keep + ((b >> 8) & 255) * amount) >> 8;
            int256 blue = ((a & 255) * keep + (b & 255) * amount) >> 8;
            return (red << 16) | (green << 8) | blue;
        }
    }

    /// @dev Up to 32 bytes at once, without a string in memory.
    function _short(Pen memory pen, bytes32 words, uint256 length) private pure {
        assembly ("memory-safe") {
            let at := add(pen, 0x20)
            let end := mload(at)
            mstore(end, words)
            mstore(at, add(end, length))
        }
    }
}
