// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Search in ascending lists that live behind a function.
library Search {
    /// @notice How many of the first `length` keys are at most `bound`; keys must not descend.
    /// @dev The last key is asked first, since most searches are for what is newest.
    function countAtMost(
        uint256 length,
        uint256 bound,
        function(uint256) view returns (uint256) keyAt
    ) internal view returns (uint256 low) {
        if (length == 0 || keyAt(length - 1) <= bound) return length;
        uint256 high = length - 1;
        // Keys below `low` are at most `bound`, keys from `high` on are above it.
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (keyAt(middle) <= bound) low = middle + 1;
            else high = middle;
        }
    }
}
