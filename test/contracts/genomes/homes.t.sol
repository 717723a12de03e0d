// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Batch} from "../../../contracts/interfaces/IGenomes.sol";
import {DRAWN} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Genome, express} from "../../../contracts/types/Genome.sol";
import {Fixture} from "../Fixture.sol";

/// @dev Homes chosen at mint, among homes that are drawn, over pages that split batches.
contract HomesTest is Fixture {
    uint16 private constant STATIONS = 9;

    /// @dev What was asked for, token by token.
    uint16[] private _asked;

    function setUp() public override {
        super.setUp();
        vm.startPrank(owner);
        for (uint256 i = climate.stationCount(); i < STATIONS; ++i) {
            climate.addStation(string.concat("Station ", vm.toString(i)), int32(int256(i)), 0);
        }
        vm.stopPrank();
    }

    function test_germinate_bearsWhereItWasChosen() public {
        _mintAt(3, 7);
        _mintAt(2, DRAWN);
        _mintAt(1, 0);
        (, uint256 target,,) = genomes.pendingBatch();
        _germinate("chance");
        bytes32 entropy =
            keccak256(abi.encode(block.chainid, address(genomes), target, bytes32("chance")));
        for (uint256 id; id < 6; ++id) {
            bytes32 expected = Genome.unwrap(express(entropy, id, STATIONS, _asked[id]));
            assertEq(Genome.unwrap(genomes.genomeOf(id)), expected);
            if (_asked[id] != DRAWN) assertEq(genomes.genomeOf(id).homeStation(), _asked[id]);
        }
        assertEq(token.stateAt(0, genomes.birthEpochOf(0)).station, 7);
    }

    /// @dev Batches of any size, in pages of any size, with any homes.
    function test_fuzz_germinate_keepsEveryHome(uint256 seed) public {
        for (uint256 i; i < 12; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint16 home = seed % 2 == 0 ? DRAWN : uint16((seed >> 8) % STATIONS);
            _mintAt(1 + (seed >> 16) % 10, home);
            if ((seed >> 32) % 3 == 0) vm.roll(block.number + 32);
        }
        uint256 size = 1 + (seed >> 64) % 15;
        while (genomes.germinated() < _asked.length) {
            (Batch memory batch,,,) = genomes.pendingBatch();
            bytes memory header = _ripen(keccak256(abi.encode("chance", batch.target)));
            genomes.germinate(header, size);
        }
        for (uint256 id; id < _asked.length; ++id) {
            uint256 home = genomes.genomeOf(id).homeStation();
            if (_asked[id] == DRAWN) assertLt(home, STATIONS);
            else assertEq(home, _asked[id]);
        }
    }

    /// @dev A station that came after the mint can be drawn if it was there at the target, and nobody
    /// who chose can be sent to it.
    function test_germinate_aStationThatJoinedLaterIsOnlyDrawn() public {
        _mintAt(10, 8);
        for (uint256 i; i < 30; ++i) {
            _mintAt(10, DRAWN);
        }
        vm.prank(owner);
        climate.addStation("In time", 0, 0);
        _germinate("chance");
        uint256 late;
        for (uint256 id; id < 310; ++id) {
            uint256 home = genomes.genomeOf(id).homeStation();
            if (id < 10) assertEq(home, 8);
            if (home == STATIONS) ++late;
        }
        assertGt(late, 0);
    }

    function _mintAt(uint256 quantity, uint16 home) private {
        uint256 due = token.price() * quantity;
        vm.deal(bob, due);
        vm.prank(bob);
        token.mintAt{value: due}(quantity, home);
        for (uint256 i; i < quantity; ++i) {
            _asked.push(home);
        }
    }
}
