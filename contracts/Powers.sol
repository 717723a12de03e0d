// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Owned} from "./Owned.sol";

/// @title Powers that can be given up one by one, for ever.
/// @notice Each power is one bit, named `POWER_...` by the contract that has it. A locked power
/// refuses everybody, whatever role they hold; there is no way to unlock it.
abstract contract Powers is Owned {
    /// @notice The bits of every power that is locked.
    uint256 public lockedPowers;

    /// @notice `powers` have just been locked for ever.
    event PowersLocked(uint256 powers);

    /// @notice The power `power` was given up for ever; nothing can bring it back.
    error PowerLocked(uint256 power);

    modifier unlocked(uint256 power) {
        _requireUnlocked(power);
        _;
    }

    /// @notice Gives up every power whose bit is set in `powers`, for ever. Only the owner may call it.
    function lock(uint256 powers) external onlyOwner {
        lockedPowers |= powers;
        emit PowersLocked(powers);
    }

    function _requireUnlocked(uint256 power) internal view {
        if (lockedPowers & power != 0) revert PowerLocked(power);
    }
}
