// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {Account} from "../interfaces/IAlmanac.sol";
import {Storage} from "./Storage.sol";

/// @title Accounts: what is whose. All that is earned is credited here and pulled.
abstract contract Accounts is Storage {
    function deposit(address keeper) external payable {
        if (keeper == address(0)) revert RecipientZero();
        _enroll(keeper);
        _credit(keeper, msg.value);
        emit Deposited(keeper, msg.value);
    }

    function withdraw(address to, uint256 amount) external {
        if (to == address(0)) revert RecipientZero();
        Account storage account = _almanac().accounts[msg.sender];
        uint256 balance = account.balance;
        if (amount > balance) revert BalanceTooLow(balance, amount);
        account.balance = uint96(balance - amount);
        emit Withdrawn(msg.sender, to, amount);
        SafeTransferLib.safeTransferETH(to, amount);
    }

    function fund() external payable {
        AlmanacStorage storage s = _almanac();
        s.treasury = SafeCastLib.toUint96(s.treasury + msg.value);
        emit Funded(msg.sender, msg.value);
    }

    function accountOf(address keeper) external view returns (Account memory) {
        return _almanac().accounts[keeper];
    }

    function accountCount() external view returns (uint256) {
        return _almanac().accountCount;
    }

    function accountAt(uint256 id) external view returns (address) {
        return _almanac().keepers[id];
    }

    function treasury() external view returns (uint256) {
        return _almanac().treasury;
    }

    /// @dev The id of an account, which is opened where there is none.
    function _enroll(address keeper) internal returns (uint32 id) {
        AlmanacStorage storage s = _almanac();
        id = s.accounts[keeper].id;
        if (id != 0) return id;
        id = ++s.accountCount;
        s.accounts[keeper].id = id;
        s.keepers[id] = keeper;
    }

    function _credit(address keeper, uint256 amount) internal {
        Account storage account = _almanac().accounts[keeper];
        account.balance = SafeCastLib.toUint96(account.balance + amount);
    }

    /// @dev A bond of `keeper` is locked no longer, and `amount` of it (or more) is free again.
    function _unlock(address keeper, uint256 amount) internal {
        Account storage account = _almanac().accounts[keeper];
        account.locked -= 1;
        account.balance = SafeCastLib.toUint96(account.balance + amount);
    }

    /// @dev To nobody, whatever lives there.
    function _burn(uint256 amount) internal {
        SafeTransferLib.forceSafeTransferETH(address(0), amount);
    }
}
