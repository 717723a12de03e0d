// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {Powers} from "../Powers.sol";
import {IClimate} from "../interfaces/IClimate.sol";
import {Grid} from "./Grid.sol";

/// @title Refunds: what a submitter gets back for its gas.
abstract contract Refunds is Grid, Powers {
    /// @inheritdoc IClimate
    uint256 public constant POWER_REFUNDS = 1 << 2;

    /// @dev A transaction's own gas, and what measuring and paying take after the last look at the gas.
    uint256 private constant OTHER_GAS = 21_000 + 10_000;
    /// @dev Calldata: 16 a byte, 4 where it is zero, as about one in three is.
    uint256 private constant GAS_PER_BYTE = 12;

    /// @notice Ether for refunds. Anyone may send it while refunds are on.
    receive() external payable {
        if (_head.refundCap == 0) revert RefundsOff();
    }

    /// @inheritdoc IClimate
    function setRefundCap(uint256 cap) external onlyOwner unlocked(POWER_REFUNDS) {
        _head.refundCap = SafeCastLib.toUint96(cap);
        emit RefundCapChanged(cap);
    }

    /// @inheritdoc IClimate
    function withdrawRefunds(address to, uint256 amount) external onlyOwner {
        // Behind the lock the money belongs to the submitters. With a cap of zero it would be nobody's.
        if (_head.refundCap != 0) _requireUnlocked(POWER_REFUNDS);
        if (to == address(0)) revert RecipientZero();
        emit RefundsWithdrawn(to, amount);
        SafeTransferLib.safeTransferETH(to, amount);
    }

    /// @inheritdoc IClimate
    function refundCap() external view returns (uint256) {
        return _head.refundCap;
    }

    /// @dev Pays the sender for the gas since `gasBefore` and for `payload` bytes of calldata: the bytes
    /// that an epoch needs, not those that came, which a contract could add for nothing. Must be the
    /// last step: it calls the sender.
    function _refund(uint256 cap, uint256 gasBefore, uint256 payload) internal {
        uint256 left = address(this).balance;
        if (left < cap) cap = left;
        // A builder can give itself any tip back, so a tip counts up to the base fee only.
        uint256 price = 2 * block.basefee;
        if (tx.gasprice < price) price = tx.gasprice;
        uint256 amount = (gasBefore - gasleft() + OTHER_GAS + GAS_PER_BYTE * payload) * price;
        if (amount > cap) amount = cap;
        if (amount == 0) return;
        // A sender that cannot be paid has its epoch accepted nevertheless.
        bool paid = SafeTransferLib.trySafeTransferETH(
            msg.sender, amount, SafeTransferLib.GAS_STIPEND_NO_GRIEF
        );
        if (paid) emit SubmissionRefunded(msg.sender, amount);
    }
}
