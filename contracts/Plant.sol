// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";

import {Phenotype} from "./art/Phenotype.sol";
import {Studies} from "./art/Study.sol";
import {Earth} from "./garden/Earth.sol";
import {IBed} from "./interfaces/IBed.sol";
import {IPlant} from "./interfaces/IPlant.sol";
import {Genome} from "./types/Genome.sol";

/// @title Plant: one file a species, a few of them a bed; this contract only picks.
/// @notice TypeScript twin: renderer/plant.ts.
/// @dev The pieces are deployed before it: no initcode could hold them all.
contract Plant is IPlant {
    Earth private immutable EARTH;
    IBed private immutable BORDER;
    IBed private immutable MEADOW;
    IBed private immutable ROCKERY;
    IBed private immutable THICKET;

    constructor(Earth earth, IBed border, IBed meadow, IBed rockery, IBed thicket) {
        EARTH = earth;
        BORDER = border;
        MEADOW = meadow;
        ROCKERY = rockery;
        THICKET = thicket;
    }

    /// @inheritdoc IPlant
    function plantLayer(Phenotype memory p, Genome g) external view returns (string memory) {
        if (p.stage == 0) return EARTH.seed(p, g);
        (string memory layer, uint256 over) = EARTH.ground(p, g);
        string memory behind = LibString.slice(layer, 0, over);
        return string.concat(behind, _bedOf(g).plant(p, g), LibString.slice(layer, over));
    }

    function _bedOf(Genome g) private view returns (IBed) {
        uint256 kind = Studies.kindOf(g);
        if (kind < 3) return BORDER;
        if (kind == 4 || kind == 9) return ROCKERY;
        return kind & 1 == 1 ? MEADOW : THICKET;
    }
}
