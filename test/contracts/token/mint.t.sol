// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Vm} from "forge-std/Vm.sol";
import {Ownable} from "solady/auth/Ownable.sol";

import {Heliotrope} from "../../../contracts/Heliotrope.sol";
import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {ISale, PublicSale} from "../../../contracts/interfaces/ISale.sol";
import {Shop} from "../../../contracts/types/Shop.sol";
import {Reentrant} from "./Reentrant.sol";
import {SaleFixture} from "./SaleFixture.sol";

contract MintTest is SaleFixture {
    function test_mint_sellsAtThePrice() public {
        _mint(alice, 5);
        assertEq(token.balanceOf(alice), 5);
        assertEq(token.numberMinted(alice), 5);
        assertEq(token.ownerOf(4), alice);
        assertEq(token.totalMinted(), 5);
        assertEq(address(token).balance, 5 * PRICE);
    }

    function test_mint_takesEveryBatchUpToTheLargest() public {
        for (uint256 quantity = 1; quantity <= 10; ++quantity) {
            uint256 before = token.totalMinted();
            _mint(alice, quantity);
            assertEq(token.totalMinted(), before + quantity);
        }
    }

    function test_fuzz_mint_givesBackWhatIsTooMuch(uint96 extra) public {
        vm.deal(alice, PRICE * 3 + uint256(extra));
        vm.prank(alice);
        token.mint{value: PRICE * 3 + uint256(extra)}(3);
        assertEq(alice.balance, extra);
        assertEq(address(token).balance, PRICE * 3);
    }

    function test_mint_announcesNothing() public {
        vm.recordLogs();
        _mint(alice, 5);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 5);
        for (uint256 i; i < 5; ++i) {
            assertEq(logs[i].topics[0], keccak256("Transfer(address,address,uint256)"));
        }
    }

    function test_mint_toWalletsWithCode() public {
        // An account under EIP-7702 whose code knows no receiver hook.
        vm.etch(alice, hex"00");
        _mint(alice, 1);
        assertEq(token.ownerOf(0), alice);
    }

    function test_mint_isOpenFromItsFirstSecondToItsLast() public {
        _open(block.timestamp + 100, block.timestamp + 200, 10);
        bytes memory closed = abi.encodeWithSelector(
            ISale.SaleClosed.selector, block.timestamp + 100, block.timestamp + 200
        );
        vm.startPrank(alice);
        skip(99);
        vm.expectRevert(closed);
        token.mint{value: PRICE}(1);
        skip(1);
        token.mint{value: PRICE}(1);
        skip(99);
        token.mint{value: PRICE}(1);
        skip(1);
        vm.expectRevert(closed);
        token.mint{value: PRICE}(1);
        assertEq(token.totalMinted(), 2);
    }

    function test_mint_countsWhatAWalletWasEverMinted() public {
        _open(0, type(uint40).max, 7);
        _mint(alice, 5);
        vm.startPrank(alice);
        // Neither burning nor giving away makes room.
        token.burn(0);
        token.transferFrom(alice, bob, 1);
        vm.expectRevert(abi.encodeWithSelector(ISale.WalletLimitReached.selector, 3, 2));
        token.mint{value: 1 ether}(3);
        token.mint{value: 1 ether}(2);
        vm.expectRevert(abi.encodeWithSelector(ISale.WalletLimitReached.selector, 1, 0));
        token.mint{value: 1 ether}(1);
        vm.stopPrank();
        // What bob was given is not what he minted.
        _mint(bob, 7);
        // A limit that is lowered afterwards turns away whoever is above it.
        _open(0, type(uint40).max, 6);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ISale.WalletLimitReached.selector, 1, 0));
        token.mint{value: 1 ether}(1);
    }

    function test_mint_canBeFree() public {
        vm.prank(artist);
        token.setPublicSale(PublicSale(0, 0, type(uint40).max, 10));
        vm.prank(alice);
        token.mint(10);
        assertEq(token.balanceOf(alice), 10);
    }

    function test_mint_isStoppedByTheGuardianAndTransfersAreNot() public {
        _mint(alice, 1);
        _pause(true);
        vm.startPrank(alice);
        vm.expectRevert(ISale.MintingPaused.selector);
        token.mint{value: PRICE}(1);
        vm.expectRevert(ISale.MintingPaused.selector);
        token.mintAt{value: PRICE}(1, 0);
        token.transferFrom(alice, bob, 0);
        vm.stopPrank();
        _germinate("chance");
        vm.prank(bob);
        token.burn(0);
        _pause(false);
        _mint(alice, 1);
    }

    function test_mintAt_keepsTheHome() public {
        vm.startPrank(alice);
        token.mintAt{value: 3 * PRICE}(3, 1);
        token.mintAt{value: PRICE}(1, ANYWHERE);
        vm.stopPrank();
        uint16[] memory homes = token.homesIn(0, 4);
        assertEq(homes[0], 1);
        assertEq(homes[2], 1);
        assertEq(homes[3], ANYWHERE);
    }

    function test_mint_aReentrantBuyerGainsNothing() public {
        Reentrant greedy = new Reentrant{value: 10 ether}(address(token));
        greedy.plan(1 ether, abi.encodeCall(token.mint, (1)));
        greedy.plan(PRICE, abi.encodeCall(token.mintAt, (1, 0)));
        greedy.plan(0, abi.encodeCall(token.burn, (0)));
        _planAllElse(greedy);
        greedy.plan(0, abi.encodeCall(token.withdraw, ()));
        uint256 before = treasury.balance;
        assertTrue(greedy.start(1 ether, abi.encodeCall(token.mint, (1))));
        // Two more plants, paid for, one of its own burned, and the treasury paid.
        assertEq(greedy.succeeded(), 4);
        assertEq(greedy.failed(), 27);
        assertEq(token.owner(), owner);
        assertEq(token.lockedPowers(), 0);
        assertEq(token.balanceOf(address(greedy)), 2);
        assertEq(token.totalMinted(), 3);
        assertEq(address(greedy).balance, 10 ether - 3 * PRICE);
        uint256 kept = 3 * token.germinationReward();
        assertEq(address(token).balance, kept);
        assertEq(treasury.balance, before + 3 * PRICE - kept);
    }

    /// @dev What a buyer may not do, or has no ground for: every other function that writes.
    function _planAllElse(Reentrant greedy) private {
        PublicSale memory sale;
        address self = address(greedy);
        greedy.plan(0, abi.encodeCall(token.mint, (1)));
        greedy.plan(0, abi.encodeCall(token.mintListed, (1, 0, 10, new bytes32[](0))));
        greedy.plan(0, abi.encodeCall(token.mintVoucher, (_voucher(0), new bytes(65))));
        greedy.plan(0, abi.encodeCall(token.mintReserve, (self, 1, 0)));
        greedy.plan(0, abi.encodeCall(token.claimReward, (self)));
        greedy.plan(0, abi.encodeCall(token.setPublicSale, (sale)));
        greedy.plan(0, abi.encodeCall(token.setListedSale, (bytes32(0), sale)));
        greedy.plan(0, abi.encodeCall(token.lowerSupply, (20, 20)));
        greedy.plan(0, abi.encodeCall(token.setVoucherSigner, (self)));
        greedy.plan(0, abi.encodeCall(token.cancelVoucher, (0)));
        greedy.plan(0, abi.encodeCall(token.setPaused, (false)));
        greedy.plan(0, abi.encodeCall(token.setTreasury, (self)));
        greedy.plan(0, abi.encodeCall(token.setRoyalty, (0)));
        greedy.plan(0, abi.encodeCall(token.setNames, ("", "", "")));
        greedy.plan(0, abi.encodeCall(token.lock, (1)));
        greedy.plan(0, abi.encodeCall(token.grantRoles, (self, 3)));
        greedy.plan(0, abi.encodeCall(token.revokeRoles, (artist, 3)));
        greedy.plan(0, abi.encodeCall(token.transferOwnership, (self)));
        greedy.plan(0, abi.encodeCall(token.completeOwnershipHandover, (self)));
        greedy.plan(0, abi.encodeCall(token.renounceOwnership, ()));
        greedy.plan(0, abi.encodeCall(token.announceBirth, (0, 0, self)));
        // What it holds has not germinated, and chooses nothing.
        greedy.plan(0, abi.encodeCall(token.move, (0, 1)));
        greedy.plan(0, abi.encodeCall(token.pin, (0, 1)));
        greedy.plan(0, abi.encodeCall(token.follow, (0)));
        greedy.plan(0, abi.encodeCall(token.adoptModel, (0, 0)));
        greedy.plan(0, abi.encodeCall(token.adoptArt, (0, 0)));
        greedy.plan(0, abi.encodeCall(token.setTrait, (0, bytes32(0), bytes32(0))));
    }

    function test_fuzz_shop_isWhatWasSet(PublicSale memory sale, bool paused) public {
        vm.prank(artist);
        token.setPublicSale(sale);
        _pause(paused);
        Shop shop = token.shop();
        assertEq(shop.price(), sale.price);
        assertEq(token.price(), sale.price);
        assertEq(shop.opensAt(), sale.opensAt);
        assertEq(shop.closesAt(), sale.closesAt);
        assertEq(shop.walletLimit(), sale.walletLimit);
        assertEq(shop.paused(), paused);
        assertEq(shop.maxSupply(), 10_000);
        assertEq(token.maxSupply(), 10_000);
        assertEq(shop.reserve(), 20);
    }

    function test_RevertWhen_thePriceIsNotMet() public {
        vm.startPrank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(ISale.PriceNotMet.selector, 2 * PRICE, 2 * PRICE - 1)
        );
        token.mint{value: 2 * PRICE - 1}(2);
        vm.expectRevert(abi.encodeWithSelector(ISale.PriceNotMet.selector, PRICE, 0));
        token.mintAt(1, 0);
    }

    function test_RevertWhen_theQuantityIsOutOfRange() public {
        vm.startPrank(alice);
        uint256[3] memory wrong = [uint256(0), 11, 65_535];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISale.QuantityOutOfRange.selector, wrong[i]));
            token.mint{value: 10 ether}(wrong[i]);
        }
        vm.expectRevert(
            abi.encodeWithSelector(ISale.WalletLimitReached.selector, type(uint256).max, 65_535)
        );
        token.mint{value: 10 ether}(type(uint256).max);
    }

    function test_RevertWhen_thereIsNoSuchHome() public {
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IClimate.StationUnknown.selector, 2));
        token.mintAt{value: PRICE}(1, 2);
        vm.expectRevert(abi.encodeWithSelector(IClimate.StationUnknown.selector, 65_534));
        token.mintAt{value: PRICE}(1, 65_534);
        token.mintAt{value: PRICE}(1, 1);
    }

    function test_RevertWhen_aBuyerCannotTakeTheRefund() public {
        vm.etch(alice, hex"5f5ffd");
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSignature("ETHTransferFailed()"));
        token.mint{value: PRICE + 1}(1);
        token.mint{value: PRICE}(1);
    }

    function test_RevertWhen_aStrangerChangesTheSale() public {
        PublicSale memory sale;
        address[3] memory strangers = [mallory, guardian, deployer];
        for (uint256 i; i < 3; ++i) {
            vm.startPrank(strangers[i]);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.setPublicSale(sale);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.setListedSale(bytes32(0), sale);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.lowerSupply(20, 20);
            vm.stopPrank();
        }
        vm.prank(owner);
        token.setPublicSale(sale);
    }
}

contract SupplyTest is SaleFixture {
    function _settings() internal override returns (Settings memory settings) {
        settings = super._settings();
        settings.terms.maxSupply = 15;
        settings.terms.reserve = 3;
    }

    function test_mint_endsWithTheSupply() public {
        _mint(alice, 10);
        vm.startPrank(bob);
        vm.expectRevert(abi.encodeWithSelector(ISale.SupplyExhausted.selector, 3, 2));
        token.mint{value: 1 ether}(3);
        token.mint{value: 1 ether}(2);
        vm.expectRevert(abi.encodeWithSelector(ISale.SupplyExhausted.selector, 1, 0));
        token.mint{value: 1 ether}(1);
        // Burning makes no room.
        token.burn(11);
        vm.expectRevert(abi.encodeWithSelector(ISale.SupplyExhausted.selector, 1, 0));
        token.mint{value: 1 ether}(1);
    }

    function test_lowerSupply_sellsWhatTheArtistGivesUp() public {
        _mint(alice, 10);
        vm.expectEmit(address(token));
        emit ISale.ShopChanged(token.shop().withSupply(14, 1));
        vm.prank(artist);
        token.lowerSupply(14, 1);
        _mint(bob, 3);
        vm.startPrank(bob);
        vm.expectRevert(abi.encodeWithSelector(ISale.SupplyExhausted.selector, 1, 0));
        token.mint{value: 1 ether}(1);
        vm.stopPrank();
        assertEq(token.maxSupply(), 14);
        vm.prank(artist);
        token.lowerSupply(13, 0);
        assertEq(token.maxSupply(), token.totalMinted());
    }

    function test_RevertWhen_theSupplyIsNotLowered() public {
        _mint(alice, 10);
        vm.startPrank(artist);
        uint256[2][5] memory wrong = [
            [uint256(16), 3],
            [uint256(15), 4],
            // 10 are minted.
            [uint256(12), 3],
            [uint256(9), 0],
            [type(uint256).max, type(uint256).max]
        ];
        for (uint256 i; i < 5; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(ISale.SupplyNotLower.selector, wrong[i][0], wrong[i][1])
            );
            token.lowerSupply(wrong[i][0], wrong[i][1]);
        }
        token.lowerSupply(15, 3);
        token.lowerSupply(13, 3);
        token.lowerSupply(10, 0);
    }

    function test_RevertWhen_theReserveIsMoreThanThereIs() public {
        Settings memory settings = _settings();
        Heliotrope.Wiring memory wiring;
        settings.terms.reserve = 16;
        vm.expectRevert(abi.encodeWithSelector(ISale.SupplyNotLower.selector, 15, 16));
        new Heliotrope(settings.terms, wiring);
        settings.terms.reserve = 15;
        assertEq(new Heliotrope(settings.terms, wiring).shop().reserve(), 15);
    }
}
