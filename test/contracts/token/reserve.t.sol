// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";

import {ISale} from "../../../contracts/interfaces/ISale.sol";
import {SaleFixture} from "./SaleFixture.sol";

contract ReserveTest is SaleFixture {
    function test_mintReserve_givesPlantsForNothing() public {
        _open(0, 0, 0);
        vm.expectEmit(address(token));
        emit ISale.ShopChanged(token.shop().withSupply(10_000, 16));
        vm.prank(artist);
        token.mintReserve(bob, 4, 1);
        assertEq(token.balanceOf(bob), 4);
        assertEq(token.homesIn(3, 1)[0], 1);
        assertEq(token.shop().reserve(), 16);
        vm.prank(owner);
        token.mintReserve(bob, 10, ANYWHERE);
        assertEq(token.shop().reserve(), 6);
        assertEq(address(token).balance, 0);
    }

    function test_mintReserve_toWalletsWithCode() public {
        vm.etch(bob, hex"00");
        vm.prank(artist);
        token.mintReserve(bob, 1, ANYWHERE);
        assertEq(token.ownerOf(0), bob);
    }

    function test_mintReserve_takesNothingFromTheSale() public {
        vm.prank(artist);
        token.lowerSupply(25, 20);
        _mint(alice, 5);
        vm.startPrank(artist);
        token.mintReserve(bob, 10, ANYWHERE);
        token.mintReserve(bob, 10, ANYWHERE);
        assertEq(token.totalMinted(), 25);
        vm.expectRevert(abi.encodeWithSelector(ISale.SupplyExhausted.selector, 1, 0));
        token.mintReserve(bob, 1, ANYWHERE);
    }

    function test_RevertWhen_theQuantityIsOutOfRange() public {
        vm.startPrank(artist);
        uint256[3] memory wrong = [uint256(0), 11, type(uint256).max];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISale.QuantityOutOfRange.selector, wrong[i]));
            token.mintReserve(bob, wrong[i], ANYWHERE);
        }
        token.mintReserve(bob, 10, ANYWHERE);
        token.mintReserve(bob, 9, ANYWHERE);
        vm.expectRevert(abi.encodeWithSelector(ISale.SupplyExhausted.selector, 2, 1));
        token.mintReserve(bob, 2, ANYWHERE);
    }

    function test_RevertWhen_itIsForNobodyOrMintingIsPaused() public {
        vm.prank(artist);
        vm.expectRevert(bytes4(keccak256("MintToZeroAddress()")));
        token.mintReserve(address(0), 1, ANYWHERE);
        _pause(true);
        vm.prank(artist);
        vm.expectRevert(ISale.MintingPaused.selector);
        token.mintReserve(bob, 1, ANYWHERE);
    }

    function test_RevertWhen_aStrangerTakesFromTheReserve() public {
        address[3] memory strangers = [mallory, guardian, treasury];
        for (uint256 i; i < 3; ++i) {
            vm.prank(strangers[i]);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.mintReserve(strangers[i], 1, ANYWHERE);
        }
    }
}
