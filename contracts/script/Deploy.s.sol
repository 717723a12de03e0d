// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Script} from "forge-std/Script.sol";

import {Deployment} from "./Deployment.sol";

/// @title Deploys to a chain and writes deployments/<chainId>.json.
/// @notice Settings come from collection.json, and these variables come before it:
///
/// | variable             | what it is                              | else                            |
/// |----------------------|-----------------------------------------|---------------------------------|
/// | HELIOTROPE_SIGNERS   | reporters' addresses, comma-separated   | the development signers, 31337 only |
/// | HELIOTROPE_THRESHOLD | how many of them report, odd            | `threshold`                     |
/// | HELIOTROPE_TREASURY  | who is paid                             | the deployer                    |
/// | HELIOTROPE_RECORD    | the file to write, in deployments/      | deployments/<chainId>.json      |
///
/// On a local chain:
/// `forge script contracts/script/Deploy.s.sol --rpc-url <url> --broadcast --unlocked --sender <owner>`
contract Deploy is Script, Deployment {
    uint256 private constant LOCAL_CHAIN = 31_337;

    function run() external {
        Settings memory settings = _readSettings(msg.sender);
        settings.terms.treasury = vm.envOr("HELIOTROPE_TREASURY", settings.terms.treasury);
        settings.threshold = vm.envOr("HELIOTROPE_THRESHOLD", settings.threshold);
        address[] memory none;
        address[] memory signers = vm.envOr("HELIOTROPE_SIGNERS", ",", none);
        if (signers.length != 0) settings.signers = signers;
        // Their keys are public: whoever knows anvil's mnemonic would make the weather.
        require(
            signers.length != 0 || block.chainid == LOCAL_CHAIN,
            "Deploy: set HELIOTROPE_SIGNERS to the reporters' addresses; the development signers are for chain 31337 only"
        );

        uint256 startBlock = block.number;
        vm.startBroadcast(msg.sender);
        _deploy(settings);
        vm.stopBroadcast();
        _write(startBlock);
    }

    function _write(uint256 startBlock) private {
        string memory list = "contracts";
        _writeAddress(list, "Models", address(models));
        _writeAddress(list, "Climate", address(climate));
        _writeAddress(list, "Genomes", address(genomes));
        _writeAddress(list, "Engine", address(engine));
        _writeAddress(list, "Plant", address(plant));
        _writeAddress(list, "Skies", address(skies));
        _writeAddress(list, "Metadata", address(metadata));
        _writeAddress(list, "Almanac", address(almanac));
        string memory contracts = _writeAddress(list, "Heliotrope", address(token));
        vm.serializeUint("record", "chainId", block.chainid);
        vm.serializeUint("record", "startBlock", startBlock);
        string memory record = vm.serializeString("record", "contracts", contracts);
        vm.createDir("deployments", true);
        string memory path = string.concat("deployments/", vm.toString(block.chainid), ".json");
        vm.writeJson(record, vm.envOr("HELIOTROPE_RECORD", path));
    }

    function _writeAddress(string memory list, string memory name, address at)
        private
        returns (string memory)
    {
        return vm.serializeString(list, name, vm.serializeAddress(name, "address", at));
    }
}
