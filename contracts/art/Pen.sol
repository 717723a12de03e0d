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
/// @dev Most of a drawing is numbers, so each pen carries a table of them, and a number is one word laid down:
/// a quarter of what its digits would cost. Words reach beyond what they say; the next mark is laid over that.
library Pens {
    /// @dev Room for one drawing. Longer drawings would run into the structs allocated after it; a test
    /// holds every species to less than half of it.
    uint256 private constant ROOM = 32_768;

    // The table follows the pen: eight bytes for each of -999..1999, a minus sign or a comma, the digits, and
    // in the last byte how many characters these are.
    uint256 private constant TABLE = 0x80;
    uint256 private constant TABLE_BYTES = 24_000;
    /// @dev From the pen to the entry of zero.
    uint256 private constant ZERO = 8120;

    function newPen() internal pure returns (Pen memory pen) {
        assembly ("memory-safe") {
            pen := mload(0x40)
            let out := add(add(pen, TABLE), TABLE_BYTES)
            mstore(0x40, add(out, ROOM))
            mstore(out, 0)
            mstore(pen, out)
            mstore(add(pen, 0x20), add(out, 0x20))
            mstore(add(pen, 0x40), 0)
            mstore(add(pen, 0x60), 0)
            mstore(0, add(pen, ZERO))
        }
        // A block without names from outside, which is what the compiler's Yul optimizer takes.
        assembly ("memory-safe") {
            // Twenty numbers upwards: the last digit, and in the byte before it 0 or 1, to which the tens are
            // added. What 20 numbers share comes in `common`, and their digits are moved down by `shift`.
            function up(at, shift, common) {
                common := mul(
                    common,
                    0x0000000000000001000000000000000100000000000000010000000000000001
                )
                mstore(
                    at,
                    add(
                        common,
                        shr(
                            shift,
                            0x0000300000000000000031000000000000003200000000000000330000000000
                        )
                    )
                )
                mstore(
                    add(at, 0x20),
                    add(
                        common,
                        shr(
                            shift,
                            0x0000340000000000000035000000000000003600000000000000370000000000
                        )
                    )
                )
                mstore(
                    add(at, 0x40),
                    add(
                        common,
                        shr(
                            shift,
                            0x0000380000000000000039000000000000013000000000000001310000000000
                        )
                    )
                )
                mstore(
                    add(at, 0x60),
                    add(
                        common,
                        shr(
                            shift,
                            0x0001320000000000000133000000000000013400000000000001350000000000
                        )
                    )
                )
                mstore(
                    add(at, 0x80),
                    add(
                        common,
                        shr(
                            shift,
                            0x0001360000000000000137000000000000013800000000000001390000000000
                        )
                    )
                )
            }
            // The same downwards.
            function down(at, shift, common) {
                common := mul(
                    common,
                    0x0000000000000001000000000000000100000000000000010000000000000001
                )
                mstore(
                    at,
                    add(
                        common,
                        shr(
                            shift,
                            0x0001390000000000000138000000000000013700000000000001360000000000
                        )
                    )
                )
                mstore(
                    add(at, 0x20),
                    add(
                        common,
                        shr(
                            shift,
                            0x0001350000000000000134000000000000013300000000000001320000000000
                        )
                    )
                )
                mstore(
                    add(at, 0x40),
                    add(
                        common,
                        shr(
                            shift,
                            0x0001310000000000000130000000000000003900000000000000380000000000
                        )
                    )
                )
                mstore(
                    add(at, 0x60),
                    add(
                        common,
                        shr(
                            shift,
                            0x0000370000000000000036000000000000003500000000000000340000000000
                        )
                    )
                )
                mstore(
                    add(at, 0x80),
                    add(
                        common,
                        shr(
                            shift,
                            0x0000330000000000000032000000000000003100000000000000300000000000
                        )
                    )
                )
            }
            let zero := mload(0)
            for { let k := 0 } lt(k, 50) { k := add(k, 1) } {
                let hundreds := div(k, 5)
                // Two digits, hundreds and tens.
                let digits := add(0x3030, add(shl(8, hundreds), shl(1, sub(k, mul(5, hundreds)))))
                let place := mul(160, k)
                let least := sub(sub(zero, place), 152)
                up(add(add(zero, 8000), place), 16, or(0x2c31000000000005, shl(32, digits)))
                switch hundreds
                case 0 {
                    digits := shl(48, and(digits, 0xff))
                    up(add(zero, place), 0, or(0x2c00000000000003, digits))
                    down(least, 0, or(0x2d00000000000003, digits))
                }
                default {
                    digits := shl(40, digits)
                    up(add(zero, place), 8, or(0x2c00000000000004, digits))
                    down(least, 8, or(0x2d00000000000004, digits))
                }
            }
            // Numbers of one digit.
            mstore(
                sub(zero, 88),
                0x2d313100000000032d313000000000032d390000000000022d38000000000002
            )
            mstore(
                sub(zero, 56),
                0x2d370000000000022d360000000000022d350000000000022d34000000000002
            )
            mstore(
                sub(zero, 24),
                0x2d330000000000022d320000000000022d310000000000022c30000000000002
            )
            mstore(zero, 0x2c300000000000022c310000000000022c320000000000022c33000000000002)
            mstore(
                add(zero, 32),
                0x2c340000000000022c350000000000022c360000000000022c37000000000002
            )
            mstore(
                add(zero, 64),
                0x2c380000000000022c390000000000022c313000000000032c31310000000003
            )
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
            mstore(end, mload(add(words, 0x20)))
            if gt(length, 0x20) { mcopy(end, add(words, 0x20), length) }
            mstore(at, add(end, length))
        }
    }

    /// @notice A whole number.
    function first(Pen memory pen, int256 v) internal pure {
        bool long;
        assembly ("memory-safe") {
            switch lt(add(v, 999), 2999)
            case 1 {
                let at := add(pen, 0x20)
                let end := mload(at)
                let entry := mload(add(add(pen, ZERO), shl(3, v)))
                // Without the comma.
                let comma := sgt(v, not(0))
                mstore(end, shl(shl(3, comma), entry))
                mstore(at, add(end, sub(byte(7, entry), comma)))
            }
            default { long := 1 }
        }
        if (long) _digits(pen, v, 0);
    }

    /// @notice A number after another one: a minus sign parts them as well as a comma does.
    function next(Pen memory pen, int256 v) internal pure {
        bool long;
        assembly ("memory-safe") {
            switch lt(add(v, 999), 2999)
            case 1 {
                let at := add(pen, 0x20)
                let end := mload(at)
                let entry := mload(add(add(pen, ZERO), shl(3, v)))
                mstore(end, entry)
                mstore(at, add(end, byte(7, entry)))
            }
            default { long := 1 }
        }
        if (long) _digits(pen, v, 1);
    }

    /// @dev Any number, digit by digit.
    function _digits(Pen memory pen, int256 v, uint256 comma) private pure {
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
            let least := end
            for { let rest := v } 1 {} {
                end := add(end, 1)
                rest := div(rest, 10)
                if iszero(rest) { break }
            }
            mstore(at, end)
            for { let to := end } gt(to, least) {} {
                to := sub(to, 1)
                mstore8(to, add(48, mod(v, 10)))
                v := div(v, 10)
            }
        }
    }

    /// @dev A letter and two numbers.
    function _pair(Pen memory pen, uint256 letter, int256 x, int256 y) private pure {
        bool long;
        assembly ("memory-safe") {
            switch and(lt(add(x, 999), 2999), lt(add(y, 999), 2999))
            case 1 {
                let at := add(pen, 0x20)
                let end := mload(at)
                let zero := add(pen, ZERO)
                let entry := mload(add(zero, shl(3, x)))
                // The letter takes the comma's place, or the one before a minus sign.
                let to := add(end, slt(x, 0))
                mstore(to, entry)
                mstore8(end, letter)
                to := add(to, byte(7, entry))
                entry := mload(add(zero, shl(3, y)))
                mstore(to, entry)
                mstore(at, add(to, byte(7, entry)))
            }
            default { long := 1 }
        }
        if (!long) return;
        _short(pen, bytes32(letter << 248), 1);
        first(pen, x);
        next(pen, y);
    }

    /// @dev Four numbers after another one.
    function _four(Pen memory pen, int256 a, int256 b, int256 c, int256 d) private pure {
        bool long;
        assembly ("memory-safe") {
            // All four at once: a number from -999 to 1048 plus 999 has no bit beyond 11.
            switch lt(or(or(add(a, 999), add(b, 999)), or(add(c, 999), add(d, 999))), 2048)
            case 1 {
                let end := mload(add(pen, 0x20))
                let zero := add(pen, ZERO)
                let entry := mload(add(zero, shl(3, a)))
                mstore(end, entry)
                end := add(end, byte(7, entry))
                entry := mload(add(zero, shl(3, b)))
                mstore(end, entry)
                end := add(end, byte(7, entry))
                entry := mload(add(zero, shl(3, c)))
                mstore(end, entry)
                end := add(end, byte(7, entry))
                entry := mload(add(zero, shl(3, d)))
                mstore(end, entry)
                mstore(add(pen, 0x20), add(end, byte(7, entry)))
            }
            default { long := 1 }
        }
        if (!long) return;
        next(pen, a);
        next(pen, b);
        next(pen, c);
        next(pen, d);
    }

    /// @notice ` name='v'`.
    function attribute(Pen memory pen, string memory name, int256 v) internal pure {
        text(pen, name);
        first(pen, v);
        _short(pen, "'", 1);
    }

    /// @notice A colour as #rrggbb.
    function colour(Pen memory pen, int256 rgb) internal pure {
        _toned(pen, "#", 1, rgb, "", 0);
    }

    /// @notice Opens a group with a fill.
    function group(Pen memory pen, int256 fill) internal pure {
        _toned(pen, "<g fill='#", 10, fill, "'>", 2);
    }

    /// @notice Opens a group of shapes with an edge.
    function edged(Pen memory pen, int256 fill, int256 stroke, int256 width) internal pure {
        _toned(pen, "<g fill='#", 10, fill, "", 0);
        _toned(pen, "' stroke='#", 11, stroke, "' stroke-width='", 16);
        first(pen, width);
        _short(pen, "'>", 2);
    }

    /// @notice Opens a layer of a drawing: in it, what is not filled is a line with round ends.
    function layer(Pen memory pen) internal pure {
        _short(pen, "<g fill='none' stroke-linecap='r", 32);
        _short(pen, "ound'>", 6);
    }

    /// @notice Opens a group of lines in a layer.
    function lines(Pen memory pen, int256 stroke, int256 width) internal pure {
        _toned(pen, "<g stroke='#", 12, stroke, "' stroke-width='", 16);
        first(pen, width);
        _short(pen, "'>", 2);
    }

    /// @notice Opens a group of lines that stands in no layer.
    function ownLines(Pen memory pen, int256 stroke, int256 width) internal pure {
        _short(pen, "<g fill='none' stroke-linecap='r", 32);
        _toned(pen, "ound' stroke='#", 15, stroke, "' stroke-width='", 16);
        first(pen, width);
        _short(pen, "'>", 2);
    }

    /// @notice Opens a group of broken lines: dashes across a broad line are a comb, a feather, a row of thorns.
    function dashed(Pen memory pen, int256 stroke, int256 width, int256 dash, int256 gap)
        internal
        pure
    {
        _short(pen, "<g stroke-linecap='butt' stroke-", 32);
        _short(pen, "dasharray='", 11);
        first(pen, dash);
        next(pen, gap);
        _toned(pen, "' stroke='#", 11, stroke, "' stroke-width='", 16);
        first(pen, width);
        _short(pen, "'>", 2);
    }

    function endGroup(Pen memory pen) internal pure {
        _short(pen, "</g>", 4);
    }

    /// @notice Opens a group that lets what lies below shine through; `percent` 1..99.
    function veiled(Pen memory pen, int256 fill, int256 percent) internal pure {
        _toned(pen, "<g fill='#", 10, fill, "' opacity='.0", percent < 10 ? 13 : 12);
        first(pen, percent);
        _short(pen, "'>", 2);
    }

    /// @notice Opens a path that takes its colour from the group.
    function path(Pen memory pen) internal pure {
        _short(pen, "<path d='", 9);
    }

    /// @notice Opens a path with a fill of its own.
    function filled(Pen memory pen, int256 fill) internal pure {
        _toned(pen, "<path fill='#", 13, fill, "' d='", 5);
    }

    function endPath(Pen memory pen) internal pure {
        _short(pen, "'/>", 3);
    }

    /// @notice Closes the outline.
    function close(Pen memory pen) internal pure {
        _short(pen, "z", 1);
    }

    /// @notice Closes the outline and ends the path.
    function closePath(Pen memory pen) internal pure {
        _short(pen, "z'/>", 4);
    }

    /// @notice The only absolute command.
    function moveTo(Pen memory pen, int256 x, int256 y) internal pure {
        _pair(pen, 0x4d, x, y);
        pen.x = x;
        pen.y = y;
    }

    function lineTo(Pen memory pen, int256 x, int256 y) internal pure {
        // Unchecked: coordinates are a few thousand units.
        unchecked {
            _pair(pen, 0x6c, x - pen.x, y - pen.y);
            pen.x = x;
            pen.y = y;
        }
    }

    /// @notice A quadratic curve by its control point and its end.
    function curveTo(Pen memory pen, int256 cx, int256 cy, int256 x, int256 y) internal pure {
        unchecked {
            (int256 fromX, int256 fromY) = (pen.x, pen.y);
            pen.x = x;
            pen.y = y;
            curveBy(pen, cx - fromX, cy - fromY, x - fromX, y - fromY);
        }
    }

    /// @notice A quadratic curve from where the pen stands, which the caller must move itself.
    function curveBy(Pen memory pen, int256 cx, int256 cy, int256 x, int256 y) internal pure {
        uint256 start;
        assembly ("memory-safe") {
            // The letter takes the comma's place, or the one before a minus sign.
            let at := add(pen, 0x20)
            start := mload(at)
            mstore8(start, 0x71)
            mstore(at, add(start, slt(cx, 0)))
        }
        _four(pen, cx, cy, x, y);
        assembly ("memory-safe") {
            mstore8(start, 0x71)
        }
    }

    /// @notice The first control point of a cubic curve; `cubicEnd` must follow.
    function cubicVia(Pen memory pen, int256 x, int256 y) internal pure {
        unchecked {
            _pair(pen, 0x63, x - pen.x, y - pen.y);
        }
    }

    /// @notice The second control point of a cubic curve and its end.
    function cubicEnd(Pen memory pen, int256 cx, int256 cy, int256 x, int256 y) internal pure {
        unchecked {
            (int256 fromX, int256 fromY) = (pen.x, pen.y);
            pen.x = x;
            pen.y = y;
            _four(pen, cx - fromX, cy - fromY, x - fromX, y - fromY);
        }
    }

    /// @notice A cubic curve from where the pen stands, which the caller must move itself.
    function cubicBy(Pen memory pen, int256 ax, int256 ay, int256 bx, int256 by, int256 x, int256 y)
        internal
        pure
    {
        _pair(pen, 0x63, ax, ay);
        _four(pen, bx, by, x, y);
    }

    /// @notice A dot of the stroke's width: a line of no length under a round cap.
    function dot(Pen memory pen, int256 x, int256 y) internal pure {
        _pair(pen, 0x4d, x, y);
        _short(pen, "h0", 2);
    }

    /// @notice A disc.
    function disc(Pen memory pen, int256 x, int256 y, int256 r, int256 fill) internal pure {
        _short(pen, "<circle cx='", 12);
        first(pen, x);
        _short(pen, "' cy='", 6);
        first(pen, y);
        _short(pen, "' r='", 5);
        first(pen, r);
        _toned(pen, "' fill='#", 9, fill, "'/>", 3);
    }

    /// @notice `amount` / 256 of colour b over colour a; amount is 0..256.
    function mix(int256 a, int256 b, int256 amount) internal pure returns (int256 mixed) {
        assembly ("memory-safe") {
            // Red and blue together: a channel's product has at most 16 bits.
            let keep := sub(256, amount)
            mixed := or(
                and(
                    shr(8, add(mul(and(a, 0xff00ff), keep), mul(and(b, 0xff00ff), amount))),
                    0xff00ff
                ),
                and(shr(8, add(mul(and(a, 0xff00), keep), mul(and(b, 0xff00), amount))), 0xff00)
            )
        }
    }

    /// @dev Some words, the six digits of a colour, and more words; up to 26 bytes and up to 32.
    function _toned(
        Pen memory pen,
        bytes32 words,
        uint256 length,
        int256 rgb,
        bytes32 more,
        uint256 moreLength
    ) private pure {
        assembly ("memory-safe") {
            let at := add(pen, 0x20)
            let end := mload(at)
            mstore(end, words)
            end := add(end, length)
            // Four bits to a byte, in two steps; then letters for what is over nine.
            rgb := and(or(rgb, shl(12, rgb)), 0xfff000fff)
            rgb := or(
                or(and(shl(8, rgb), 0x0f00000f0000), and(shl(4, rgb), 0x0f00000f00)),
                and(rgb, 0x00f00000f)
            )
            rgb := add(
                add(rgb, 0x303030303030),
                mul(and(shr(4, add(rgb, 0x060606060606)), 0x010101010101), 39)
            )
            mstore(end, shl(208, rgb))
            mstore(add(end, 6), more)
            mstore(at, add(add(end, 6), moreLength))
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
