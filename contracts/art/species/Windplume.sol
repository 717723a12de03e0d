// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Windplume: a fountain of blades, and over it feathery plumes that stream with the wind.
/// @notice TypeScript twin: renderer/species/windplume.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Windplume {
    function windplume(Study memory s) internal pure {
        unchecked {
            int256 culms = _culmsOf(s);
            _blades(s, 0);
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(
                    s.pen, row == 0 ? s.ink.stem : s.ink.stemLit, row == 0 ? int256(13) : int256(5)
                );
                for (int256 i = 0; i < culms; i++) {
                    Shapes.wire(s.pen, _culmOf(s, i, culms), row * s.side * 256);
                }
                Pens.endGroup(s.pen);
            }
            if (culms > 0) {
                _plumes(s, culms);
                Studies.nicks(s, _culmOf(s, Fixed.shr(culms, 1), culms), 8);
            }
            _blades(s, 1);
            _seeds(s);
        }
    }

    /// @dev Sprouts have none, and an old clump has six.
    function _culmsOf(Study memory s) private pure returns (int256) {
        unchecked {
            if (s.p.stage < 2) return 0;
            return Fixed.clamp(Fixed.div(s.p.bloom - 66, 12), 1, 4)
                + (int256(uint256(s.g.petals())) & 1) + (s.p.stage > 3 ? int256(1) : int256(0));
        }
    }

    /// @dev Blades that rise and bow: the far ones behind the culms, the near ones before them.
    function _blades(Study memory s, int256 row) private pure {
        unchecked {
            int256 count =
                s.p.stage < 2 ? int256(5) : Fixed.clamp(4 + Fixed.div(s.p.bloom, 11), 6, 15);
            int256 straw = Fixed.clamp(s.p.dormancy + Fixed.div(s.p.ripeness, 3), 0, 127);
            for (int256 tone = 0; tone < 2; tone++) {
                Pens.group(
                    s.pen, Pens.mix(tone == 0 ? s.ink.leaf : s.ink.leafLit, s.ink.stemLit, straw)
                );
                Pens.path(s.pen);
                for (int256 i = tone; i < count; i += 2) {
                    _arch(s, row * 20 + i, row);
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
            if (row == 0) return;
            // The white midribs of the darker half.
            Pens.lines(s.pen, Pens.mix(s.ink.leafLit, s.ink.lit, 90), 4);
            Pens.path(s.pen);
            for (int256 i = 0; i < count; i += 2) {
                _midrib(s, row * 20 + i, row);
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    /// @dev Where a blade starts and how it heads; the fan is wider before than behind.
    function _bladeAt(Study memory s, int256 i, int256 row) private pure returns (Axis memory) {
        unchecked {
            int256 right = _wayOf(i);
            int256 place = Studies.vary(s, 10 + i, 256);
            int256 heading = right * (900 + place * (12 + row * 16)) + Fixed.div(s.lean, 2);
            return Shapes.axis(
                Studies.FOOT_X + right * Fixed.div(place * 70, 256),
                Studies.FOOT_Y + row * 8,
                heading
            );
        }
    }

    /// @dev Two to the right, two to the left: every second one is dark.
    function _wayOf(int256 i) private pure returns (int256) {
        unchecked {
            return (i & 2) == 0 ? int256(1) : int256(-1);
        }
    }

    function _arch(Study memory s, int256 i, int256 row) private pure {
        unchecked {
            Axis memory a = _bladeAt(s, i, row);
            int256 length = _reachOf(s, i, row);
            int256 bow = _bowOf(s, i, length);
            int256 middle = Fixed.div(length * 21, 32);
            int256 end = length - Fixed.div((bow < 0 ? int256(0) - bow : bow) * 3, 4);
            Pens.moveTo(s.pen, Shapes.atX(a, 0, -10), Shapes.atY(a, 0, -10));
            Shapes.bend(s.pen, a, middle, -17, end, bow);
            Shapes.bend(s.pen, a, middle - 26, 19, 0, 10);
            Pens.close(s.pen);
        }
    }

    function _midrib(Study memory s, int256 i, int256 row) private pure {
        unchecked {
            Axis memory a = _bladeAt(s, i, row);
            int256 length = _reachOf(s, i, row);
            int256 bow = _bowOf(s, i, length);
            int256 end = length - Fixed.div((bow < 0 ? int256(0) - bow : bow) * 3, 4);
            Pens.moveTo(s.pen, a.x, a.y);
            Shapes.bend(s.pen, a, Fixed.div(length * 20, 32), 0, end, bow);
        }
    }

    function _reachOf(Study memory s, int256 i, int256 row) private pure returns (int256) {
        unchecked {
            return Fixed.div(
                Studies.grown(s, 980 - row * 180 + Studies.vary(s, 50 + i, 300)) * (s.p.bloom + 20),
                147
            );
        }
    }

    /// @dev How far a blade's end hangs over, and to which side the wind takes it.
    function _bowOf(Study memory s, int256 i, int256 length) private pure returns (int256) {
        unchecked {
            int256 own = Fixed.div(
                length
                    * (50 + Studies.vary(s, 90 + i, 110) + Fixed.shr(s.p.droop + s.p.dormancy, 1)),
                256
            );
            return
                Fixed.clamp(
                    _wayOf(i) * own + Fixed.div(s.lean * length, 16_000), 0 - length, length
                );
        }
    }

    function _culmOf(Study memory s, int256 i, int256 culms) private pure returns (Stalk memory) {
        unchecked {
            int256 place = 2 * i - culms + 1;
            int256 low = (place < 0 ? int256(0) - place : place) * 40;
            return Shapes.grow(
                Studies.FOOT_X + place * 11,
                Studies.FOOT_Y,
                Fixed.div(place * 5400, culms) + Studies.vary(s, 140 + i, 1600) - 800,
                Studies.grown(
                    s,
                    1040 + Fixed.div(int256(uint256(s.g.stature())), 2)
                        + Studies.vary(s, 130 + i, 240) - low
                ),
                s.lean + Fixed.div(place * 2600, culms),
                Fixed.div(s.nod, 2) + s.lean + place * 300
            );
        }
    }

    /// @dev Light spreads the racemes, wind combs them, and one plume after another turns to silver in autumn.
    function _plumes(Study memory s, int256 culms) private pure {
        unchecked {
            for (int256 row = 0; row < 3; row++) {
                int256 ink = row == 0 ? s.ink.deep : row == 1 ? s.ink.petal : s.ink.lit;
                if (s.p.ripeness < 127) _racemes(s, culms, row, ink, false);
                if (s.p.ripeness > 0) {
                    _racemes(s, culms, row, Pens.mix(ink, s.ink.huskLit, 110 + row * 40), true);
                }
            }
        }
    }

    /// @dev One row of racemes in all plumes that are ripe, or in those that are not.
    function _racemes(Study memory s, int256 culms, int256 row, int256 ink, bool ripe)
        private
        pure
    {
        unchecked {
            if (row < 2) Pens.dashed(s.pen, ink, 34 - row * 8, 3, 4);
            else Pens.lines(s.pen, ink, 5);
            Pens.path(s.pen);
            for (int256 i = 0; i < culms; i++) {
                if (Studies.isRipe(s, i) == ripe) _plume(s, _culmOf(s, i, culms), i, row);
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    function _plume(Study memory s, Stalk memory stem, int256 i, int256 row) private pure {
        unchecked {
            int256 count = 15 + (int256(uint256(s.g.layers())) & 3)
                + (int256(uint256(s.g.mutation())) == 3 ? int256(4) : int256(0));
            for (int256 k = row; k < count; k += row == 2 ? int256(3) : int256(2)) {
                int256 side = ((k + Fixed.shr(k, 1)) & 1) == 0 ? int256(1) : int256(-1);
                int256 on = Fixed.div(k * 256, count);
                int256 spread = 900 + s.p.openness * 30 + Studies.vary(s, 160 + i * 24 + k, 1500);
                int256 turn = Fixed.div(side * spread * (280 - on), 280);
                _raceme(s, Shapes.along(stem, 152 + Fixed.div(on * 100, 256), turn), side, on);
            }
        }
    }

    /// @dev `on` runs from a plume's foot to its tip, 0 to 255.
    function _raceme(Study memory s, Axis memory a, int256 side, int256 on) private pure {
        unchecked {
            int256 length =
                Fixed.div(Studies.grown(s, 370 - Fixed.div(on * 190, 256)) * s.p.bloom, 127);
            int256 wind = Fixed.div((s.lean + (s.p.windEast - 64) * 60) * length, 11_000);
            int256 fall = Fixed.div(length * (24 + s.p.droop), 256);
            Pens.moveTo(s.pen, a.x, a.y);
            Shapes.bend(
                s.pen,
                a,
                Fixed.div(length, 2),
                0,
                length - fall,
                Fixed.div(side * fall * (256 - on), 256) + wind
            );
        }
    }

    /// @dev What the wind has taken by now.
    function _seeds(Study memory s) private pure {
        unchecked {
            int256 count = s.p.dormancy > 64 ? int256(0) : Fixed.div(s.p.ripeness, 9);
            if (count == 0) return;
            int256 way = s.p.windEast < 64 ? int256(-1) : int256(1);
            Pens.lines(s.pen, s.ink.lit, 6);
            Pens.path(s.pen);
            for (int256 i = 0; i < count; i++) {
                int256 x = Studies.FOOT_X + way * (60 + Studies.vary(s, 520 + i, 800));
                int256 y = 560 + Studies.vary(s, 540 + i, 640);
                Pens.moveTo(s.pen, x, y);
                Pens.lineTo(s.pen, x + way * 12, y - 7);
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }
}
