// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC721A} from "erc721a/contracts/IERC721A.sol";

import {Condition} from "./art/Condition.sol";
import {Phenotype, Phenotypes} from "./art/Phenotype.sol";
import {Scene} from "./art/Scene.sol";
import {Cause, ICauses} from "./interfaces/ICauses.sol";
import {IClimate, Station} from "./interfaces/IClimate.sol";
import {IDocuments, Label} from "./interfaces/IDocuments.sol";
import {IEngine} from "./interfaces/IEngine.sol";
import {IGenomes} from "./interfaces/IGenomes.sol";
import {Stay, TokenState} from "./interfaces/IChoices.sol";
import {IHeliotrope} from "./interfaces/IHeliotrope.sol";
import {ILivingPage} from "./interfaces/ILivingPage.sol";
import {IMetadata} from "./interfaces/IMetadata.sol";
import {INames} from "./interfaces/INames.sol";
import {IPlant} from "./interfaces/IPlant.sol";
import {ISkies} from "./interfaces/ISkies.sol";
import {Forward} from "./token/Forward.sol";
import {Exposure} from "./types/Exposure.sol";

/// @title Metadata: gather, draw, wrap. Only what `sceneOf` gathers is read from the chain.
contract Metadata is IMetadata {
    /// @dev A week, the reach of the plant's short memory.
    uint256 private constant RECENT_EPOCHS = 24;

    IPlant public immutable plant;
    ISkies public immutable skies;
    IDocuments public immutable documents;
    ICauses public immutable causes;
    ILivingPage public immutable livingPage;

    constructor(
        IPlant plant_,
        ISkies skies_,
        IDocuments documents_,
        ICauses causes_,
        ILivingPage livingPage_
    ) {
        plant = plant_;
        skies = skies_;
        documents = documents_;
        causes = causes_;
        livingPage = livingPage_;
    }

    /// @inheritdoc IMetadata
    function tokenURI(IHeliotrope token, uint256 tokenId) external view returns (string memory) {
        Scene memory s = sceneOf(token, tokenId, _shownEpoch(token, block.timestamp));
        Phenotype memory p = Phenotypes.phenotypeOf(s);
        // The seed lies in the earth: there is no sky to see.
        string memory under = p.stage == 0 ? "" : skies.skyOf(p, s.genome, s.model);
        Forward.question(
            address(documents),
            abi.encodeCall(
                IDocuments.tokenUri,
                (s, p, _label(token, s), under, plant.plantLayer(p, s.genome), livingPage)
            )
        );
    }

    /// @inheritdoc IMetadata
    function tokenHtml(IHeliotrope token, uint256 tokenId) external view returns (string memory) {
        Scene memory s = sceneOf(token, tokenId, _shownEpoch(token, block.timestamp));
        Phenotype memory p = Phenotypes.phenotypeOf(s);
        string memory layer = plant.plantLayer(p, s.genome);
        Forward.question(address(livingPage), abi.encodeCall(ILivingPage.html, (s, p, layer)));
    }

    /// @inheritdoc IMetadata
    function explain(IHeliotrope token, uint256 tokenId) external view returns (Cause[] memory) {
        Scene memory s = sceneOf(token, tokenId, _shownEpoch(token, block.timestamp));
        Phenotype memory p = Phenotypes.phenotypeOf(s);
        Forward.question(address(causes), abi.encodeCall(ICauses.explain, (s, p)));
    }

    /// @inheritdoc IMetadata
    function plantSvg(IHeliotrope token, uint256 tokenId) external view returns (string memory) {
        Scene memory s = _gather(token, tokenId, _shownEpoch(token, block.timestamp));
        Phenotype memory p = Phenotypes.phenotypeOf(s);
        string memory under = p.stage == 0 ? "" : skies.backdrop(p);
        string memory layer = plant.plantLayer(p, s.genome);
        Forward.question(address(documents), abi.encodeCall(IDocuments.svg, (s, p, under, layer)));
    }

    /// @inheritdoc IMetadata
    function skyPng(IHeliotrope token, uint256 tokenId, uint256 size)
        external
        view
        returns (bytes memory)
    {
        (uint256 model, bytes32 latent, bytes32 condition) =
            skyInputsAt(token, tokenId, _shownEpoch(token, block.timestamp));
        (,, address engine,) = skies.models().modelOf(model);
        return IEngine(engine).skyPng(model, latent, condition, size);
    }

    /// @inheritdoc IMetadata
    function phenotypeAt(IHeliotrope token, uint256 tokenId, uint256 timestamp)
        external
        view
        returns (Phenotype memory)
    {
        return Phenotypes.phenotypeOf(_gather(token, tokenId, _shownEpoch(token, timestamp)));
    }

    /// @inheritdoc IMetadata
    function skyInputsAt(IHeliotrope token, uint256 tokenId, uint256 epoch)
        public
        view
        returns (uint256 model, bytes32 latent, bytes32 condition)
    {
        Scene memory s = _gather(token, tokenId, epoch);
        model = s.model;
        latent = s.genome.latentOf();
        condition = Condition.conditionOf(Phenotypes.phenotypeOf(s));
    }

    /// @inheritdoc IMetadata
    function sceneOf(IHeliotrope token, uint256 tokenId, uint256 epoch)
        public
        view
        returns (Scene memory s)
    {
        s = _gather(token, tokenId, epoch);
        (uint256 from,) = token.pendingOf(tokenId);
        // A choice is said at once, but only of the present: the past has had its own.
        s.pending = epoch < from && epoch >= _shownEpoch(token, block.timestamp);
    }

    /// @dev All that is drawn. What is pending is not: it would only cost gas.
    function _gather(IHeliotrope token, uint256 tokenId, uint256 epoch)
        private
        view
        returns (Scene memory s)
    {
        // Beyond 40 bits there is no time, and the product could overflow.
        if (epoch > type(uint40).max) epoch = type(uint40).max;
        IGenomes genomes = IGenomes(token.genomes());
        IClimate climate = IClimate(token.climate());
        TokenState memory state = token.stateAt(tokenId, epoch);
        // A pin takes the whole state at its epoch, whatever that says of a pin.
        if (state.pinnedEpoch != 0) {
            s.pinned = true;
            epoch = state.pinnedEpoch;
            state = token.stateAt(tokenId, epoch);
        }
        s.tokenId = tokenId;
        s.genome = genomes.genomeOf(tokenId);
        s.time = uint64(epoch * climate.EPOCH_SECONDS());
        s.epoch = uint40(epoch);
        s.weatherAge = type(uint16).max;
        if (!s.genome.germinated()) return s;

        s.birthEpoch = genomes.birthEpochOf(tokenId);
        // Between germination and birth there is no state yet: what it will be born as is shown.
        if (state.birthEpoch == 0) state = token.stateAt(tokenId, s.birthEpoch);
        s.model = state.model;
        s.moves = state.moves;
        s.decisions = state.decisions;
        if (state.station < climate.stationCount()) {
            _weather(s, climate, state.station);
            _memory(s, climate, state.station, token.stayAt(tokenId, epoch));
        }
    }

    function _weather(Scene memory s, IClimate climate, uint256 station) private view {
        Station memory place = climate.stationOf(station);
        s.stationName = place.name;
        s.latMicroDeg = place.latMicroDeg;
        s.lonMicroDeg = place.lonMicroDeg;
        (bool found, uint256 weatherEpoch) = climate.latestAccepted(s.epoch);
        if (found) {
            uint256 age = s.epoch - weatherEpoch;
            s.weatherAge = age > type(uint16).max ? type(uint16).max : uint16(age);
        }
        (s.now,) = climate.observationAt(station, s.epoch);
    }

    /// @dev What the plant has seen: here, at the station before this one, and before that. A move counts
    /// from an epoch whose weather is already that of the new place.
    function _memory(Scene memory s, IClimate climate, uint256 station, Stay memory stay)
        private
        view
    {
        uint256 birth = s.birthEpoch < s.epoch ? s.birthEpoch : s.epoch;
        uint256 from = s.epoch > RECENT_EPOCHS ? s.epoch - RECENT_EPOCHS : 0;
        uint256 here = stay.since == 0 ? birth : stay.since - 1;
        Exposure atHome = climate.exposureBetween(station, here, s.epoch);
        s.life = atHome;
        s.recent = from <= here ? atHome : climate.exposureBetween(station, from, s.epoch);
        if (stay.since == 0) return;

        uint256 there = stay.previousSince == 0 ? birth : stay.previousSince - 1;
        Exposure away = climate.exposureBetween(stay.previousStation, there, here);
        s.life = stay.before.plus(away).plus(atHome);
        if (from >= here) return;
        // The week reaches back to the station before, and no further: nobody moves twice in a week.
        s.recent = atHome.plus(
            from <= there ? away : climate.exposureBetween(stay.previousStation, from, here)
        );
    }

    /// @dev A collection need not have texts of its own, and a seed's block is known from its mint.
    function _label(IHeliotrope token, Scene memory s) private view returns (Label memory label) {
        label.collection = IERC721A(address(token)).name();
        try INames(address(token)).names() returns (
            string memory, string memory externalUrl, string memory
        ) {
            label.externalUrl = externalUrl;
        } catch {}
        if (!s.genome.germinated()) label.target = token.targetOf(s.tokenId);
    }

    function _shownEpoch(IHeliotrope token, uint256 timestamp)
        private
        view
        returns (uint256 epoch)
    {
        (epoch,,) = IClimate(token.climate()).shownEpoch(timestamp);
    }
}
