// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Model files for tests, byte by byte: an independent reading of the table in
///        renderer/sky/model.ts.
library ModelFile {
    uint256 internal constant FIRST = 9;
    uint256 internal constant SECOND = 11;
    uint256 internal constant LAYERS = 2;
    uint256 internal constant OUTPUTS = 32 * LAYERS + 3;

    /// @dev Where things start in a small file.
    uint256 internal constant MAPPING_1 = 8;
    uint256 internal constant MAPPING_2 = MAPPING_1 + 32 * FIRST;
    uint256 internal constant MAPPING_3 = MAPPING_2 + FIRST * SECOND;
    uint256 internal constant ROWS = MAPPING_3 + SECOND * OUTPUTS;
    /// @dev The first layer stands there for each of the six schools, and so do the inputs' colours.
    uint256 internal constant COLOURS = ROWS + 1024 * (LAYERS + 5);
    uint256 internal constant BIASES = COLOURS + 96 * (LAYERS + 6);
    uint256 internal constant BIASES_2 = BIASES + 3 * FIRST;
    uint256 internal constant BIASES_3 = BIASES_2 + 3 * SECOND;
    uint256 internal constant SIZE = BIASES_3 + 3 * OUTPUTS + 64;

    /// @dev A small model whose weights and biases are all zero.
    function blank() internal pure returns (bytes memory file) {
        file = new bytes(SIZE);
        bytes8 head = bytes8(bytes.concat("HSKY", hex"02", bytes1(0), bytes1(0), bytes1(0)))
            | bytes8(uint64(LAYERS << 16 | FIRST << 8 | SECOND));
        for (uint256 i; i < 8; ++i) {
            file[i] = head[i];
        }
        for (uint256 i = 8; i < BIASES; ++i) {
            file[i] = 0x80;
        }
        seal(file);
    }

    /// @dev A model of random weights, none of whose sums can leave its lane: of each pair of neighbours
    ///      in a row one is negative, and none is large.
    function drawn(uint256 seed, uint256 layers, uint256 first, uint256 second)
        internal
        pure
        returns (bytes memory file)
    {
        uint256 outputs = 32 * layers + 3;
        uint256 rows = 8 + 32 * first + first * second + second * outputs;
        uint256 colours = rows + 1024 * (layers + 5);
        uint256 biases = colours + 96 * (layers + 6);
        file = new bytes(biases + 3 * (first + second + outputs) + 64);
        bytes4 shape = bytes4(uint32(2 << 24 | layers << 16 | first << 8 | second));
        for (uint256 i; i < 4; ++i) {
            file[i] = bytes4("HSKY")[i];
            file[4 + i] = shape[i];
        }
        uint256 h = seed;
        for (uint256 at = 8; at < rows; ++at) {
            h = next(h);
            setWeight(file, at, int256((h >> 128) % 255) - 127);
        }
        for (uint256 at = rows; at < biases; at += 2) {
            // 16 weights of one sign: 16 * 12 * 127 and 16 * 24 * 63 stay under 24,576, and so do all
            // of a colour's.
            uint256 most =
                at < rows + 6 * 1024 ? 12 : at < colours ? 24 : uint256(1536) / (127 + 63 * layers);
            h = next(h);
            bool swapped = h >> 255 == 1;
            setWeight(file, swapped ? at + 1 : at, int256((h >> 128) % (most + 1)));
            setWeight(file, swapped ? at : at + 1, -int256((h >> 64) % (most + 1)));
        }
        for (uint256 at = biases; at < file.length - 64; at += 3) {
            h = next(h);
            setBias(file, at, int256((h >> 128) % 20_001) - 10_000);
        }
        seal(file);
    }

    /// @dev The next of a row of random words.
    function next(uint256 h) private pure returns (uint256) {
        unchecked {
            return h * 0x5851f42d4c957f2d14057b7ef767814f5851f42d4c957f2d14057b7ef767814f + 1;
        }
    }

    /// @dev Writes the checksum.
    function seal(bytes memory file) internal pure returns (bytes memory) {
        assembly {
            let covered := sub(mload(file), 32)
            mstore(add(add(file, 32), covered), keccak256(add(file, 32), covered))
        }
        return file;
    }

    function setWeight(bytes memory file, uint256 at, int256 weight) internal pure {
        file[at] = bytes1(uint8(uint256(weight + 128)));
    }

    function setBias(bytes memory file, uint256 at, int256 bias) internal pure {
        for (uint256 i; i < 3; ++i) {
            file[at + i] = bytes1(uint8(uint256(bias >> (16 - 8 * i))));
        }
    }
}
