// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAlmanac, Node} from "../interfaces/IAlmanac.sol";

/// @title Delegation: what the almanac has its proceedings do, as code of its own.
abstract contract Delegation is IAlmanac {
    address private immutable PROCEEDINGS;

    constructor(address proceedings) {
        PROCEEDINGS = proceedings;
    }

    /// @inheritdoc IAlmanac
    function expire(uint256, address) external {
        _proceed();
    }

    /// @inheritdoc IAlmanac
    function demand(uint256, address, Node calldata) external payable {
        _proceed();
    }

    /// @inheritdoc IAlmanac
    function raise(uint256, address, uint256, uint256, bytes32) external payable {
        _proceed();
    }

    /// @inheritdoc IAlmanac
    function answer(uint256, address, uint256, uint256, bytes calldata) external {
        _proceed();
    }

    /// @inheritdoc IAlmanac
    function silence(uint256, address, uint256, uint256, bytes32) external {
        _proceed();
    }

    /// @inheritdoc IAlmanac
    function settleDemand(uint256, address, uint256, uint256, bytes32) external {
        _proceed();
    }

    /// @inheritdoc IAlmanac
    function finalize(uint256, address) external {
        _proceed();
    }

    /// @inheritdoc IAlmanac
    function settle(uint256, address) external {
        _proceed();
    }

    /// @inheritdoc IAlmanac
    function claim(uint256, address) external {
        _proceed();
    }

    /// @dev Ends the call with what the other half says of it.
    function _proceed() private {
        address proceedings = PROCEEDINGS;
        assembly {
            calldatacopy(0, 0, calldatasize())
            let ok := delegatecall(gas(), proceedings, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(ok) { revert(0, returndatasize()) }
            return(0, returndatasize())
        }
    }
}
