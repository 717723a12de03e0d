// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "./Fixed.sol";
import {Palettes, Tint} from "./Palette.sol";
import {Pens} from "./Pen.sol";
import {Axis, Shapes, Stalk} from "./Shapes.sol";
import {Study} from "./Study.sol";

/// @title Marks: what the holder's choices have left on the plant: raffia round a graft for each
/// move, a coloured thread for each other choice, and a label on a pin while a moment is pinned.
/// @notice TypeScript twin: renderer/marks.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Marks {
    /// @dev On the main stem, `width` its half width.
    function marks(Study memory s, Stalk memory stem, int256 width) internal pure {
        unchecked {
            if (s.p.grafts + s.p.ties == 0) return;
            Tint memory t = Palettes.amounts(s.p);
            if (s.p.grafts > 0) {
                for (int256 row = 0; row < 2; row++) {
                    _bandages(s, t, stem, width + 5, row);
                }
            }
            _threads(s, t, stem, width + 3);
        }
    }

    /// @dev Raffia wound round a wound in zigzag, and the dark between the turns.
    function _bandages(Study memory s, Tint memory t, Stalk memory stem, int256 out, int256 row)
        private
        pure
    {
        unchecked {
            Pens.lines(
                s.pen,
                Palettes.tone(row == 0 ? int256(0xd8b878) : int256(0x7a5628), t),
                row == 0 ? int256(15) : int256(3)
            );
            Pens.path(s.pen);
            for (int256 i = 0; i < s.p.grafts; i++) {
                Axis memory a = Shapes.axisAt(stem, i < 4 ? Fixed.nth(i, 4, 3, 5, 6) : int256(7), 0);
                for (int256 k = 0; k < 4; k++) {
                    int256 u = k * 12 - 18;
                    int256 v = (k & 1) == 0 ? 0 - out : out;
                    if (k == 0) Pens.moveTo(s.pen, Shapes.atX(a, u, v), Shapes.atY(a, u, v));
                    else Pens.lineTo(s.pen, Shapes.atX(a, u, v), Shapes.atY(a, u, v));
                }
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    /// @dev Threads tied round the stem near the foot, in three colours by turns, with their loose
    /// ends.
    function _threads(Study memory s, Tint memory t, Stalk memory stem, int256 out) private pure {
        unchecked {
            for (int256 row = 0; row < 3 && row < s.p.ties; row++) {
                Pens.lines(
                    s.pen, Palettes.tone(Fixed.nth(row, 0xd0402c, 0x2c6cb4, 0xe8b020, 0), t), 7
                );
                Pens.path(s.pen);
                for (int256 i = row; i < s.p.ties; i += 3) {
                    Axis memory a = Shapes.axisAt(stem, 2, 0);
                    int256 u = i * 13 - 40;
                    Pens.moveTo(s.pen, Shapes.atX(a, u, 0 - out), Shapes.atY(a, u, 0 - out));
                    Pens.lineTo(s.pen, Shapes.atX(a, u + 3, out), Shapes.atY(a, u + 3, out));
                    Pens.lineTo(
                        s.pen, Shapes.atX(a, u - 14, out + 16), Shapes.atY(a, u - 14, out + 16)
                    );
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev A brass-headed pin in the ground with a paper label on it, written on in two lines.
    function label(Study memory s, Tint memory t) internal pure {
        unchecked {
            Pens.edged(s.pen, Palettes.tone(0xf2e8cc, t), Palettes.tone(0xa89468, t), 4);
            Pens.text(s.pen, "<path d='M1226,1536l150,22l-13,92l-150-22z'/>");
            Pens.endGroup(s.pen);
            Pens.lines(s.pen, Palettes.tone(0x5a5048, t), 6);
            Pens.text(s.pen, "<path d='M1288,1752l22-220M1244,1574l100,14M1240,1600l64,9'/>");
            Pens.endGroup(s.pen);
            Pens.disc(s.pen, 1310, 1532, 16, Palettes.tone(0xd8a43c, t));
        }
    }
}
