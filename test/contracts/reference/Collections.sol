// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

import {HeliotropeCore} from "../../../contracts/HeliotropeCore.sol";
import {DRAWN} from "../../../contracts/interfaces/IHeliotrope.sol";

/// @dev Our core with nothing on top: who may mint is not its business.
contract CoreCollection is HeliotropeCore {
    constructor(Wiring memory wiring) HeliotropeCore("Heliotrope", "HELIO", wiring) {}

    function mint(address to, uint256 quantity) external {
        _mintPlants(to, quantity, DRAWN);
    }
}

/// @dev The model: OpenZeppelin's ERC721, with ids from 0 and a burn for whoever may transfer.
contract ModelCollection is ERC721("Heliotrope", "HELIO") {
    uint256 private _minted;

    function mint(address to, uint256 quantity) external {
        for (uint256 i; i < quantity; ++i) {
            _mint(to, _minted++);
        }
    }

    function burn(uint256 tokenId) external {
        _update(address(0), tokenId, msg.sender);
    }
}
