// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Forward: passes questions on to the contract that has the answer, in little code.
/// @dev What comes back is given on as it is, errors included, so that the token need not hold the code
/// that takes answers apart and puts them together again: there is a limit to what it may weigh.
/// Arguments that a function does not have are ignored by it.
library Forward {
    /// @notice The first word that `to` answers to a function with one parameter, or with none.
    function ask(address to, bytes4 selector, uint256 argument)
        internal
        view
        returns (uint256 answer)
    {
        assembly ("memory-safe") {
            // Both lie in the scratch space.
            mstore(0, selector)
            mstore(4, argument)
            let ok := staticcall(gas(), to, 0, 36, 0, 32)
            if iszero(and(ok, gt(returndatasize(), 31))) {
                let data := mload(64)
                returndatacopy(data, 0, returndatasize())
                revert(data, returndatasize())
            }
            answer := mload(0)
        }
    }

    /// @notice Ends this call with what `to` answers to the same call.
    function same(address to) internal view {
        assembly ("memory-safe") {
            let data := mload(64)
            calldatacopy(data, 0, calldatasize())
            let ok := staticcall(gas(), to, data, calldatasize(), 0, 0)
            returndatacopy(data, 0, returndatasize())
            if iszero(ok) { revert(data, returndatasize()) }
            return(data, returndatasize())
        }
    }

    /// @notice Ends this call with what `to` answers to a question that is written already.
    function question(address to, bytes memory asked) internal view {
        assembly ("memory-safe") {
            let ok := staticcall(gas(), to, add(asked, 32), mload(asked), 0, 0)
            // Over the question, which nobody needs any more: memory is dear where answers are long.
            returndatacopy(0, 0, returndatasize())
            if iszero(ok) { revert(0, returndatasize()) }
            return(0, returndatasize())
        }
    }

    /// @notice Ends this call with what `to` answers about this contract, `tokenId` and `epoch`.
    function about(address to, bytes4 selector, uint256 tokenId, uint256 epoch) internal view {
        assembly ("memory-safe") {
            let data := mload(64)
            mstore(data, selector)
            mstore(add(data, 4), address())
            mstore(add(data, 36), tokenId)
            mstore(add(data, 68), epoch)
            let ok := staticcall(gas(), to, data, 100, 0, 0)
            returndatacopy(data, 0, returndatasize())
            if iszero(ok) { revert(data, returndatasize()) }
            return(data, returndatasize())
        }
    }
}
