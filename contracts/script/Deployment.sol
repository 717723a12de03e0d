// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {LibSort} from "solady/utils/LibSort.sol";

import {Almanac} from "../Almanac.sol";
import {Causes} from "../Causes.sol";
import {Choices} from "../Choices.sol";
import {Climate} from "../Climate.sol";
import {ContractMetadata} from "../ContractMetadata.sol";
import {Documents} from "../Documents.sol";
import {Engine} from "../Engine.sol";
import {Genomes} from "../Genomes.sol";
import {Heliotrope} from "../Heliotrope.sol";
import {LivingPage} from "../LivingPage.sol";
import {Metadata} from "../Metadata.sol";
import {Models} from "../Models.sol";
import {Plant} from "../Plant.sol";
import {Provenance} from "../Provenance.sol";
import {Skies} from "../Skies.sol";
import {ERC7007Adapter} from "../adapters/ERC7007Adapter.sol";
import {Upgrades} from "../almanac/Upgrades.sol";
import {Border} from "../garden/Border.sol";
import {Earth} from "../garden/Earth.sol";
import {Meadow} from "../garden/Meadow.sol";
import {Rockery} from "../garden/Rockery.sol";
import {Thicket} from "../garden/Thicket.sol";
import {Rules} from "../interfaces/IAlmanac.sol";
import {Station} from "../interfaces/IClimate.sol";
import {IHeliotrope} from "../interfaces/IHeliotrope.sol";
import {Wired} from "../token/Wired.sol";
import {Governance} from "./Governance.sol";
import {SettingsReader} from "./Settings.sol";

/// @title How the contracts are put together: by the script for a chain, by the fixture for a test.
abstract contract Deployment is SettingsReader, Governance {
    Models internal models;
    Climate internal climate;
    Engine internal engine;
    Plant internal plant;
    Skies internal skies;
    Documents internal documents;
    Causes internal causes;
    LivingPage internal livingPage;
    Metadata internal metadata;
    ContractMetadata internal contractMetadata;
    Genomes internal genomes;
    Choices internal choices;
    /// @dev The proxy, and what stands behind it.
    Almanac internal almanac;
    Almanac internal almanacImplementation;
    Heliotrope internal token;
    Provenance internal provenance;
    ERC7007Adapter internal adapter;

    /// @dev Deploys and wires everything, adds art, stations, signers and the first model, and hands it
    /// all to the timelock. `settings.terms.owner` must be who broadcasts (or is pranked): it sends every
    /// transaction.
    function _deploy(Settings memory settings) internal {
        address deployer = settings.terms.owner;
        bool isAlone = settings.shares.climate == address(0);
        _openTimelock(deployer);
        if (isAlone) _drawers(deployer);
        else _borrow(settings.shares);
        // The pieces name each other in immutables, so the token's address is needed before the token:
        // it is the last of the creations that start here.
        uint256 nonce = vm.getNonce(deployer);
        IHeliotrope tokenAhead =
            IHeliotrope(vm.computeCreateAddress(deployer, nonce + (isAlone ? 3 : 2)));
        if (isAlone) climate = new Climate(tokenAhead, settings.epochSeconds, deployer);
        genomes = new Genomes(tokenAhead, climate, settings.hasPrevRandao);
        choices = new Choices(
            tokenAhead, genomes, climate, models, settings.firstModel, settings.firstArtVersion
        );
        token = new Heliotrope(
            settings.terms,
            Wired.Wiring({
                genomes: address(genomes),
                climate: address(climate),
                models: address(models),
                choices: address(choices),
                contractMetadata: address(contractMetadata),
                accountImplementation: settings.accountImplementation
            })
        );
        require(address(token) == address(tokenAhead), "Deployment: an address was mispredicted");
        _openAlmanac(settings.rules);
        provenance = new Provenance(token, almanac);
        adapter = new ERC7007Adapter(token, almanac);
        if (isAlone) _configure(settings);
        _handOver(_owned(isAlone), deployer, settings.multisig, settings.timelockSeconds);
    }

    /// @dev What draws, for whichever collection.
    function _drawers(address deployer) private {
        models = new Models(deployer);
        engine = new Engine(models);
        plant = new Plant(new Earth(), new Border(), new Meadow(), new Rockery(), new Thicket());
        skies = new Skies(models);
        documents = new Documents();
        causes = new Causes();
        livingPage = new LivingPage(models, vm.readFileBinary("renderer/living/page.bin"));
        metadata = new Metadata(plant, skies, documents, causes, livingPage);
        contractMetadata = new ContractMetadata();
    }

    /// @dev What another deployment lends.
    function _borrow(Shares memory shares) private {
        climate = Climate(payable(shares.climate));
        models = Models(shares.models);
        engine = Engine(shares.engine);
        plant = Plant(shares.plant);
        skies = Skies(shares.skies);
        metadata = Metadata(shares.metadata);
        // It names what it writes with.
        documents = Documents(address(metadata.documents()));
        causes = Causes(address(metadata.causes()));
        livingPage = LivingPage(address(metadata.livingPage()));
        contractMetadata = ContractMetadata(shares.contractMetadata);
    }

    /// @dev The timelock owns it from its first moment: nobody can come between creation and ownership.
    function _openAlmanac(Rules memory rules) private {
        almanacImplementation = new Almanac(rules, climate, token);
        bytes memory call = abi.encodeCall(Upgrades.initialize, (address(timelock)));
        almanac = Almanac(address(new ERC1967Proxy(address(almanacImplementation), call)));
    }

    function _configure(Settings memory settings) private {
        models.registerArt(address(metadata));
        for (uint256 i; i < settings.stations.length; ++i) {
            Station memory s = settings.stations[i];
            climate.addStation(s.name, s.latMicroDeg, s.lonMicroDeg);
        }
        LibSort.sort(settings.signers);
        climate.setSigners(settings.signers, settings.threshold);
        if (settings.model.length != 0) models.register(settings.model, address(engine));
    }

    /// @dev The climate and the models of a shared deployment have an owner already.
    function _owned(bool isAlone) private view returns (address[] memory owned) {
        owned = new address[](isAlone ? 3 : 1);
        owned[0] = address(token);
        if (!isAlone) return owned;
        owned[1] = address(climate);
        owned[2] = address(models);
    }
}
