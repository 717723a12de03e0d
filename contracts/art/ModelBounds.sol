// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IModels} from "../interfaces/IModels.sol";
import {BYTES} from "./SkyLayout.sol";

/// @title  What a model file must be, and the proof that none of its sums can leave its lane
/// @notice Twin of `parseModel` and `boundsOf` in renderer/sky/model.ts, which has the table of the
///         file. A weight is a byte of w + 128 with w in -127..127 and an input is 0..127, so a sum is
///         at most 127 times the absolute values of its weights, and what is added to them.
/// @dev    32 weights at once: the shipped model's 23,368 weights and 315 biases cost 640,000 gas.
library ModelBounds {
    /// @dev Every sum stays under this: a signed lane of 21 bits, less the 2^15 that the engine adds to
    ///      a colour to find levels that are too large.
    uint256 internal constant LANE_LIMIT = (1 << 20) - (1 << 15);

    uint256 private constant ACTIVATION_MAX = 127;
    /// @dev The middle of a colour, which the engine adds to its sum.
    uint256 private constant MIDDLE = 128 << 7;
    /// @dev Neurons of every layer, and inputs of the mapping network and of a pixel.
    uint256 private constant WIDTH = 32;
    uint256 private constant HEADER_BYTES = 8;
    /// @dev The self-test's hash and the checksum.
    uint256 private constant TRAILER_BYTES = 64;
    /// @dev "HSKY", format 1.
    uint256 private constant MAGIC = 0x48534b5901;

    /// @dev A one, and 127, in each byte of a word.
    uint256 private constant LOW_BITS = type(uint256).max / 255;
    uint256 private constant LOW_SEVEN = 127 * LOW_BITS;

    /// @dev How many there are of everything, and where the blocks of a file start.
    struct Shape {
        uint256 layers;
        uint256 first; // neurons of the mapping network's first layer
        uint256 second;
        uint256 outputs; // of the mapping network: a shift for every neuron and for three colours
        uint256 rows; // place of the layers' weights, 32 for each neuron
        uint256 colours; // place of the colours' weights
        uint256 biases; // place of the mapping network's biases, and end of all weights
    }

    /// @notice Reverts with an error of IModels unless `model` is a well-formed file none of whose sums
    ///         can reach LANE_LIMIT, whatever the inputs.
    function prove(bytes memory model) internal pure {
        Shape memory shape = shapeOf(model);
        checkSum(model);
        checkWeights(model, shape.biases);
        uint256[] memory shifts = proveMapping(model, shape);
        proveLayers(model, shape, shifts);
        proveColours(model, shape, shifts);
    }

    function shapeOf(bytes memory model) private pure returns (Shape memory shape) {
        uint256 size = model.length;
        if (size < HEADER_BYTES + TRAILER_BYTES) {
            revert IModels.ModelSizeMismatch(size, HEADER_BYTES + TRAILER_BYTES);
        }
        uint256 head = wordAt(model, 0);
        if (head >> 216 != MAGIC) revert IModels.ModelFormatUnknown(bytes5(bytes32(head)));
        shape.layers = uint8(head >> 208);
        shape.first = uint8(head >> 200);
        shape.second = uint8(head >> 192);
        if (
            shape.layers < 1 || shape.layers > 8 || shape.first < 8 || shape.first > 64
                || shape.second < 8 || shape.second > 64
        ) revert IModels.ModelShapeOutOfRange(shape.layers, shape.first, shape.second);
        shape.outputs = WIDTH * shape.layers + 3;
        shape.rows = HEADER_BYTES + WIDTH * shape.first + shape.first * shape.second + shape.second
            * shape.outputs;
        shape.colours = shape.rows + WIDTH * WIDTH * shape.layers;
        shape.biases = shape.colours + 3 * WIDTH * (shape.layers + 1);
        uint256 expected =
            shape.biases + 3 * (shape.first + shape.second + shape.outputs) + TRAILER_BYTES;
        if (size != expected) revert IModels.ModelSizeMismatch(size, expected);
    }

    /// @dev The last 32 bytes are the hash of all before.
    function checkSum(bytes memory model) private pure {
        uint256 covered = model.length - 32;
        bytes32 hash;
        assembly ("memory-safe") {
            hash := keccak256(add(model, 0x20), covered)
        }
        if (hash != bytes32(wordAt(model, covered))) revert IModels.ModelAltered(hash);
    }

    /// @dev No byte of a weight is 0, which would be -128.
    function checkWeights(bytes memory model, uint256 end) private pure {
        // Places lie in a file of 24,500 bytes. Taking a one from each byte sets the highest bit of the
        // lowest byte that is zero, and of no byte where none is.
        unchecked {
            for (uint256 at = HEADER_BYTES; at < end; at += 32) {
                uint256 w = wordAt(model, at);
                if ((w - LOW_BITS) & ~w & ~LOW_SEVEN == 0) continue;
                for (uint256 i; i < 32 && at + i < end; ++i) {
                    if (uint8(model[at + i]) == 0) revert IModels.WeightOutOfRange(at + i);
                }
            }
        }
    }

    /// @dev Stages 0 to 2. Answers the worst cases of the last, which the other stages add.
    function proveMapping(bytes memory model, Shape memory shape)
        private
        pure
        returns (uint256[] memory worst)
    {
        uint256 weights = HEADER_BYTES;
        uint256 biases = shape.biases;
        worst = worstOf(model, weights, biases, WIDTH, shape.first);
        demand(worst, 0);
        weights += WIDTH * shape.first;
        biases += 3 * shape.first;
        worst = worstOf(model, weights, biases, shape.first, shape.second);
        demand(worst, 1);
        weights += shape.first * shape.second;
        biases += 3 * shape.second;
        worst = worstOf(model, weights, biases, shape.second, shape.outputs);
        demand(worst, 2);
    }

    /// @dev The worst cases of one layer of the mapping network, whose weights lie input by input.
    function worstOf(
        bytes memory model,
        uint256 weights,
        uint256 biases,
        uint256 inputs,
        uint256 outputs
    ) private pure returns (uint256[] memory worst) {
        worst = new uint256[](outputs);
        // 16 lanes of 16 bits each: 64 inputs add up to 8,192 at most. Lanes past the last output hold
        // what follows in the file, and are never read.
        unchecked {
            for (uint256 j; j < outputs; j += 32) {
                uint256 even;
                uint256 odd;
                uint256 end = weights + inputs * outputs + j;
                for (uint256 at = weights + j; at < end; at += outputs) {
                    uint256 w = magnitudes(wordAt(model, at));
                    even += (w >> 8) & BYTES;
                    odd += w & BYTES;
                }
                for (uint256 k; k < 32 && j + k < outputs; ++k) {
                    uint256 sum = uint16((k & 1 == 0 ? even : odd) >> (240 - 16 * (k >> 1)));
                    worst[j + k] = sum * ACTIVATION_MAX + biasAt(model, biases + 3 * (j + k));
                }
            }
        }
    }

    /// @dev Stages 3 to 2 + layers: each neuron's 32 weights are one word.
    function proveLayers(bytes memory model, Shape memory shape, uint256[] memory shifts)
        private
        pure
    {
        for (uint256 j; j < WIDTH * shape.layers; ++j) {
            uint256 sum = rowSum(wordAt(model, shape.rows + WIDTH * j));
            demand(shifts[j] + sum * ACTIVATION_MAX, 3 + j / WIDTH, j % WIDTH);
        }
    }

    /// @dev Stage 3 + layers: a colour is summed over the inputs and all layers.
    function proveColours(bytes memory model, Shape memory shape, uint256[] memory shifts)
        private
        pure
    {
        for (uint256 c; c < 3; ++c) {
            uint256 sum;
            for (uint256 l; l <= shape.layers; ++l) {
                sum += rowSum(wordAt(model, shape.colours + WIDTH * (3 * l + c)));
            }
            sum = shifts[WIDTH * shape.layers + c] + MIDDLE + sum * ACTIVATION_MAX;
            demand(sum, 3 + shape.layers, c);
        }
    }

    function demand(uint256[] memory worst, uint256 stage) private pure {
        for (uint256 i; i < worst.length; ++i) {
            demand(worst[i], stage, i);
        }
    }

    function demand(uint256 worst, uint256 stage, uint256 output) private pure {
        if (worst >= LANE_LIMIT) {
            revert IModels.SumOutOfLane(stage, output, worst, LANE_LIMIT);
        }
    }

    /// @dev |w| of 32 weights, from bytes of w + 128: the lower seven bits where the highest is set,
    ///      otherwise 128 less them, which is one more than their complement.
    function magnitudes(uint256 weights) private pure returns (uint256) {
        // No byte of the sum is above 128, so none carries.
        unchecked {
            uint256 negative = ~(weights >> 7) & LOW_BITS;
            return ((weights & LOW_SEVEN) ^ (127 * negative)) + negative;
        }
    }

    /// @dev The sum of |w| over the 32 weights of a word.
    function rowSum(uint256 weights) private pure returns (uint256) {
        uint256 w = magnitudes(weights);
        w = ((w >> 8) & BYTES) + (w & BYTES);
        // A product with ones adds all lanes up in the highest; 32 * 127 fits its 16 bits.
        unchecked {
            return (w * (type(uint256).max / type(uint16).max)) >> 240;
        }
    }

    /// @dev The absolute value of a bias, three bytes.
    function biasAt(bytes memory model, uint256 at) private pure returns (uint256) {
        int256 bias = int256(wordAt(model, at)) >> 232;
        return uint256(bias < 0 ? -bias : bias);
    }

    /// @dev 32 bytes of the file; past its end, whatever follows in memory.
    function wordAt(bytes memory model, uint256 at) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(model, 0x20), at))
        }
    }
}
