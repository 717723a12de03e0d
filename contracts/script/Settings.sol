// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {CommonBase} from "forge-std/Base.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {Heliotrope} from "../Heliotrope.sol";
import {Rules} from "../interfaces/IAlmanac.sol";
import {Station} from "../interfaces/IClimate.sol";
import {PublicSale} from "../interfaces/ISale.sol";

/// @title Reads a collection: collection.json, or another text of the same form.
/// @notice Checks nothing: `npm run deploy` has done that (tools/deploy/collection.ts).
abstract contract SettingsReader is CommonBase {
    /// @dev What another deployment lends: a second collection under the same weather, drawn by the same
    /// code. All of them or, where `climate` is zero, none.
    struct Shares {
        address climate;
        address models;
        address engine;
        address plant;
        address skies;
        address metadata;
        address contractMetadata;
    }

    /// @dev Everything about one collection. `terms.owner` is who deploys, and owns nothing in the end.
    struct Settings {
        Heliotrope.Terms terms;
        // Who proposes to the timelock, and how long it waits.
        address multisig;
        uint256 timelockSeconds;
        // The implementation of the tokens' accounts (ERC-6551).
        address accountImplementation;
        // What every token of the collection is minted with.
        uint16 firstModel;
        uint16 firstArtVersion;
        // Whether field 13 of the chain's headers is randomness; else its block hashes must do.
        bool hasPrevRandao;
        uint256 epochSeconds;
        Rules rules;
        Station[] stations;
        // In any order.
        address[] signers;
        uint256 threshold;
        // Model 0, or empty.
        bytes model;
        Shares shares;
    }

    /// @dev What collection.json says, where `deployer` plays every part.
    function _readSettings(address deployer) internal view returns (Settings memory) {
        return _parseSettings(vm.readFile("collection.json"), deployer);
    }

    function _parseSettings(string memory json, address deployer)
        internal
        view
        returns (Settings memory settings)
    {
        settings.terms = _parseTerms(json, deployer);
        settings.multisig = deployer;
        settings.timelockSeconds = vm.parseJsonUint(json, ".timelockSeconds");
        settings.accountImplementation = vm.parseJsonAddress(json, ".accountImplementation");
        settings.firstModel = uint16(vm.parseJsonUint(json, ".model"));
        settings.firstArtVersion = uint16(vm.parseJsonUint(json, ".artVersion"));
        // "auto" is settled by whoever asked the chain (tools/deploy/preflight.ts).
        settings.hasPrevRandao =
            keccak256(bytes(vm.parseJsonString(json, ".entropy"))) != keccak256("blockhash");
        settings.rules = _parseRules(json);
        if (vm.keyExistsJson(json, ".shares")) {
            settings.shares = _parseShares(json);
            return settings;
        }
        settings.epochSeconds = vm.parseJsonUint(json, ".climate.epochSeconds");
        settings.threshold = vm.parseJsonUint(json, ".climate.threshold");
        settings.signers = vm.parseJsonAddressArray(json, ".climate.developmentSigners");
        settings.stations = _parseStations(json);
        settings.model = vm.readFileBinary(vm.parseJsonString(json, ".models[0]"));
    }

    function _parseTerms(string memory json, address deployer)
        private
        view
        returns (Heliotrope.Terms memory terms)
    {
        terms = Heliotrope.Terms({
            name: vm.parseJsonString(json, ".name"),
            symbol: vm.parseJsonString(json, ".symbol"),
            description: vm.parseJsonString(json, ".description"),
            externalUrl: vm.parseJsonString(json, ".externalUrl"),
            owner: deployer,
            artist: deployer,
            guardian: deployer,
            treasury: deployer,
            maxSupply: vm.parseJsonUint(json, ".maxSupply"),
            reserve: vm.parseJsonUint(json, ".reserve"),
            royaltyBps: vm.parseJsonUint(json, ".royaltyBps"),
            germinationReward: vm.parseJsonUint(json, ".germinationRewardWei"),
            sale: _parseSale(json, ".sale"),
            listRoot: 0,
            listedSale: PublicSale(0, 0, 0, 0)
        });
        terms.sale.walletLimit = SafeCastLib.toUint16(vm.parseJsonUint(json, ".sale.walletLimit"));
        if (!vm.keyExistsJson(json, ".list")) return terms;
        terms.listRoot = vm.parseJsonBytes32(json, ".list.root");
        terms.listedSale = _parseSale(json, ".list");
    }

    function _parseSale(string memory json, string memory at)
        private
        pure
        returns (PublicSale memory sale)
    {
        sale.price = SafeCastLib.toUint96(vm.parseJsonUint(json, string.concat(at, ".priceWei")));
        sale.opensAt = SafeCastLib.toUint40(vm.parseJsonUint(json, string.concat(at, ".opensAt")));
        sale.closesAt = SafeCastLib.toUint40(vm.parseJsonUint(json, string.concat(at, ".closesAt")));
    }

    function _parseRules(string memory json) private pure returns (Rules memory) {
        return Rules({
            commitSeconds: _seconds(json, ".almanac.commitSeconds"),
            revealSeconds: _seconds(json, ".almanac.revealSeconds"),
            challengeSeconds: _seconds(json, ".almanac.challengeSeconds"),
            answerSeconds: _seconds(json, ".almanac.answerSeconds"),
            followUpSeconds: _seconds(json, ".almanac.followUpSeconds"),
            bond: SafeCastLib.toUint96(vm.parseJsonUint(json, ".almanac.bondWei")),
            pot: SafeCastLib.toUint96(vm.parseJsonUint(json, ".almanac.potWei")),
            demandFloor: SafeCastLib.toUint96(vm.parseJsonUint(json, ".almanac.demandFloorWei"))
        });
    }

    function _seconds(string memory json, string memory at) private pure returns (uint32) {
        return SafeCastLib.toUint32(vm.parseJsonUint(json, at));
    }

    function _parseShares(string memory json) private pure returns (Shares memory) {
        return Shares({
            climate: vm.parseJsonAddress(json, ".shares.Climate"),
            models: vm.parseJsonAddress(json, ".shares.Models"),
            engine: vm.parseJsonAddress(json, ".shares.Engine"),
            plant: vm.parseJsonAddress(json, ".shares.Plant"),
            skies: vm.parseJsonAddress(json, ".shares.Skies"),
            metadata: vm.parseJsonAddress(json, ".shares.Metadata"),
            contractMetadata: vm.parseJsonAddress(json, ".shares.ContractMetadata")
        });
    }

    function _parseStations(string memory json) private view returns (Station[] memory stations) {
        uint256 count;
        while (vm.keyExistsJson(json, _station(count, ""))) ++count;
        stations = new Station[](count);
        for (uint256 i; i < count; ++i) {
            stations[i] = Station({
                name: vm.parseJsonString(json, _station(i, ".name")),
                latMicroDeg: int32(vm.parseJsonInt(json, _station(i, ".latMicroDeg"))),
                lonMicroDeg: int32(vm.parseJsonInt(json, _station(i, ".lonMicroDeg")))
            });
        }
    }

    function _station(uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(".climate.stations[", vm.toString(i), "]", field);
    }
}
