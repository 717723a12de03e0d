// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Phenotype} from "../art/Phenotype.sol";
import {Genome} from "../types/Genome.sol";

/// @title Bed: some of the species, as many as one contract's code can hold.
interface IBed {
    /// @notice A plant without its ground, as SVG markup. Of another bed's species it draws one of its own.
    /// @param p a phenotype of stage 1 or later.
    function plant(Phenotype memory p, Genome g) external pure returns (string memory);
}
