// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Metadata} from "../../../contracts/Metadata.sol";
import {Stay, TokenState} from "../../../contracts/interfaces/IChoices.sol";
import {Exposure} from "../../../contracts/types/Exposure.sol";
import {
    Observation,
    ObservationFields,
    ObservationLib
} from "../../../contracts/types/Observation.sol";
import {Fixture} from "../Fixture.sol";
import {ModelFile} from "../models/ModelFile.sol";

/// @title Four plants of Alice's, just born, with five stations, two models and two arts to choose from.
abstract contract Garden is Fixture {
    uint256 internal constant STATIONS = 5;

    /// @dev The epoch that all four were born at; it is entered and its weather accepted.
    uint256 internal birth;

    function setUp() public virtual override {
        super.setUp();
        vm.startPrank(owner);
        while (climate.stationCount() < STATIONS) climate.addStation("Elsewhere", 50e6, 10e6);
        if (models.count() < 1) models.register(ModelFile.drawn(1, 2, 9, 11), address(engine));
        models.register(ModelFile.drawn(2, 2, 9, 11), address(engine));
        models.registerArt(address(new Metadata(plant, skies, documents, causes, livingPage)));
        vm.stopPrank();
        _mint(alice, 4);
        _germinate("garden");
        birth = genomes.birthEpochOf(0);
        _enter(birth);
        _observeEach(birth, "birth");
    }

    /// @dev Has an epoch accepted with weather of its own at every station.
    function _observeEach(uint256 epoch, bytes32 seed) internal {
        uint256 stations = climate.stationCountIn(epoch);
        bytes memory report;
        for (uint256 s; s < stations; ++s) {
            uint256 h = uint256(keccak256(abi.encode(seed, epoch, s)));
            ObservationFields memory f = _mild();
            f.precipCentiMm = h % 3000;
            f.sunMinutes = (h >> 32) % 421;
            f.frostMinutes = (h >> 64) % 421;
            f.tempCentiC = int256((h >> 96) % 6000) - 2000;
            report = abi.encodePacked(report, Observation.unwrap(ObservationLib.pack(f)));
        }
        bytes[] memory reports = _thrice(report);
        bytes[] memory signatures = _signAll(epoch, reports);
        vm.prank(keeper);
        climate.submit(epoch, reports, signatures);
    }

    /// @dev Goes on by `epochs` epochs, a second into the last.
    function _wait(uint256 epochs) internal returns (uint256 epoch) {
        epoch = _now() + epochs;
        _enter(epoch);
    }

    function _now() internal view returns (uint256) {
        return climate.epochAt(block.timestamp);
    }

    /// @dev A station where token `id` neither lives nor is about to.
    function _elsewhere(uint256 id) internal view returns (uint256 station) {
        uint256 chosen = uint256(token.getTraitValue(id, keccak256("station")));
        while (station == chosen || station == token.stateAt(id, _now()).station) ++station;
    }

    /// @dev What a plant has seen, by the rule that `IChoices.stayAt` gives.
    function _lifeOf(uint256 id, uint256 epoch) internal view returns (Exposure life) {
        TokenState memory state = token.stateAt(id, epoch);
        Stay memory stay = token.stayAt(id, epoch);
        if (stay.since == 0) {
            return climate.exposureBetween(state.station, state.birthEpoch, epoch);
        }
        uint256 start = stay.previousSince == 0 ? state.birthEpoch : stay.previousSince - 1;
        life = climate.exposureBetween(state.station, stay.since - 1, epoch);
        life = life.plus(climate.exposureBetween(stay.previousStation, start, stay.since - 1));
        return life.plus(stay.before);
    }
}
