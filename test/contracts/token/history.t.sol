// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IChoices, Stay, TokenState} from "../../../contracts/interfaces/IChoices.sol";
import {Exposure} from "../../../contracts/types/Exposure.sol";
import {Garden} from "./Garden.sol";

/// @title Random lives, against a model that writes every epoch down.
contract HistoryTest is Garden {
    uint256 private constant EPOCHS = 90;

    /// @dev What is so at each epoch from birth on, as far as it is known: a choice overwrites all that is
    /// still to come.
    TokenState[EPOCHS + 2] private diary;

    /// @dev What was answered of each epoch when it was the present.
    bytes32[EPOCHS] private answered;

    function setUp() public override {
        super.setUp();
        for (uint256 i; i < diary.length; ++i) {
            diary[i].station = genomes.genomeOf(0).homeStation();
            diary[i].birthEpoch = uint40(birth);
        }
    }

    /// forge-config: default.fuzz.runs = 24
    function test_fuzz_stateAt_remembersEveryEpoch(uint256 seed) public {
        for (uint256 i; i < EPOCHS; ++i) {
            uint256 h = uint256(keccak256(abi.encode(seed, i)));
            _enter(birth + i);
            for (uint256 n = h % 4; n != 0; --n) {
                // A time in the epoch, its instant among them.
                h = uint256(keccak256(abi.encode(h)));
                vm.warp((birth + i) * 25_200 + (h % 3 == 0 ? 0 : h % 25_200));
                _chooseAtRandom(i, h >> 16);
            }
            if (i != 0 && h % 5 != 0) _observeEach(birth + i, bytes32(seed));
            answered[i] = _answerAt(birth + i);
        }
        for (uint256 i; i < EPOCHS + 2; ++i) {
            assertEq(abi.encode(token.stateAt(0, birth + i)), abi.encode(diary[i]));
            _assertStay(i);
            if (i < EPOCHS) assertEq(_answerAt(birth + i), answered[i], "history has changed");
        }
        assertEq(token.stateAt(0, birth - 1).birthEpoch, 0);
        assertEq(token.stateAt(0, 0).birthEpoch, 0);
        assertEq(abi.encode(token.stateAt(0, type(uint256).max)), abi.encode(diary[EPOCHS + 1]));
    }

    /// forge-config: default.fuzz.runs = 12
    function test_fuzz_stayAt_givesTheLifetimeExposure(uint256 seed) public {
        for (uint256 i; i < EPOCHS; ++i) {
            uint256 h = uint256(keccak256(abi.encode(seed, i)));
            _enter(birth + i);
            // As often as it may, or hardly ever.
            if (h % (1 + seed % 20) == 0) _move(i, (h >> 16) % STATIONS);
            if (i != 0 && h % 7 != 0) _observeEach(birth + i, bytes32(seed));
        }
        Exposure plain;
        for (uint256 i; i < EPOCHS; ++i) {
            // The weather of the birth's epoch came before the birth.
            if (i != 0) {
                plain =
                    plain.plus(climate.exposureBetween(diary[i].station, birth + i - 1, birth + i));
            }
            assertEq(Exposure.unwrap(_lifeOf(0, birth + i)), Exposure.unwrap(plain));
        }
        assertGt(plain.observed(), EPOCHS / 2);
    }

    /// @dev Some choice, allowed or not, of Alice's; `i` epochs after birth.
    function _chooseAtRandom(uint256 i, uint256 h) private {
        uint256 kind = h % 5;
        uint256 value = h >> 8;
        if (kind == 0) _move(i, value % STATIONS);
        else if (kind == 1) _pin(i, birth + value % (i + 1));
        else if (kind == 2) _follow(i);
        else if (kind == 3) _adoptModel(i, value % 2);
        else _adoptArt(i, value % 2);
    }

    function _move(uint256 i, uint256 station) private {
        uint256 current = diary[i].station;
        // Since when it has been where it is, by walking back.
        uint256 since = i;
        while (since != 0 && diary[since - 1].station == current) --since;
        bool isAllowed = station != diary[i + 1].station
            && (station == current || since == 0 || i + 1 >= since + 24);
        (bool ok,) = _call(abi.encodeCall(IChoices.move, (0, station)));
        assertEq(ok, isAllowed, "move");
        if (!ok) return;
        uint8 moves = diary[i].moves + (station == current ? 0 : 1);
        for (uint256 e = i + 1; e < diary.length; ++e) {
            (diary[e].station, diary[e].moves) = (uint16(station), moves);
        }
        _decide(i);
    }

    function _pin(uint256 i, uint256 epoch) private {
        bool isAllowed = climate.acceptedAt(epoch) != 0 && epoch != diary[i + 1].pinnedEpoch;
        (bool ok,) = _call(abi.encodeCall(IChoices.pin, (0, epoch)));
        assertEq(ok, isAllowed, "pin");
        if (!ok) return;
        for (uint256 e = i + 1; e < diary.length; ++e) {
            diary[e].pinnedEpoch = uint40(epoch);
        }
        _decide(i);
    }

    function _follow(uint256 i) private {
        (bool ok,) = _call(abi.encodeCall(IChoices.follow, (0)));
        assertEq(ok, diary[i + 1].pinnedEpoch != 0, "follow");
        if (ok) _decide(i);
        for (uint256 e = i + 1; e < diary.length; ++e) {
            diary[e].pinnedEpoch = 0;
        }
    }

    function _adoptModel(uint256 i, uint256 model) private {
        (bool ok,) = _call(abi.encodeCall(IChoices.adoptModel, (0, model)));
        assertEq(ok, diary[i + 1].model != model, "model");
        if (ok) _decide(i);
        for (uint256 e = i + 1; e < diary.length; ++e) {
            diary[e].model = uint16(model);
        }
    }

    function _adoptArt(uint256 i, uint256 version) private {
        (bool ok,) = _call(abi.encodeCall(IChoices.adoptArt, (0, version)));
        assertEq(ok, diary[i + 1].artVersion != version, "art");
        if (ok) _decide(i);
        for (uint256 e = i + 1; e < diary.length; ++e) {
            diary[e].artVersion = uint16(version);
        }
    }

    /// @dev Every choice that was kept counts, replaced or not.
    function _decide(uint256 i) private {
        for (uint256 e = i + 1; e < diary.length; ++e) {
            ++diary[e].decisions;
        }
    }

    function _call(bytes memory choice) private returns (bool, bytes memory) {
        vm.prank(alice);
        return address(token).call(choice);
    }

    function _answerAt(uint256 epoch) private view returns (bytes32) {
        return keccak256(abi.encode(token.stateAt(0, epoch), token.stayAt(0, epoch)));
    }

    /// @dev The stay `i` epochs after birth is what the diary's stations say; and no memory of 24 epochs
    /// spans more than two stations.
    function _assertStay(uint256 i) private view {
        uint256 since = i;
        while (since != 0 && diary[since - 1].station == diary[i].station) --since;
        Stay memory stay = token.stayAt(0, birth + i);
        assertEq(stay.since, since == 0 ? 0 : birth + since);
        if (since == 0) return;
        assertEq(stay.previousStation, diary[since - 1].station);
        uint256 previous = since - 1;
        while (previous != 0 && diary[previous - 1].station == diary[since - 1].station) --previous;
        assertEq(stay.previousSince, previous == 0 ? 0 : birth + previous);
        if (previous != 0) assertGe(since - previous, 24);
    }
}
