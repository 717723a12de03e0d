// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Vm} from "forge-std/Vm.sol";
import {Ownable} from "solady/auth/Ownable.sol";

import {Heliotrope} from "../../../contracts/Heliotrope.sol";
import {ISale} from "../../../contracts/interfaces/ISale.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {Fixture} from "../Fixture.sol";

contract MintTest is Fixture {
    function test_mint_sellsAtThePrice() public {
        _mint(alice, 5);
        assertEq(token.balanceOf(alice), 5);
        assertEq(token.ownerOf(4), alice);
        assertEq(token.totalMinted(), 5);
        assertEq(address(token).balance, 5 * token.price());
    }

    function test_fuzz_mint_givesBackWhatIsTooMuch(uint96 extra) public {
        uint256 price = token.price();
        vm.deal(alice, price * 3 + uint256(extra));
        vm.prank(alice);
        token.mint{value: price * 3 + uint256(extra)}(3);
        assertEq(alice.balance, extra);
        assertEq(address(token).balance, price * 3);
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

    function test_mint_aReentrantBuyerGainsNothing() public {
        Greedy greedy = new Greedy(token);
        vm.deal(address(greedy), 10 ether);
        greedy.buy();
        assertEq(token.balanceOf(address(greedy)), 2);
        assertEq(address(token).balance, 2 * token.price());
        assertEq(address(greedy).balance, 10 ether - 2 * token.price());
    }

    function test_RevertWhen_thePriceIsNotMet() public {
        uint256 price = token.price();
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(ISale.PriceNotMet.selector, 2 * price, 2 * price - 1)
        );
        token.mint{value: 2 * price - 1}(2);
    }

    function test_RevertWhen_theQuantityIsOutOfRange() public {
        vm.startPrank(alice);
        uint256[3] memory wrong = [uint256(0), 11, 65_535];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISale.QuantityOutOfRange.selector, wrong[i]));
            token.mint{value: 10 ether}(wrong[i]);
        }
    }

    function test_withdraw_paysTheTreasuryWhoeverCalls() public {
        _mint(alice, 4);
        uint256 kept = 4 * token.germinationReward();
        uint256 earned = 4 * token.price() - kept;
        vm.prank(owner);
        token.setTreasury(bob);
        uint256 before = bob.balance;
        vm.expectEmit(address(token));
        emit ITreasury.Withdrawn(bob, earned);
        vm.prank(mallory);
        token.withdraw();
        assertEq(bob.balance, before + earned);
        assertEq(address(token).balance, kept);
    }

    function test_withdraw_sweepsForcedEther() public {
        vm.deal(address(token), 3 ether);
        uint256 before = treasury.balance;
        token.withdraw();
        assertEq(treasury.balance, before + 3 ether);
    }

    function test_RevertWhen_aStrangerChangesTheTreasury() public {
        vm.prank(mallory);
        vm.expectRevert(Ownable.Unauthorized.selector);
        token.setTreasury(mallory);
        vm.prank(owner);
        vm.expectRevert(ITreasury.PayeeZero.selector);
        token.setTreasury(address(0));
    }
}

contract SupplyTest is Fixture {
    function _settings() internal override returns (Settings memory settings) {
        settings = super._settings();
        settings.terms.maxSupply = 12;
        settings.terms.reserve = 0;
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
}

/// @dev Buys again from inside its refund.
contract Greedy {
    Heliotrope private immutable token;
    bool private again;

    constructor(Heliotrope token_) {
        token = token_;
    }

    function buy() external {
        token.mint{value: 1 ether}(1);
    }

    receive() external payable {
        if (again) return;
        again = true;
        token.mint{value: 1 ether}(1);
    }
}
