// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Condition} from "./art/Condition.sol";
import {Document} from "./art/Document.sol";
import {Phenotype, Phenotypes} from "./art/Phenotype.sol";
import {Scene} from "./art/Scene.sol";
import {IClimate, Station} from "./interfaces/IClimate.sol";
import {IEngine} from "./interfaces/IEngine.sol";
import {IGenomes} from "./interfaces/IGenomes.sol";
import {TokenState} from "./interfaces/IChoices.sol";
import {IHeliotrope} from "./interfaces/IHeliotrope.sol";
import {IMetadata} from "./interfaces/IMetadata.sol";
import {IPlant} from "./interfaces/IPlant.sol";
import {ISkies} from "./interfaces/ISkies.sol";

/// @title Metadata: gather, draw, wrap. Only `sceneOf` reads the chain.
contract Metadata is IMetadata {
    /// @dev A week, the reach of the plant's short memory.
    uint256 private constant RECENT_EPOCHS = 24;

    IPlant public immutable plant;
    ISkies public immutable skies;

    constructor(IPlant plant_, ISkies skies_) {
        plant = plant_;
        skies = skies_;
    }

    /// @inheritdoc IMetadata
    function tokenURI(IHeliotrope token, uint256 tokenId) external view returns (string memory) {
        Scene memory s = sceneOf(token, tokenId, _shownEpoch(token, block.timestamp));
        Phenotype memory p = Phenotypes.phenotypeOf(s);
        // The seed lies in the earth: there is no sky to see.
        string memory under = p.stage == 0 ? "" : skies.skyOf(p, s.genome, s.model);
        return Document.uri(s, p, _picture(s, p, under));
    }

    /// @inheritdoc IMetadata
    function plantSvg(IHeliotrope token, uint256 tokenId) external view returns (string memory) {
        Scene memory s = sceneOf(token, tokenId, _shownEpoch(token, block.timestamp));
        Phenotype memory p = Phenotypes.phenotypeOf(s);
        return _picture(s, p, p.stage == 0 ? "" : skies.backdrop(p));
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
        return Phenotypes.phenotypeOf(sceneOf(token, tokenId, _shownEpoch(token, timestamp)));
    }

    /// @inheritdoc IMetadata
    function skyInputsAt(IHeliotrope token, uint256 tokenId, uint256 epoch)
        public
        view
        returns (uint256 model, bytes32 latent, bytes32 condition)
    {
        Scene memory s = sceneOf(token, tokenId, epoch);
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
        // Beyond 40 bits there is no time, and the product could overflow.
        if (epoch > type(uint40).max) epoch = type(uint40).max;
        TokenState memory state = token.stateAt(tokenId, epoch);
        // A pin takes the whole state at its epoch.
        if (state.pinnedEpoch != 0) {
            epoch = state.pinnedEpoch;
            state = token.stateAt(tokenId, epoch);
        }
        s.tokenId = tokenId;
        IGenomes genomes = IGenomes(token.genomes());
        IClimate climate = IClimate(token.climate());
        s.genome = genomes.genomeOf(tokenId);
        s.time = uint64(epoch * climate.EPOCH_SECONDS());
        s.epoch = uint40(epoch);
        s.model = state.model;
        s.weatherAge = type(uint16).max;
        if (!s.genome.germinated()) return s;

        s.birthEpoch = genomes.birthEpochOf(tokenId);
        // Between germination and birth the token's state is still empty: its home is in the genome.
        uint256 station = state.birthEpoch == 0 ? s.genome.homeStation() : state.station;
        if (station < climate.stationCount()) _weather(s, climate, station);
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
        uint256 birth = s.birthEpoch < s.epoch ? s.birthEpoch : s.epoch;
        s.life = climate.exposureBetween(station, birth, s.epoch);
        uint256 from = s.epoch > RECENT_EPOCHS ? s.epoch - RECENT_EPOCHS : 0;
        s.recent = from <= birth ? s.life : climate.exposureBetween(station, from, s.epoch);
    }

    function _picture(Scene memory s, Phenotype memory p, string memory under)
        private
        view
        returns (string memory)
    {
        string memory layer = plant.plantLayer(p, s.genome);
        return Document.svg(p, s.genome, s.stationName, under, layer);
    }

    function _shownEpoch(IHeliotrope token, uint256 timestamp)
        private
        view
        returns (uint256 epoch)
    {
        (epoch,,) = IClimate(token.climate()).shownEpoch(timestamp);
    }
}
