// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";

import {IModels} from "../../../contracts/interfaces/IModels.sol";
import {Fixture} from "../Fixture.sol";

contract RegisterTest is Fixture {
    function test_register_appendsForEver() public {
        uint256 next = models.count();
        bytes memory model = "weights";
        vm.expectEmit(true, true, false, false, address(models));
        emit IModels.ModelRegistered(next, keccak256(model), address(engine), address(0), 7);
        vm.prank(owner);
        assertEq(models.register(model, address(engine)), next);
        (address pointer, bytes32 hash, address by, uint64 at) = models.modelOf(next);
        assertEq(hash, keccak256(model));
        assertEq(by, address(engine));
        assertEq(at, block.timestamp);
        assertEq(pointer.code, bytes.concat(hex"00", model));
        assertEq(models.modelBytes(next), model);
        assertEq(models.count(), next + 1);
    }

    function test_deploy_registersTheShippedModel() public view {
        bytes memory shipped = vm.readFileBinary("renderer/sky/model.bin");
        assertEq(models.modelBytes(0), shipped);
    }

    function test_register_takesTheLargestModel() public {
        vm.prank(owner);
        uint256 id = models.register(new bytes(24_500), address(engine));
        assertEq(models.modelBytes(id).length, 24_500);
    }

    function test_RevertWhen_theSizeIsOutOfRange() public {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IModels.ModelSizeOutOfRange.selector, 0, 24_500));
        models.register("", address(engine));
        vm.expectRevert(
            abi.encodeWithSelector(IModels.ModelSizeOutOfRange.selector, 24_501, 24_500)
        );
        models.register(new bytes(24_501), address(engine));
    }

    function test_RevertWhen_theModelIsRegisteredAlready() public {
        vm.startPrank(owner);
        uint256 id = models.register("weights", address(engine));
        vm.expectRevert(abi.encodeWithSelector(IModels.ModelAlreadyRegistered.selector, id));
        models.register("weights", address(engine));
    }

    function test_RevertWhen_theEngineIsMissing() public {
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(IModels.EngineMissing.selector, alice));
        models.register("weights", alice);
    }

    function test_RevertWhen_aStrangerRegisters() public {
        vm.prank(mallory);
        vm.expectRevert(Ownable.Unauthorized.selector);
        models.register("weights", address(engine));
    }

    function test_RevertWhen_theModelIsUnknown() public {
        uint256 next = models.count();
        vm.expectRevert(abi.encodeWithSelector(IModels.ModelUnknown.selector, next));
        models.modelOf(next);
        vm.expectRevert(abi.encodeWithSelector(IModels.ModelUnknown.selector, type(uint256).max));
        models.modelBytes(type(uint256).max);
    }
}
