// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "./Fixed.sol";
import {Pens} from "./Pen.sol";
import {Shapes} from "./Shapes.sol";
import {Study} from "./Study.sol";

/// @title Seed: what a token is before it germinates: a seed asleep in the earth, in rings of warmth.
/// @notice TypeScript twin: renderer/seed.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Seed {
    function seed(Study memory s) internal pure {
        unchecked {
            Pens.text(s.pen, "<path fill='#1c1820' d='M0,0h1920v1920H0z'/>");
            for (int256 i = 0; i < 9; i++) {
                Pens.disc(s.pen, 960, 1010, 900 - i * 88, Pens.mix(0x241d24, 0xb4703a, i * 19));
            }
            _crumbs(s);
            Pens.veiled(s.pen, 0xffd890, 30);
            Pens.path(s.pen);
            Shapes.petal(s.pen, Shapes.axis(930, 1370, 3000), 780, 300, 110);
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
            Pens.edged(s.pen, 0x4a2e22, 0x2a1a16, 10);
            Pens.path(s.pen);
            Shapes.petal(s.pen, Shapes.axis(936, 1330, 3000), 690, 240, 96);
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
            _stripes(s);
        }
    }

    /// @dev Lighter bands along the shell.
    function _stripes(Study memory s) private pure {
        unchecked {
            Pens.edged(s.pen, 0xd8b078, 0xa87848, 4);
            for (int256 i = 0; i < 5; i++) {
                int256 off = (i - 2) * 1500;
                Pens.path(s.pen);
                Shapes.petal(
                    s.pen, Shapes.axis(940, 1300, 3000 + off), 600 - (i - 2) * (i - 2) * 16, 19, 70
                );
                Pens.endPath(s.pen);
            }
            Pens.endGroup(s.pen);
        }
    }

    function _crumbs(Study memory s) private pure {
        unchecked {
            for (int256 row = 0; row < 3; row++) {
                Pens.lines(s.pen, Pens.mix(0x3a2c2c, 0xe0a860, row * 80), 7 + row * 5);
                Pens.path(s.pen);
                for (int256 i = 0; i < 26; i++) {
                    Pens.dot(
                        s.pen,
                        Fixed.pick(41 + row, i, 1920),
                        Fixed.pick(51 + row, i, 1920) - Fixed.div(row, 2)
                    );
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }
}
