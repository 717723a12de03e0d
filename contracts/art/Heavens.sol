// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "./Fixed.sol";
import {Pen, Pens} from "./Pen.sol";
import {Phenotype} from "./Phenotype.sol";

/// @dev The row of the horizon, where the sky model has it.
int256 constant HORIZON = 1318;

/// @title Heavens: stars, sun and moon, each where the sky model puts it.
/// @notice TypeScript twin: renderer/heavens.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Heavens {
    int256 private constant SUN_RADIUS = 78;

    /// @notice The crisp discs that lie over a painted sky, which has their glow already. Clouds hide them.
    /// @param sun the sun's colour.
    function discs(Pen memory pen, Phenotype memory p, int256 sun) internal pure {
        unchecked {
            int256 cover = p.cloud + p.fog + p.storm + p.mist;
            int256 shown = Fixed.clamp(130 - cover, 0, 99);
            if (p.sunY > 54 && shown > 9) {
                (int256 x, int256 y) = placeOf(p.sunX, p.sunY);
                Pens.veiled(pen, sun, shown);
                Pens.attribute(pen, "<circle cx='", x);
                Pens.attribute(pen, " cy='", y);
                Pens.attribute(pen, " r='", SUN_RADIUS);
                Pens.text(pen, "/>");
                Pens.endGroup(pen);
            }
            // By day the moon is pale, and then gone.
            shown = Fixed.div(shown * Fixed.clamp(84 - p.sunY, 0, 30), 30);
            if (p.moonY > 60 && shown > 9) {
                (int256 x, int256 y) = placeOf(p.moonX, p.moonY);
                Pens.veiled(pen, 0xf4efdc, shown);
                moon(pen, p, x, y, 0xf4efdc);
                Pens.endGroup(pen);
            }
        }
    }

    /// @notice The colour of a sun that nobody has painted.
    function sunColour(Phenotype memory p) internal pure returns (int256) {
        unchecked {
            return Pens.mix(0xfffbe8, 0xffc070, Fixed.clamp((80 - p.sunY) * 12, 0, 256));
        }
    }

    /// @notice Where on the drawing sun or moon stand.
    function placeOf(int256 side, int256 height) internal pure returns (int256 x, int256 y) {
        unchecked {
            x = side * 15 + 8;
            y = HORIZON - Fixed.div((height - 64) * 1140, 64);
        }
    }

    function stars(Pen memory pen, Phenotype memory p) internal pure {
        unchecked {
            int256 count = Fixed.div(
                Fixed.clamp(58 - p.sunY, 0, 24) * Fixed.clamp(110 - p.cloud - p.fog, 0, 80), 24
            );
            for (int256 row = 0; row < 2; row++) {
                if (count < 8) return;
                Pens.ownLines(
                    pen,
                    row == 0 ? int256(0xc8d2ec) : int256(0xfff6dc),
                    row == 0 ? int256(5) : int256(9)
                );
                Pens.path(pen);
                for (
                    int256 i = row * 100;
                    i < row * 100 + (row == 0 ? count : Fixed.shr(count, 2));
                    i++
                ) {
                    Pens.dot(pen, Fixed.pick(77, i, 1920), Fixed.pick(78, i, 1200));
                }
                Pens.endPath(pen);
                Pens.endGroup(pen);
            }
        }
    }

    /// @notice The lit part of the disc: half a circle and half an ellipse.
    function moon(Pen memory pen, Phenotype memory p, int256 x, int256 y, int256 rgb)
        internal
        pure
    {
        unchecked {
            int256 terminator = Fixed.shr(66 * Fixed.cos(p.moonPhase * 512), 14);
            bool waxing = p.moonPhase < 64;
            Pens.filled(pen, rgb);
            Pens.moveTo(pen, x, y - 66);
            Pens.text(pen, waxing ? "a66,66,0,0,1,0,132a" : "a66,66,0,0,0,0,132a");
            Pens.first(pen, terminator < 0 ? 0 - terminator : terminator);
            Pens.text(pen, waxing == terminator < 0 ? ",66,0,0,1,0-132z" : ",66,0,0,0,0-132z");
            Pens.endPath(pen);
        }
    }
}
