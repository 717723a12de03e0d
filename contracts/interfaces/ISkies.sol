// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Phenotype} from "../art/Phenotype.sol";
import {Genome} from "../types/Genome.sol";
import {IModels} from "./IModels.sol";

/// @title Skies: what lies under the plant, as SVG markup in a square of 1,920 units.
interface ISkies {
    /// @notice The sky that the network of `model` paints inside this call, with crisp vectors for what a
    /// picture this small cannot hold. Answers with `backdrop` where there is no such model, where its
    /// engine fails, or where the call has too little gas to paint and to finish: it never reverts.
    function skyOf(Phenotype memory p, Genome g, uint256 model)
        external
        view
        returns (string memory);

    /// @notice Where the models are registered.
    function models() external view returns (IModels);

    /// @notice A sky in vectors alone. Sun, moon and horizon stand where the sky model puts them.
    function backdrop(Phenotype memory p) external pure returns (string memory);
}
