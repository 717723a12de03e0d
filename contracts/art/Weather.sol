// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "./Fixed.sol";
import {Pen, Pens} from "./Pen.sol";
import {Phenotype} from "./Phenotype.sol";

/// @title Weather: what the weather puts into a sky, in vectors: clouds, a bolt, sheets of fog, rain and snow.
/// @notice TypeScript twin: renderer/weather.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Weather {
    function clouds(Pen memory pen, Phenotype memory p, int256[4] memory sky) internal pure {
        unchecked {
            int256 count = Fixed.div(p.cloud, 12);
            int256 day = Fixed.clamp((p.sunY - 50) * 8, 0, 230);
            int256 top = Pens.mix(
                Pens.mix(sky[uint256(0)], 0x8a93a8, 60),
                Pens.mix(0xfffaf0, sky[uint256(3)], 110),
                day
            );
            for (int256 i = 0; i < count; i++) {
                // From the far ones near the horizon to the near ones overhead.
                int256 y = 1010 - Fixed.div(i * 880 + Fixed.pick(900, i, 300), count);
                int256 x = Fixed.pick(902 + p.windEast, i + p.warmth, 2100) - 90;
                int256 rgb =
                    Pens.mix(Pens.mix(top, sky[uint256(2)], Fixed.div(y, 8)), 0x3a3444, p.storm);
                int256 w = 330 + Fixed.pick(901, i + p.season, 420) - Fixed.div(y, 5);
                Pens.veiled(pen, Pens.mix(rgb, sky[uint256(1)], 120), 80);
                _bank(pen, x + 30, y + Fixed.div(w, 14), w, i);
                Pens.endGroup(pen);
                Pens.veiled(pen, rgb, 86);
                _bank(pen, x, y, w, i);
                Pens.endGroup(pen);
            }
        }
    }

    /// @dev A long low bank: three billows over a hollow base.
    function _bank(Pen memory pen, int256 x, int256 y, int256 w, int256 i) private pure {
        unchecked {
            Pens.path(pen);
            Pens.moveTo(pen, x - w, y);
            for (int256 k = 0; k < 3; k++) {
                int256 end =
                    k == 2 ? w : Fixed.div(w * (Fixed.pick(903 + i, k, 40) + k * 70 - 50), 100);
                int256 rise =
                    Fixed.div(w * (Fixed.pick(904 + i, k, 16) + Fixed.nth(k, 18, 34, 16, 0)), 64);
                Pens.curveTo(
                    pen,
                    x + end - Fixed.div(w, 3),
                    y - rise,
                    x + end,
                    y - (k == 2 ? int256(0) : Fixed.div(rise, 3))
                );
            }
            Pens.curveTo(pen, x + Fixed.div(w, 3), y + Fixed.div(w, 9), x - w, y);
            Pens.text(pen, "z");
            Pens.endPath(pen);
        }
    }

    function bolt(Pen memory pen, Phenotype memory p) internal pure {
        unchecked {
            Pens.ownLines(pen, 0xfff4d0, 9);
            Pens.path(pen);
            int256 x = 400 + Fixed.pick(p.season, 3, 1100);
            int256 y = 330;
            Pens.moveTo(pen, x, y);
            for (int256 i = 0; i < 8; i++) {
                x += Fixed.pick(910 + p.season, i, 180) - 90;
                y += 120;
                Pens.lineTo(pen, x, y);
            }
            Pens.endPath(pen);
            Pens.endGroup(pen);
        }
    }

    /// @dev Sheets of fog or dust along the horizon.
    function bands(Pen memory pen, Phenotype memory p, int256[4] memory sky) internal pure {
        unchecked {
            Pens.veiled(pen, sky[uint256(3)], Fixed.clamp(Fixed.div(p.fog + p.haze, 3), 5, 50));
            for (int256 i = 0; i < 4; i++) {
                int256 y = 1060 + i * 130;
                Pens.path(pen);
                Pens.moveTo(pen, 0, y);
                Pens.curveTo(pen, 480, y - 110 + Fixed.pick(950, i, 220), 960, y);
                Pens.curveTo(pen, 1440, y + 110 - Fixed.pick(950, i, 220), 1920, y - 20);
                Pens.lineTo(pen, 1920, y + 140);
                Pens.curveTo(pen, 1000, y + 60 + Fixed.pick(951, i, 160), 0, y + 150);
                Pens.text(pen, "z");
                Pens.endPath(pen);
            }
            Pens.endGroup(pen);
        }
    }

    function rain(Pen memory pen, Phenotype memory p, int256 rgb) internal pure {
        unchecked {
            int256 count = 24 + Fixed.div(p.rain, 2);
            int256 slant = Fixed.div((p.windEast - 64) * 2, 3);
            Pens.ownLines(pen, rgb, 4);
            Pens.path(pen);
            for (int256 i = 0; i < count; i++) {
                int256 length = 60 + Fixed.pick(960, i, 90);
                Pens.moveTo(
                    pen, Fixed.pick(961 + p.season, i, 1920), Fixed.pick(962 + p.season, i, 1560)
                );
                Pens.lineTo(pen, pen.x + Fixed.div(slant * length, 64), pen.y + length);
            }
            Pens.endPath(pen);
            Pens.endGroup(pen);
        }
    }

    function flakes(Pen memory pen, Phenotype memory p) internal pure {
        unchecked {
            for (int256 row = 0; row < 3; row++) {
                Pens.ownLines(
                    pen,
                    row == 0 ? int256(0xdfe6ee) : int256(0xffffff),
                    Fixed.nth(row, 9, 15, 24, 0)
                );
                Pens.path(pen);
                for (int256 i = 0; i < Fixed.div(p.snow, row + 3); i++) {
                    Pens.dot(
                        pen,
                        Fixed.pick(970 + row, i + p.season, 1920),
                        Fixed.pick(973 + row, i, 1600)
                    );
                }
                Pens.endPath(pen);
                Pens.endGroup(pen);
            }
        }
    }
}
