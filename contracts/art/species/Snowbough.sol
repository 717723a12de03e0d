// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "../Fixed.sol";
import {Pens} from "../Pen.sol";
import {Axis, Shapes, Stalk} from "../Shapes.sol";
import {Sprouts} from "../Sprout.sol";
import {Studies, Study} from "../Study.sol";

/// @title Snowbough: a small tree, twice forked, in blossom before and among its leaves; then
/// fruit, autumn leaves, and bare branches with their buds.
/// @notice TypeScript twin: renderer/species/snowbough.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Snowbough {
    function snowbough(Study memory s) internal pure {
        unchecked {
            if (s.p.stage < 2) return Sprouts.sprout(s, 520, 6, 120, 18);
            int256 height = Studies.grown(s, 560 + Fixed.div(int256(uint256(s.g.stature())), 2));
            int256 bow = Fixed.div(s.lean, 2) + Studies.vary(s, 2, 6000) - 3000;
            Stalk memory trunk = Shapes.grow(
                Studies.FOOT_X, Studies.FOOT_Y + 8, Studies.vary(s, 1, 3000) - 1500, height, bow, 0
            );
            _wood(s, trunk, 50, 20);
            Studies.nicks(s, trunk, 24);
            Stalk[] memory twigs = new Stalk[](12);
            for (int256 i = 0; i < 4; i++) {
                _branch(s, _limbOf(s, trunk, i), twigs, i);
            }
            _buds(s, twigs);
            if (s.p.ripeness > 0) {
                _fruit(s, twigs, 0);
                _fruit(s, twigs, 1);
            }
            _fallen(s);
        }
    }

    function _limbOf(Study memory s, Stalk memory trunk, int256 i)
        private
        pure
        returns (Stalk memory)
    {
        unchecked {
            int256 right = (i & 1) == 0 ? int256(1) : int256(-1);
            int256 turn = right * (11_500 - i * 2100 + Studies.vary(s, 20 + i, 2400));
            int256 length = Studies.grown(s, 600 - i * 26 + Studies.vary(s, 10 + i, 120));
            return _offshoot(s, trunk, Fixed.clamp(5 + i, 5, 8), turn, length, right);
        }
    }

    /// @dev A limb from the trunk's place `at`, which bends upwards again.
    function _offshoot(
        Study memory s,
        Stalk memory trunk,
        int256 at,
        int256 turn,
        int256 length,
        int256 right
    ) private pure returns (Stalk memory) {
        unchecked {
            Axis memory node = Shapes.axisAt(trunk, at, 0);
            int256 nod = Fixed.div(s.nod, 2) + right * 2600;
            return Shapes.grow(
                node.x, node.y, trunk.angle[uint256(at)] + turn, length, s.lean - right * 7600, nod
            );
        }
    }

    function _wood(Study memory s, Stalk memory stalk, int256 width, int256 tip) private pure {
        unchecked {
            Pens.group(s.pen, Pens.mix(s.ink.stem, s.ink.heart, 90));
            Shapes.ribbon(s.pen, stalk, width, tip, -64, 64);
            Pens.endGroup(s.pen);
            Pens.lines(s.pen, Pens.mix(s.ink.stemLit, s.ink.heart, 50), Fixed.div(width, 2));
            Shapes.wire(s.pen, stalk, s.side * tip * 32);
            Pens.endGroup(s.pen);
        }
    }

    function _branch(Study memory s, Stalk memory limb, Stalk[] memory twigs, int256 i)
        private
        pure
    {
        unchecked {
            _wood(s, limb, 20, 6);
            Pens.lines(s.pen, Pens.mix(s.ink.stem, s.ink.heart, 90), 9);
            for (int256 k = 0; k < 3; k++) {
                twigs[uint256(i * 3 + k)] = _twigOf(s, limb, i, k);
                Shapes.wire(s.pen, twigs[uint256(i * 3 + k)], 0);
            }
            Pens.endGroup(s.pen);
            _leaves(s, twigs, i);
            _blossoms(s, twigs, i);
        }
    }

    function _twigOf(Study memory s, Stalk memory limb, int256 i, int256 k)
        private
        pure
        returns (Stalk memory)
    {
        unchecked {
            int256 way = ((i + k) & 1) == 0 ? int256(1) : int256(-1);
            Axis memory node = Shapes.axisAt(limb, 4 + k * 2, 0);
            int256 length = Studies.grown(s, 290 - k * 40 + Studies.vary(s, 40 + i * 4 + k, 90));
            int256 heading =
                limb.angle[uint256(4 + k * 2)] + way * (k == 2 ? int256(600) : int256(6500));
            return Shapes.grow(node.x, node.y, heading, length, s.lean, s.nod);
        }
    }

    /// @dev They fall one by one as winter comes, those on the shadow's side first.
    function _leaves(Study memory s, Stalk[] memory twigs, int256 i) private pure {
        unchecked {
            // The fewer the more blossoms.
            int256 count = 9 - _blossomsOf(s);
            for (int256 row = 0; row < 2; row++) {
                Pens.group(s.pen, row == 0 ? s.ink.leaf : s.ink.leafLit);
                Pens.path(s.pen);
                for (int256 k = 0; k < count; k++) {
                    if (
                        Studies.vary(s, 200 + i * 20 + k * 2 + row, 110)
                            < s.p.dormancy + Fixed.div(s.p.ripeness, 4)
                    ) continue;
                    int256 turn = (row == 0 ? int256(1) : int256(-1))
                        * (9000 + Studies.vary(s, 60 + i * 9 + k, 4000));
                    Axis memory a = Shapes.axisAt(
                        twigs[uint256(i * 3 + Fixed.div(k, 3))], 2 + (k % 3) * 2 + row, turn
                    );
                    int256 length = Studies.grown(s, 130 + Studies.vary(s, 110 + i * 9 + k, 60));
                    Shapes.blade(s.pen, a, length, Fixed.div(length * 2, 5), 8);
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev How many blossoms sit along a twig.
    function _blossomsOf(Study memory s) private pure returns (int256) {
        unchecked {
            return int256(uint256(s.g.mutation())) == 3
                ? int256(3)
                : int256(2) + (int256(uint256(s.g.layers())) & 1);
        }
    }

    /// @dev Along the twigs, the outermost the lightest.
    function _blossoms(Study memory s, Stalk[] memory twigs, int256 i) private pure {
        unchecked {
            int256 size = Studies.grown(
                s, Fixed.div((38 + Studies.vary(s, 170 + i, 10)) * (40 + s.p.bloom), 167)
            );
            int256 open = Fixed.div(size * (60 + s.p.openness), 187);
            for (int256 row = _blossomsOf(s) - 1; row >= 0; row--) {
                Pens.lines(
                    s.pen, row == 0 ? s.ink.lit : Pens.mix(s.ink.petal, s.ink.lit, row * 60), open
                );
                Pens.path(s.pen);
                for (int256 k = i * 3; k < i * 3 + 3; k++) {
                    if (Studies.isRipe(s, k * 3 + row)) continue;
                    Shapes.floret(
                        s.pen,
                        Shapes.axisAt(twigs[uint256(k)], 8 - row * 2, i * 5000 + k * 9000),
                        open
                    );
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev The blossoms' hearts, which are the buds of winter.
    function _buds(Study memory s, Stalk[] memory twigs) private pure {
        unchecked {
            int256 count = _blossomsOf(s);
            Pens.lines(s.pen, s.ink.deep, 15);
            Pens.path(s.pen);
            for (int256 k = 0; k < 12; k++) {
                for (int256 row = 0; row < count; row++) {
                    Axis memory a = Shapes.axisAt(twigs[uint256(k)], 8 - row * 2, 0);
                    Pens.dot(s.pen, a.x, a.y);
                }
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    /// @dev What hangs where blossoms ripened, and its shine; by deep winter most of it has been
    /// eaten.
    function _fruit(Study memory s, Stalk[] memory twigs, int256 shine) private pure {
        unchecked {
            int256 count = _blossomsOf(s);
            int256 size = Studies.grown(s, 36);
            Pens.lines(
                s.pen,
                shine == 1 ? s.ink.lit : Pens.mix(s.ink.petal, s.ink.deep, 120),
                shine == 1 ? Fixed.div(size, 4) : size
            );
            Pens.path(s.pen);
            for (int256 k = 0; k < 12; k++) {
                for (int256 row = 0; row < count; row++) {
                    if (
                        !Studies.isRipe(s, k * 3 + row)
                            || Studies.vary(s, 300 + k * 3 + row, 150) < s.p.dormancy
                    ) continue;
                    Axis memory a = Shapes.axisAt(twigs[uint256(k)], 8 - row * 2, 0);
                    Pens.dot(s.pen, a.x + shine * s.side * 9, a.y + size - shine * 9);
                }
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    /// @dev Leaves on the ground about the foot, from the first cold until the spring.
    function _fallen(Study memory s) private pure {
        unchecked {
            int256 count = Fixed.div(Fixed.clamp(s.p.ripeness + s.p.dormancy, 0, 160), 13);
            if (count == 0) return;
            Pens.group(s.pen, s.ink.leafLit);
            Pens.path(s.pen);
            for (int256 i = 0; i < count; i++) {
                int256 x = Studies.vary(s, 330 + i, 900) - 450;
                int256 y =
                    Studies.FOOT_Y + 6 + Studies.vary(s, 345 + i, 24) + Fixed.div(x * x, 5000);
                Shapes.blade(
                    s.pen,
                    Shapes.axis(Studies.FOOT_X + x, y, 14_000 + Studies.vary(s, 360 + i, 5000)),
                    76,
                    26,
                    8
                );
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }
}
