// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC721A} from "erc721a/contracts/ERC721A.sol";

import {IERC4906} from "../interfaces/IERC4906.sol";
import {IHeliotrope} from "../interfaces/IHeliotrope.sol";

/// @title Wired: what the parts of the token share: ownership, and the contracts around it.
abstract contract Wired is ERC721A, IHeliotrope, IERC4906 {
    /// @dev What the token works with, for the constructor, which calls none of it.
    struct Wiring {
        address genomes;
        address climate;
        address models;
        address choices;
        address contractMetadata;
        // Of the tokens' accounts, ERC-6551.
        address accountImplementation;
    }

    address public immutable genomes;
    address public immutable climate;
    address public immutable models;
    address public immutable choices;
    address public immutable contractMetadata;
    address public immutable accountImplementation;

    constructor(Wiring memory wiring) {
        genomes = wiring.genomes;
        climate = wiring.climate;
        models = wiring.models;
        choices = wiring.choices;
        contractMetadata = wiring.contractMetadata;
        accountImplementation = wiring.accountImplementation;
    }

    /// @dev Burned tokens pass.
    function _requireMinted(uint256 tokenId) internal view {
        if (tokenId >= _nextTokenId()) revert OwnerQueryForNonexistentToken();
    }
}
