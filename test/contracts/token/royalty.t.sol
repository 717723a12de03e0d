// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {Ownable} from "solady/auth/Ownable.sol";

import {Heliotrope} from "../../../contracts/Heliotrope.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {Wired} from "../../../contracts/token/Wired.sol";
import {SaleFixture} from "./SaleFixture.sol";

contract RoyaltyTest is SaleFixture {
    function test_fuzz_royaltyInfo_isTheExactShare(uint256 salePrice, uint256 bps) public {
        bps = bound(bps, 0, 1000);
        vm.prank(owner);
        token.setRoyalty(bps);
        (address receiver, uint256 royalty) = token.royaltyInfo(0, salePrice);
        assertEq(receiver, treasury);
        assertLe(royalty, salePrice);
        assertEq(royalty, FixedPointMathLib.fullMulDiv(salePrice, bps, 10_000));
    }

    function test_royaltyInfo_answersForThePriceOfAllPrices() public {
        vm.prank(owner);
        token.setRoyalty(1000);
        (, uint256 royalty) = token.royaltyInfo(type(uint256).max, type(uint256).max);
        assertEq(royalty, type(uint256).max / 10);
        (, royalty) = token.royaltyInfo(0, 0);
        assertEq(royalty, 0);
        (, royalty) = token.royaltyInfo(0, 9);
        assertEq(royalty, 0);
    }

    function test_royaltyInfo_followsTheTreasury() public {
        vm.prank(owner);
        token.setTreasury(bob);
        (address receiver,) = token.royaltyInfo(0, 1);
        assertEq(receiver, bob);
        assertEq(token.royaltyBps(), 500);
    }

    function test_setRoyalty_changesNothingElseInItsSlot() public {
        _mint(alice, 5);
        _germinate("chance");
        uint256 owed = token.rewardsOwed();
        assertGt(owed, 0);
        vm.expectEmit(address(token));
        emit ITreasury.RoyaltyChanged(1000);
        vm.prank(owner);
        token.setRoyalty(1000);
        assertEq(token.royaltyBps(), 1000);
        assertEq(token.treasury(), treasury);
        assertEq(token.rewardsOwed(), owed);
    }

    function test_RevertWhen_theRoyaltyIsTooHigh() public {
        uint256[3] memory wrong = [uint256(1001), 65_536 + 500, type(uint256).max];
        vm.startPrank(owner);
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(ITreasury.RoyaltyTooHigh.selector, wrong[i], 1000)
            );
            token.setRoyalty(wrong[i]);
        }
        vm.stopPrank();
        Settings memory settings = _settings();
        Wired.Wiring memory wiring;
        settings.terms.royaltyBps = 1001;
        vm.expectRevert(abi.encodeWithSelector(ITreasury.RoyaltyTooHigh.selector, 1001, 1000));
        new Heliotrope(settings.terms, wiring);
    }

    function test_RevertWhen_aStrangerSetsTheRoyalty() public {
        address[4] memory strangers = [mallory, artist, guardian, treasury];
        for (uint256 i; i < 4; ++i) {
            vm.prank(strangers[i]);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.setRoyalty(0);
        }
    }
}
