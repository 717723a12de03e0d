// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IAlmanac} from "../../../contracts/interfaces/IAlmanac.sol";
import {AlmanacFixture} from "./AlmanacFixture.sol";

/// @dev Comes back for more while it is paid.
contract Greedy {
    IAlmanac private immutable ALMANAC;
    bool private _tried;

    constructor(IAlmanac almanac) {
        ALMANAC = almanac;
    }

    receive() external payable {
        if (_tried) return;
        _tried = true;
        ALMANAC.withdraw(address(this), msg.value);
    }

    function take(uint256 amount) external {
        ALMANAC.withdraw(address(this), amount);
    }
}

contract AccountsTest is AlmanacFixture {
    function test_deposit_isForAnybody() public {
        address stranger = makeAddr("stranger");
        vm.expectEmit(address(almanac));
        emit IAlmanac.Deposited(stranger, 3);
        vm.prank(alice);
        almanac.deposit{value: 3}(stranger);
        assertEq(_balance(stranger), 3);
        assertEq(_balance(alice), 10 * rules.bond);
        almanac.deposit{value: 4}(stranger);
        assertEq(_balance(stranger), 7);
    }

    function test_deposit_countsAccountsFromOne() public {
        assertEq(almanac.accountCount(), 4);
        assertEq(almanac.accountAt(0), address(0));
        assertEq(almanac.accountAt(1), keeper);
        assertEq(almanac.accountAt(4), mallory);
        assertEq(almanac.accountAt(5), address(0));
        assertEq(almanac.accountOf(bob).id, 3);
        _deposit(bob, 1);
        assertEq(almanac.accountCount(), 4);
    }

    function test_RevertWhen_aDepositIsForNobody() public {
        vm.expectRevert(IAlmanac.RecipientZero.selector);
        almanac.deposit{value: 1}(address(0));
    }

    function test_withdraw_sendsWhatIsFree() public {
        _commit(keeper, ROOT);
        address to = makeAddr("cold wallet");
        vm.expectEmit(address(almanac));
        emit IAlmanac.Withdrawn(keeper, to, 9 * uint256(rules.bond));
        vm.prank(keeper);
        almanac.withdraw(to, 9 * uint256(rules.bond));
        assertEq(to.balance, 9 * uint256(rules.bond));
        assertEq(_balance(keeper), 0);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.BalanceTooLow.selector, 0, 1));
        vm.prank(keeper);
        almanac.withdraw(to, 1);
    }

    function test_RevertWhen_aWithdrawalIsForNobody() public {
        vm.expectRevert(IAlmanac.RecipientZero.selector);
        vm.prank(keeper);
        almanac.withdraw(address(0), 1);
    }

    function test_RevertWhen_theRecipientRefuses() public {
        vm.expectRevert(SafeTransferLib.ETHTransferFailed.selector);
        vm.prank(keeper);
        almanac.withdraw(address(climate), 1);
    }

    function test_RevertWhen_aRecipientComesBackForMore() public {
        Greedy greedy = new Greedy(almanac);
        almanac.deposit{value: 5}(address(greedy));
        vm.expectRevert(SafeTransferLib.ETHTransferFailed.selector);
        greedy.take(3);
        assertEq(_balance(address(greedy)), 5);
    }

    function test_fund_growsTheTreasury() public {
        vm.expectEmit(address(almanac));
        emit IAlmanac.Funded(alice, 2 ether);
        vm.prank(alice);
        almanac.fund{value: 2 ether}();
        almanac.fund{value: 1}();
        assertEq(almanac.treasury(), 2 ether + 1);
    }

    /// @dev Only what is accounted for may come in.
    function test_RevertWhen_etherIsJustSent() public {
        (bool ok,) = address(almanac).call{value: 1}("");
        assertFalse(ok);
    }

    function test_rules_areTheCollections() public view {
        assertEq(rules.commitSeconds, 7200);
        assertEq(rules.revealSeconds, 3600);
        assertEq(rules.challengeSeconds, 43_200);
        assertEq(rules.answerSeconds, 14_400);
        assertEq(rules.followUpSeconds, 3600);
        assertEq(rules.bond, 0.2 ether);
        assertEq(rules.pot, 0.005 ether);
        assertEq(rules.demandFloor, 0.005 ether);
    }
}
