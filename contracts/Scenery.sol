// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Grounds} from "./art/Ground.sol";
import {Pens} from "./art/Pen.sol";
import {Phenotype} from "./art/Phenotype.sol";
import {Seed} from "./art/Seed.sol";
import {Studies, Study} from "./art/Study.sol";
import {Snowbough} from "./art/species/Snowbough.sol";
import {Genome} from "./types/Genome.sol";

/// @title Scenery: the part of Plant that draws seeds and trees, on its own only for the limit on code size.
contract Scenery {
    /// @notice See `IPlant.plantLayer`, for stage 0.
    function seed(Phenotype memory p, Genome g) external pure returns (string memory) {
        Study memory s = Studies.studyOf(p, g);
        Seed.seed(s);
        return Pens.done(s.pen);
    }

    /// @notice See `IPlant.plantLayer`, for the last species.
    function tree(Phenotype memory p, Genome g) external pure returns (string memory) {
        Study memory s = Studies.studyOf(p, g);
        Grounds.ground(s);
        Snowbough.snowbough(s);
        Grounds.foreground(s);
        return Pens.done(s.pen);
    }
}
