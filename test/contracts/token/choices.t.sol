// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {IChoices, Stay, TokenState} from "../../../contracts/interfaces/IChoices.sol";
import {IERC7496} from "../../../contracts/interfaces/IERC7496.sol";
import {IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Checkpoint} from "../../../contracts/types/Checkpoint.sol";
import {Garden} from "./Garden.sol";

contract ChoicesTest is Garden {
    bytes4 private constant UNKNOWN = bytes4(keccak256("OwnerQueryForNonexistentToken()"));

    event MetadataUpdate(uint256 _tokenId);

    function test_move_countsFromTheNextEpoch() public {
        uint256 home = token.stateAt(0, birth).station;
        uint256 to = _elsewhere(0);
        uint256 from = _wait(3) + 1;
        vm.expectEmit(address(token));
        emit IERC7496.TraitUpdated(keccak256("station"), 0, bytes32(to));
        vm.expectEmit(address(token));
        emit IERC7496.TraitUpdated(keccak256("stateNonce"), 0, bytes32(uint256(1)));
        vm.expectEmit(address(token));
        emit MetadataUpdate(0);
        vm.expectEmit(address(token));
        emit IChoices.Moved(0, to, from, 1);
        vm.prank(alice);
        (uint256 fromEpoch, uint256 nonce) = token.move(0, to);
        assertEq(fromEpoch, from);
        assertEq(nonce, 1);
        assertEq(token.stateAt(0, from - 1).station, home);
        assertEq(token.stateAt(0, from - 1).moves, 0);
        assertEq(token.stateAt(0, from).station, to);
        assertEq(token.stateAt(0, from).moves, 1);
        assertEq(token.stateAt(0, from - 1).decisions, 0);
        assertEq(token.stateAt(0, from).decisions, 1);
        assertEq(token.stateAt(0, type(uint256).max).station, to);
        Stay memory stay = token.stayAt(0, from);
        assertEq(stay.since, from);
        assertEq(stay.previousStation, home);
        assertEq(stay.previousSince, 0);
        assertEq(token.stayAt(0, from - 1).since, 0);
        // The others stay where they are.
        assertEq(token.stateNonce(1), 0);
        assertEq(token.stateAt(1, from).moves, 0);
    }

    /// @dev At the instant of an epoch the epoch has begun: the choice counts from the one after it.
    function test_choices_countStrictlyAfterTheInstant() public {
        uint256 epoch = _wait(5);
        vm.warp(epoch * 25_200);
        vm.startPrank(alice);
        (uint256 from,) = token.move(0, _elsewhere(0));
        assertEq(from, epoch + 1);
        vm.warp(epoch * 25_200 - 1);
        (from,) = token.move(1, _elsewhere(1));
        assertEq(from, epoch);
    }

    function test_move_beforeBirthChangesWhereItIsBorn() public {
        _mint(alice, 1);
        _germinate("late");
        uint256 born = genomes.birthEpochOf(4);
        uint256 home = genomes.genomeOf(4).homeStation();
        uint256 to = (home + 1) % STATIONS;
        vm.startPrank(alice);
        (uint256 from,) = token.move(4, to);
        assertEq(from, born);
        assertEq(token.stateAt(4, born).station, to);
        assertEq(token.stateAt(4, born).moves, 0);
        assertEq(token.stayAt(4, born).since, 0);
        assertEq(token.stateAt(4, born - 1).birthEpoch, 0);
        // And taken back, and done again, and no cooldown follows.
        token.move(4, home);
        assertEq(token.stateAt(4, born).station, home);
        token.move(4, to);
        _enter(born);
        (from,) = token.move(4, home);
        assertEq(from, born + 1);
        assertEq(token.stateAt(4, from).moves, 1);
        assertEq(token.stayAt(4, from).previousStation, to);
        assertEq(token.stayAt(4, from).previousSince, 0);
    }

    function test_move_mayBeReplacedAndTakenBack() public {
        uint256 home = token.stateAt(0, birth).station;
        uint256 first = _elsewhere(0);
        vm.startPrank(alice);
        (uint256 from,) = token.move(0, first);
        uint256 second = _elsewhere(0);
        token.move(0, second);
        assertEq(token.stateAt(0, from).station, second);
        assertEq(token.stateAt(0, from).moves, 1);
        assertEq(token.stayAt(0, from).previousStation, home);
        token.move(0, home);
        assertEq(token.stateAt(0, from).station, home);
        assertEq(token.stateAt(0, from).moves, 0);
        assertEq(token.stayAt(0, from).since, 0);
        assertEq(token.stateNonce(0), 3);
        assertEq(token.stateAt(0, from).decisions, 3);
        // Other choices made meanwhile are not taken back with it.
        token.move(0, first);
        token.adoptModel(0, 1);
        token.move(0, home);
        assertEq(token.stateAt(0, from).model, 1);
        assertEq(token.stateAt(0, from).station, home);
    }

    function test_move_hasACooldownOf24Epochs() public {
        vm.startPrank(alice);
        uint256 to = _elsewhere(0);
        (uint256 since,) = token.move(0, to);
        uint256 next = (to + 1) % STATIONS;
        // Counts from since + 23 at the latest of these.
        for (uint256 now_ = since; now_ < since + 23; now_ += 11) {
            _enter(now_);
            vm.expectRevert(
                abi.encodeWithSelector(IChoices.MovedTooRecently.selector, 0, since + 24)
            );
            token.move(0, next);
        }
        _enter(since + 22);
        vm.expectRevert(abi.encodeWithSelector(IChoices.MovedTooRecently.selector, 0, since + 24));
        token.move(0, next);
        // All else may be chosen.
        token.adoptModel(0, 1);
        _enter(since + 23);
        (uint256 from,) = token.move(0, next);
        assertEq(from, since + 24);
        assertEq(token.stateAt(0, from).moves, 2);
        Stay memory stay = token.stayAt(0, from);
        assertEq(stay.since, from);
        assertEq(stay.previousStation, to);
        assertEq(stay.previousSince, since);
        // A pending move may be replaced within its cooldown: the plant has not left.
        token.move(0, (next + 1) % STATIONS);
        token.move(0, to);
        assertEq(token.stateAt(0, from).moves, 1);
        assertEq(token.stayAt(0, from).since, since);
    }

    function test_move_countsMovesUpTo255() public {
        vm.startPrank(alice);
        token.move(0, _elsewhere(0));
        _wait(30);
        _rewrite(0, 248, 8, 254);
        (uint256 from,) = token.move(0, _elsewhere(0));
        assertEq(token.stateAt(0, from).moves, 255);
        _wait(30);
        (from,) = token.move(0, _elsewhere(0));
        assertEq(token.stateAt(0, from).moves, 255);
        assertEq(token.stayAt(0, from).since, from);
    }

    function test_pin_takesAnAcceptedEpochOfTheLife() public {
        uint256 epoch = _wait(1);
        _observeEach(epoch, "x");
        vm.startPrank(alice);
        vm.expectEmit(address(token));
        emit IERC7496.TraitUpdated(keccak256("pinnedEpoch"), 0, bytes32(birth));
        vm.expectEmit(address(token));
        emit IERC7496.TraitUpdated(keccak256("stateNonce"), 0, bytes32(uint256(1)));
        vm.expectEmit(address(token));
        emit MetadataUpdate(0);
        vm.expectEmit(address(token));
        emit IChoices.Pinned(0, birth, epoch + 1, 1);
        token.pin(0, birth);
        assertEq(token.stateAt(0, epoch).pinnedEpoch, 0);
        assertEq(token.stateAt(0, epoch + 1).pinnedEpoch, birth);
        // The present epoch may be pinned, too.
        token.pin(0, epoch);
        assertEq(token.stateAt(0, epoch + 1).pinnedEpoch, epoch);
        _wait(2);
        vm.expectEmit(address(token));
        emit IChoices.Followed(0, epoch + 3, 3);
        token.follow(0);
        assertEq(token.stateAt(0, epoch + 2).pinnedEpoch, epoch);
        assertEq(token.stateAt(0, epoch + 3).pinnedEpoch, 0);
    }

    /// @dev What is shown is the whole state at the pinned epoch, and the life goes on unseen.
    function test_pin_leavesTheLifeAlone() public {
        vm.startPrank(alice);
        token.pin(0, birth);
        uint256 to = _elsewhere(0);
        (uint256 from,) = token.move(0, to);
        token.adoptArt(0, 1);
        TokenState memory state = token.stateAt(0, from);
        assertEq(state.pinnedEpoch, birth);
        assertEq(state.station, to);
        assertEq(state.artVersion, 1);
        assertEq(token.stateAt(0, birth).artVersion, 0);
    }

    function test_RevertWhen_whatIsPinnedWasNot() public {
        uint256 skipped = _wait(1);
        uint256 epoch = _wait(1);
        _observeEach(epoch, "x");
        vm.startPrank(alice);
        uint256[5] memory never =
            [uint256(0), skipped, epoch + 1, 2 ** 40 + epoch, type(uint256).max];
        for (uint256 i; i < never.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IChoices.EpochNotAccepted.selector, never[i]));
            token.pin(0, never[i]);
        }
    }

    function test_RevertWhen_anEpochBeforeBirthIsPinned() public {
        _mint(alice, 1);
        _germinate("late");
        uint256 born = genomes.birthEpochOf(4);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IChoices.EpochBeforeBirth.selector, birth, born));
        token.pin(4, birth);
        _enter(born);
        vm.expectRevert(abi.encodeWithSelector(IChoices.EpochBeforeBirth.selector, birth, born));
        token.pin(4, birth);
    }

    function test_adoptModel_countsFromTheNextEpoch() public {
        uint256 from = _now() + 1;
        vm.expectEmit(address(token));
        emit IERC7496.TraitUpdated(keccak256("model"), 0, bytes32(uint256(1)));
        vm.expectEmit(address(token));
        emit IERC7496.TraitUpdated(keccak256("stateNonce"), 0, bytes32(uint256(1)));
        vm.expectEmit(address(token));
        emit MetadataUpdate(0);
        vm.expectEmit(address(token));
        emit IChoices.ModelAdopted(0, 1, from, 1);
        vm.prank(alice);
        token.adoptModel(0, 1);
        assertEq(token.stateAt(0, from - 1).model, 0);
        assertEq(token.stateAt(0, from).model, 1);
    }

    function test_adoptArt_countsFromTheNextEpoch() public {
        uint256 from = _now() + 1;
        vm.expectEmit(address(token));
        emit IERC7496.TraitUpdated(keccak256("artVersion"), 0, bytes32(uint256(1)));
        vm.expectEmit(address(token));
        emit IERC7496.TraitUpdated(keccak256("stateNonce"), 0, bytes32(uint256(1)));
        vm.expectEmit(address(token));
        emit MetadataUpdate(0);
        vm.expectEmit(address(token));
        emit IChoices.ArtAdopted(0, 1, from, 1);
        vm.prank(alice);
        token.adoptArt(0, 1);
        assertEq(token.stateAt(0, from - 1).artVersion, 0);
        assertEq(token.stateAt(0, from).artVersion, 1);
    }

    function test_RevertWhen_whatIsChosenDoesNotExist() public {
        vm.startPrank(alice);
        uint256[3] memory beyond = [uint256(2), 1 << 16, type(uint256).max];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IChoices.ModelUnknown.selector, beyond[i]));
            token.adoptModel(0, beyond[i]);
            vm.expectRevert(abi.encodeWithSelector(IChoices.ArtUnknown.selector, beyond[i]));
            token.adoptArt(0, beyond[i]);
            uint256 station = i == 0 ? STATIONS : beyond[i];
            vm.expectRevert(abi.encodeWithSelector(IChoices.StationUnknown.selector, station));
            token.move(0, station);
        }
    }

    function test_RevertWhen_nothingChanges() public {
        bytes memory same = abi.encodeWithSelector(IChoices.AlreadyChosen.selector, 0);
        uint256 home = token.stateAt(0, birth).station;
        vm.startPrank(alice);
        vm.recordLogs();
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(same);
            token.move(0, home);
            vm.expectRevert(same);
            token.follow(0);
            vm.expectRevert(same);
            token.adoptModel(0, 0);
            vm.expectRevert(same);
            token.adoptArt(0, 0);
            // In force, then pending, then in force again.
            if (i == 0) {
                token.pin(0, birth);
                vm.expectRevert(same);
                token.pin(0, birth);
                token.follow(0);
            } else {
                _wait(1);
            }
        }
        // Two choices, four events each: nothing was announced without a change.
        assertEq(vm.getRecordedLogs().length, 8);
        assertEq(token.stateNonce(0), 2);
        uint256 to = _elsewhere(0);
        token.move(0, to);
        vm.expectRevert(same);
        token.move(0, to);
    }

    /// @dev As often as a holder may choose within an epoch, one word is kept of it.
    function test_choices_keepOneCheckpointAnEpoch() public {
        bytes32 list = keccak256(abi.encode(uint256(0), uint256(0)));
        vm.startPrank(alice);
        for (uint256 epoch = 1; epoch < 4; ++epoch) {
            for (uint256 i; i < 5; ++i) {
                token.adoptModel(0, (i + epoch) % 2);
                assertEq(uint256(vm.load(address(choices), list)), epoch);
            }
            _wait(1);
        }
    }

    /// @dev A choice raises MetadataUpdate for its own token, once.
    function test_choices_announceOnePlant() public {
        vm.recordLogs();
        vm.prank(alice);
        token.adoptArt(2, 1);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 updates;
        for (uint256 i; i < logs.length; ++i) {
            assertEq(logs[i].emitter, address(token));
            if (logs[i].topics[0] != keccak256("MetadataUpdate(uint256)")) continue;
            ++updates;
            assertEq(abi.decode(logs[i].data, (uint256)), 2);
        }
        assertEq(updates, 1);
    }

    function test_choices_outliveTransfersAndBurns() public {
        vm.startPrank(alice);
        uint256 to = _elsewhere(0);
        (uint256 from,) = token.move(0, to);
        token.transferFrom(alice, bob, 0);
        assertEq(token.stateAt(0, from).station, to);
        _wait(2);
        vm.expectRevert(abi.encodeWithSelector(IChoices.NotHolder.selector, 0, alice));
        token.adoptArt(0, 1);
        vm.stopPrank();
        vm.startPrank(bob);
        token.adoptArt(0, 1);
        token.burn(0);
        assertEq(token.stateAt(0, from + 2).artVersion, 1);
        assertEq(token.stateNonce(0), 2);
        vm.expectRevert(UNKNOWN);
        token.adoptArt(0, 0);
    }

    function test_RevertWhen_aStrangerChooses() public {
        address[4] memory strangers = [mallory, owner, address(genomes), address(choices)];
        for (uint256 i; i < strangers.length; ++i) {
            _refusedTo(0, strangers[i]);
        }
    }

    /// @dev A marketplace that may move the token may not choose for it.
    function test_RevertWhen_anOperatorChooses() public {
        vm.startPrank(alice);
        token.setApprovalForAll(mallory, true);
        token.approve(bob, 0);
        vm.stopPrank();
        _refusedTo(0, mallory);
        _refusedTo(0, bob);
    }

    function test_RevertWhen_aSeedIsChosenFor() public {
        _mint(alice, 1);
        vm.startPrank(alice);
        bytes memory seed = abi.encodeWithSelector(IChoices.NotGerminated.selector, 4);
        vm.expectRevert(seed);
        token.move(4, 1);
        vm.expectRevert(seed);
        token.pin(4, birth);
        vm.expectRevert(seed);
        token.follow(4);
        vm.expectRevert(seed);
        token.adoptModel(4, 1);
        vm.expectRevert(seed);
        token.adoptArt(4, 1);
    }

    function test_RevertWhen_aTokenThatIsNotThereIsChosenFor() public {
        vm.startPrank(alice);
        uint256[2] memory ids = [uint256(4), type(uint256).max];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(UNKNOWN);
            token.move(ids[i], 1);
            vm.expectRevert(UNKNOWN);
            token.pin(ids[i], birth);
            vm.expectRevert(UNKNOWN);
            token.follow(ids[i]);
            vm.expectRevert(UNKNOWN);
            token.adoptModel(ids[i], 1);
            vm.expectRevert(UNKNOWN);
            token.adoptArt(ids[i], 1);
        }
    }

    /// @dev The register behind the token listens to the token alone, even where the holder calls.
    function test_RevertWhen_theTokenIsGoneAround() public {
        bytes memory refusal = abi.encodeWithSelector(IChoices.NotTheToken.selector, address(token));
        address[3] memory callers = [alice, mallory, owner];
        for (uint256 i; i < 3; ++i) {
            vm.startPrank(callers[i]);
            vm.expectRevert(refusal);
            choices.move(0, 1);
            vm.expectRevert(refusal);
            choices.pin(0, birth);
            vm.expectRevert(refusal);
            choices.follow(0);
            vm.expectRevert(refusal);
            choices.adoptModel(0, 1);
            vm.expectRevert(refusal);
            choices.adoptArt(0, 1);
            vm.stopPrank();
        }
    }

    function test_RevertWhen_theChoicesAreExhausted() public {
        vm.startPrank(alice);
        token.adoptModel(0, 1);
        _rewrite(0, 224, 24, 2 ** 24 - 2);
        token.adoptModel(0, 0);
        assertEq(token.stateNonce(0), 2 ** 24 - 1);
        vm.expectRevert(abi.encodeWithSelector(IChoices.ChoicesExhausted.selector, 0));
        token.adoptModel(0, 1);
        _wait(1);
        vm.expectRevert(abi.encodeWithSelector(IChoices.ChoicesExhausted.selector, 0));
        token.adoptModel(0, 1);
        assertEq(token.stateAt(0, _now()).model, 0);
    }

    function test_RevertWhen_etherComesWithAChoice() public {
        vm.prank(alice);
        (bool ok,) = address(token).call{value: 1}(abi.encodeCall(IChoices.adoptModel, (0, 1)));
        assertFalse(ok);
    }

    /// @dev The same call twice is refused the second time, and a holder's call is no other token's.
    function test_RevertWhen_aChoiceIsReplayed() public {
        bytes memory call = abi.encodeCall(IChoices.adoptArt, (0, 1));
        vm.startPrank(alice);
        (bool ok,) = address(token).call(call);
        assertTrue(ok);
        (ok,) = address(token).call(call);
        assertFalse(ok);
        assertEq(token.stateNonce(0), 1);
    }

    function _refusedTo(uint256 id, address stranger) private {
        bytes memory refusal = abi.encodeWithSelector(IChoices.NotHolder.selector, id, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        token.move(id, 1);
        vm.expectRevert(refusal);
        token.pin(id, birth);
        vm.expectRevert(refusal);
        token.follow(id);
        vm.expectRevert(refusal);
        token.adoptModel(id, 1);
        vm.expectRevert(refusal);
        token.adoptArt(id, 1);
        vm.stopPrank();
        assertEq(token.stateNonce(id), 0);
    }

    /// @dev Writes a field of a token's newest checkpoint where it lies.
    function _rewrite(uint256 id, uint256 offset, uint256 width, uint256 value) private {
        bytes32 list = keccak256(abi.encode(id, uint256(0)));
        uint256 length = uint256(vm.load(address(choices), list));
        bytes32 slot = bytes32(uint256(keccak256(abi.encode(list))) + length - 1);
        uint256 mask = (2 ** width - 1) << offset;
        uint256 word = uint256(vm.load(address(choices), slot));
        assertEq(Checkpoint.wrap(word).nonce(), token.stateNonce(id));
        vm.store(address(choices), slot, bytes32((word & ~mask) | (value << offset)));
    }
}
