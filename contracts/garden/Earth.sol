// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Grounds} from "../art/Ground.sol";
import {Motes} from "../art/Motes.sol";
import {Pens} from "../art/Pen.sol";
import {Phenotype} from "../art/Phenotype.sol";
import {Seed} from "../art/Seed.sol";
import {Studies, Study} from "../art/Study.sol";
import {Genome} from "../types/Genome.sol";

/// @title Earth: what every plant stands in, and what lies in it before there is one.
contract Earth {
    /// @notice See `IPlant.plantLayer`, for stage 0.
    function seed(Phenotype memory p, Genome g) external pure returns (string memory) {
        Study memory s = Studies.studyOf(p, g);
        Pens.layer(s.pen);
        Seed.seed(s);
        Pens.endGroup(s.pen);
        return Pens.done(s.pen);
    }

    /// @notice What is drawn before a plant, and from byte `over` on what lies over its foot.
    function ground(Phenotype memory p, Genome g)
        external
        pure
        returns (string memory layer, uint256 over)
    {
        Study memory s = Studies.studyOf(p, g);
        Pens.layer(s.pen);
        Grounds.ground(s);
        over = bytes(Pens.done(s.pen)).length;
        Motes.motes(s);
        Grounds.foreground(s);
        Pens.endGroup(s.pen);
        layer = Pens.done(s.pen);
    }
}
