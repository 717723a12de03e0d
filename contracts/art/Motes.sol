// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "./Fixed.sol";
import {Palettes} from "./Palette.sol";
import {Pens} from "./Pen.sol";
import {Studies, Study} from "./Study.sol";

/// @title Motes: what floats about a plant with a rare mutation: pollen about a pale one, sparks over an ember,
/// stars about midnight; a doubled one needs none.
/// @notice TypeScript twin: renderer/motes.ts.
/// @dev Unchecked throughout: lengths stay under 2^40, colours are 24 bits wide.
library Motes {
    function motes(Study memory s) internal pure {
        unchecked {
            int256 kind = int256(uint256(s.g.mutation()));
            if (s.p.stage < 2 || kind == 0 || kind == 3 || kind > 4) return;
            int256 own = Fixed.nth(kind - 1, 0xfff6e4, 0xff9838, 0, 0xd4e0ff);
            // They shine by themselves as much as in the light of the moment.
            int256 ink = Pens.mix(Palettes.tone(own, Palettes.amounts(s.p)), own, 150);
            int256 count = s.p.stage == 2 ? int256(3) : int256(6);
            for (int256 row = 0; row < 2; row++) {
                Pens.lines(s.pen, ink, row == 0 ? int256(13) : int256(7));
                Pens.path(s.pen);
                for (int256 i = row * 8; i < row * 8 + count; i++) {
                    _mote(s, i, kind);
                }
                Pens.endPath(s.pen);
                Pens.endGroup(s.pen);
            }
        }
    }

    /// @dev Pollen lies in the wind, sparks rise, stars stand still.
    function _mote(Study memory s, int256 i, int256 kind) private pure {
        unchecked {
            int256 y = 380 + Studies.vary(s, 820 + i, 1100);
            int256 wind = s.p.windEast - 64;
            int256 drift = kind == 4 ? int256(0) : Fixed.div((Studies.FOOT_Y - y) * wind, 120);
            int256 x = Studies.FOOT_X + Studies.vary(s, 800 + i, 1100) - 550 + drift;
            Pens.moveTo(s.pen, x, y);
            if (kind == 1) Pens.lineTo(s.pen, x + Fixed.div(wind, 4), y + 2);
            else if (kind == 2) Pens.lineTo(s.pen, x + Fixed.div(wind, 4), y - 20);
            else Pens.lineTo(s.pen, x, y);
        }
    }
}
