// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Pens} from "../art/Pen.sol";
import {Phenotype} from "../art/Phenotype.sol";
import {Studies, Study} from "../art/Study.sol";
import {Snowbough} from "../art/species/Snowbough.sol";
import {Starwheel} from "../art/species/Starwheel.sol";
import {Windplume} from "../art/species/Windplume.sol";
import {IBed} from "../interfaces/IBed.sol";
import {Genome} from "../types/Genome.sol";

/// @title Meadow: umbels and grass, and the small tree that stands in them.
contract Meadow is IBed {
    /// @inheritdoc IBed
    function plant(Phenotype memory p, Genome g) external pure returns (string memory) {
        Study memory s = Studies.studyOf(p, g);
        uint256 kind = Studies.kindOf(g);
        if (kind == 3) Starwheel.starwheel(s);
        else if (kind == 5) Snowbough.snowbough(s);
        else Windplume.windplume(s);
        return Pens.done(s.pen);
    }
}
