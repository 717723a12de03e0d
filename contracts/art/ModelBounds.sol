// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IModels} from "../interfaces/IModels.sol";

/// @title  What a model file must be, and the proof that none of its sums can leave its lane
/// @notice Twin of `parseModel` and `boundsOf` in renderer/sky/model.ts, which has the table of the
///         file. A weight is a byte of w + 128 with w in -127..127; an input is 0..127 in the first
///         layer and 0..63 in the others; a shift is -8191..8191. So a sum reaches as far as its
///         positive weights alone, or its negative ones, take it, and the shift with them. The mapping
///         network needs no proof: 64 products of 127 * 127 and a bias of 24 bits stay under 2^24, and
///         the engine has 32 bits for what it adds up on the way.
/// @dev    32 weights at once.
library ModelBounds {
    /// @dev The least and the most that a lane of 16 bits holds.
    int256 internal constant LANE_MIN = -32_768;
    int256 internal constant LANE_MAX = 32_767;

    uint256 private constant INPUT_MAX = 127;
    uint256 private constant ACTIVATION_MAX = 63;
    int256 private constant SHIFT_MAX = 8191;
    /// @dev Neurons of every layer, and inputs of the mapping network and of a pixel.
    uint256 private constant WIDTH = 32;
    /// @dev Each has a first layer and colours of the inputs of its own.
    uint256 private constant SCHOOLS = 6;
    uint256 private constant HEADER_BYTES = 8;
    /// @dev The self-test's hash and the checksum.
    uint256 private constant TRAILER_BYTES = 64;
    /// @dev "HSKY", format 2.
    uint256 private constant MAGIC = 0x48534b5902;

    /// @dev The most gas of one run, by `runGas`: so a challenge, which recomputes one, costs at most
    ///      half a million with its path, its calldata and its bookkeeping.
    uint256 internal constant MAX_RUN_GAS = 400_000;
    /// @dev Of these, what does not depend on the model: scene, columns and features.
    uint256 private constant FEATURES_GAS = 80_000;

    /// @dev A one, and 127, in each byte of a word.
    uint256 private constant LOW_BITS = type(uint256).max / 255;
    uint256 private constant LOW_SEVEN = 127 * LOW_BITS;
    /// @dev Every second byte of a word.
    uint256 private constant BYTES = type(uint256).max / 257;

    /// @dev How many there are of everything, and where the blocks of a file start.
    struct Shape {
        uint256 layers;
        uint256 first; // neurons of the mapping network's first layer
        uint256 second;
        uint256 outputs; // of the mapping network: a shift for every neuron and for three colours
        uint256 rows; // place of the layers' weights, 32 for each neuron; the first of each school
        uint256 colours; // place of the colours' weights; those of the inputs for each school
        uint256 biases; // place of the mapping network's biases, and end of all weights
    }

    /// @notice Reverts with an error of IModels unless `model` is a well-formed file none of whose sums
    ///         can leave its lane, whatever the inputs.
    function prove(bytes memory model) internal pure {
        Shape memory shape = shapeOf(model);
        checkSum(model);
        checkWeights(model, shape.biases);
        proveLayers(model, shape);
        proveColours(model, shape);
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
        uint256 gas_ = runGas(shape.layers, shape.first, shape.second);
        if (gas_ > MAX_RUN_GAS) revert IModels.ModelTooCostly(gas_, MAX_RUN_GAS);
        shape.outputs = WIDTH * shape.layers + 3;
        shape.rows = HEADER_BYTES + WIDTH * shape.first + shape.first * shape.second + shape.second
            * shape.outputs;
        shape.colours = shape.rows + WIDTH * WIDTH * (shape.layers - 1 + SCHOOLS);
        shape.biases = shape.colours + 3 * WIDTH * (shape.layers + SCHOOLS);
        uint256 expected =
            shape.biases + 3 * (shape.first + shape.second + shape.outputs) + TRAILER_BYTES;
        if (size != expected) revert IModels.ModelSizeMismatch(size, expected);
    }

    /// @notice What `skyRun` costs at most with a model of this shape: nothing is zero, nothing falls
    ///         out, every kind of weather at once. Twin of `runGas` in renderer/sky/model.ts.
    /// @dev    Each term lies a little above what test/contracts/models/cost.t.sol measures.
    function runGas(uint256 layers, uint256 first, uint256 second) internal pure returns (uint256) {
        // The mapping network computes 32 outputs at once, and the last of them are the colours'.
        uint256 products = WIDTH * groups(first) + first * groups(second) + second * (layers + 1);
        uint256 mapping_ = 130 * products + 200 * (WIDTH + first + second) + 3000
            * (groups(first) + groups(second)) + 4600 * layers + 4000;
        uint256 loaded = 8000 + 1600 * layers;
        uint256 network = 4000 + 30_300 * layers;
        return FEATURES_GAS + loaded + mapping_ + network;
    }

    function groups(uint256 outputs) private pure returns (uint256) {
        return (outputs + WIDTH - 1) / WIDTH;
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

    /// @dev Each neuron's 32 weights are one word.
    function proveLayers(bytes memory model, Shape memory shape) private pure {
        uint256 at = shape.rows;
        for (uint256 part; part < SCHOOLS + shape.layers - 1; ++part) {
            uint256 layer = part < SCHOOLS ? 1 : part - SCHOOLS + 2;
            uint256 school = layer == 1 ? part : 0;
            uint256 most = layer == 1 ? INPUT_MAX : ACTIVATION_MAX;
            for (uint256 j; j < WIDTH; ++j) {
                (uint256 above, uint256 below) = signedSums(wordAt(model, at));
                demand(layer, school, j, above * most, below * most);
                at += WIDTH;
            }
        }
    }

    /// @dev A colour is summed over the inputs, in each school's way, and over all layers.
    function proveColours(bytes memory model, Shape memory shape) private pure {
        for (uint256 c; c < 3; ++c) {
            uint256 allAbove;
            uint256 allBelow;
            for (uint256 l; l < shape.layers; ++l) {
                uint256 at = shape.colours + WIDTH * (3 * (SCHOOLS + l) + c);
                (uint256 above, uint256 below) = signedSums(wordAt(model, at));
                allAbove += above * ACTIVATION_MAX;
                allBelow += below * ACTIVATION_MAX;
            }
            for (uint256 school; school < SCHOOLS; ++school) {
                uint256 at = shape.colours + WIDTH * (3 * school + c);
                (uint256 above, uint256 below) = signedSums(wordAt(model, at));
                demand(
                    shape.layers + 1,
                    school,
                    c,
                    allAbove + above * INPUT_MAX,
                    allBelow + below * INPUT_MAX
                );
            }
        }
    }

    /// @dev Holds a sum, at its highest and at its lowest, against its lane.
    function demand(uint256 layer, uint256 school, uint256 output, uint256 above, uint256 below)
        private
        pure
    {
        int256 most = int256(above) + SHIFT_MAX;
        int256 least = -int256(below) - SHIFT_MAX;
        if (most > LANE_MAX) revert IModels.SumOutOfLane(layer, school, output, most, LANE_MAX);
        if (least < LANE_MIN) revert IModels.SumOutOfLane(layer, school, output, least, LANE_MIN);
    }

    /// @dev The sums of the positive and of the negative weights of a word, both as positive numbers.
    ///      A byte of w + 128 has its highest bit set where w is not negative, and its lower seven bits
    ///      are w; otherwise they are 128 less -w.
    function signedSums(uint256 weights) private pure returns (uint256 above, uint256 below) {
        // No byte of a sum is above 128, so none carries.
        unchecked {
            uint256 positive = ((weights >> 7) & LOW_BITS) * 255;
            above = byteSum(weights & LOW_SEVEN & positive);
            below = byteSum((((weights & LOW_SEVEN) ^ LOW_SEVEN) + LOW_BITS) & ~positive);
        }
    }

    /// @dev The sum of 32 bytes, each of 0..128.
    function byteSum(uint256 word) private pure returns (uint256) {
        word = ((word >> 8) & BYTES) + (word & BYTES);
        // A product with ones adds all lanes up in the highest; 32 * 128 fits its 16 bits.
        unchecked {
            return (word * (type(uint256).max / type(uint16).max)) >> 240;
        }
    }

    /// @dev 32 bytes of the file; past its end, whatever follows in memory.
    function wordAt(bytes memory model, uint256 at) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(model, 0x20), at))
        }
    }
}
