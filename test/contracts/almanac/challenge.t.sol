// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ground, IAlmanac, Stand} from "../../../contracts/interfaces/IAlmanac.sol";
import {IEngine} from "../../../contracts/interfaces/IEngine.sol";
import {IModels} from "../../../contracts/interfaces/IModels.sol";
import {SkyInputs} from "../../../contracts/types/MerkleLayout.sol";
import {ChallengeFixture} from "./ChallengeFixture.sol";
import {Grove} from "./Grove.sol";

contract ChallengeTest is ChallengeFixture {
    function test_challenge_fellsTheRootOfAWrongRun() public {
        _say(mallory, grove.root);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Felled(epoch, grove.root, alice, Ground.Run);
        _challenge(alice, RUN, 0);
        Stand memory stand = _stand();
        assertTrue(stand.fallen);
        assertFalse(stand.intended);
        assertEq(stand.felledBy, alice);
        assertEq(stand.fellAt, block.number);
        assertEq(almanac.epochOf(epoch).standing, 0);
    }

    function test_challenge_failsForWhatTheEnginePaints() public {
        Grove memory g = grove;
        g.setPixels(RUN, _painted(RUN));
        _keep(g);
        _say(mallory, g.root);
        _expectHolds();
        _challenge(alice, RUN, 0);
        // Its neighbour is still wrong.
        _challenge(alice, RUN + 1, 0);
        assertTrue(_stand().fallen);
    }

    function test_challenge_oneWrongBitIsEnough() public {
        Grove memory g = grove;
        bytes memory pixels = _painted(RUN);
        pixels[47] = pixels[47] ^ 0x01;
        g.setPixels(RUN, pixels);
        _keep(g);
        _say(mallory, g.root);
        _challenge(alice, RUN, 0);
        assertTrue(_stand().fallen);
    }

    function test_challenge_reachesTheLastRun() public {
        _keep(_seed(56));
        _say(mallory, grove.root);
        _challenge(alice, 3599, 0);
        assertTrue(_stand().fallen);
    }

    function test_challenge_fellsEveryRootButTheFirstToo() public {
        _say(keeper, ROOT, mallory, grove.root);
        _challenge(alice, RUN, 0);
        assertTrue(_stand().fallen);
        assertFalse(almanac.standOf(epoch, keeper).fallen);
        assertEq(almanac.epochOf(epoch).standing, 1);
    }

    /// @dev What a run is painted from is what the tree says, so this lie is told by the inputs.
    function test_challenge_paintsFromTheTreesInputs() public {
        Grove memory g = grove;
        g.inputs.latent = bytes32(uint256(g.inputs.latent) ^ 1);
        SkyInputs memory i = g.inputs;
        g.setPixels(
            RUN, engine.skyRun(i.model, i.latent, i.condition, 240, 16 * (RUN % 15), RUN / 15)
        );
        _keep(g);
        _say(mallory, g.root);
        _expectHolds();
        _challenge(alice, RUN, 0);
    }

    function test_RevertWhen_theEngineCannotPaint() public {
        Grove memory g = grove;
        g.inputs.model = 7;
        g.grow();
        _keep(g);
        _say(mallory, g.root);
        vm.expectRevert(abi.encodeWithSelector(IModels.ModelUnknown.selector, 7));
        _challenge(alice, RUN, 0);
    }

    function test_RevertWhen_theConditionIsNone() public {
        Grove memory g = grove;
        g.inputs.condition = bytes32(type(uint256).max);
        g.grow();
        _keep(g);
        _say(mallory, g.root);
        vm.expectPartialRevert(IEngine.BadCondition.selector);
        _challenge(alice, RUN, 0);
    }

    function test_RevertWhen_gasIsTooLittleForTheEngine() public {
        _say(mallory, grove.root);
        Grove memory g = grove;
        bytes memory call = abi.encodeCall(
            IAlmanac.challenge,
            (epoch, mallory, TOKEN, RUN, g.pixelsOf(RUN), g.inputs, g.path(RUN), bytes32(0))
        );
        for (uint256 gas_ = 20_000; gas_ < 320_000; gas_ += 20_000) {
            vm.prank(alice);
            (bool ok,) = address(almanac).call{gas: gas_}(call);
            assertFalse(ok);
        }
        assertFalse(_stand().fallen);
    }

    function test_RevertWhen_thePathLeadsElsewhere() public {
        _say(mallory, grove.root);
        Grove memory g = grove;
        bytes memory pixels = g.pixelsOf(RUN);
        bytes32[] memory path = g.path(RUN);
        for (uint256 i; i < 26; ++i) {
            path[i] ^= bytes32(uint256(1));
            vm.expectPartialRevert(IAlmanac.PathMismatch.selector);
            almanac.challenge(epoch, mallory, TOKEN, RUN, pixels, g.inputs, path, 0);
            path[i] ^= bytes32(uint256(1));
        }
        vm.expectPartialRevert(IAlmanac.PathMismatch.selector);
        almanac.challenge(epoch, mallory, TOKEN, RUN ^ 1, pixels, g.inputs, path, 0);
        vm.expectPartialRevert(IAlmanac.PathMismatch.selector);
        almanac.challenge(epoch, mallory, TOKEN ^ 1, RUN, pixels, g.inputs, path, 0);
        g.inputs.model ^= 1;
        vm.expectPartialRevert(IAlmanac.PathMismatch.selector);
        almanac.challenge(epoch, mallory, TOKEN, RUN, pixels, g.inputs, path, 0);
        g.inputs.model ^= 1;
        pixels[0] ^= 0x01;
        vm.expectPartialRevert(IAlmanac.PathMismatch.selector);
        almanac.challenge(epoch, mallory, TOKEN, RUN, pixels, g.inputs, path, 0);
        pixels[0] ^= 0x01;
        almanac.challenge(epoch, mallory, TOKEN, RUN, pixels, g.inputs, path, 0);
        assertTrue(_stand().fallen);
    }

    function test_RevertWhen_theWordsAreOfTheWrongSize() public {
        _say(mallory, grove.root);
        Grove memory g = grove;
        bytes32[] memory path = g.path(RUN);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.RunInvalid.selector, RUN, 47));
        almanac.challenge(epoch, mallory, TOKEN, RUN, new bytes(47), g.inputs, path, 0);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.RunInvalid.selector, RUN, 49));
        almanac.challenge(epoch, mallory, TOKEN, RUN, new bytes(49), g.inputs, path, 0);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.RunInvalid.selector, 3600, 48));
        almanac.challenge(epoch, mallory, TOKEN, 3600, new bytes(48), g.inputs, path, 0);
        bytes memory reason = abi.encodeWithSelector(IAlmanac.NodeInvalid.selector, 12, TOKEN);
        vm.expectRevert(reason);
        almanac.challenge(epoch, mallory, TOKEN, RUN, new bytes(48), g.inputs, new bytes32[](25), 0);
        vm.expectRevert(reason);
        almanac.challenge(epoch, mallory, TOKEN, RUN, new bytes(48), g.inputs, new bytes32[](27), 0);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NodeInvalid.selector, 12, 1 << 14));
        almanac.challenge(epoch, mallory, 1 << 14, RUN, new bytes(48), g.inputs, path, 0);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NodeInvalid.selector, 12, 1 << 244));
        almanac.challenge(epoch, mallory, 1 << 244, RUN, new bytes(48), g.inputs, path, 0);
    }

    function test_RevertWhen_revealsAreOpen() public {
        _commit(mallory, grove.root);
        vm.warp(commitEnds);
        _reveal(mallory, grove.root);
        vm.warp(revealEnds - 1);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.RevealsOpen.selector, epoch, revealEnds));
        _challenge(alice, RUN, 0);
        vm.warp(revealEnds);
        _challenge(alice, RUN, 0);
    }

    function test_RevertWhen_nothingWasRevealed() public {
        _commit(mallory, grove.root);
        vm.warp(revealEnds);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotRevealed.selector, epoch, mallory));
        _challenge(alice, RUN, 0);
    }

    function test_RevertWhen_theEpochIsFinalized() public {
        _say(mallory, grove.root);
        vm.warp(challengeEnds);
        almanac.finalize(epoch, mallory);
        _intend(alice);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFinalized.selector, epoch));
        _challenge(alice, RUN, SALT);
    }

    function test_RevertWhen_aRootOfAnotherEpochIsMeant() public {
        _say(mallory, grove.root);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.EpochNotAccepted.selector, epoch + 1));
        epoch += 1;
        _challenge(alice, RUN, 0);
    }
}
