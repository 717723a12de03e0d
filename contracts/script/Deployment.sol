// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {CommonBase} from "forge-std/Base.sol";
import {LibSort} from "solady/utils/LibSort.sol";

import {Almanac} from "../Almanac.sol";
import {Climate} from "../Climate.sol";
import {Engine} from "../Engine.sol";
import {Genomes} from "../Genomes.sol";
import {Heliotrope} from "../Heliotrope.sol";
import {HeliotropeCore} from "../HeliotropeCore.sol";
import {Metadata} from "../Metadata.sol";
import {Models} from "../Models.sol";
import {Plant} from "../Plant.sol";
import {Skies} from "../Skies.sol";
import {Station} from "../interfaces/IClimate.sol";
import {IHeliotrope} from "../interfaces/IHeliotrope.sol";

/// @title How the contracts are put together: by the script for a chain, by the fixture for a test.
abstract contract Deployment is CommonBase {
    struct Settings {
        Heliotrope.Terms terms;
        uint256 epochSeconds;
        uint256 commitSeconds;
        uint256 revealSeconds;
        Station[] stations;
        // In any order.
        address[] signers;
        uint256 threshold;
        // Model 0, or empty.
        bytes model;
    }

    Models internal models;
    Climate internal climate;
    Engine internal engine;
    Plant internal plant;
    Skies internal skies;
    Metadata internal metadata;
    Genomes internal genomes;
    Almanac internal almanac;
    Heliotrope internal token;

    /// @dev Deploys and wires everything, then adds art, stations, signers and the first
    /// model. The owner of
    /// `settings.terms` must be who broadcasts (or is pranked): it sends every transaction.
    function _deploy(Settings memory settings) internal {
        address owner = settings.terms.owner;
        // The pieces name each other in immutables, so the token's address is needed before the
        // token: it is the last of the creations that start here.
        uint256 nonce = vm.getNonce(owner);
        IHeliotrope tokenAhead = IHeliotrope(vm.computeCreateAddress(owner, nonce + 8));
        models = new Models(owner);
        climate = new Climate(tokenAhead, settings.epochSeconds, owner);
        genomes = new Genomes(tokenAhead, climate);
        engine = new Engine(models);
        plant = new Plant();
        skies = new Skies(models);
        metadata = new Metadata(plant, skies);
        almanac = new Almanac(climate, settings.commitSeconds, settings.revealSeconds);
        token = new Heliotrope(
            settings.terms,
            HeliotropeCore.Wiring({
                genomes: address(genomes),
                climate: address(climate),
                models: address(models),
                metadata: address(metadata),
                contractMetadata: address(0),
                accountImplementation: address(0),
                model: 0,
                artVersion: 0
            })
        );
        require(address(token) == address(tokenAhead), "Deployment: an address was mispredicted");

        // Art version 0, which every token of the collection is minted with.
        models.registerArt(address(metadata));
        for (uint256 i; i < settings.stations.length; ++i) {
            Station memory s = settings.stations[i];
            climate.addStation(s.name, s.latMicroDeg, s.lonMicroDeg);
        }
        LibSort.sort(settings.signers);
        climate.setSigners(settings.signers, settings.threshold);
        if (settings.model.length != 0) models.register(settings.model, address(engine));
    }

    /// @dev What collection.json says, for `owner`.
    function _readSettings(address owner) internal view returns (Settings memory settings) {
        string memory json = vm.readFile("collection.json");
        settings.terms = Heliotrope.Terms({
            name: vm.parseJsonString(json, ".name"),
            symbol: vm.parseJsonString(json, ".symbol"),
            owner: owner,
            treasury: owner,
            price: vm.parseJsonUint(json, ".priceWei"),
            maxSupply: vm.parseJsonUint(json, ".maxSupply"),
            royaltyBps: vm.parseJsonUint(json, ".royaltyBps")
        });
        settings.epochSeconds = vm.parseJsonUint(json, ".epochSeconds");
        settings.commitSeconds = vm.parseJsonUint(json, ".commitSeconds");
        settings.revealSeconds = vm.parseJsonUint(json, ".revealSeconds");
        settings.threshold = vm.parseJsonUint(json, ".threshold");
        settings.signers = vm.parseJsonAddressArray(json, ".developmentSigners");
        uint256 count;
        while (vm.keyExistsJson(json, _station(count, ""))) ++count;
        settings.stations = new Station[](count);
        for (uint256 i; i < count; ++i) {
            settings.stations[i] = Station({
                name: vm.parseJsonString(json, _station(i, ".name")),
                latMicroDeg: int32(vm.parseJsonInt(json, _station(i, ".latMicroDeg"))),
                lonMicroDeg: int32(vm.parseJsonInt(json, _station(i, ".lonMicroDeg")))
            });
        }
        if (vm.exists("renderer/sky/model.bin")) {
            settings.model = vm.readFileBinary("renderer/sky/model.bin");
        }
    }

    function _station(uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(".stations[", vm.toString(i), "]", field);
    }
}
