// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Purse} from "./Purse.sol";

/// @title Felling: what a root's fall changes.
abstract contract Felling is Purse {
    /// @dev Or another takes precedence, where it fell already. Whoever calls this says so: it knows the address.
    function _fell(uint256 epoch, bytes32 root, uint32 by, bool intended) internal {
        Record storage record = _recordOf(epoch, root);
        if (!record.fallen) {
            Record storage page = _almanac().pages[epoch];
            page.standing -= 1;
            page.openTotal -= record.openDemands;
            record.openDemands = 0;
            record.fallen = true;
            record.fellAt = uint40(block.number);
        }
        record.felledBy = by;
        record.intended = intended;
    }
}
