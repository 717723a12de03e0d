// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Phenotype} from "../art/Phenotype.sol";
import {Genome} from "../types/Genome.sol";

/// @title Plant: draws. Pure, as SVG markup in a square of 1,920 units.
interface IPlant {
    /// @notice The plant in its ground, without a sky: what lies over the painted one. A phenotype of
    /// stage 0 is drawn as a seed.
    function plantLayer(Phenotype memory p, Genome g) external view returns (string memory);
}
