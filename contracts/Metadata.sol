// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Condition} from "./art/Condition.sol";
import {Document} from "./art/Document.sol";
import {Phenotype, Phenotypes} from "./art/Phenotype.sol";
import {Scene} from "./art/Scene.sol";
import {IClimate, Station} from "./interfaces/IClimate.sol";
import {IGenomes} from "./interfaces/IGenomes.sol";
import {IHeliotrope, TokenState} from "./interfaces/IHeliotrope.sol";
import {IMetadata} from "./interfaces/IMetadata.sol";
import {IPlant} from "./interfaces/IPlant.sol";

/// @title Metadata: gather, draw, wrap. Only `sceneOf` reads the chain.
contract Metadata is IMetadata {
    /// @dev A week, the reach of the plant's short memory.
    uint256 private constant RECENT_EPOCHS = 24;

    IHeliotrope public immutable token;
    IGenomes public immutable genomes;
    IClimate public immutable climate;
    IPlant public immutable plant;

    constructor(IHeliotrope token_, IGenomes genomes_, IClimate climate_, IPlant plant_) {
        token = token_;
        genomes = genomes_;
        climate = climate_;
        plant = plant_;
    }

    /// @inheritdoc IMetadata
    function tokenURI(uint256 tokenId) external view returns (string memory) {
        Scene memory s = sceneOf(tokenId, _shownEpoch(block.timestamp));
        Phenotype memory p = Phenotypes.phenotypeOf(s);
        return Document.uri(s, p, _picture(s, p));
    }

    /// @inheritdoc IMetadata
    function plantSvg(uint256 tokenId) external view returns (string memory) {
        Scene memory s = sceneOf(tokenId, _shownEpoch(block.timestamp));
        return _picture(s, Phenotypes.phenotypeOf(s));
    }

    /// @inheritdoc IMetadata
    function phenotypeAt(uint256 tokenId, uint256 timestamp)
        external
        view
        returns (Phenotype memory)
    {
        return Phenotypes.phenotypeOf(sceneOf(tokenId, _shownEpoch(timestamp)));
    }

    /// @inheritdoc IMetadata
    function skyInputsAt(uint256 tokenId, uint256 epoch)
        external
        view
        returns (uint256 model, bytes32 latent, bytes32 condition)
    {
        Scene memory s = sceneOf(tokenId, epoch);
        model = s.model;
        latent = s.genome.latentOf();
        condition = Condition.conditionOf(Phenotypes.phenotypeOf(s));
    }

    /// @inheritdoc IMetadata
    function sceneOf(uint256 tokenId, uint256 epoch) public view returns (Scene memory s) {
        // Beyond 40 bits there is no time, and the product could overflow.
        if (epoch > type(uint40).max) epoch = type(uint40).max;
        TokenState memory state = token.stateAt(tokenId, epoch);
        // A pin takes the whole state at its epoch.
        if (state.pinnedEpoch != 0) {
            epoch = state.pinnedEpoch;
            state = token.stateAt(tokenId, epoch);
        }
        s.tokenId = tokenId;
        s.genome = genomes.genomeOf(tokenId);
        s.time = uint64(epoch * climate.EPOCH_SECONDS());
        s.epoch = uint40(epoch);
        s.model = state.model;
        s.weatherAge = type(uint16).max;
        if (!s.genome.germinated()) return s;

        s.birthEpoch = genomes.birthEpochOf(tokenId);
        // Between germination and birth the token's state is still empty: its home is in the genome.
        uint256 station = state.birthEpoch == 0 ? s.genome.homeStation() : state.station;
        if (station < climate.stationCount()) _weather(s, station);
    }

    function _weather(Scene memory s, uint256 station) private view {
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

    function _picture(Scene memory s, Phenotype memory p) private view returns (string memory) {
        string memory layer = plant.plantLayer(p, s.genome);
        // The seed lies in the earth: there is no sky to see.
        string memory under = p.stage == 0 ? "" : plant.backdrop(p);
        return Document.svg(p, s.genome, s.stationName, under, layer);
    }

    function _shownEpoch(uint256 timestamp) private view returns (uint256 epoch) {
        (epoch,,) = climate.shownEpoch(timestamp);
    }
}
