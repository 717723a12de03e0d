// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";

import {Powers} from "../../../contracts/Powers.sol";
import {ISale, PublicSale, Voucher} from "../../../contracts/interfaces/ISale.sol";
import {SaleFixture} from "./SaleFixture.sol";

/// @dev Every power of the token, what it allows and to whom.
contract LocksTest is SaleFixture {
    struct Act {
        uint256 power;
        // Beside the owner; zero: nobody.
        address by;
        bytes data;
    }

    function test_lock_refusesThatPowerAndNoOther() public {
        Act[] memory acts = _acts();
        for (uint256 bit; bit < 7; ++bit) {
            uint256 snapshot = vm.snapshotState();
            vm.expectEmit(address(token));
            emit Powers.PowersLocked(1 << bit);
            vm.prank(owner);
            token.lock(1 << bit);
            assertEq(token.lockedPowers(), 1 << bit);
            for (uint256 i; i < acts.length; ++i) {
                _try(acts[i], owner, acts[i].power != 1 << bit);
                if (acts[i].by != address(0)) _try(acts[i], acts[i].by, acts[i].power != 1 << bit);
            }
            assertTrue(vm.revertToState(snapshot));
        }
    }

    function test_lock_isForEver() public {
        vm.startPrank(owner);
        token.lock(token.POWER_NAMES());
        token.lock(0);
        token.lock(token.POWER_SALE());
        assertEq(token.lockedPowers(), token.POWER_NAMES() | token.POWER_SALE());
        vm.stopPrank();
        // A later owner, or a new artist, has no more than the last.
        vm.prank(bob);
        token.requestOwnershipHandover();
        vm.startPrank(owner);
        token.grantRoles(bob, token.ROLE_ARTIST());
        token.completeOwnershipHandover(bob);
        vm.stopPrank();
        vm.startPrank(bob);
        uint256 names = token.POWER_NAMES();
        vm.expectRevert(abi.encodeWithSelector(Powers.PowerLocked.selector, names));
        token.setNames("", "", "");
    }

    function test_fuzz_lock_onlyEverGrows(uint256[4] calldata powers) public {
        uint256 all;
        vm.startPrank(owner);
        for (uint256 i; i < 4; ++i) {
            token.lock(powers[i]);
            all |= powers[i];
            assertEq(token.lockedPowers(), all);
        }
    }

    function test_lock_leavesTheHoldersAlone() public {
        Voucher memory voucher = _voucher(0);
        bytes memory signature = _signVoucher(voucher);
        vm.prank(owner);
        token.lock(type(uint256).max);
        // What was set goes on: sales, vouchers, rewards, earnings.
        _mint(alice, 5);
        token.mintVoucher{value: PRICE}(voucher, signature);
        _germinate("chance");
        vm.prank(keeper);
        token.claimReward(keeper);
        token.withdraw();
        vm.prank(alice);
        token.transferFrom(alice, bob, 0);
        vm.prank(bob);
        token.burn(0);
    }

    function test_lock_whilePausedEndsMinting() public {
        _pause(true);
        vm.startPrank(owner);
        uint256 power = token.POWER_PAUSE();
        token.lock(power);
        vm.expectRevert(abi.encodeWithSelector(Powers.PowerLocked.selector, power));
        token.setPaused(false);
        vm.stopPrank();
        vm.prank(alice);
        vm.expectRevert(ISale.MintingPaused.selector);
        token.mint{value: PRICE}(1);
    }

    function test_RevertWhen_aStrangerLocks() public {
        address[4] memory strangers = [mallory, artist, guardian, deployer];
        for (uint256 i; i < 4; ++i) {
            vm.prank(strangers[i]);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.lock(1);
        }
    }

    function _try(Act memory act, address by, bool works) private {
        uint256 snapshot = vm.snapshotState();
        vm.prank(by);
        (bool ok, bytes memory answer) = address(token).call(act.data);
        assertEq(ok, works);
        if (!works) {
            assertEq(answer, abi.encodeWithSelector(Powers.PowerLocked.selector, act.power));
        }
        assertTrue(vm.revertToState(snapshot));
    }

    function _acts() private view returns (Act[] memory acts) {
        PublicSale memory sale;
        acts = new Act[](10);
        acts[0] = Act(token.POWER_SALE(), artist, abi.encodeCall(token.setPublicSale, (sale)));
        acts[1] = Act(
            token.POWER_SALE(), artist, abi.encodeCall(token.setListedSale, (bytes32(0), sale))
        );
        acts[2] = Act(token.POWER_SALE(), artist, abi.encodeCall(token.lowerSupply, (20, 20)));
        acts[3] = Act(token.POWER_RESERVE(), artist, abi.encodeCall(token.mintReserve, (bob, 1, 0)));
        acts[4] = Act(token.POWER_VOUCHERS(), artist, abi.encodeCall(token.setVoucherSigner, (bob)));
        acts[5] = Act(token.POWER_VOUCHERS(), artist, abi.encodeCall(token.cancelVoucher, (1)));
        acts[6] = Act(token.POWER_PAUSE(), guardian, abi.encodeCall(token.setPaused, (true)));
        acts[7] = Act(token.POWER_ROYALTY(), address(0), abi.encodeCall(token.setRoyalty, (1)));
        acts[8] = Act(token.POWER_TREASURY(), address(0), abi.encodeCall(token.setTreasury, (bob)));
        acts[9] = Act(token.POWER_NAMES(), artist, abi.encodeCall(token.setNames, ("", "", "")));
    }
}
