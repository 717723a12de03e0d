// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Script} from "forge-std/Script.sol";

import {Deployment} from "./Deployment.sol";

/// @title Deploys to a chain and writes deployments/<chainId>.json.
/// @notice Settings come from collection.json, or from HELIOTROPE_SETTINGS, a text of the same form that
/// `npm run deploy` has checked. These variables come before them; only on chain 31337 is none needed:
///
/// | variable             | what it is                                   | else                       |
/// |----------------------|----------------------------------------------|----------------------------|
/// | HELIOTROPE_MULTISIG  | who proposes to the timelock                 | the deployer, 31337 only   |
/// | HELIOTROPE_SIGNERS   | reporters' addresses, comma-separated        | `developmentSigners`, 31337 only |
/// | HELIOTROPE_THRESHOLD | how many of them report, odd                 | `climate.threshold`        |
/// | HELIOTROPE_TREASURY  | who is paid                                  | the multisig               |
/// | HELIOTROPE_ARTIST    | who sells                                    | the multisig               |
/// | HELIOTROPE_GUARDIAN  | who may pause minting                        | the multisig               |
/// | HELIOTROPE_PRIVATE_KEY | signs, else what forge is told             |                            |
/// | HELIOTROPE_RECORD    | the file to write, in deployments/           | deployments/<chainId>.json |
///
/// On a local chain:
/// `forge script contracts/script/Deploy.s.sol --rpc-url <url> --broadcast --unlocked --sender <owner>`
contract Deploy is Script, Deployment {
    uint256 private constant LOCAL_CHAIN = 31_337;

    function run() external {
        address deployer = _deployer();
        Settings memory settings = _settings(deployer);
        uint256 startBlock = block.number;
        vm.startBroadcast(deployer);
        _deploy(settings);
        vm.stopBroadcast();
        _write(startBlock);
    }

    /// @dev A key on the command line could be read by every program of the machine. Read as a number at
    /// once: forge hides what comes out of the environment, in its traces too.
    function _deployer() private returns (address) {
        uint256 key = vm.envOr("HELIOTROPE_PRIVATE_KEY", uint256(0));
        return key == 0 ? msg.sender : vm.rememberKey(key);
    }

    function _settings(address deployer) private view returns (Settings memory settings) {
        string memory text = vm.envOr("HELIOTROPE_SETTINGS", string(""));
        settings =
            bytes(text).length == 0 ? _readSettings(deployer) : _parseSettings(text, deployer);
        bool isLocal = block.chainid == LOCAL_CHAIN;
        settings.multisig = vm.envOr("HELIOTROPE_MULTISIG", isLocal ? deployer : address(0));
        require(
            settings.multisig != address(0),
            "Deploy: set HELIOTROPE_MULTISIG to who proposes to the timelock; the deployer keeps nothing"
        );
        settings.terms.treasury = vm.envOr("HELIOTROPE_TREASURY", settings.multisig);
        settings.terms.artist = vm.envOr("HELIOTROPE_ARTIST", settings.multisig);
        settings.terms.guardian = vm.envOr("HELIOTROPE_GUARDIAN", settings.multisig);
        if (settings.shares.climate != address(0)) return settings;

        settings.threshold = vm.envOr("HELIOTROPE_THRESHOLD", settings.threshold);
        address[] memory none;
        address[] memory signers = vm.envOr("HELIOTROPE_SIGNERS", ",", none);
        if (signers.length != 0) settings.signers = signers;
        // Their keys are public: whoever knows anvil's mnemonic would make the weather.
        require(
            signers.length != 0 || isLocal,
            "Deploy: set HELIOTROPE_SIGNERS to the reporters' addresses; the development signers are for chain 31337 only"
        );
    }

    function _write(uint256 startBlock) private {
        string memory list = "contracts";
        _writeAddress(list, "Timelock", address(timelock));
        _writeAddress(list, "Models", address(models));
        _writeAddress(list, "Climate", address(climate));
        _writeAddress(list, "Genomes", address(genomes));
        _writeAddress(list, "Engine", address(engine));
        _writeAddress(list, "Plant", address(plant));
        _writeAddress(list, "Skies", address(skies));
        _writeAddress(list, "Documents", address(documents));
        _writeAddress(list, "Causes", address(causes));
        _writeAddress(list, "LivingPage", address(livingPage));
        _writeAddress(list, "Metadata", address(metadata));
        _writeAddress(list, "Choices", address(choices));
        _writeAddress(list, "ContractMetadata", address(contractMetadata));
        _writeAddress(list, "Almanac", address(almanac));
        _writeAddress(list, "AlmanacImplementation", address(almanacImplementation));
        _writeAddress(list, "Provenance", address(provenance));
        _writeAddress(list, "ERC7007Adapter", address(adapter));
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
