// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {Powers} from "../../../contracts/Powers.sol";
import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {Fixture} from "../Fixture.sol";

/// @dev A submitter that is a contract, and what it does when it is paid.
contract Submitter {
    enum Mood {
        Takes,
        Refuses,
        Burns,
        Reenters
    }

    IClimate private immutable CLIMATE;
    Mood public mood;
    bytes public next;
    bool public reentered;

    constructor(IClimate climate) {
        CLIMATE = climate;
    }

    function set(Mood mood_, bytes calldata next_) external {
        mood = mood_;
        next = next_;
    }

    /// @dev Any call to the climate.
    function send(bytes calldata data) external returns (bool ok) {
        (ok,) = address(CLIMATE).call(data);
    }

    receive() external payable {
        if (mood == Mood.Refuses) revert("no");
        if (mood == Mood.Burns) {
            assembly ("memory-safe") {
                for {} 1 {} {}
            }
        }
        if (mood == Mood.Reenters) {
            (reentered,) = address(CLIMATE).call(next);
        }
    }
}

contract RefundTest is Fixture {
    uint256 private constant BASE_FEE = 10 gwei;
    uint256 private constant CAP = 0.01 ether;

    function setUp() public override {
        super.setUp();
        vm.fee(BASE_FEE);
        vm.txGasPrice(BASE_FEE + 1 gwei);
        // An account that exists, as every sender does.
        vm.deal(keeper, 1 ether);
        vm.prank(owner);
        climate.setRefundCap(CAP);
        _fund(1 ether);
    }

    function test_submit_paysTheSubmitterBack() public {
        uint256 epoch = _nextEpoch();
        bytes memory call = _call(epoch);
        uint256 calldataGas;
        for (uint256 i; i < call.length; ++i) {
            calldataGas += call[i] == 0 ? 4 : 16;
        }
        vm.prank(keeper);
        uint256 used = gasleft();
        (bool ok,) = address(climate).call(call);
        used = used - gasleft() + 21_000 + calldataGas;
        assertTrue(ok);
        // Nearly what it cost, and never more.
        uint256 paid = _paid() / (BASE_FEE + 1 gwei);
        assertLt(paid, used);
        assertGt(paid, used * 97 / 100);
        assertEq(address(climate).balance, 1 ether - _paid());
    }

    function test_submit_tellsWhatItPaid() public {
        uint256 epoch = _nextEpoch();
        bytes memory call = _call(epoch);
        vm.expectEmit(true, false, false, false, address(climate));
        emit IClimate.SubmissionRefunded(keeper, 0);
        vm.prank(keeper);
        (bool ok,) = address(climate).call(call);
        assertTrue(ok);
    }

    function test_submit_paysNoMoreThanTheCap() public {
        vm.prank(owner);
        climate.setRefundCap(1234);
        _observeNext();
        assertEq(_paid(), 1234);
    }

    function test_submit_paysATipUpToTheBaseFee() public {
        uint256 snapshot = vm.snapshotState();
        vm.txGasPrice(2 * BASE_FEE);
        _observeNext();
        uint256 fair = _paid();
        vm.revertToState(snapshot);
        vm.txGasPrice(1000 * BASE_FEE);
        _observeNext();
        assertEq(_paid(), fair);
    }

    function test_submit_paysForNoCalldataThatNobodyNeeds() public {
        uint256 snapshot = vm.snapshotState();
        uint256 epoch = _nextEpoch();
        bytes memory call = _call(epoch);
        vm.prank(keeper);
        (bool ok,) = address(climate).call(call);
        uint256 plain = _paid();
        vm.revertToState(snapshot);
        epoch = _nextEpoch();
        bytes memory waste = new bytes(100_000);
        for (uint256 i = 32; i < waste.length; i += 32) {
            assembly ("memory-safe") {
                mstore(add(waste, i), not(0))
            }
        }
        call = bytes.concat(call, waste);
        vm.prank(keeper);
        (ok,) = address(climate).call(call);
        assertTrue(ok);
        // Counted, the waste would be more than a million gas.
        assertApproxEqAbs(_paid(), plain, 10_000 * (BASE_FEE + 1 gwei));
    }

    function test_submit_paysWhatIsLeft() public {
        vm.prank(owner);
        climate.withdrawRefunds(alice, 1 ether - 5);
        _observeNext();
        assertEq(_paid(), 5);
        assertEq(address(climate).balance, 0);
        // And nothing when nothing is.
        uint256 epoch = _observeNext();
        assertEq(_paid(), 5);
        assertEq(climate.lastEpoch(), epoch);
    }

    function test_submit_paysNothingWhereGasIsFree() public {
        vm.fee(0);
        _observeNext();
        assertEq(_paid(), 0);
        vm.fee(BASE_FEE);
        vm.txGasPrice(0);
        uint256 epoch = _observeNext();
        assertEq(_paid(), 0);
        assertEq(climate.lastEpoch(), epoch);
    }

    function test_submit_paysOncePerEpoch() public {
        uint256 epoch = _observeNext();
        uint256 paid = _paid();
        bytes memory call = _call(epoch);
        vm.prank(keeper);
        (bool ok,) = address(climate).call(call);
        assertFalse(ok);
        assertEq(_paid(), paid);
    }

    function test_submit_standsWhenTheSubmitterCannotBePaid() public {
        Submitter submitter = new Submitter(climate);
        for (uint8 mood = 1; mood <= 2; ++mood) {
            submitter.set(Submitter.Mood(mood), "");
            uint256 epoch = _nextEpoch();
            uint256 used = gasleft();
            assertTrue(submitter.send(_call(epoch)));
            used -= gasleft();
            assertEq(climate.lastEpoch(), epoch);
            assertEq(address(climate).balance, 1 ether);
            assertLt(used, 500_000);
        }
    }

    function test_submit_cannotBeReenteredByThePayment() public {
        Submitter submitter = new Submitter(climate);
        uint256 epoch = _nextEpoch();
        bytes memory call = _call(epoch);
        // The same epoch again, and the money itself.
        bytes[2] memory plans =
            [call, abi.encodeCall(IClimate.withdrawRefunds, (address(submitter), 1))];
        for (uint256 i; i < 2; ++i) {
            uint256 snapshot = vm.snapshotState();
            submitter.set(Submitter.Mood.Reenters, plans[i]);
            assertTrue(submitter.send(call));
            assertFalse(submitter.reentered());
            assertEq(climate.lastEpoch(), epoch);
            assertLe(address(submitter).balance, CAP);
            assertEq(address(climate).balance + address(submitter).balance, 1 ether);
            vm.revertToState(snapshot);
        }
    }

    /// @dev Whoever pays, and whatever the gas: nobody gains by it, and the epoch stands.
    function test_fuzz_submit_neverPaysMoreThanItCosts(uint256 baseFee, uint256 tip) public {
        baseFee = bound(baseFee, 1, 10_000 gwei);
        tip = bound(tip, 0, 10_000 gwei);
        vm.fee(baseFee);
        vm.txGasPrice(baseFee + tip);
        bytes memory call = _call(_nextEpoch());
        uint256 calldataGas;
        for (uint256 i; i < call.length; ++i) {
            calldataGas += call[i] == 0 ? 4 : 16;
        }
        vm.prank(keeper);
        uint256 used = gasleft();
        (bool ok,) = address(climate).call(call);
        used = used - gasleft() + 21_000 + calldataGas;
        assertTrue(ok);
        assertLe(_paid(), used * (baseFee + tip));
        assertLe(_paid(), CAP);
        assertGt(_paid(), 0);
    }

    function test_receive_takesEtherFromAnyone() public {
        vm.prank(mallory);
        (bool ok,) = address(climate).call{value: 1}("");
        assertTrue(ok);
        assertEq(address(climate).balance, 1 ether + 1);
    }

    function test_RevertWhen_refundsAreOff() public {
        vm.prank(owner);
        climate.setRefundCap(0);
        vm.prank(alice);
        (bool ok, bytes memory why) = address(climate).call{value: 1}("");
        assertFalse(ok);
        assertEq(why, abi.encodeWithSelector(IClimate.RefundsOff.selector));
        _observeNext();
        assertEq(_paid(), 0);
    }

    function test_setRefundCap_isTheOwnersUntilLocked() public {
        vm.expectEmit(address(climate));
        emit IClimate.RefundCapChanged(7);
        vm.prank(owner);
        climate.setRefundCap(7);
        assertEq(climate.refundCap(), 7);
        vm.startPrank(owner);
        vm.expectRevert(SafeCastLib.Overflow.selector);
        climate.setRefundCap(1 << 96);
        climate.setRefundCap(type(uint96).max);
        climate.lock(climate.POWER_REFUNDS());
        bytes4 locked = Powers.PowerLocked.selector;
        vm.expectRevert(abi.encodeWithSelector(locked, climate.POWER_REFUNDS()));
        climate.setRefundCap(0);
    }

    function test_withdrawRefunds_isTheOwnersUntilLocked() public {
        uint256 before = alice.balance;
        vm.expectEmit(address(climate));
        emit IClimate.RefundsWithdrawn(alice, 0.25 ether);
        vm.prank(owner);
        climate.withdrawRefunds(alice, 0.25 ether);
        assertEq(alice.balance, before + 0.25 ether);
        uint256 power = climate.POWER_REFUNDS();
        vm.startPrank(owner);
        climate.lock(power);
        vm.expectRevert(abi.encodeWithSelector(Powers.PowerLocked.selector, power));
        climate.withdrawRefunds(alice, 1);
        vm.stopPrank();
        // The submitters' share is what remains.
        _observeNext();
        assertGt(_paid(), 0);
    }

    function test_withdrawRefunds_leavesNothingToNobody() public {
        // Locked while refunds are off, the money could go to no submitter.
        vm.startPrank(owner);
        climate.setRefundCap(0);
        climate.lock(climate.POWER_REFUNDS());
        uint256 before = alice.balance;
        climate.withdrawRefunds(alice, 1 ether);
        assertEq(alice.balance, before + 1 ether);
    }

    function test_RevertWhen_aWithdrawalMakesNoSense() public {
        vm.startPrank(owner);
        vm.expectRevert(IClimate.RecipientZero.selector);
        climate.withdrawRefunds(address(0), 1);
        vm.expectRevert(SafeTransferLib.ETHTransferFailed.selector);
        climate.withdrawRefunds(alice, 1 ether + 1);
        vm.expectRevert(SafeTransferLib.ETHTransferFailed.selector);
        climate.withdrawRefunds(alice, type(uint256).max);
    }

    function test_RevertWhen_aStrangerReachesForTheMoney() public {
        vm.startPrank(mallory);
        vm.expectRevert(Ownable.Unauthorized.selector);
        climate.setRefundCap(1);
        vm.expectRevert(Ownable.Unauthorized.selector);
        climate.withdrawRefunds(mallory, 1);
    }

    function _fund(uint256 amount) private {
        vm.prank(bob);
        (bool ok,) = address(climate).call{value: amount}("");
        assertTrue(ok);
    }

    function _paid() private view returns (uint256) {
        return keeper.balance - 1 ether;
    }

    function _call(uint256 epoch) private view returns (bytes memory) {
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        return abi.encodeCall(IClimate.submit, (epoch, reports, _signAll(epoch, reports)));
    }
}
