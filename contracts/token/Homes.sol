// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {DRAWN, IHeliotrope} from "../interfaces/IHeliotrope.sol";

/// @title Homes: where tokens were told to be born, until they are.
abstract contract Homes is IHeliotrope {
    /// @dev 16 tokens to a slot, 16 bits each: the station plus one, so that unwritten means drawn.
    mapping(uint256 slot => uint256) private _homes;

    /// @inheritdoc IHeliotrope
    function homesIn(uint256 first, uint256 count) external view returns (uint16[] memory homes) {
        homes = new uint16[](count);
        uint256 word;
        // Unchecked: a germination asks for hundreds at once. Ids beyond the last wrap; zero wraps to DRAWN.
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 tokenId = first + i;
                if (i == 0 || tokenId & 15 == 0) word = _homes[tokenId >> 4];
                homes[i] = uint16(word >> ((tokenId & 15) << 4)) - 1;
            }
        }
    }

    /// @dev `station` must not be DRAWN, nor have been kept for these tokens before.
    function _keepHome(uint256 first, uint256 quantity, uint16 station) internal {
        uint256 end = first + quantity;
        while (first < end) {
            // A slot at a time.
            uint256 slot = first >> 4;
            uint256 word = _homes[slot];
            do {
                word |= (uint256(station) + 1) << ((first & 15) << 4);
                ++first;
            } while (first < end && first & 15 != 0);
            _homes[slot] = word;
        }
    }
}
