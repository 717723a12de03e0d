// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";

import {Metadata} from "../../../contracts/Metadata.sol";
import {Powers} from "../../../contracts/Powers.sol";
import {IModels} from "../../../contracts/interfaces/IModels.sol";
import {Fixture} from "../Fixture.sol";
import {ModelFile} from "./ModelFile.sol";

contract ArtTest is Fixture {
    Metadata internal other;

    function setUp() public override {
        super.setUp();
        other = new Metadata(plant, skies, documents, causes, livingPage);
    }

    function test_deploy_registersTheArt() public view {
        assertEq(models.artCount(), 1);
        (address art, bytes32 codeHash, uint64 at) = models.artOf(0);
        assertEq(art, address(metadata));
        assertEq(codeHash, address(metadata).codehash);
        assertEq(at, START);
    }

    function test_registerArt_appendsForEver() public {
        vm.warp(START + 77);
        vm.expectEmit(address(models));
        emit IModels.ArtRegistered(1, address(other), address(other).codehash);
        vm.prank(owner);
        assertEq(models.registerArt(address(other)), 1);
        assertEq(models.artCount(), 2);
        (address art, bytes32 codeHash, uint64 at) = models.artOf(1);
        assertEq(art, address(other));
        assertEq(codeHash, address(other).codehash);
        assertEq(at, START + 77);
        (art,, at) = models.artOf(0);
        assertEq(art, address(metadata));
        assertEq(at, START);
    }

    /// @dev What was registered is what can be compared for ever, even where code could change.
    function test_registerArt_keepsTheCodeHashOfItsTime() public {
        bytes32 hash = address(other).codehash;
        vm.prank(owner);
        models.registerArt(address(other));
        vm.etch(address(other), hex"00");
        (, bytes32 codeHash,) = models.artOf(1);
        assertEq(codeHash, hash);
        assertTrue(address(other).codehash != hash);
    }

    function test_RevertWhen_registerArt_byAStranger() public {
        vm.prank(mallory);
        vm.expectRevert(Ownable.Unauthorized.selector);
        models.registerArt(address(other));
    }

    function test_RevertWhen_registerArt_twice() public {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IModels.ArtAlreadyRegistered.selector, 0));
        models.registerArt(address(metadata));
        models.registerArt(address(other));
        vm.expectRevert(abi.encodeWithSelector(IModels.ArtAlreadyRegistered.selector, 1));
        models.registerArt(address(other));
    }

    function test_RevertWhen_registerArt_withoutCode() public {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IModels.ArtMissing.selector, address(0)));
        models.registerArt(address(0));
        vm.expectRevert(abi.encodeWithSelector(IModels.ArtMissing.selector, mallory));
        models.registerArt(mallory);
    }

    /// @dev An EIP-7702 account has 23 bytes that its key can point elsewhere at any time.
    function test_RevertWhen_registered_aDelegation() public {
        vm.etch(mallory, abi.encodePacked(hex"ef0100", address(other)));
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IModels.ArtMissing.selector, mallory));
        models.registerArt(mallory);
        vm.expectRevert(abi.encodeWithSelector(IModels.EngineMissing.selector, mallory));
        models.register(ModelFile.blank(), mallory);
        // Only the head tells: other code may be as short.
        vm.etch(mallory, abi.encodePacked(hex"600100", address(other)));
        models.registerArt(mallory);
    }

    function test_RevertWhen_artOf_unknown() public {
        vm.expectRevert(abi.encodeWithSelector(IModels.ArtUnknown.selector, 1));
        models.artOf(1);
        vm.expectRevert(abi.encodeWithSelector(IModels.ArtUnknown.selector, type(uint256).max));
        models.artOf(type(uint256).max);
    }

    function test_RevertWhen_registerArt_locked() public {
        uint256 power = models.POWER_ARTS();
        vm.startPrank(owner);
        models.lock(power);
        vm.expectRevert(abi.encodeWithSelector(Powers.PowerLocked.selector, power));
        models.registerArt(address(other));
        // The other power is its own.
        models.register(ModelFile.blank(), address(engine));
    }

    function test_RevertWhen_register_locked() public {
        uint256 power = models.POWER_MODELS();
        vm.startPrank(owner);
        models.lock(power);
        vm.expectRevert(abi.encodeWithSelector(Powers.PowerLocked.selector, power));
        models.register(ModelFile.blank(), address(engine));
        models.registerArt(address(other));
    }
}
