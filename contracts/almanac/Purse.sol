// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {Account} from "../interfaces/IAlmanac.sol";
import {Storage} from "./Storage.sol";

/// @title Purse: who gets an account, and what comes onto it.
abstract contract Purse is Storage {
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
