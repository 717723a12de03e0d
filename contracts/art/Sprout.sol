// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "./Fixed.sol";
import {Pens} from "./Pen.sol";
import {Axis, Shapes, Stalk} from "./Shapes.sol";
import {Studies, Study} from "./Study.sol";

/// @title A seedling: a thin stem, two seed leaves, the first true ones above them, and the growing
/// tip still folded.
/// @notice TypeScript twin: renderer/sprout.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Sprouts {
    /// @param height When it ends being a sprout.
    /// @param count Leaves.
    /// @param long How long those are.
    /// @param wide How wide, of 64 parts of that.
    function sprout(Study memory s, int256 height, int256 count, int256 long, int256 wide)
        internal
        pure
    {
        unchecked {
            int256 tall = Fixed.div(height * (5 + s.p.age), 7);
            int256 lean = s.lean + Studies.vary(s, 2, 2400) - 1200;
            Stalk memory stem = Shapes.grow(
                Studies.FOOT_X,
                Studies.FOOT_Y + 4,
                Studies.vary(s, 1, 1600) - 800,
                tall,
                lean,
                Fixed.div(s.nod, 2)
            );
            Studies.stalk(s, stem, 10, 4);
            Studies.nicks(s, stem, 8);
            Pens.filled(s.pen, s.ink.leafLit);
            Shapes.blade(
                s.pen, Shapes.axisAt(stem, 8, 0), Fixed.div(long, 2), Fixed.div(long, 10), 0
            );
            Pens.endPath(s.pen);
            Pens.group(s.pen, s.ink.leaf);
            for (int256 i = 0; i < count; i++) {
                _first(s, stem, i, Fixed.div(long * (5 + s.p.age), 7), wide);
            }
            Pens.endGroup(s.pen);
        }
    }

    /// @dev The seed leaves are opposite each other and blunt; the true ones climb by turns.
    function _first(Study memory s, Stalk memory stem, int256 i, int256 long, int256 wide)
        private
        pure
    {
        unchecked {
            int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
            int256 turn =
                right * (13_400 - i * 900 + Studies.vary(s, 20 + i, 1600) + s.p.droop * 50);
            Axis memory a = Shapes.axisAt(stem, Fixed.clamp(i < 2 ? int256(4) : 3 + i, 4, 8), turn);
            int256 length = long - i * 6 + Studies.vary(s, 10 + i, 20);
            _lay(s, a, length, Fixed.div(length * (i < 2 ? wide + 6 : wide), 64), right);
        }
    }

    function _lay(Study memory s, Axis memory a, int256 length, int256 width, int256 right)
        private
        pure
    {
        unchecked {
            int256 sag = right * (24 + Fixed.div(s.p.droop, 2));
            Shapes.leaf(s.pen, a, length, width, sag, s.side, s.ink.leafLit);
        }
    }
}
