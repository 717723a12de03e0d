// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {BLOCKS, BLOCK_BYTES, BLOCK_COLOURS, BLOCK_SHIFTS, LAST} from "./SkyLayout.sol";
import {SkyFeatures} from "./SkyFeatures.sol";
import {SkyMapping} from "./SkyMapping.sol";
import {SkyNetwork} from "./SkyNetwork.sol";
import {SkyScene} from "./SkyScene.sol";

/// @title The sky network: a picture's model, then its runs of 16 pixels
/// @notice Twin of `paintInteger` in renderer/sky/integer.ts.
/// @dev    Must be called before any memory is allocated: see SkyLayout.
library Sky {
    /// @dev The model's bytes do not have the shape that their header tells.
    error MalformedModel();
    /// @dev Memory was allocated before the engine could claim its places.
    error MemoryTaken();

    /// @dev "HSKY", format 2.
    uint256 private constant MAGIC = 0x48534b5902;
    uint256 private constant HEADER_BYTES = 8;
    /// @dev Each school has a first layer and colours of the inputs of its own.
    uint256 private constant SCHOOLS = 6;

    /// @dev Claims the fixed places in memory, reads the model, and prepares scene and shifts.
    function begin(address pointer, bytes32 latent, bytes32 condition, uint256 size) internal view {
        uint256 free;
        assembly {
            free := mload(0x40)
        }
        if (free > 0x80) revert MemoryTaken();
        (uint256 shape, uint256 weights, uint256 biases) =
            load(pointer, uint8(latent[15]) % SCHOOLS);
        SkyScene.write(latent, condition, size);
        SkyScene.writeMappingInputs(latent, condition);
        SkyMapping.write(shape, weights, biases);
    }

    /// @dev Prepares the 16 columns from x.
    function columns(uint256 x) internal pure {
        SkyScene.writeColumns(x);
    }

    /// @dev Computes the run in row y of the prepared columns and writes its 48 bytes at `to`.
    function run(uint256 y, uint256 to) internal pure {
        SkyFeatures.write(y);
        SkyNetwork.paint(to);
    }

    /// @dev Copies what one school uses of a registered model, past the byte that makes its code
    ///      stop, to its blocks.
    /// @return shape the header, in its highest bytes.
    /// @return weights the place of the mapping network's weights.
    /// @return biases the place of its biases; free memory starts after them.
    function load(address pointer, uint256 school)
        internal
        view
        returns (uint256 shape, uint256 weights, uint256 biases)
    {
        assembly {
            extcodecopy(pointer, 0, 1, 32)
            shape := mload(0)
        }
        (uint256 mapped, uint256 rows, uint256 outputs) = bytesOf(shape);
        uint256 rest;
        // All of these are numbers of bytes of one file.
        unchecked {
            rest = 3 * (uint8(shape >> 200) + uint8(shape >> 192) + outputs);
            // The code's first byte, and two hashes at its end.
            if (mapped == 0 || pointer.code.length != 73 + mapped + rows + rest) {
                revert MalformedModel();
            }
            weights = loadBlocks(pointer, school, uint8(shape >> 208), HEADER_BYTES + 1 + mapped);
            biases = weights + mapped;
        }
        assembly {
            extcodecopy(pointer, weights, add(HEADER_BYTES, 1), mapped)
            extcodecopy(pointer, biases, add(add(HEADER_BYTES, 1), add(mapped, rows)), rest)
            mstore(0x40, and(add(add(biases, rest), 63), not(31)))
        }
    }

    /// @dev How many bytes of a file are weights of the mapping network, and of layers and colours,
    ///      and how many outputs the mapping network has; zeros where the header tells no shape.
    function bytesOf(uint256 shape)
        private
        pure
        returns (uint256 mapped, uint256 rows, uint256 outputs)
    {
        uint256 layers = uint8(shape >> 208);
        uint256 first = uint8(shape >> 200);
        uint256 second = uint8(shape >> 192);
        if (
            shape >> 216 != MAGIC || layers < 1 || layers > 8 || first < 8 || first > 64
                || second < 8 || second > 64
        ) return (0, 0, 0);
        unchecked {
            outputs = 32 * layers + 3;
            mapped = 32 * first + first * second + second * outputs;
            rows = 1024 * (layers - 1 + SCHOOLS) + 96 * (layers + SCHOOLS);
        }
    }

    /// @dev Copies the layers and colours that one school uses, the first of which lie at `from`.
    /// @return end the end of the last block.
    function loadBlocks(address pointer, uint256 school, uint256 layers, uint256 from)
        private
        view
        returns (uint256 end)
    {
        assembly {
            let colours := add(from, shl(10, add(layers, sub(SCHOOLS, 1))))
            let row := add(from, shl(10, school))
            let colour := add(colours, mul(96, school))
            // The other layers follow the first of the last school.
            from := add(from, shl(10, SCHOOLS))
            colours := add(colours, mul(96, SCHOOLS))
            let block_ := BLOCKS
            for {} layers { layers := sub(layers, 1) } {
                extcodecopy(pointer, block_, row, 0x400)
                extcodecopy(pointer, add(block_, BLOCK_COLOURS), colour, 0x60)
                block_ := add(block_, BLOCK_BYTES)
                row := from
                colour := colours
                from := add(from, 0x400)
                colours := add(colours, 0x60)
            }
            extcodecopy(pointer, add(block_, BLOCK_COLOURS), colour, 0x60)
            mstore(LAST, block_)
            end := add(block_, BLOCK_SHIFTS)
        }
    }
}
