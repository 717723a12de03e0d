// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";

import {IModels} from "../../../contracts/interfaces/IModels.sol";
import {Fixture} from "../Fixture.sol";
import {ModelFile} from "./ModelFile.sol";

contract RegisterTest is Fixture {
    using ModelFile for bytes;

    /// @dev The first sum that is too large.
    uint256 private constant LIMIT = 1_015_808;

    function test_register_appendsForEver() public {
        uint256 next = models.count();
        bytes memory model = ModelFile.blank();
        vm.expectEmit(true, true, false, false, address(models));
        emit IModels.ModelRegistered(
            next, keccak256(model), address(engine), address(0), model.length
        );
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

    function test_register_provesTheMappingsFirstLayer() public {
        for (uint256 j; j < ModelFile.FIRST; ++j) {
            // 32 inputs, one product each.
            _edge(ModelFile.MAPPING_1 + j, ModelFile.FIRST, 32, ModelFile.BIASES + 3 * j, 0, 0, j);
        }
    }

    function test_register_provesTheMappingsSecondLayer() public {
        for (uint256 j; j < ModelFile.SECOND; ++j) {
            _edge(
                ModelFile.MAPPING_2 + j,
                ModelFile.SECOND,
                ModelFile.FIRST,
                ModelFile.BIASES_2 + 3 * j,
                0,
                1,
                j
            );
        }
    }

    function test_register_provesTheMappingsThirdLayer() public {
        // The shifts of neurons; a colour has its middle beside its shift, and fails on its own.
        for (uint256 j; j < ModelFile.OUTPUTS - 3; ++j) {
            _edge(
                ModelFile.MAPPING_3 + j,
                ModelFile.OUTPUTS,
                ModelFile.SECOND,
                ModelFile.BIASES_3 + 3 * j,
                0,
                2,
                j
            );
        }
    }

    function test_register_provesEveryNeuron() public {
        for (uint256 j; j < 32 * ModelFile.LAYERS; ++j) {
            _edge(ModelFile.ROWS + 32 * j, 1, 32, ModelFile.BIASES_3 + 3 * j, 0, 3 + j / 32, j % 32);
        }
    }

    function test_register_provesEveryColour() public {
        for (uint256 c; c < 3; ++c) {
            for (uint256 l; l <= ModelFile.LAYERS; ++l) {
                _edge(
                    ModelFile.COLOURS + 96 * l + 32 * c,
                    1,
                    32,
                    ModelFile.BIASES_3 + 3 * (32 * ModelFile.LAYERS + c),
                    128 << 7,
                    3 + ModelFile.LAYERS,
                    c
                );
            }
        }
    }

    function test_register_addsShiftsAndLayersUp() public {
        // Every part of one colour's sum at once.
        bytes memory file = ModelFile.blank();
        uint256 colour = 1;
        int256 sum = 128 << 7;
        for (uint256 i; i < ModelFile.SECOND; ++i) {
            file.setWeight(
                ModelFile.MAPPING_3 + i * ModelFile.OUTPUTS + 32 * ModelFile.LAYERS + colour, -100
            );
            sum += 127 * 100;
        }
        for (uint256 l; l <= ModelFile.LAYERS; ++l) {
            file.setWeight(ModelFile.COLOURS + 96 * l + 32 * colour + 7 * l, 90);
            sum += 127 * 90;
        }
        uint256 bias = ModelFile.BIASES_3 + 3 * (32 * ModelFile.LAYERS + colour);
        file.setBias(bias, sum - int256(LIMIT));
        _refused(file, 3 + ModelFile.LAYERS, colour, LIMIT);
        file.setBias(bias, sum - int256(LIMIT) + 1);
        _taken(file);
    }

    function test_fuzz_register_countsEveryWeight(uint256 seed) public {
        // A neuron of random weights, each of any sign: the plain sum against the contract's.
        bytes memory file = ModelFile.blank();
        uint256 neuron = seed % (32 * ModelFile.LAYERS);
        int256 sum;
        for (uint256 i; i < 32; ++i) {
            int256 w = int256(uint256(keccak256(abi.encode(seed, i))) % 255) - 127;
            file.setWeight(ModelFile.ROWS + 32 * neuron + i, w);
            sum += w < 0 ? -w : w;
        }
        file.setBias(ModelFile.BIASES_3 + 3 * neuron, int256(LIMIT) - 127 * sum);
        _refused(file, 3 + neuron / 32, neuron % 32, LIMIT);
        file.setBias(ModelFile.BIASES_3 + 3 * neuron, int256(LIMIT) - 127 * sum - 1);
        _taken(file);
    }

    function test_RevertWhen_theFileIsTooLarge() public {
        _expect(abi.encodeWithSelector(IModels.ModelTooLarge.selector, 24_501, 24_500));
        models.register(new bytes(24_501), address(engine));
    }

    function test_RevertWhen_theFileIsCutOrTooLong() public {
        bytes memory whole = ModelFile.blank();
        uint256[6] memory sizes = [uint256(0), 7, 71, 72, ModelFile.SIZE - 1, ModelFile.SIZE + 1];
        for (uint256 i; i < sizes.length; ++i) {
            bytes memory file = new bytes(sizes[i]);
            for (uint256 j; j < sizes[i] && j < ModelFile.SIZE; ++j) {
                file[j] = whole[j];
            }
            _expect(
                abi.encodeWithSelector(
                    IModels.ModelSizeMismatch.selector,
                    sizes[i],
                    sizes[i] < 72 ? 72 : ModelFile.SIZE
                )
            );
            models.register(file, address(engine));
        }
    }

    function test_RevertWhen_theFileIsOfAnotherFormat() public {
        for (uint256 i; i < 5; ++i) {
            bytes memory file = ModelFile.blank();
            file[i] ^= 0x02;
            bytes5 head;
            assembly {
                head := mload(add(file, 32))
            }
            _expect(abi.encodeWithSelector(IModels.ModelFormatUnknown.selector, head));
            models.register(file.seal(), address(engine));
        }
    }

    function test_RevertWhen_theShapeIsOutOfRange() public {
        uint8[3][6] memory shapes =
            [[uint8(0), 9, 11], [9, 9, 11], [2, 7, 11], [2, 65, 11], [2, 9, 7], [2, 9, 65]];
        for (uint256 i; i < shapes.length; ++i) {
            bytes memory file = ModelFile.blank();
            for (uint256 j; j < 3; ++j) {
                file[5 + j] = bytes1(shapes[i][j]);
            }
            _expect(
                abi.encodeWithSelector(
                    IModels.ModelShapeOutOfRange.selector, shapes[i][0], shapes[i][1], shapes[i][2]
                )
            );
            models.register(file.seal(), address(engine));
        }
    }

    function test_RevertWhen_theFileWasAltered() public {
        bytes memory file = ModelFile.blank();
        file[file.length - 33] ^= 0x01;
        bytes memory covered = file;
        bytes32 hash;
        assembly {
            hash := keccak256(add(covered, 32), sub(mload(covered), 32))
        }
        _expect(abi.encodeWithSelector(IModels.ModelAltered.selector, hash));
        models.register(file, address(engine));
    }

    function test_RevertWhen_aWeightIsOutOfRange() public {
        // The first and the last weight, and some between.
        for (uint256 at = 8; at < ModelFile.BIASES; at = at + 211) {
            _refuseWeight(at);
        }
        _refuseWeight(ModelFile.BIASES - 1);
    }

    function test_RevertWhen_theModelIsRegisteredAlready() public {
        bytes memory model = ModelFile.blank();
        vm.startPrank(owner);
        uint256 id = models.register(model, address(engine));
        vm.expectRevert(abi.encodeWithSelector(IModels.ModelAlreadyRegistered.selector, id));
        models.register(model, address(engine));
    }

    function test_RevertWhen_theEngineIsMissing() public {
        bytes memory model = ModelFile.blank();
        _expect(abi.encodeWithSelector(IModels.EngineMissing.selector, alice));
        models.register(model, alice);
    }

    function test_RevertWhen_aStrangerRegisters() public {
        bytes memory model = ModelFile.blank();
        vm.prank(mallory);
        vm.expectRevert(Ownable.Unauthorized.selector);
        models.register(model, address(engine));
    }

    function test_RevertWhen_theModelIsUnknown() public {
        uint256 next = models.count();
        vm.expectRevert(abi.encodeWithSelector(IModels.ModelUnknown.selector, next));
        models.modelOf(next);
        vm.expectRevert(abi.encodeWithSelector(IModels.ModelUnknown.selector, type(uint256).max));
        models.modelBytes(type(uint256).max);
    }

    /// @dev `count` weights from `at`, `step` apart, at -127 and 127 in turn, and a bias on either side
    /// of zero that brings the sum, with `constantPart`, to one below its lane's end and to the end.
    function _edge(
        uint256 at,
        uint256 step,
        uint256 count,
        uint256 bias,
        uint256 constantPart,
        uint256 stage,
        uint256 output
    ) private {
        bytes memory file = ModelFile.blank();
        for (uint256 i; i < count; ++i) {
            file.setWeight(at + i * step, i % 2 == 0 ? int256(-127) : int256(127));
        }
        int256 left = int256(LIMIT - constantPart - count * 127 * 127);
        if (output % 2 == 0) left = -left;
        file.setBias(bias, left);
        _refused(file, stage, output, LIMIT);
        file.setBias(bias, left < 0 ? left + 1 : left - 1);
        _taken(file);
    }

    function _refuseWeight(uint256 at) private {
        bytes memory file = ModelFile.blank();
        file[at] = 0;
        _expect(abi.encodeWithSelector(IModels.WeightOutOfRange.selector, at));
        models.register(file.seal(), address(engine));
    }

    function _refused(bytes memory file, uint256 stage, uint256 output, uint256 worst) private {
        _expect(abi.encodeWithSelector(IModels.SumOutOfLane.selector, stage, output, worst, LIMIT));
        models.register(file.seal(), address(engine));
    }

    function _taken(bytes memory file) private {
        uint256 next = models.count();
        vm.prank(owner);
        assertEq(models.register(file.seal(), address(engine)), next);
    }

    function _expect(bytes memory error_) private {
        vm.prank(owner);
        vm.expectRevert(error_);
    }
}
