// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";

/// @dev Takes whatever it is given.
contract Receiver is IERC721Receiver {
    function onERC721Received(address, address, uint256, bytes calldata)
        external
        pure
        returns (bytes4)
    {
        return IERC721Receiver.onERC721Received.selector;
    }
}

/// @dev Answers something else than the standard wants.
contract WrongReceiver is IERC721Receiver {
    function onERC721Received(address, address, uint256, bytes calldata)
        external
        pure
        returns (bytes4)
    {
        return 0xdeadbeef;
    }
}

/// @dev Refuses with a reason.
contract Refuser is IERC721Receiver {
    error NoPlantsPlease();

    function onERC721Received(address, address, uint256, bytes calldata)
        external
        pure
        returns (bytes4)
    {
        revert NoPlantsPlease();
    }
}

/// @dev Has code, and has never heard of tokens.
contract Deaf {}

/// @dev While it is given a token, it approves another spender for it, makes the giver its operator, and
/// passes every other token on: whatever a collection has not settled by then goes wrong.
contract Reentrant is IERC721Receiver {
    address public immutable accomplice;

    constructor(address accomplice_) {
        accomplice = accomplice_;
    }

    function onERC721Received(address operator, address, uint256 tokenId, bytes calldata data)
        external
        returns (bytes4)
    {
        IERC721 collection = IERC721(msg.sender);
        collection.setApprovalForAll(operator, true);
        collection.approve(accomplice, tokenId);
        // A greedy one tries to have it back from its accomplice at once.
        if (data.length % 2 == 1) collection.transferFrom(address(this), accomplice, tokenId);
        return IERC721Receiver.onERC721Received.selector;
    }
}
