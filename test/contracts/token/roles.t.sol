// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {OwnableRoles} from "solady/auth/OwnableRoles.sol";
import {Ownable} from "solady/auth/Ownable.sol";

import {Owned} from "../../../contracts/Owned.sol";
import {ISale} from "../../../contracts/interfaces/ISale.sol";
import {SaleFixture} from "./SaleFixture.sol";

contract RolesTest is SaleFixture {
    function test_roles_areTheTermsAtFirst() public view {
        assertEq(token.owner(), owner);
        assertEq(token.rolesOf(artist), token.ROLE_ARTIST());
        assertEq(token.rolesOf(guardian), token.ROLE_GUARDIAN());
        // Whoever deployed holds nothing.
        assertEq(token.rolesOf(deployer), 0);
        assertEq(token.rolesOf(owner), 0);
    }

    function test_setPaused_isTheGuardiansAndTheOwners() public {
        vm.expectEmit(address(token));
        emit ISale.ShopChanged(token.shop().withPaused(true));
        _pause(true);
        assertTrue(token.shop().paused());
        vm.prank(owner);
        token.setPaused(false);
        assertFalse(token.shop().paused());
        address[3] memory strangers = [mallory, artist, deployer];
        for (uint256 i; i < 3; ++i) {
            vm.prank(strangers[i]);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.setPaused(true);
        }
    }

    function test_grantRoles_isTheOwners() public {
        uint256 role = token.ROLE_ARTIST();
        address[4] memory strangers = [mallory, artist, guardian, deployer];
        for (uint256 i; i < 4; ++i) {
            vm.startPrank(strangers[i]);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.grantRoles(mallory, role);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.revokeRoles(artist, role);
            vm.stopPrank();
        }
        vm.expectEmit(address(token));
        emit OwnableRoles.RolesUpdated(bob, role);
        vm.prank(owner);
        token.grantRoles(bob, role);
        vm.prank(bob);
        token.mintReserve(bob, 1, ANYWHERE);
        vm.prank(owner);
        token.revokeRoles(bob, role);
        vm.prank(bob);
        vm.expectRevert(Ownable.Unauthorized.selector);
        token.mintReserve(bob, 1, ANYWHERE);
        // The other artist still is one.
        vm.prank(artist);
        token.mintReserve(bob, 1, ANYWHERE);
    }

    function test_renounceRoles_isForOnesOwn() public {
        vm.startPrank(artist);
        token.renounceRoles(token.ROLE_ARTIST() | token.ROLE_GUARDIAN());
        assertEq(token.rolesOf(artist), 0);
        assertEq(token.rolesOf(guardian), token.ROLE_GUARDIAN());
        vm.expectRevert(Ownable.Unauthorized.selector);
        token.setVoucherSigner(artist);
    }

    function test_ownership_passesInTwoSteps() public {
        vm.prank(owner);
        vm.expectRevert(Owned.HandoverOnly.selector);
        token.transferOwnership(bob);
        vm.prank(bob);
        token.requestOwnershipHandover();
        vm.prank(mallory);
        vm.expectRevert(Ownable.Unauthorized.selector);
        token.completeOwnershipHandover(bob);
        vm.prank(owner);
        vm.expectRevert(Ownable.NoHandoverRequest.selector);
        token.completeOwnershipHandover(alice);
        vm.prank(bob);
        token.cancelOwnershipHandover();
        vm.prank(owner);
        vm.expectRevert(Ownable.NoHandoverRequest.selector);
        token.completeOwnershipHandover(bob);
        vm.prank(bob);
        token.requestOwnershipHandover();
        vm.prank(owner);
        token.completeOwnershipHandover(bob);
        assertEq(token.owner(), bob);
        vm.prank(owner);
        vm.expectRevert(Ownable.Unauthorized.selector);
        token.grantRoles(owner, 3);
    }

    function test_ownership_mayEndAndTheRolesStay() public {
        vm.prank(owner);
        token.renounceOwnership();
        assertEq(token.owner(), address(0));
        _pause(true);
        _pause(false);
        vm.prank(artist);
        token.mintReserve(bob, 1, ANYWHERE);
        // Nobody can give a role any more.
        vm.prank(owner);
        vm.expectRevert(Ownable.Unauthorized.selector);
        token.grantRoles(owner, 3);
    }

    function test_RevertWhen_etherComesAlong() public {
        bytes[7] memory calls = [
            abi.encodeCall(token.grantRoles, (bob, 1)),
            abi.encodeCall(token.revokeRoles, (bob, 1)),
            abi.encodeCall(token.renounceRoles, (1)),
            abi.encodeCall(token.renounceOwnership, ()),
            abi.encodeCall(token.requestOwnershipHandover, ()),
            abi.encodeCall(token.cancelOwnershipHandover, ()),
            abi.encodeCall(token.completeOwnershipHandover, (owner))
        ];
        vm.deal(owner, 1 ether);
        vm.startPrank(owner);
        token.requestOwnershipHandover();
        for (uint256 i; i < 7; ++i) {
            vm.expectRevert(Owned.OwnershipIsFree.selector);
            (bool ok,) = address(token).call{value: 1}(calls[i]);
            assertTrue(ok, "expectRevert answers so");
        }
        assertEq(address(token).balance, 0);
    }

    /// @dev Every function that is not payable, tried with ether: none keeps it.
    function test_RevertWhen_etherComesUnasked() public {
        bytes[9] memory calls = [
            abi.encodeCall(token.mintReserve, (bob, 1, 0)),
            abi.encodeCall(token.setPaused, (true)),
            abi.encodeCall(token.lowerSupply, (100, 19)),
            abi.encodeCall(token.setVoucherSigner, (bob)),
            abi.encodeCall(token.cancelVoucher, (1)),
            abi.encodeCall(token.setNames, ("", "", "")),
            abi.encodeCall(token.lock, (0)),
            abi.encodeCall(token.setTreasury, (bob)),
            abi.encodeCall(token.setRoyalty, (1))
        ];
        vm.deal(owner, 1 ether);
        vm.startPrank(owner);
        for (uint256 i; i < 9; ++i) {
            (bool ok,) = address(token).call{value: 1}(calls[i]);
            assertFalse(ok, vm.toString(i));
            (ok,) = address(token).call(calls[i]);
            assertTrue(ok, vm.toString(i));
        }
    }
}
