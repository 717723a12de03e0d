// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IChoices} from "../../../contracts/interfaces/IChoices.sol";

/// @dev The smallest marketplace: a seller names a price, and a buyer takes the plant as it has seen it, or not
/// at all. State, payment and transfer are one transaction.
contract Market {
    mapping(IERC721 collection => mapping(uint256 tokenId => uint256)) public priceOf;

    function offer(IERC721 collection, uint256 tokenId, uint256 price) external {
        require(collection.ownerOf(tokenId) == msg.sender, "Market: not yours");
        priceOf[collection][tokenId] = price;
    }

    function buy(IERC721 collection, uint256 tokenId, bytes32 state) external payable {
        uint256 price = priceOf[collection][tokenId];
        require(price != 0 && msg.value == price, "Market: wrong price");
        delete priceOf[collection][tokenId];
        IChoices(address(collection)).requireState(tokenId, state);
        address seller = collection.ownerOf(tokenId);
        collection.transferFrom(seller, msg.sender, tokenId);
        (bool paid,) = seller.call{value: price}("");
        require(paid, "Market: the seller takes no ether");
    }
}
