// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Pens} from "../art/Pen.sol";
import {Phenotype} from "../art/Phenotype.sol";
import {Studies, Study} from "../art/Study.sol";
import {Snowbough} from "../art/species/Snowbough.sol";
import {Stonerose} from "../art/species/Stonerose.sol";
import {Thornlamp} from "../art/species/Thornlamp.sol";
import {IBed} from "../interfaces/IBed.sol";
import {Genome} from "../types/Genome.sol";

/// @title Rockery: the succulents, and the small tree that stands among them.
contract Rockery is IBed {
    /// @inheritdoc IBed
    function plant(Phenotype memory p, Genome g) external pure returns (string memory) {
        Study memory s = Studies.studyOf(p, g);
        uint256 kind = Studies.kindOf(g);
        if (kind == 4) Stonerose.stonerose(s);
        else if (kind == 5) Snowbough.snowbough(s);
        else Thornlamp.thornlamp(s);
        return Pens.done(s.pen);
    }
}
