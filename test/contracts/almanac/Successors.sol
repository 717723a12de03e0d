// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Upgrades} from "../../../contracts/almanac/Upgrades.sol";
import {Rules} from "../../../contracts/interfaces/IAlmanac.sol";

/// @dev Nothing but what stands behind the proxy.
contract Plain is Upgrades {
    constructor(Rules memory rules) Upgrades(rules) {}

    function generation() external pure virtual returns (uint256) {
        return 1;
    }
}

/// @dev What an upgrade brings; `arrive` is the call that follows it.
contract Successor is Plain {
    error ArrivalFailed();

    constructor(Rules memory rules) Plain(rules) {}

    function generation() external pure override returns (uint256) {
        return 2;
    }

    function arrive(bool fails) external view onlyOwner {
        if (fails) revert ArrivalFailed();
    }

    /// @dev What a hostile arrival would do: execute the same announcement once more.
    function again(address implementation, bytes calldata data) external {
        upgradeToAndCall(implementation, data);
    }
}

/// @dev Says that its code belongs somewhere else.
contract Elsewhere {
    function proxiableUUID() external pure returns (bytes32) {
        return keccak256("elsewhere");
    }
}

/// @dev Answers right wherever its code runs, in an account that borrows it too.
contract Anywhere {
    function proxiableUUID() external pure returns (bytes32) {
        return 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;
    }
}
