// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Rules} from "../interfaces/IAlmanac.sol";
import {IClimate} from "../interfaces/IClimate.sol";
import {IGenomes} from "../interfaces/IGenomes.sol";
import {Demands} from "./Demands.sol";
import {Nodes} from "./Nodes.sol";
import {Verdicts} from "./Verdicts.sol";
import {Windows} from "./Windows.sol";

/// @title Proceedings: demands and verdicts, which the almanac runs as code of its own.
/// @dev All in one contract would be larger than a contract may be. What is called here directly plays with
/// storage of its own, in which nobody ever committed to anything.
contract Proceedings is Demands, Verdicts {
    constructor(Rules memory rules, IClimate climate, IGenomes genomes)
        Windows(rules, climate)
        Nodes(genomes)
    {}
}
