// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

import {IHeliotrope} from "../interfaces/IHeliotrope.sol";

/// @title Homes: where tokens were told to be born, until they are.
abstract contract Homes is IHeliotrope {
    /// @dev 16 tokens to a slot, 16 bits each: the station plus one, so that unwritten means drawn.
    mapping(uint256 slot => uint256) private _homes;

    /// @inheritdoc IHeliotrope
    function homesIn(uint256 first, uint256 count) external view returns (uint16[] memory homes) {
        homes = new uint16[](count);
        // By the slot, and answered as it lies: a germination asks for hundreds at once, and is spared 200
        // gas for each. Unchecked: ids beyond the last wrap, and are drawn.
        unchecked {
            for (uint256 i; i < count;) {
                uint256 place = (first + i) & 15;
                uint256 word = _homes[(first + i) >> 4] >> (place << 4);
                uint256 end = FixedPointMathLib.min(i + 16 - place, count);
                assembly ("memory-safe") {
                    for {} lt(i, end) { i := add(i, 1) } {
                        // Zero wraps to DRAWN.
                        mstore(add(add(homes, 32), shl(5, i)), and(sub(word, 1), 0xffff))
                        word := shr(16, word)
                    }
                }
            }
        }
        assembly ("memory-safe") {
            mstore(sub(homes, 32), 32)
            return(sub(homes, 32), add(64, shl(5, count)))
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
