// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Palettes} from "../Palette.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Stonerose: a low rosette of thick leaves, and from its heart one candelabrum of
/// flowers. The stalk dries with its seeds; in the cold the rosette closes and reddens.
/// @notice TypeScript twin: renderer/species/stonerose.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Stonerose {
    int256 private constant GOLDEN = 25_032;

    function stonerose(Study memory s) internal pure {
        unchecked {
            _rosette(s, 0);
            if (s.p.stage > 1) _candelabrum(s);
            _rosette(s, 1);
        }
    }

    /// @dev Leaves by the golden angle on a flattened spiral; the back half first, then the front.
    function _rosette(Study memory s, int256 half) private pure {
        unchecked {
            int256 count = 20 + (int256(uint256(s.g.layers())) & 5);
            int256 blush = Fixed.clamp(30 + s.p.drought + s.p.dormancy, 0, 190);
            int256 red = Pens.mix(
                s.ink.deep, Palettes.tone(0xb4402e, Palettes.amounts(s.p)), s.p.dormancy * 2
            );
            Pens.edged(s.pen, s.ink.leaf, Pens.mix(s.ink.leaf, red, blush + 40), 4);
            for (int256 i = 0; i < count; i++) {
                // The outer leaves first.
                int256 k = count - i;
                int256 turn = k * GOLDEN;
                int256 front = Fixed.cos(turn) < 0 ? int256(1) : int256(0);
                if (front != half) continue;
                int256 out = Fixed.div(k * 64, count);
                // The lightest at the heart; red at the rim, and all over in the cold.
                int256 green = Pens.mix(
                    s.ink.leafLit,
                    s.ink.leaf,
                    Fixed.clamp(out * 4 - 30 - Studies.vary(s, 40 + k, 90), 0, 256)
                );
                Pens.filled(s.pen, Pens.mix(green, red, Fixed.div(blush * (20 + out), 96)));
                _fleshy(s, Fixed.sin(turn), Fixed.cos(turn), out);
                Pens.endPath(s.pen);
            }
            Pens.endGroup(s.pen);
        }
    }

    /// @dev One leaf, `out` from the heart, towards its turn, foreshortened; a closing rosette draws
    /// them upright.
    function _fleshy(Study memory s, int256 sine, int256 cosine, int256 out) private pure {
        unchecked {
            int256 open = 5200 + out * (150 - Fixed.div(s.p.dormancy, 3));
            int256 angle = Fixed.shr(sine * open, 14) + Fixed.div(s.lean, 4);
            // Leaves that point at the viewer or away from him look shorter.
            int256 full = Studies.grown(s, 156 + out * 4 + Studies.vary(s, 10 + out, 30));
            int256 length =
                Fixed.div(full * (76 + Fixed.div(Fixed.shr(sine * sine, 14) * 24, 16_384)), 100);
            int256 y = Studies.FOOT_Y - 16 - Fixed.shr(cosine * out * 3, 16);
            Axis memory a = Shapes.axis(Studies.FOOT_X + Fixed.shr(sine * out * 2, 14), y, angle);
            Shapes.petal(s.pen, a, length, Fixed.div(full, 4) + 14, Fixed.div(length, 3));
        }
    }

    function _candelabrum(Study memory s) private pure {
        unchecked {
            int256 height = Studies.grown(s, 860 + int256(uint256(s.g.stature())));
            Stalk memory stem = Shapes.grow(
                Studies.FOOT_X,
                Studies.FOOT_Y - 60,
                Studies.vary(s, 1, 1400) - 700,
                height,
                s.lean,
                s.nod
            );
            Studies.stalk(s, stem, 19, 8);
            Studies.nicks(s, stem, 12);
            int256 arms = 4 + (int256(uint256(s.g.petals())) & 3);
            Stalk[] memory stems = new Stalk[](uint256(arms + 1));
            Pens.lines(s.pen, s.ink.stem, 14);
            for (int256 i = 0; i < arms; i++) {
                stems[uint256(i)] = _armOf(s, stem, i, arms);
                Shapes.wire(s.pen, stems[uint256(i)], 0);
            }
            Pens.endGroup(s.pen);
            stems[uint256(arms)] = stem;
            Pens.edged(s.pen, s.ink.husk, s.ink.huskLit, 3);
            _flowers(s, stems, 1, 1);
            Pens.endGroup(s.pen);
            Pens.group(s.pen, s.ink.deep);
            _flowers(s, stems, 0, 0);
            Pens.endGroup(s.pen);
            Pens.edged(s.pen, s.ink.lit, s.ink.petal, 3);
            _flowers(s, stems, 1, 0);
            Pens.endGroup(s.pen);
            _hearts(s, stems);
        }
    }

    function _armOf(Study memory s, Stalk memory stem, int256 i, int256 arms)
        private
        pure
        returns (Stalk memory)
    {
        unchecked {
            int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
            Axis memory node = Shapes.axisAt(stem, Fixed.clamp(3 + Fixed.div(i * 5, arms), 3, 7), 0);
            int256 heading = stem.angle[uint256(4)] + right * (13_500 - i * 400);
            return Shapes.grow(
                node.x, node.y, heading, Studies.grown(s, 320 - i * 24), right * -11_000, s.nod
            );
        }
    }

    /// @dev One row of petals of every flower, or of the follicles of those that have ripened.
    function _flowers(Study memory s, Stalk[] memory stems, int256 row, int256 ripe) private pure {
        unchecked {
            int256 spread = ripe == 1 ? int256(6000) : int256(5000) + s.p.openness * 160;
            int256 count = 6 + (int256(uint256(s.g.mutation())) == 3 ? int256(2) : int256(0)) - ripe;
            for (int256 i = 0; i < int256(stems.length); i++) {
                if (Studies.isRipe(s, i) != (ripe == 1)) continue;
                Stalk memory arm = stems[uint256(i)];
                Axis memory tip = Shapes.axisAt(arm, 8, 0);
                int256 size = _sizeOf(s, i);
                Pens.path(s.pen);
                for (int256 k = 0; k < count - row; k++) {
                    int256 angle = arm.angle[uint256(8)]
                        + Fixed.div((2 * k - count + 1 + row) * spread, count - 1);
                    Shapes.blade(
                        s.pen,
                        Shapes.axis(tip.x, tip.y, angle),
                        size - row * Fixed.shr(size, 2),
                        Fixed.div(size * 3, 7),
                        0
                    );
                }
                Pens.endPath(s.pen);
            }
        }
    }

    function _sizeOf(Study memory s, int256 i) private pure returns (int256) {
        unchecked {
            return
                Studies.grown(
                    s, Fixed.div((86 + Studies.vary(s, 60 + i, 30)) * (30 + s.p.bloom), 157)
                );
        }
    }

    function _hearts(Study memory s, Stalk[] memory stems) private pure {
        unchecked {
            Pens.lines(s.pen, s.ink.heart, Studies.grown(s, 30));
            Pens.path(s.pen);
            for (int256 i = 0; i < int256(stems.length); i++) {
                Axis memory tip = Shapes.axisAt(stems[uint256(i)], 8, 0);
                Pens.dot(s.pen, tip.x, tip.y);
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }
}
