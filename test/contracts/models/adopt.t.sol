// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Metadata} from "../../../contracts/Metadata.sol";
import {IChoices} from "../../../contracts/interfaces/IChoices.sol";
import {IModels} from "../../../contracts/interfaces/IModels.sol";
import {Fixture} from "../Fixture.sol";
import {ModelFile} from "./ModelFile.sol";

/// @dev What is registered later reaches a plant only when its holder takes it.
contract AdoptTest is Fixture {
    function setUp() public override {
        super.setUp();
        _mint(alice, 2);
        _germinate("chance");
        _observeNext();
        _observeNext();
    }

    function test_adoptModel_aSecondModelPaintsFromTheNextEpochOn() public {
        uint256 epoch = climate.lastEpoch();
        string memory before = token.tokenURI(0);
        string memory other = token.tokenURI(1);
        vm.prank(owner);
        assertEq(models.register(ModelFile.blank(), address(engine)), 1);
        // Registered is not adopted.
        assertEq(token.tokenURI(0), before);
        vm.prank(alice);
        token.adoptModel(0, 1);
        (uint256 model,,) = token.skyInputsAt(0, epoch);
        assertEq(model, 0);

        uint256 next = _observeNext();
        (model,,) = token.skyInputsAt(0, next);
        assertEq(model, 1);
        assertEq(metadata.sceneOf(token, 0, next).model, 1);
        (model,,) = token.skyInputsAt(1, next);
        assertEq(model, 0);
        assertTrue(keccak256(bytes(token.tokenURI(0))) != keccak256(bytes(before)));
        assertTrue(keccak256(bytes(token.tokenURI(1))) != keccak256(bytes(other)));
        // The sky is the second model's.
        (, bytes32 latent, bytes32 condition) = token.skyInputsAt(0, next);
        assertEq(metadata.skyPng(token, 0, 48), engine.skyPng(1, latent, condition, 48));
        // And the past stays what it was.
        (model,,) = token.skyInputsAt(0, epoch);
        assertEq(model, 0);
    }

    function test_adoptArt_anotherMetadataDrawsFromTheNextEpochOn() public {
        uint256 epoch = climate.lastEpoch();
        Metadata later = new Metadata(plant, skies, documents, causes, livingPage);
        vm.prank(owner);
        assertEq(models.registerArt(address(later)), 1);
        vm.prank(alice);
        token.adoptArt(0, 1);
        assertEq(token.metadataAt(0, epoch), address(metadata));
        uint256 next = _observeNext();
        assertEq(token.metadataAt(0, next), address(later));
        assertEq(token.metadataAt(1, next), address(metadata));
        assertEq(token.metadataAt(0, epoch), address(metadata));
        vm.expectCall(address(later), abi.encodeCall(Metadata.tokenURI, (token, 0)));
        token.tokenURI(0);
    }

    function test_RevertWhen_adopt_notRegistered() public {
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IModels.ModelUnknown.selector, 1));
        token.adoptModel(0, 1);
        vm.expectRevert(abi.encodeWithSelector(IModels.ArtUnknown.selector, 1));
        token.adoptArt(0, 1);
        vm.expectRevert(abi.encodeWithSelector(IChoices.AlreadyChosen.selector, 0));
        token.adoptModel(0, 0);
    }
}
