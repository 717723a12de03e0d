// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Pens} from "../art/Pen.sol";
import {Phenotype} from "../art/Phenotype.sol";
import {Studies, Study} from "../art/Study.sol";
import {Bellspire} from "../art/species/Bellspire.sol";
import {Mooncup} from "../art/species/Mooncup.sol";
import {Sunhead} from "../art/species/Sunhead.sol";
import {IBed} from "../interfaces/IBed.sol";
import {Genome} from "../types/Genome.sol";

/// @title Border: daisy, bells and bulb.
contract Border is IBed {
    /// @inheritdoc IBed
    function plant(Phenotype memory p, Genome g) external pure returns (string memory) {
        Study memory s = Studies.studyOf(p, g);
        uint256 kind = Studies.kindOf(g);
        if (kind == 0) Sunhead.sunhead(s);
        else if (kind == 1) Bellspire.bellspire(s);
        else Mooncup.mooncup(s);
        return Pens.done(s.pen);
    }
}
