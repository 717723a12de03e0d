// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";

/// @title Ownership in two steps, without ether.
/// @notice The next owner calls `requestOwnershipHandover`, then the owner `completeOwnershipHandover`
/// within 48 hours. `renounceOwnership` gives every owner power up for ever.
/// @dev Solady makes these functions payable to save a check; here that would strand ether.
abstract contract Owned is Ownable {
    /// @notice Ownership passes in two steps; let the next owner request it first.
    error HandoverOnly();

    /// @notice Ownership costs nothing; send no ether.
    error OwnershipIsFree();

    modifier free() {
        if (msg.value != 0) revert OwnershipIsFree();
        _;
    }

    constructor(address owner_) {
        _initializeOwner(owner_);
    }

    function transferOwnership(address) public payable virtual override {
        revert HandoverOnly();
    }

    function renounceOwnership() public payable virtual override free {
        super.renounceOwnership();
    }

    function requestOwnershipHandover() public payable virtual override free {
        super.requestOwnershipHandover();
    }

    function cancelOwnershipHandover() public payable virtual override free {
        super.cancelOwnershipHandover();
    }

    function completeOwnershipHandover(address pendingOwner) public payable virtual override free {
        super.completeOwnershipHandover(pendingOwner);
    }
}
