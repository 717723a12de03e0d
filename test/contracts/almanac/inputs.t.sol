// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ground, IAlmanac} from "../../../contracts/interfaces/IAlmanac.sol";
import {SkyInputs} from "../../../contracts/types/MerkleLayout.sol";
import {ChallengeFixture} from "./ChallengeFixture.sol";
import {Grove} from "./Grove.sol";

contract InputsTest is ChallengeFixture {
    function _accuse(address by, bytes32 salt) private {
        Grove memory g = grove;
        bytes32[] memory path = g.node(12, TOKEN).path;
        vm.prank(by);
        almanac.challengeInputs(epoch, mallory, TOKEN, g.inputs, g.runsRoot(), path, salt);
    }

    function _lie(uint256 model, uint256 latent, uint256 condition) private {
        Grove memory g = grove;
        g.inputs.model ^= model;
        g.inputs.latent ^= bytes32(latent);
        g.inputs.condition ^= bytes32(condition);
        g.grow();
        _keep(g);
        _say(mallory, g.root);
    }

    function test_challengeInputs_failsForTheTokens() public {
        _lie(0, 0, 0);
        _expectHolds();
        _accuse(alice, 0);
    }

    function test_challengeInputs_fellsAnotherModel() public {
        _lie(1, 0, 0);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Felled(epoch, grove.root, alice, Ground.Inputs);
        _accuse(alice, 0);
        assertEq(_stand().felledBy, alice);
    }

    function test_challengeInputs_fellsAModelThatIsNone() public {
        _lie(1 << 255, 0, 0);
        _accuse(alice, 0);
        assertTrue(_stand().fallen);
    }

    function test_challengeInputs_fellsAnotherLatent() public {
        _lie(0, 1, 0);
        _accuse(alice, 0);
        assertTrue(_stand().fallen);
    }

    function test_challengeInputs_fellsAnotherCondition() public {
        _lie(0, 0, 1 << 255);
        _accuse(alice, 0);
        assertTrue(_stand().fallen);
    }

    function test_challengeInputs_takesAnIntentForTheToken() public {
        _lie(0, 1, 0);
        _intend(alice, 12, TOKEN, SALT);
        vm.roll(block.number + 1);
        _accuse(alice, SALT);
        assertTrue(_stand().intended);
    }

    function test_RevertWhen_thePathLeadsElsewhere() public {
        _lie(0, 1, 0);
        Grove memory g = grove;
        bytes32[] memory path = g.node(12, TOKEN).path;
        bytes32 runs = g.runsRoot();
        SkyInputs memory honest = _inputs();
        vm.expectPartialRevert(IAlmanac.PathMismatch.selector);
        almanac.challengeInputs(epoch, mallory, TOKEN ^ 1, g.inputs, runs, path, 0);
        vm.expectPartialRevert(IAlmanac.PathMismatch.selector);
        almanac.challengeInputs(epoch, mallory, TOKEN, honest, runs, path, 0);
        vm.expectPartialRevert(IAlmanac.PathMismatch.selector);
        almanac.challengeInputs(epoch, mallory, TOKEN, g.inputs, ~runs, path, 0);
        path[13] = ~path[13];
        vm.expectPartialRevert(IAlmanac.PathMismatch.selector);
        almanac.challengeInputs(epoch, mallory, TOKEN, g.inputs, runs, path, 0);
    }

    function test_RevertWhen_thereIsNoSuchToken() public {
        _lie(0, 1, 0);
        SkyInputs memory none;
        bytes memory reason = abi.encodeWithSelector(IAlmanac.NodeInvalid.selector, 12, 1 << 14);
        vm.expectRevert(reason);
        almanac.challengeInputs(epoch, mallory, 1 << 14, none, 0, new bytes32[](14), 0);
        reason = abi.encodeWithSelector(IAlmanac.NodeInvalid.selector, 12, TOKEN);
        vm.expectRevert(reason);
        almanac.challengeInputs(epoch, mallory, TOKEN, none, 0, new bytes32[](13), 0);
        vm.expectRevert(reason);
        almanac.challengeInputs(epoch, mallory, TOKEN, none, 0, new bytes32[](15), 0);
    }

    function test_RevertWhen_revealsAreOpen() public {
        _lie(0, 1, 0);
        vm.warp(revealEnds - 1);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.RevealsOpen.selector, epoch, revealEnds));
        _accuse(alice, 0);
    }
}
