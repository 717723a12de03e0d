// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

/// @title Test vectors that Solidity writes and TypeScript must reproduce.
/// @dev A test fails when a file is stale; `HELIOTROPE_WRITE_VECTORS=1 forge test` writes it anew.
abstract contract Vectors is Test {
    function _checkVectors(string memory name, string memory json) internal {
        string memory path = string.concat("test/vectors/", name, ".json");
        if (vm.envOr("HELIOTROPE_WRITE_VECTORS", false)) vm.writeFile(path, json);
        string memory written = vm.exists(path) ? vm.readFile(path) : "";
        assertTrue(
            keccak256(bytes(written)) == keccak256(bytes(json)),
            string.concat(path, " is stale: run HELIOTROPE_WRITE_VECTORS=1 forge test")
        );
    }

    /// @dev `"name": "value"`.
    function _pair(string memory name, string memory value) internal pure returns (string memory) {
        return string.concat('"', name, '": "', value, '"');
    }

    function _pair(string memory name, bytes32 value) internal pure returns (string memory) {
        return _pair(name, vm.toString(value));
    }

    function _pair(string memory name, uint256 value) internal pure returns (string memory) {
        return _pair(name, vm.toString(value));
    }

    /// @dev `"name": ["...", "..."]`.
    function _list(string memory name, bytes32[] memory values)
        internal
        pure
        returns (string memory json)
    {
        json = string.concat('"', name, '": [');
        for (uint256 i; i < values.length; ++i) {
            json = string.concat(json, i == 0 ? '"' : ', "', vm.toString(values[i]), '"');
        }
        json = string.concat(json, "]");
    }
}
