// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {Heliotrope} from "../../../contracts/Heliotrope.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {Wired} from "../../../contracts/token/Wired.sol";
import {Reentrant} from "./Reentrant.sol";
import {SaleFixture} from "./SaleFixture.sol";

contract RewardTest is SaleFixture {
    uint256 private constant REWARD = 0.0001 ether;

    function _settings() internal override returns (Settings memory settings) {
        settings = super._settings();
        settings.terms.germinationReward = REWARD;
    }

    function test_germinate_earnsAReward() public {
        _mint(alice, 5);
        bytes memory header = _ripen("chance");
        vm.expectEmit(address(token));
        emit ITreasury.RewardCredited(mallory, 5 * REWARD);
        vm.prank(mallory);
        genomes.germinate(header, 512);
        assertEq(token.rewardOf(mallory), 5 * REWARD);
        assertEq(token.rewardsOwed(), 5 * REWARD);
    }

    function test_germinate_earnsForEachPartOfABatch() public {
        _mint(alice, 5);
        bytes memory header = _ripen("chance");
        vm.prank(keeper);
        genomes.germinate(header, 2);
        vm.prank(mallory);
        genomes.germinate("", 512);
        assertEq(token.rewardOf(keeper), 2 * REWARD);
        assertEq(token.rewardOf(mallory), 3 * REWARD);
        assertEq(token.rewardsOwed(), 5 * REWARD);
    }

    function test_germinate_outlivesTheTreasurysVisit() public {
        _mint(alice, 5);
        token.withdraw();
        assertEq(address(token).balance, 5 * REWARD);
        _germinate("chance");
        assertEq(token.rewardOf(keeper), 5 * REWARD);
        _claim(keeper, keeper);
        assertEq(address(token).balance, 0);
    }

    function test_germinate_earnsLessWhereThereIsLess() public {
        vm.prank(artist);
        token.mintReserve(bob, 10, ANYWHERE);
        vm.deal(address(token), 3 * REWARD + 1);
        _germinate("chance");
        assertEq(token.rewardOf(keeper), 3 * REWARD + 1);
        // Nothing, where there is nothing that is not owed already.
        vm.prank(artist);
        token.mintReserve(bob, 5, ANYWHERE);
        _germinate("more");
        assertEq(genomes.germinated(), 15);
        assertEq(token.rewardOf(keeper), 3 * REWARD + 1);
        assertEq(token.rewardsOwed(), address(token).balance);
    }

    function test_germinate_isNotStoppedByRiches() public {
        _mint(alice, 1);
        vm.deal(address(token), type(uint256).max);
        _germinate("chance");
        assertEq(token.rewardOf(keeper), REWARD);
    }

    function test_claimReward_paysWhomTheEarnerNames() public {
        _mint(alice, 5);
        _germinate("chance");
        vm.expectEmit(address(token));
        emit ITreasury.RewardClaimed(keeper, bob, 5 * REWARD);
        uint256 before = bob.balance;
        assertEq(_claim(keeper, bob), 5 * REWARD);
        assertEq(bob.balance, before + 5 * REWARD);
        assertEq(token.rewardOf(keeper), 0);
        assertEq(token.rewardsOwed(), 0);
        // And again after more work.
        _mint(alice, 1);
        _germinate("more");
        assertEq(_claim(keeper, keeper), REWARD);
    }

    function test_claimReward_aReentrantEarnerIsPaidOnce() public {
        Reentrant greedy = new Reentrant(address(token));
        _mint(alice, 10);
        bytes memory header = _ripen("chance");
        vm.prank(keeper);
        genomes.germinate(header, 5);
        vm.prank(address(greedy));
        genomes.germinate("", 5);
        bytes memory claim = abi.encodeCall(token.claimReward, (address(greedy)));
        greedy.plan(0, claim);
        greedy.plan(0, abi.encodeCall(token.withdraw, ()));
        greedy.plan(0, claim);
        assertTrue(greedy.start(0, claim));
        assertEq(address(greedy).balance, 5 * REWARD);
        assertEq(greedy.failed(), 2);
        assertEq(token.rewardsOwed(), 5 * REWARD);
        assertEq(address(token).balance, 5 * REWARD);
        _claim(keeper, keeper);
    }

    function test_RevertWhen_nothingIsToClaim() public {
        vm.startPrank(mallory);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NothingToClaim.selector, mallory));
        token.claimReward(mallory);
        vm.expectRevert(ITreasury.PayeeZero.selector);
        token.claimReward(address(0));
        vm.stopPrank();
        _mint(alice, 1);
        _germinate("chance");
        _claim(keeper, keeper);
        vm.prank(keeper);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NothingToClaim.selector, keeper));
        token.claimReward(keeper);
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NothingToClaim.selector, mallory));
        token.claimReward(keeper);
    }

    function test_RevertWhen_thePayeeRefuses() public {
        _mint(alice, 1);
        _germinate("chance");
        vm.prank(keeper);
        vm.expectRevert(abi.encodeWithSignature("ETHTransferFailed()"));
        token.claimReward(address(token));
        assertEq(token.rewardOf(keeper), REWARD);
    }

    function test_RevertWhen_theRewardIsBeyondAllMoney() public {
        Settings memory settings = _settings();
        Wired.Wiring memory wiring;
        settings.terms.germinationReward = 1 << 80;
        vm.expectRevert(SafeCastLib.Overflow.selector);
        new Heliotrope(settings.terms, wiring);
        settings.terms.germinationReward = (1 << 80) - 1;
        new Heliotrope(settings.terms, wiring);
    }

    function _claim(address by, address to) private returns (uint256) {
        vm.prank(by);
        return token.claimReward(to);
    }
}

/// @dev The highest reward that there can be: germination goes on, whatever the contract holds.
contract HighestRewardTest is SaleFixture {
    function _settings() internal override returns (Settings memory settings) {
        settings = super._settings();
        settings.terms.germinationReward = type(uint80).max;
    }

    function test_fuzz_germinate_goesOn(uint256 balance, uint8 quantity) public {
        balance = bound(balance, 0, 1 << 200);
        _mint(alice, bound(quantity, 1, 10));
        vm.deal(address(token), balance);
        _germinate("chance");
        uint256 owed = balance < type(uint80).max ? balance : type(uint80).max;
        assertEq(token.rewardOf(keeper), owed);
        _mint(alice, 1);
        _germinate("more");
        assertLe(token.rewardsOwed(), address(token).balance);
        vm.prank(keeper);
        token.claimReward(keeper);
    }
}

/// @dev No reward at all.
contract NoRewardTest is SaleFixture {
    function _settings() internal override returns (Settings memory settings) {
        settings = super._settings();
        settings.terms.germinationReward = 0;
    }

    function test_germinate_earnsNothing() public {
        _mint(alice, 5);
        token.withdraw();
        assertEq(address(token).balance, 0);
        _germinate("chance");
        assertEq(token.rewardsOwed(), 0);
    }
}
