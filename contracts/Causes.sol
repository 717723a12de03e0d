// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Phenotype} from "./art/Phenotype.sol";
import {Scene} from "./art/Scene.sol";
import {Words} from "./art/Words.sol";
import {Cause, ICauses} from "./interfaces/ICauses.sol";

/// @title Causes: why a picture looks as it does.
/// @notice TypeScript twin: renderer/causes.ts.
contract Causes is ICauses {
    /// @inheritdoc ICauses
    function explain(Scene memory, Phenotype memory p)
        external
        pure
        returns (Cause[] memory causes)
    {
        causes = new Cause[](1);
        causes[0] = Cause("Stage", Words.stageName(p), "");
    }
}
