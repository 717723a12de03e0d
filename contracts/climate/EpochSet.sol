// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibBit} from "solady/utils/LibBit.sol";

/// @title A growing set of epochs that finds the last one before any time in constant gas.
/// @notice One bit an epoch, 256 to a page (75 days of production), and one bit a page, 256 pages to a
/// chapter (52 years), set when the page is not empty. However long the weather was silent, a search
/// reads two pages and one chapter, and one more chapter for every 52 years of silence.
struct EpochSet {
    mapping(uint256 page => uint256) pages;
    mapping(uint256 chapter => uint256) chapters;
}

using EpochSetLib for EpochSet global;

library EpochSetLib {
    /// @notice Adds `epoch`. Only the first epoch of a page writes more than one slot.
    function add(EpochSet storage set, uint256 epoch) internal {
        uint256 page = epoch >> 8;
        uint256 word = set.pages[page];
        if (word == 0) set.chapters[page >> 8] |= 1 << (page & 255);
        set.pages[page] = word | (1 << (epoch & 255));
    }

    /// @notice The last epoch of the set that is not after `epoch`; some epoch must be.
    function last(EpochSet storage set, uint256 epoch) internal view returns (uint256) {
        uint256 page = epoch >> 8;
        // The bit of `epoch` on top, later ones shifted out.
        uint256 word = set.pages[page] << (255 - (epoch & 255));
        if (word != 0) return epoch - LibBit.clz(word);
        uint256 chapter = page >> 8;
        word = set.chapters[chapter] & ((1 << (page & 255)) - 1);
        while (word == 0) word = set.chapters[--chapter];
        page = (chapter << 8) | LibBit.fls(word);
        return (page << 8) | LibBit.fls(set.pages[page]);
    }

    /// @notice The epochs of the set from `from` to `to`, ascending, the first `most` of them.
    function between(EpochSet storage set, uint256 from, uint256 to, uint256 most)
        internal
        view
        returns (uint256[] memory epochs)
    {
        epochs = new uint256[](most);
        uint256 found;
        while (from <= to && found < most) {
            uint256 word = set.pages[from >> 8] >> (from & 255);
            if (word == 0) {
                // On to the next page.
                from = (from | 255) + 1;
                continue;
            }
            from += LibBit.ffs(word);
            if (from <= to) epochs[found++] = from++;
        }
        assembly ("memory-safe") {
            mstore(epochs, found)
        }
    }
}
