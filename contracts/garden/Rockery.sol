// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Pens} from "../art/Pen.sol";
import {Phenotype} from "../art/Phenotype.sol";
import {Studies, Study} from "../art/Study.sol";
import {Stonerose} from "../art/species/Stonerose.sol";
import {Thornlamp} from "../art/species/Thornlamp.sol";
import {IBed} from "../interfaces/IBed.sol";
import {Genome} from "../types/Genome.sol";

/// @title Rockery: the succulents.
contract Rockery is IBed {
    /// @inheritdoc IBed
    function plant(Phenotype memory p, Genome g) external pure returns (string memory) {
        Study memory s = Studies.studyOf(p, g);
        uint256 kind = Studies.kindOf(g);
        if (kind == 4) Stonerose.stonerose(s);
        else Thornlamp.thornlamp(s);
        return Pens.done(s.pen);
    }
}
