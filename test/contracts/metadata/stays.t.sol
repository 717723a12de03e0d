// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Scene} from "../../../contracts/art/Scene.sol";
import {Exposure} from "../../../contracts/types/Exposure.sol";
import {
    Observation,
    ObservationFields,
    ObservationLib
} from "../../../contracts/types/Observation.sol";
import {Fixture} from "../Fixture.sol";

/// @dev A life at several stations, against the plainest way to count it: epoch by epoch, the weather of
/// where the plant was then.
contract StaysTest is Fixture {
    uint256 private constant STATIONS = 5;
    uint256 private constant WEEK = 24;

    uint256 private birth;

    function setUp() public override {
        super.setUp();
        vm.startPrank(owner);
        for (uint256 i = climate.stationCount(); i < STATIONS; ++i) {
            climate.addStation(string.concat("Station ", vm.toString(i)), int32(int256(i)), 0);
        }
        vm.stopPrank();
        uint256 due = token.price();
        vm.prank(alice);
        token.mintAt{value: due}(1, 0);
        _germinate("chance");
        birth = genomes.birthEpochOf(0);
    }

    function test_sceneOf_oneMoveSumsBothStays() public {
        uint256 epoch = _live(30);
        _move(3);
        epoch = _live(10);
        Scene memory s = _assertLife(epoch);
        assertEq(s.moves, 1);
        assertEq(s.decisions, 1);
        assertEq(s.stationName, "Station 3");
        assertEq(Observation.unwrap(s.now), Observation.unwrap(_weather(3, epoch)));
        // Its week: 14 epochs there, 10 here.
        assertEq(s.recent.observed(), WEEK);
        assertEq(s.life.observed(), epoch - birth);
        // And nothing of it is pending any more, nor the past another.
        assertFalse(s.pending);
        for (uint256 e = epoch - 12; e < epoch; ++e) {
            _assertLife(e);
        }
    }

    function test_sceneOf_manyMovesAreThreeSums() public {
        uint256 epoch = _live(3);
        for (uint256 i = 1; i < 6; ++i) {
            _move(i % STATIONS);
            epoch = _live(WEEK + i);
            assertEq(_assertLife(epoch).moves, i);
        }
        for (uint256 e = birth; e <= epoch; ++e) {
            _assertLife(e);
        }
    }

    /// @dev A young plant's week begins with its birth, wherever that was.
    function test_sceneOf_movedOnTheFirstDay() public {
        _live(1);
        _move(2);
        uint256 epoch = _live(4);
        assertEq(_assertLife(epoch).recent.observed(), epoch - birth);
    }

    function test_sceneOf_movedBeforeBirthIsBornThere() public {
        Scene memory before = metadata.sceneOf(token, 0, birth - 1);
        assertEq(before.stationName, climate.stationOf(0).name);
        _move(4);
        // There is no state yet: what it will be born as is shown.
        assertEq(metadata.sceneOf(token, 0, birth - 1).stationName, "Station 4");
        uint256 epoch = _live(3);
        Scene memory s = _assertLife(epoch);
        assertEq(s.moves, 0);
        assertEq(s.stationName, "Station 4");
    }

    /// @dev Any moves, at any times, with epochs left out.
    /// forge-config: default.fuzz.runs = 16
    function test_fuzz_sceneOf_isTheSumOfWhatItSawWhereItWas(uint256 seed) public {
        uint256 epoch;
        for (uint256 i; i < 90; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            if (seed % 8 == 0) {
                vm.prank(alice);
                try token.move(0, (seed >> 8) % STATIONS) {} catch {}
            }
            epoch = _nextEpoch();
            if ((seed >> 16) % 9 != 0) _observeVaried(epoch);
        }
        for (uint256 e = birth - 1; e <= epoch + 2; e += 1 + (seed >> 32) % 3) {
            _assertLife(e);
        }
        _assertLife(epoch + 40);
    }

    function test_sceneOf_aPinTakesTheWholeStateAtItsEpoch() public {
        uint256 old = _live(30);
        Scene memory then = metadata.sceneOf(token, 0, old);
        _move(2);
        _live(30);
        vm.prank(alice);
        token.pin(0, old);
        uint256 epoch = _live(5);
        Scene memory s = metadata.sceneOf(token, 0, epoch);
        assertTrue(s.pinned);
        s.pinned = false;
        assertEq(keccak256(abi.encode(s)), keccak256(abi.encode(then)));
        // Whatever has happened since: also where the weather is old by now.
        vm.warp(block.timestamp + 900 days);
        s = metadata.sceneOf(token, 0, climate.epochAt(block.timestamp));
        s.pinned = false;
        assertEq(keccak256(abi.encode(s)), keccak256(abi.encode(then)));
    }

    /// @dev A pin to an epoch at which the plant was pinned shows it as it was then, not what it showed.
    function test_sceneOf_aPinIsNotFollowedFurther() public {
        uint256 first = _live(5);
        vm.prank(alice);
        token.pin(0, first);
        uint256 second = _live(5);
        vm.prank(alice);
        token.pin(0, second);
        uint256 epoch = _live(2);
        Scene memory s = metadata.sceneOf(token, 0, epoch);
        assertTrue(s.pinned);
        assertEq(s.epoch, second);
        assertEq(s.life.observed(), second - birth);
        vm.prank(alice);
        token.follow(0);
        epoch = _live(1);
        s = metadata.sceneOf(token, 0, epoch);
        assertFalse(s.pinned);
        assertEq(s.epoch, epoch);
    }

    function test_sceneOf_saysWhatIsPendingOfThePresentAlone() public {
        uint256 epoch = _live(4);
        _move(1);
        assertTrue(metadata.sceneOf(token, 0, epoch).pending);
        assertFalse(metadata.sceneOf(token, 0, epoch - 1).pending);
        assertFalse(metadata.sceneOf(token, 0, epoch + 1).pending);
        // Until it is shown, which is not before the epoch's weather comes.
        _nextEpoch();
        assertTrue(metadata.sceneOf(token, 0, epoch).pending);
        _observeVaried(epoch + 1);
        assertFalse(metadata.sceneOf(token, 0, epoch + 1).pending);
        assertFalse(metadata.sceneOf(token, 0, epoch).pending);
        // Taken back before it counts.
        _live(WEEK);
        _move(2);
        _move(1);
        assertFalse(metadata.sceneOf(token, 0, climate.epochAt(block.timestamp)).pending);
    }

    /// @dev The almanac disputes the past: no later choice may reach into it.
    function test_skyInputsAt_noChoiceChangesAnEpochThatHasBegun() public {
        uint256 epoch = _live(6);
        bytes32 inputs = _inputsHash(epoch);
        _move(3);
        assertEq(_inputsHash(epoch), inputs);
        vm.prank(alice);
        token.pin(0, epoch - 2);
        assertEq(_inputsHash(epoch), inputs);
        uint256 next = _live(1);
        assertEq(_inputsHash(epoch), inputs);
        // The pinned epoch's, from the next one on.
        assertEq(_inputsHash(next), _inputsHash(epoch - 2));
    }

    function _inputsHash(uint256 epoch) private view returns (bytes32) {
        (uint256 model, bytes32 latent, bytes32 condition) = token.skyInputsAt(0, epoch);
        return keccak256(abi.encode(model, latent, condition));
    }

    function _assertLife(uint256 epoch) private view returns (Scene memory s) {
        s = metadata.sceneOf(token, 0, epoch);
        assertEq(s.epoch, epoch);
        uint256 week = epoch > birth + WEEK ? epoch - WEEK : birth;
        assertEq(Exposure.unwrap(s.life), Exposure.unwrap(_seen(birth, epoch)), "life");
        assertEq(Exposure.unwrap(s.recent), Exposure.unwrap(_seen(week, epoch)), "week");
    }

    /// @dev Epoch by epoch.
    function _seen(uint256 from, uint256 to) private view returns (Exposure sum) {
        for (uint256 e = from + 1; e <= to; ++e) {
            if (climate.acceptedAt(e) == 0) continue;
            sum = sum.add(_weather(token.stateAt(0, e).station, e));
        }
    }

    function _move(uint256 station) private {
        vm.prank(alice);
        token.move(0, station);
    }

    /// @dev Lives on, observed.
    function _live(uint256 epochs) private returns (uint256 epoch) {
        for (uint256 i; i < epochs; ++i) {
            epoch = _nextEpoch();
            _observeVaried(epoch);
        }
    }

    /// @dev Every station has a weather of its own.
    function _observeVaried(uint256 epoch) private {
        bytes memory report;
        for (uint256 i; i < STATIONS; ++i) {
            report = abi.encodePacked(report, Observation.unwrap(_weather(i, epoch)));
        }
        bytes[] memory reports = _thrice(report);
        climate.submit(epoch, reports, _signAll(epoch, reports));
    }

    function _weather(uint256 station, uint256 epoch) private pure returns (Observation) {
        uint256 seed = uint256(keccak256(abi.encode(station, epoch)));
        ObservationFields memory f = _mild();
        f.tempCentiC = int256(seed % 5000) - 2000;
        f.precipCentiMm = (seed >> 16) % 900;
        f.windEastCms = int256((seed >> 32) % 3000) - 1500;
        f.windNorthCms = int256((seed >> 48) % 3000) - 1500;
        f.windSpeedCms = (seed >> 64) % 2000;
        f.sunMinutes = (seed >> 80) % 421;
        f.frostMinutes = (seed >> 96) % 421;
        f.codeRank = (seed >> 112) % 28;
        return ObservationLib.pack(f);
    }
}
