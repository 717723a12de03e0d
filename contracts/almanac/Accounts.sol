// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {Account, IAlmanac} from "../interfaces/IAlmanac.sol";
import {Purse} from "./Purse.sol";

/// @title Accounts: what is whose. All that is earned is credited here and pulled.
abstract contract Accounts is IAlmanac, Purse {
    /// @inheritdoc IAlmanac
    function deposit(address keeper) external payable {
        if (keeper == address(0)) revert RecipientZero();
        _enroll(keeper);
        _credit(keeper, msg.value);
        emit Deposited(keeper, msg.value);
    }

    /// @inheritdoc IAlmanac
    function withdraw(address to, uint256 amount) external {
        if (to == address(0)) revert RecipientZero();
        Account storage account = _almanac().accounts[msg.sender];
        uint256 balance = account.balance;
        if (amount > balance) revert BalanceTooLow(balance, amount);
        account.balance = uint96(balance - amount);
        emit Withdrawn(msg.sender, to, amount);
        SafeTransferLib.safeTransferETH(to, amount);
    }

    /// @inheritdoc IAlmanac
    function fund() external payable {
        AlmanacStorage storage s = _almanac();
        s.treasury = SafeCastLib.toUint96(s.treasury + msg.value);
        emit Funded(msg.sender, msg.value);
    }

    /// @inheritdoc IAlmanac
    function accountOf(address keeper) external view returns (Account memory) {
        return _almanac().accounts[keeper];
    }

    /// @inheritdoc IAlmanac
    function accountCount() external view returns (uint256) {
        return _almanac().accountCount;
    }

    /// @inheritdoc IAlmanac
    function accountAt(uint256 id) external view returns (address) {
        return _almanac().keepers[id];
    }

    /// @inheritdoc IAlmanac
    function treasury() external view returns (uint256) {
        return _almanac().treasury;
    }
}
