// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Challenges} from "./almanac/Challenges.sol";
import {Upgrades} from "./almanac/Upgrades.sol";
import {Verdicts} from "./almanac/Verdicts.sol";
import {Windows} from "./almanac/Windows.sol";
import {Rules} from "./interfaces/IAlmanac.sol";
import {IClimate} from "./interfaces/IClimate.sol";
import {IHeliotrope} from "./interfaces/IHeliotrope.sol";

/// @title The almanac
/// @notice See IAlmanac.
contract Almanac is Verdicts, Upgrades {
    constructor(Rules memory rules, IClimate climate, IHeliotrope token)
        Windows(rules, climate)
        Challenges(token)
        Upgrades(rules)
    {}
}
