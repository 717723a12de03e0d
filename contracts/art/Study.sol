// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Genome, SPECIES_COUNT} from "../types/Genome.sol";
import {Fixed} from "./Fixed.sol";
import {Marks} from "./Marks.sol";
import {Palette, Palettes} from "./Palette.sol";
import {Pen, Pens} from "./Pen.sol";
import {Phenotype} from "./Phenotype.sol";
import {Axis, Shapes, Stalk} from "./Shapes.sol";

struct Study {
    Pen pen;
    Phenotype p;
    Genome g;
    // 32 bits for small differences.
    int256 seed;
    Palette ink;
    // 1 when the light comes from the right, -1 from the left.
    int256 side;
    // Angles added along a whole stalk by wind, and at its end by thirst.
    int256 lean;
    int256 nod;
}

/// @title Studies: what every part of a drawing needs at hand.
/// @notice TypeScript twin: renderer/study.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Studies {
    /// @dev The foot of the plant.
    int256 internal constant FOOT_X = 960;
    int256 internal constant FOOT_Y = 1640;
    /// @dev Half as far as the climber's rod is wide.
    int256 internal constant RODS_HALF = 433;

    function studyOf(Phenotype memory p, Genome g) internal pure returns (Study memory) {
        unchecked {
            return Study({
                pen: Pens.newPen(),
                p: p,
                g: g,
                seed: int256(uint256(uint32(g.seed()))),
                ink: Palettes.paletteOf(p, g),
                side: (p.sunY > 60 ? p.sunX : p.moonX) < 64 ? int256(-1) : int256(1),
                lean: p.lean * 110,
                nod: p.droop * 90
            });
        }
    }

    /// @dev A genome is any word: what no species has is one of them all the same.
    function kindOf(Genome g) internal pure returns (uint256) {
        return g.species() % SPECIES_COUNT;
    }

    /// @dev Where it is rooted: at the foot, but for the climber, whose rod's leg stands to one side.
    function rootX(Study memory s) internal pure returns (int256) {
        unchecked {
            if (kindOf(s.g) != 8) return FOOT_X;
            return FOOT_X + (s.g.petals() & 1 == 0 ? 0 - RODS_HALF : RODS_HALF);
        }
    }

    /// @dev The i-th small difference of this plant, 0..range-1.
    function vary(Study memory s, int256 i, int256 range) internal pure returns (int256) {
        unchecked {
            return Fixed.pick(s.seed, i, range);
        }
    }

    /// @dev Whether the i-th flower has gone to seed: one after another as autumn goes on.
    function isRipe(Study memory s, int256 i) internal pure returns (bool) {
        unchecked {
            return Fixed.pick(s.seed, 700 + i, 127) < s.p.ripeness;
        }
    }

    /// @dev `full` at the height that the plant has grown to.
    function grown(Study memory s, int256 full) internal pure returns (int256) {
        unchecked {
            return Fixed.div(full * s.p.stature, 127);
        }
    }

    /// @dev What a life has left on the main stem: the holder's marks, and a light nick for each doubling of
    /// its frost.
    function nicks(Study memory s, Stalk memory stem, int256 width) internal pure {
        unchecked {
            Marks.marks(s, stem, width);
            if (s.p.scars == 0) return;
            Pens.lines(s.pen, Pens.mix(s.ink.stemLit, 0xf0e4cc, 120), 5);
            Pens.path(s.pen);
            for (int256 i = 1; i <= s.p.scars; i++) {
                Axis memory a = Shapes.axisAt(stem, i, 0);
                Pens.moveTo(s.pen, Shapes.atX(a, 26, 0 - width), Shapes.atY(a, 26, 0 - width));
                Pens.lineTo(s.pen, Shapes.atX(a, 38, width), Shapes.atY(a, 38, width));
            }
            Pens.endPath(s.pen);
            Pens.endGroup(s.pen);
        }
    }

    /// @dev A stalk in the plant's colours, one edge of it lit; half widths at foot and tip.
    function stalk(Study memory s, Stalk memory stem, int256 width, int256 tip) internal pure {
        unchecked {
            Pens.group(s.pen, s.ink.stem);
            Shapes.ribbon(s.pen, stem, width, tip, -64, 64);
            Pens.endGroup(s.pen);
            Pens.group(s.pen, s.ink.stemLit);
            Shapes.ribbon(
                s.pen,
                stem,
                width,
                tip,
                s.side < 0 ? int256(-64) : int256(10),
                s.side < 0 ? int256(-10) : int256(64)
            );
            Pens.endGroup(s.pen);
        }
    }
}
