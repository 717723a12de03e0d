// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SkyCase, SkyFixture} from "./SkyFixture.sol";
import {Script} from "forge-std/Script.sol";

/// @title Writes test/vectors/sky.json: the contract is the oracle
/// @notice `forge script test/contracts/SkyVectors.s.sol`, after any change of model, features or
///         network. renderer/sky must reproduce every byte.
contract SkyVectors is Script, SkyFixture {
    string private constant FILE = "test/vectors/sky.json";

    function run() external {
        deploy();
        string memory json = string.concat(
            '{"model":"', vm.toString(keccak256(shipped)), '","png":"', vm.toString(pngHash())
        );
        json = string.concat(json, '","runs":[');
        for (uint256 i; i < CASES; i++) {
            json = string.concat(json, i == 0 ? "\n" : ",\n", line(skyCase(i)));
        }
        (uint256 runs, bytes32 hash) = millionHash();
        json = string.concat(json, '\n],"million":{"runs":', vm.toString(runs));
        vm.writeFile(FILE, string.concat(json, ',"pixels":"', vm.toString(hash), '"}}\n'));
    }

    function line(SkyCase memory c) private view returns (string memory) {
        string memory head = string.concat(
            '{"latent":"', vm.toString(c.latent), '","condition":"', vm.toString(c.condition), '"'
        );
        string memory place = string.concat(
            ',"size":', vm.toString(c.size), ',"x":', vm.toString(c.x), ',"y":', vm.toString(c.y)
        );
        string memory hash = vm.toString(keccak256(inputs.inputsOf(c)));
        return string.concat(
            head, place, ',"inputs":"', hash, '","pixels":"', vm.toString(runOf(c)), '"}'
        );
    }
}
