// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

// The engine's fixed places in memory. Addresses known to the compiler cost 6 gas to read instead of
// 12, and a run reads 5,000 of them. `Sky.begin` claims the whole range before anything else is
// allocated.
//
// | from   | words | what |
// |--------|-------|------|
// | 0x0080 | 24    | the scene: what all pixels of one picture share |
// | 0x0380 | 40    | the column block: what 16 columns alone decide |
// | 0x0880 | 32    | inputs of the layer being computed, 16 lanes each; at first the features |
// | 0x0c80 | 256   | outputs of the layers, 32 each; free until the first layer is computed |
// | 0x0c80 | 130   | before: inputs of the mapping layer being computed, value and place of its weights |
// | 0x2c80 | 288   | outputs of that layer; at last the shifts of every neuron and of the colours |
// | 0x5080 | 766   | the model file |

uint256 constant SCENE = 0x80;
uint256 constant COLUMNS = 0x380;
uint256 constant INPUTS = 0x880;
uint256 constant OUTPUTS = 0xc80;
uint256 constant MAP_INPUTS = 0xc80;
uint256 constant MAP_OUTPUTS = 0x2c80;
uint256 constant MODEL = 0x5080;
uint256 constant FREE = 0xb080;

/// @dev Pixels computed at once, one in each 16-bit lane of a word; pixel 0 lies in the lowest.
uint256 constant LANES = 16;
/// @dev A one in every lane: a scalar times this is the scalar in every lane.
uint256 constant ONES = 0x0001000100010001000100010001000100010001000100010001000100010001;
/// @dev 127 in every lane.
uint256 constant ONES_7F = 0x007f007f007f007f007f007f007f007f007f007f007f007f007f007f007f007f;
/// @dev A one in each 64-bit quarter of a word: noise hashes four lattice points at once.
uint256 constant SPREAD = 0x1000000000000000100000000000000010000000000000001;
/// @dev A byte in each of sixteen 16-bit lanes, and half a lane of eight of 32 bits.
uint256 constant BYTES = 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff;
uint256 constant HALVES = 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
