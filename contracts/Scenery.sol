// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Backdrop} from "./art/Backdrop.sol";
import {Phenotype} from "./art/Phenotype.sol";

/// @title Scenery: the part of Plant that draws skies, on its own only for the limit on code size.
contract Scenery {
    /// @notice See `IPlant.backdrop`.
    function backdrop(Phenotype memory p) external pure returns (string memory) {
        return Backdrop.backdrop(p);
    }
}
