// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Owned} from "./Owned.sol";

/// @title Powers that can be given up one by one, for ever.
/// @notice Each power is one bit, named `POWER_...` by the contract that has it. A locked power
/// refuses everybody, whatever role they hold; there is no way to unlock it.
abstract contract Powers is Owned {
    /// @dev In a place of its own, so that it stays where it is behind a proxy too.
    /// @custom:storage-location erc7201:heliotrope.storage.Powers
    struct PowersStorage {
        uint256 locked;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("heliotrope.storage.Powers")) - 1)) & ~0xff
    bytes32 private constant POWERS_SLOT =
        0x6cca36d78664b721ac98c4dde061945d72b57e0ad66ada9d402d6bd4a4990c00;

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
        _powers().locked |= powers;
        emit PowersLocked(powers);
    }

    /// @notice The bits of every power that is locked.
    function lockedPowers() public view returns (uint256) {
        return _powers().locked;
    }

    function _requireUnlocked(uint256 power) internal view {
        if (_powers().locked & power != 0) revert PowerLocked(power);
    }

    function _powers() private pure returns (PowersStorage storage place) {
        assembly {
            place.slot := POWERS_SLOT
        }
    }
}
