// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

/// @dev A peer for docs/gas.md: Solady's ERC721 with a price and a counter. Ids start at 0, as ours do.
contract SoladyERC721 is ERC721 {
    uint256 private constant PRICE = 0.01 ether;

    uint256 private _minted;

    function mint(uint256 quantity) external payable {
        require(msg.value == PRICE * quantity);
        uint256 first = _minted;
        for (uint256 i; i < quantity; ++i) {
            _mint(msg.sender, first + i);
        }
        _minted = first + quantity;
    }

    function name() public pure override returns (string memory) {
        return "Peer";
    }

    function symbol() public pure override returns (string memory) {
        return "PEER";
    }

    function tokenURI(uint256) public pure override returns (string memory) {
        return "";
    }
}
