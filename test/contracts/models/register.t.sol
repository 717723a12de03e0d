// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";

import {IModels} from "../../../contracts/interfaces/IModels.sol";
import {Fixture} from "../Fixture.sol";
import {ModelFile} from "./ModelFile.sol";

contract RegisterTest is Fixture {
    using ModelFile for bytes;

    /// @dev What positive weights, or negative ones, may add up to where inputs are 0..127 and 0..63:
    ///      (32,767 - 8,191) / 127 and / 63, rounded down.
    uint256 private constant MOST_OF_INPUTS = 193;
    uint256 private constant MOST_OF_ACTIVATIONS = 390;

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

    function test_register_provesTheFirstLayerOfEverySchool() public {
        for (uint256 school; school < 6; ++school) {
            for (uint256 j = school; j < 32; j += 24) {
                uint256 row = ModelFile.ROWS + 1024 * school + 32 * j;
                _edge(row, MOST_OF_INPUTS, 127, 1, school, j);
            }
        }
    }

    function test_register_provesTheOtherLayers() public {
        for (uint256 j; j < 32; j += 3) {
            uint256 row = ModelFile.ROWS + 6 * 1024 + 32 * j;
            _edge(row, MOST_OF_ACTIVATIONS, 63, 2, 0, j);
        }
    }

    function test_register_provesTheColoursOfEverySchoolsInputs() public {
        for (uint256 school; school < 6; ++school) {
            for (uint256 c; c < 3; ++c) {
                uint256 row = ModelFile.COLOURS + 96 * school + 32 * c;
                _edge(row, MOST_OF_INPUTS, 127, 1 + ModelFile.LAYERS, school, c);
            }
        }
    }

    function test_register_provesTheColoursOfEveryLayer() public {
        for (uint256 l; l < ModelFile.LAYERS; ++l) {
            for (uint256 c; c < 3; ++c) {
                uint256 row = ModelFile.COLOURS + 96 * (6 + l) + 32 * c;
                _edge(row, MOST_OF_ACTIVATIONS, 63, 1 + ModelFile.LAYERS, 0, c);
            }
        }
    }

    function test_register_addsAColoursLayersUp() public {
        // 127 * 20 + 63 * (200 + 149) = 24,527: 49 less than the room; 63 more is too much.
        bytes memory file = ModelFile.blank();
        uint256 school = 4;
        uint256 green = 32;
        file.setWeight(ModelFile.COLOURS + 96 * school + green + 3, 20);
        file.setWeight(ModelFile.COLOURS + 96 * 6 + green, 100);
        file.setWeight(ModelFile.COLOURS + 96 * 6 + green + 31, 100);
        file.setWeight(ModelFile.COLOURS + 96 * 7 + green, 127);
        file.setWeight(ModelFile.COLOURS + 96 * 7 + green + 1, 22);
        _taken(file);
        file.setWeight(ModelFile.COLOURS + 96 * 7 + green + 1, 23);
        _refused(file, 1 + ModelFile.LAYERS, school, 1, 24_590 + 8191, 32_767);
    }

    function test_register_takesTwiceTheWeightsInABalancedRow() public {
        bytes memory file = ModelFile.blank();
        uint256 row = ModelFile.ROWS + 6 * 1024;
        _fill(file, row, MOST_OF_ACTIVATIONS, 1);
        _fill(file, row + 8, MOST_OF_ACTIVATIONS, -1);
        _taken(file);
    }

    function test_register_needsNoBoundOfTheMapping() public {
        // Every weight and every bias at its end: the sums stay inside 32 bits, and shifts are limited.
        for (uint256 k; k < 2; ++k) {
            bytes memory file = ModelFile.blank();
            for (uint256 at = 8; at < ModelFile.ROWS; ++at) {
                file[at] = k == 0 ? bytes1(0xff) : bytes1(0x01);
            }
            for (uint256 at = ModelFile.BIASES; at < ModelFile.SIZE - 64; at += 3) {
                file.setBias(at, k == 0 ? int256(8_388_607) : int256(-8_388_608));
            }
            _taken(file);
        }
    }

    function test_fuzz_register_countsEveryWeight(uint256 seed) public {
        // A row of random weights, each of any sign: the plain sums against the contract's.
        bytes memory file = ModelFile.blank();
        bool first = seed & 1 == 0;
        uint256 neuron = (seed >> 8) % 32;
        uint256 row = ModelFile.ROWS + (first ? 0 : 6 * 1024) + 32 * neuron;
        int256 most = 8191;
        int256 least = -8191;
        int256 input = first ? int256(127) : int256(63);
        for (uint256 i; i < 32; ++i) {
            int256 w = int256(uint256(keccak256(abi.encode(seed, i))) % 51) - 25;
            if (!first) w *= 2;
            file.setWeight(row + i, w);
            if (w > 0) most += w * input;
            else least += w * input;
        }
        uint256 layer = first ? 1 : 2;
        if (most > 32_767) _refused(file, layer, 0, neuron, most, 32_767);
        else if (least < -32_768) _refused(file, layer, 0, neuron, least, -32_768);
        else _taken(file);
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
            file[i] ^= 0x04;
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

    function test_RevertWhen_aRunWouldCostTooMuch() public {
        // The same numbers as in test/renderer/sky/model.test.ts.
        bytes memory file = ModelFile.blank();
        file[5] = 0x08;
        file[6] = bytes1(uint8(48));
        file[7] = bytes1(uint8(48));
        _expect(abi.encodeWithSelector(IModels.ModelTooCostly.selector, 502_560, 400_000));
        models.register(file.seal(), address(engine));
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

    /// @dev A row of weights of one sign that add up to `most` is taken, and to one more is refused; so
    ///      are positive and negative ones.
    function _edge(
        uint256 row,
        uint256 most,
        uint256 input,
        uint256 layer,
        uint256 school,
        uint256 output
    ) private {
        for (int256 sign = 1; sign >= -1; sign -= 2) {
            bytes memory file = ModelFile.blank();
            _fill(file, row, most + 1, sign);
            int256 sum = sign * int256((most + 1) * input + 8191);
            _refused(file, layer, school, output, sum, sign > 0 ? int256(32_767) : -32_768);
            file = ModelFile.blank();
            _fill(file, row, most, sign);
            _taken(file);
        }
    }

    /// @dev Weights of one sign that add up to `total`, from `at` on.
    function _fill(bytes memory file, uint256 at, uint256 total, int256 sign) private pure {
        while (total > 0) {
            uint256 w = total > 127 ? 127 : total;
            file.setWeight(at++, sign * int256(w));
            total -= w;
        }
    }

    function _refuseWeight(uint256 at) private {
        bytes memory file = ModelFile.blank();
        file[at] = 0;
        _expect(abi.encodeWithSelector(IModels.WeightOutOfRange.selector, at));
        models.register(file.seal(), address(engine));
    }

    function _refused(
        bytes memory file,
        uint256 layer,
        uint256 school,
        uint256 output,
        int256 sum,
        int256 limit
    ) private {
        _expect(
            abi.encodeWithSelector(IModels.SumOutOfLane.selector, layer, school, output, sum, limit)
        );
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
