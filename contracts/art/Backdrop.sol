// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixed} from "./Fixed.sol";
import {HORIZON, Heavens} from "./Heavens.sol";
import {Palettes} from "./Palette.sol";
import {Pen, Pens} from "./Pen.sol";
import {Phenotype} from "./Phenotype.sol";
import {Weather} from "./Weather.sol";

/// @title Backdrop: a painted sky in vectors, for where no network has painted one: gradient, sun or moon,
/// stars, clouds, ridgelines, rain and snow.
/// @notice TypeScript twin: renderer/backdrop.ts. Sun, moon and horizon stand where the sky model puts them.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Backdrop {
    function backdrop(Phenotype memory p) internal pure returns (string memory) {
        unchecked {
            Pen memory pen = Pens.newPen();
            int256[4] memory sky = _skyOf(p);
            _defs(pen, p, sky);
            Pens.text(pen, "<path fill='url(#k)' d='M0,0h1920v1920H0z'/>");
            Heavens.stars(pen, p);
            if (p.aurora > 8) _aurora(pen, p);
            _lights(pen, p, sky);
            Weather.clouds(pen, p, sky);
            if (p.storm > 40) Weather.bolt(pen, p);
            _ridges(pen, p, sky);
            if (p.fog + p.haze > 20) Weather.bands(pen, p, sky);
            if (p.rain > 0) Weather.rain(pen, p, Pens.mix(sky[uint256(3)], 0xffffff, 90));
            if (p.snow > 0) Weather.flakes(pen, p);
            return Pens.done(pen);
        }
    }

    /// @dev Four colours from the zenith to the horizon.
    function _skyOf(Phenotype memory p) private pure returns (int256[4] memory) {
        unchecked {
            int256 day = Fixed.clamp(p.sunY - 46, 0, 40);
            int256 grey = Pens.mix(0x1c2230, 0xa9b2b8, Fixed.div(day * 256, 40));
            int256 pale = Pens.mix(0x3a4050, 0xd6d8d2, Fixed.div(day * 256, 40));
            int256[4] memory sky;
            for (int256 k = 0; k < 4; k++) {
                int256 c = Pens.mix(
                    _clear(p, k),
                    Pens.mix(grey, pale, k * 60),
                    Fixed.clamp(p.cloud * 2 - 60, 0, 190)
                );
                sky[uint256(k)] = _thicken(p, c, pale, k);
            }
            return sky;
        }
    }

    /// @dev The colour of a clear sky at this height of the sun.
    function _clear(Phenotype memory p, int256 k) private pure returns (int256) {
        unchecked {
            int256 i = 0;
            while (i < 3 && p.sunY > _hourAt(i + 1)) i++;
            int256 from = _hourAt(i);
            int256 share =
                Fixed.clamp(Fixed.div((p.sunY - from) * 256, _hourAt(i + 1) - from), 0, 256);
            return Pens.mix(_hourColour(i, k), _hourColour(i + 1, k), share);
        }
    }

    /// @dev Storm, dust, fog and age, thicker towards the horizon.
    function _thicken(Phenotype memory p, int256 rgb, int256 pale, int256 k)
        private
        pure
        returns (int256)
    {
        unchecked {
            int256 c = Pens.mix(rgb, 0x2e2838, Fixed.div(p.storm * (200 - k * 36), 127));
            c = Pens.mix(c, 0xe2c890, Fixed.div(p.haze * (30 + k * 30), 127));
            return
                Pens.mix(
                    c, pale, Fixed.div(Fixed.clamp(p.fog + p.mist, 0, 127) * (110 + k * 30), 127)
                );
        }
    }

    /// @dev The heights of the sun that have colours of their own.
    function _hourAt(int256 i) private pure returns (int256) {
        unchecked {
            return i == 4 ? int256(112) : Fixed.nth(i, 46, 58, 66, 80);
        }
    }

    /// @dev Night, twilight, low sun, morning, noon.
    function _hourColour(int256 i, int256 k) private pure returns (int256) {
        unchecked {
            if (i == 0) return Fixed.nth(k, 0x0b1030, 0x141c46, 0x24305e, 0x3a4674);
            if (i == 1) return Fixed.nth(k, 0x262a60, 0x574682, 0xa8627e, 0xe6946e);
            if (i == 2) return Fixed.nth(k, 0x4a669e, 0x9a8aa6, 0xe8a680, 0xf8cc8c);
            if (i == 3) return Fixed.nth(k, 0x4f8cc0, 0x86b4d4, 0xc0d8da, 0xf0e4c6);
            return Fixed.nth(k, 0x3a80bc, 0x6ca6d4, 0xa8cede, 0xdce8e2);
        }
    }

    function _defs(Pen memory pen, Phenotype memory p, int256[4] memory sky) private pure {
        unchecked {
            Pens.text(pen, "<defs><linearGradient id='k' x2='0' y2='1'>");
            for (int256 k = 0; k < 4; k++) {
                _stop(pen, Fixed.nth(k, 0, 30, 54, 70), sky[uint256(k)], 100);
            }
            Pens.text(pen, "</linearGradient><radialGradient id='h'>");
            int256 glow = p.sunY > 60
                ? Pens.mix(0xfff4cc, 0xffb060, Fixed.clamp((84 - p.sunY) * 10, 0, 256))
                : int256(0xdfe6f2);
            _stop(pen, 0, glow, 90);
            _stop(pen, 30, glow, 40);
            _stop(pen, 100, glow, 0);
            Pens.text(pen, "</radialGradient></defs>");
        }
    }

    function _stop(Pen memory pen, int256 at, int256 rgb, int256 percent) private pure {
        unchecked {
            Pens.text(pen, "<stop offset='");
            Pens.first(pen, at);
            Pens.text(pen, "%' stop-color='");
            Pens.colour(pen, rgb);
            if (percent < 100) {
                Pens.text(pen, "' stop-opacity='.");
                Pens.first(pen, percent);
            }
            Pens.text(pen, "'/>");
        }
    }

    function _aurora(Pen memory pen, Phenotype memory p) private pure {
        unchecked {
            for (int256 k = 0; k < 3; k++) {
                Pens.veiled(
                    pen,
                    Fixed.nth(k, 0x58e0a8, 0x48b8c8, 0x9a6ad0, 0),
                    Fixed.clamp(Fixed.div(p.aurora, 4), 4, 40)
                );
                Pens.path(pen);
                int256 y = 760 - k * 110;
                Pens.moveTo(pen, 0, y);
                for (int256 x = 320; x < 1921; x += 320) {
                    int256 fold = Fixed.pick(p.sunX + 90, x + k, 320) - 160;
                    Pens.curveTo(
                        pen, x - 160, y + fold, x, y - 60 + Fixed.pick(p.moonX, x + k, 120)
                    );
                }
                Pens.lineTo(pen, 1920, y - 420);
                Pens.curveTo(pen, 1300, y - 300, 960, y - 520);
                Pens.curveTo(pen, 500, y - 330, 0, y - 460);
                Pens.text(pen, "z");
                Pens.endPath(pen);
                Pens.endGroup(pen);
            }
        }
    }

    function _lights(Pen memory pen, Phenotype memory p, int256[4] memory sky) private pure {
        unchecked {
            int256 cover = Fixed.clamp(p.cloud + p.fog + p.storm, 0, 127);
            if (p.sunY > 54) {
                (int256 x, int256 y) = Heavens.placeOf(p.sunX, p.sunY);
                if (cover < 100) _glow(pen, x, y, 620 - cover * 3);
                int256 sun = Heavens.sunColour(p);
                Pens.disc(
                    pen,
                    x,
                    y,
                    78,
                    Pens.mix(sun, sky[uint256(1)], Fixed.clamp(cover * 2 - 60, 0, 190))
                );
            }
            if (p.moonY > 60 && p.sunY < 74) {
                (int256 x, int256 y) = Heavens.placeOf(p.moonX, p.moonY);
                if (p.sunY < 58 && cover < 90) _glow(pen, x, y, 420 - cover * 3);
                Heavens.moon(
                    pen,
                    p,
                    x,
                    y,
                    Pens.mix(
                        0xf4efdc,
                        sky[uint256(1)],
                        Fixed.clamp(cover * 2 - 60 + (p.sunY - 40) * 2, 0, 210)
                    )
                );
            }
        }
    }

    function _glow(Pen memory pen, int256 x, int256 y, int256 r) private pure {
        unchecked {
            Pens.attribute(pen, "<circle fill='url(#h)' cx='", x);
            Pens.attribute(pen, " cy='", y);
            Pens.attribute(pen, " r='", r);
            Pens.text(pen, "/>");
        }
    }

    /// @dev Four ridges, paler the farther away.
    function _ridges(Pen memory pen, Phenotype memory p, int256[4] memory sky) private pure {
        unchecked {
            int256 green = Pens.mix(
                Pens.mix(0x3c5a44, 0x8a7a48, p.drought),
                0xd8e2e8,
                Fixed.clamp(p.snow + p.frost, 0, 150)
            );
            int256 wood = Pens.mix(Palettes.tone(green, Palettes.amounts(p)), 0x1c2430, 70);
            for (int256 k = 0; k < 4; k++) {
                Pens.group(pen, Pens.mix(sky[uint256(3)], wood, Fixed.nth(k, 70, 116, 168, 216)));
                _ridge(pen, k);
                Pens.endGroup(pen);
            }
        }
    }

    function _ridge(Pen memory pen, int256 k) private pure {
        unchecked {
            int256 y = HORIZON - 40 + k * 100;
            int256 tall = 250 - k * 40;
            Pens.path(pen);
            Pens.moveTo(pen, 0, y - Fixed.pick(920 + k, 40, 120));
            for (int256 x = 240; x < 1921; x += 240) {
                int256 a = Fixed.pick(920 + k, x, tall);
                Pens.curveTo(
                    pen, x - 120, y - a, x, y - Fixed.shr(a + Fixed.pick(940 + k, x, tall), 1)
                );
            }
            Pens.text(pen, "V1920H0z");
            Pens.endPath(pen);
        }
    }
}
