// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Delegates: whom a holder lets act for a token, in the registry of delegate.xyz (v2).
library Delegates {
    address internal constant REGISTRY = 0x00000000000000447e69651d841bD8D104Bed493;

    /// @notice Whether `delegate` may act for `holder` with a token of this contract. Never reverts: where
    /// the registry is missing or answers anything else than true, nobody is a delegate.
    function acts(address delegate, address holder, uint256 tokenId)
        internal
        view
        returns (bool yes)
    {
        bytes memory question = abi.encodeWithSignature(
            "checkDelegateForERC721(address,address,address,uint256,bytes32)",
            delegate,
            holder,
            address(this),
            tokenId,
            bytes32(0)
        );
        address registry = REGISTRY;
        // A call to an address without code succeeds and returns nothing, which the size tells. Only one
        // word is taken, however much comes back.
        assembly ("memory-safe") {
            let ok := staticcall(gas(), registry, add(question, 32), mload(question), 0, 32)
            yes := and(and(ok, gt(returndatasize(), 31)), eq(mload(0), 1))
        }
    }
}
