// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Shapes} from "../Shapes.sol";
import {Studies, Study} from "../Study.sol";

/// @title Thornlamp: for now a bare stalk.
/// @notice TypeScript twin: renderer/species/thornlamp.ts.
/// @dev Unchecked throughout: lengths and angles stay under 2^40, colours are 24 bits wide.
library Thornlamp {
    function thornlamp(Study memory s) internal pure {
        unchecked {
            int256 height = Studies.grown(s, 900);
            Studies.stalk(
                s, Shapes.grow(Studies.FOOT_X, Studies.FOOT_Y, 0, height, s.lean, s.nod), 22, 13
            );
        }
    }
}
