// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {Voucher} from "../../../contracts/interfaces/ISale.sol";
import {Reentrant} from "./Reentrant.sol";
import {SaleFixture} from "./SaleFixture.sol";

contract WithdrawTest is SaleFixture {
    function test_withdraw_paysTheTreasuryWhoeverCalls() public {
        _mint(alice, 4);
        uint256 kept = 4 * token.germinationReward();
        vm.prank(owner);
        token.setTreasury(bob);
        uint256 before = bob.balance;
        vm.expectEmit(address(token));
        emit ITreasury.Withdrawn(bob, 4 * PRICE - kept);
        vm.prank(mallory);
        token.withdraw();
        assertEq(bob.balance, before + 4 * PRICE - kept);
        assertEq(address(token).balance, kept);
    }

    function test_withdraw_leavesWhatGerminationEarned() public {
        _mint(alice, 4);
        _germinate("chance");
        _mint(alice, 2);
        token.withdraw();
        assertEq(address(token).balance, 6 * token.germinationReward());
        assertEq(token.rewardsOwed(), 4 * token.germinationReward());
    }

    function test_withdraw_takesWhatWasForced() public {
        // By SELFDESTRUCT, which asks nobody.
        SafeTransferLib.forceSafeTransferETH(address(token), 3 ether);
        assertEq(address(token).balance, 3 ether);
        // It buys nothing, and stands in nobody's way.
        _mint(alice, 1);
        token.withdraw();
        assertEq(treasury.balance, 3 ether + PRICE - token.germinationReward());
    }

    function test_withdraw_aReentrantTreasuryGainsNothing() public {
        Reentrant greedy = new Reentrant{value: 1 ether}(address(token));
        vm.prank(owner);
        token.setTreasury(address(greedy));
        _mint(alice, 4);
        uint256 kept = 4 * token.germinationReward();
        greedy.plan(0, abi.encodeCall(token.withdraw, ()));
        greedy.plan(0, abi.encodeCall(token.claimReward, (address(greedy))));
        greedy.plan(PRICE, abi.encodeCall(token.mint, (1)));
        greedy.plan(0, abi.encodeCall(token.setTreasury, (mallory)));
        token.withdraw();
        assertEq(greedy.succeeded(), 1);
        assertEq(address(token).balance, kept + PRICE);
        assertEq(address(greedy).balance, 1 ether + 4 * PRICE - kept - PRICE);
    }

    function test_fuzz_withdraw_everyWeiIsSomebodys(uint256 seed) public {
        uint256 paid;
        uint256 claimed;
        for (uint256 i; i < 24; ++i) {
            uint256 chance = uint256(keccak256(abi.encode(seed, i)));
            uint256 quantity = 1 + (chance >> 8) % 10;
            uint256 what = chance % 8;
            uint256 before = alice.balance;
            if (what == 0) {
                vm.prank(alice);
                token.mint{value: quantity * PRICE + chance % 1 ether}(quantity);
            } else if (what == 1) {
                vm.prank(alice);
                token.mintAt{value: quantity * PRICE}(quantity, 0);
            } else if (what == 2) {
                Voucher memory voucher = _voucher(i);
                bytes memory signature = _signVoucher(voucher);
                vm.prank(alice);
                token.mintVoucher{value: PRICE + chance % 1 ether}(voucher, signature);
            } else if (what == 3 && token.shop().reserve() >= quantity) {
                vm.prank(artist);
                token.mintReserve(bob, quantity, ANYWHERE);
            } else if (what == 4) {
                (,, bool ripe,) = genomes.pendingBatch();
                if (ripe || token.totalMinted() > genomes.germinated()) {
                    _germinate(bytes32(chance));
                }
            } else if (what == 5 && token.rewardOf(keeper) != 0) {
                vm.prank(keeper);
                claimed += token.claimReward(keeper);
            } else if (what == 6) {
                try token.withdraw() {} catch {}
            } else {
                vm.deal(address(token), address(token).balance + 1);
                paid += 1;
            }
            paid += before - alice.balance;
            assertEq(paid, treasury.balance + claimed + address(token).balance);
            assertEq(keeper.balance, claimed);
            assertLe(token.rewardsOwed(), address(token).balance);
            assertEq(token.rewardsOwed(), token.rewardOf(keeper));
        }
    }

    function test_RevertWhen_onlyRewardsAreLeft() public {
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NothingToWithdraw.selector, 0));
        token.withdraw();
        _mint(alice, 4);
        token.withdraw();
        uint256 kept = 4 * token.germinationReward();
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NothingToWithdraw.selector, kept));
        token.withdraw();
        _germinate("chance");
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NothingToWithdraw.selector, kept));
        token.withdraw();
        // Nor when less is there than the waiting plants would need.
        vm.prank(artist);
        token.mintReserve(bob, 10, ANYWHERE);
        vm.expectPartialRevert(ITreasury.NothingToWithdraw.selector);
        token.withdraw();
    }

    function test_RevertWhen_theTreasuryRefuses() public {
        vm.prank(owner);
        token.setTreasury(address(token));
        _mint(alice, 1);
        vm.expectRevert(abi.encodeWithSignature("ETHTransferFailed()"));
        token.withdraw();
        vm.prank(owner);
        token.setTreasury(bob);
        token.withdraw();
    }

    function test_RevertWhen_aStrangerChangesTheTreasury() public {
        address[4] memory strangers = [mallory, artist, guardian, treasury];
        for (uint256 i; i < 4; ++i) {
            vm.prank(strangers[i]);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.setTreasury(mallory);
        }
        vm.prank(owner);
        vm.expectRevert(ITreasury.PayeeZero.selector);
        token.setTreasury(address(0));
    }
}
