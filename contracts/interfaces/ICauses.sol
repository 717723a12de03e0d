// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Phenotype} from "../art/Phenotype.sol";
import {Scene} from "../art/Scene.sol";

/// @notice One thing that is seen, and why it is so.
struct Cause {
    /// What is looked at: "Flowers", "Frost scars", "Sky".
    string feature;
    /// How it is: "wide open", "3".
    string value;
    /// What made it so, with its figures: bits of the genome, what the station observed, what the plant has
    /// lived through, or what its holder chose.
    string cause;
}

/// @title Causes: why a picture looks as it does.
interface ICauses {
    /// @notice Every visible feature, what stands out most first. Texts hold no markup and no quotes.
    function explain(Scene memory s, Phenotype memory p) external pure returns (Cause[] memory);
}
