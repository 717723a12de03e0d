// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";
import {OwnableRoles} from "solady/auth/OwnableRoles.sol";

import {Owned} from "../Owned.sol";
import {Powers} from "../Powers.sol";

/// @title Two roles beside the owner, who gives and takes them. Neither changes existing art.
/// @notice The artist sells: terms, reserve, vouchers, names. The guardian stops and resumes minting.
/// @dev Solady makes these functions payable to save a check; here that would strand ether.
abstract contract Roles is OwnableRoles, Powers {
    uint256 public constant ROLE_ARTIST = 1 << 0;
    uint256 public constant ROLE_GUARDIAN = 1 << 1;

    function grantRoles(address user, uint256 roles) public payable override free {
        super.grantRoles(user, roles);
    }

    function revokeRoles(address user, uint256 roles) public payable override free {
        super.revokeRoles(user, roles);
    }

    function renounceRoles(uint256 roles) public payable override free {
        super.renounceRoles(roles);
    }

    // The language wants these named again where both sides know them. All are Owned's.

    function transferOwnership(address newOwner) public payable override(Ownable, Owned) {
        super.transferOwnership(newOwner);
    }

    function renounceOwnership() public payable override(Ownable, Owned) {
        super.renounceOwnership();
    }

    function requestOwnershipHandover() public payable override(Ownable, Owned) {
        super.requestOwnershipHandover();
    }

    function cancelOwnershipHandover() public payable override(Ownable, Owned) {
        super.cancelOwnershipHandover();
    }

    function completeOwnershipHandover(address pendingOwner)
        public
        payable
        override(Ownable, Owned)
    {
        super.completeOwnershipHandover(pendingOwner);
    }
}
