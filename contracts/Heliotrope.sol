// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {HeliotropeCore} from "./HeliotropeCore.sol";
import {Owned} from "./Owned.sol";
import {PublicSale} from "./interfaces/ISale.sol";
import {Names} from "./token/Names.sol";
import {Sale} from "./token/Sale.sol";
import {Treasury} from "./token/Treasury.sol";
import {Vouchers} from "./token/Vouchers.sol";

/// @title Heliotrope: plants that live under the weather of a real place.
contract Heliotrope is Vouchers, Names {
    /// @dev What the collection is, for the constructor.
    struct Terms {
        string name;
        string symbol;
        string description;
        string externalUrl;
        address owner;
        // Zero for none; the owner can name them later.
        address artist;
        address guardian;
        address treasury;
        uint256 maxSupply;
        uint256 reserve;
        uint256 royaltyBps;
        uint256 germinationReward;
        PublicSale sale;
        // With a root of zero nobody is listed; the artist can list some later.
        bytes32 listRoot;
        PublicSale listedSale;
    }

    constructor(Terms memory terms, Wiring memory wiring)
        HeliotropeCore(terms.name, terms.symbol, wiring)
        Owned(terms.owner)
        Sale(terms.maxSupply, terms.reserve, terms.sale, terms.listRoot, terms.listedSale)
        Treasury(terms.treasury, terms.royaltyBps, terms.germinationReward)
        Names(terms.description, terms.externalUrl)
    {
        if (terms.artist != address(0)) _grantRoles(terms.artist, ROLE_ARTIST);
        if (terms.guardian != address(0)) _grantRoles(terms.guardian, ROLE_GUARDIAN);
    }
}
