// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title A stand-in for the registry of delegate.xyz (v2): not its code, but the same delegations for all,
/// for a contract and for one token, with rights, and the same rule of `checkDelegateForERC721`.
contract DelegateRegistry {
    mapping(bytes32 delegation => bool) private enabled;

    function delegateAll(address to, bytes32 rights, bool enable) external payable {
        enabled[keccak256(abi.encode(1, msg.sender, to, rights))] = enable;
    }

    function delegateContract(address to, address contract_, bytes32 rights, bool enable)
        external
        payable
    {
        enabled[keccak256(abi.encode(2, msg.sender, to, rights, contract_))] = enable;
    }

    function delegateERC721(
        address to,
        address contract_,
        uint256 tokenId,
        bytes32 rights,
        bool enable
    ) external payable {
        enabled[keccak256(abi.encode(3, msg.sender, to, rights, contract_, tokenId))] = enable;
    }

    function checkDelegateForERC721(
        address to,
        address from,
        address contract_,
        uint256 tokenId,
        bytes32 rights
    ) external view returns (bool) {
        return _covers(to, from, contract_, tokenId, "")
            || (rights != "" && _covers(to, from, contract_, tokenId, rights));
    }

    function _covers(address to, address from, address contract_, uint256 tokenId, bytes32 rights)
        private
        view
        returns (bool)
    {
        return enabled[keccak256(abi.encode(1, from, to, rights))]
            || enabled[keccak256(abi.encode(2, from, to, rights, contract_))]
            || enabled[keccak256(abi.encode(3, from, to, rights, contract_, tokenId))];
    }
}
