// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {
    ERC721Enumerable
} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721Enumerable.sol";

/// @dev A peer for docs/gas.md: OpenZeppelin's ERC721Enumerable with a price and a counter.
contract OpenZeppelinEnumerable is ERC721Enumerable {
    uint256 private constant PRICE = 0.01 ether;

    uint256 private _minted;

    constructor() ERC721("Peer", "PEER") {}

    function mint(uint256 quantity) external payable {
        require(msg.value == PRICE * quantity);
        uint256 first = _minted;
        for (uint256 i; i < quantity; ++i) {
            _mint(msg.sender, first + i);
        }
        _minted = first + quantity;
    }
}
