// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Accounts} from "./almanac/Accounts.sol";
import {Challenges} from "./almanac/Challenges.sol";
import {Delegation} from "./almanac/Delegation.sol";
import {Nodes} from "./almanac/Nodes.sol";
import {Proceedings} from "./almanac/Proceedings.sol";
import {Reveals} from "./almanac/Reveals.sol";
import {Upgrades} from "./almanac/Upgrades.sol";
import {Views} from "./almanac/Views.sol";
import {Windows} from "./almanac/Windows.sol";
import {Rules} from "./interfaces/IAlmanac.sol";
import {IClimate} from "./interfaces/IClimate.sol";
import {IGenomes} from "./interfaces/IGenomes.sol";
import {IHeliotrope} from "./interfaces/IHeliotrope.sol";

/// @title The almanac
/// @notice See IAlmanac.
contract Almanac is Accounts, Reveals, Challenges, Delegation, Views, Upgrades {
    constructor(Rules memory rules_, IClimate climate_, IHeliotrope token_)
        Windows(rules_, climate_)
        Nodes(IGenomes(token_.genomes()))
        Challenges(token_)
        Delegation(address(new Proceedings(rules_, climate_, IGenomes(token_.genomes()))))
        Views(token_)
        Upgrades(rules_)
    {}
}
