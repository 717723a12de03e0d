// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Scenery} from "./Scenery.sol";
import {Grounds} from "./art/Ground.sol";
import {Pens} from "./art/Pen.sol";
import {Phenotype} from "./art/Phenotype.sol";
import {Studies, Study} from "./art/Study.sol";
import {Bellspire} from "./art/species/Bellspire.sol";
import {Mooncup} from "./art/species/Mooncup.sol";
import {Starwheel} from "./art/species/Starwheel.sol";
import {Stonerose} from "./art/species/Stonerose.sol";
import {Sunhead} from "./art/species/Sunhead.sol";
import {IPlant} from "./interfaces/IPlant.sol";
import {Genome, SPECIES_COUNT} from "./types/Genome.sol";

/// @title Plant: one file a species; this contract only picks.
/// @notice TypeScript twin: renderer/plant.ts.
contract Plant is IPlant {
    Scenery private immutable SCENERY;

    /// @dev Deploys its second piece itself: together they exceed the limit on code size.
    constructor() {
        SCENERY = new Scenery();
    }

    /// @inheritdoc IPlant
    function plantLayer(Phenotype memory p, Genome g) external view returns (string memory) {
        if (p.stage == 0) return SCENERY.seed(p, g);
        uint256 kind = g.species() % SPECIES_COUNT;
        if (kind == 5) return SCENERY.tree(p, g);
        Study memory s = Studies.studyOf(p, g);
        Grounds.ground(s);
        if (kind == 0) Sunhead.sunhead(s);
        else if (kind == 1) Bellspire.bellspire(s);
        else if (kind == 2) Mooncup.mooncup(s);
        else if (kind == 3) Starwheel.starwheel(s);
        else Stonerose.stonerose(s);
        Grounds.foreground(s);
        return Pens.done(s.pen);
    }
}
