// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

import {IERC4906} from "../interfaces/IERC4906.sol";
import {INames} from "../interfaces/INames.sol";
import {Roles} from "./Roles.sol";

/// @title Names: the texts and the picture of the collection.
abstract contract Names is IERC4906, Roles, INames {
    uint256 public constant POWER_NAMES = 1 << 6;

    /// @dev Of the encoding: 1,600,000 gas to write.
    uint256 private constant MOST_BYTES = 8000;

    /// @dev Where the encoding of the three lies.
    address private _names;

    constructor(string memory description, string memory externalUrl) {
        _keepNames(abi.encode(description, externalUrl, ""));
    }

    /// @inheritdoc INames
    function setNames(string calldata, string calldata externalUrl, string calldata)
        external
        onlyOwnerOrRoles(ROLE_ARTIST)
        unlocked(POWER_NAMES)
    {
        (, string memory before,) = abi.decode(SSTORE2.read(_names), (string, string, string));
        // The arguments came in the encoding that `names` answers, and were found sound.
        _keepNames(msg.data[4:]);
        emit ContractURIUpdated();
        // Of the texts only the link stands in the JSON of the tokens.
        if (keccak256(bytes(before)) != keccak256(bytes(externalUrl))) {
            emit BatchMetadataUpdate(0, type(uint256).max);
        }
    }

    /// @inheritdoc INames
    function names() external view returns (string memory, string memory, string memory) {
        bytes memory encoding = SSTORE2.read(_names);
        assembly ("memory-safe") {
            return(add(encoding, 32), mload(encoding))
        }
    }

    function _keepNames(bytes memory encoding) private {
        if (encoding.length > MOST_BYTES) revert NamesTooLong(encoding.length, MOST_BYTES);
        _names = SSTORE2.write(encoding);
    }
}
