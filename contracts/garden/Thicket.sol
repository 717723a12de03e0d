// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Pens} from "../art/Pen.sol";
import {Phenotype} from "../art/Phenotype.sol";
import {Studies, Study} from "../art/Study.sol";
import {Dawnvine} from "../art/species/Dawnvine.sol";
import {Lacefern} from "../art/species/Lacefern.sol";
import {IBed} from "../interfaces/IBed.sol";
import {Genome} from "../types/Genome.sol";

/// @title Thicket: fern and climber.
contract Thicket is IBed {
    /// @inheritdoc IBed
    function plant(Phenotype memory p, Genome g) external pure returns (string memory) {
        Study memory s = Studies.studyOf(p, g);
        uint256 kind = Studies.kindOf(g);
        if (kind == 6) Lacefern.lacefern(s);
        else Dawnvine.dawnvine(s);
        return Pens.done(s.pen);
    }
}
