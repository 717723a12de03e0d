// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC721A} from "erc721a/contracts/ERC721A.sol";

/// @dev A peer for docs/gas.md: ERC721A with a price and nothing else.
contract PlainERC721A is ERC721A("Peer", "PEER") {
    uint256 private constant PRICE = 0.01 ether;

    function mint(uint256 quantity) external payable {
        require(msg.value == PRICE * quantity);
        _mint(msg.sender, quantity);
    }
}
