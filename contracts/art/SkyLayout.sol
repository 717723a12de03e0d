// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

// The engine's fixed places in memory. Addresses known to the compiler cost 6 gas to read instead of
// 12, and a run reads 5,000 of them. `Sky.begin` claims the whole range before anything else is
// allocated.
//
// | from   | words | what |
// |--------|-------|------|
// | 0x0080 | 14    | the scene: what all pixels of one picture share |
// | 0x0240 | 17    | the smooth step's table |
// | 0x0460 | 33    | the column block: what 16 columns alone decide |
// | 0x0880 | 32    | inputs of the layer being computed, 16 lanes each; at first the features |
// | 0x0c80 | 130   | inputs of the mapping layer being computed, value and place of its weights |
// | 0x0c80 | 130   | afterwards: what the features write down on their way |
// | 0x1d40 | 64    | outputs of the mapping layer; at last the shifts of red, green and blue |
// | 0x2540 | 1     | the place of the last block |
// | 0x2560 | 3     | the sums of red, green and blue, 16 lanes each |
// | 0x25c0 |       | a block for each layer, and one for what the colours take from the last layer |
// |        |       | the mapping network's weights and biases, and free memory |
//
// A block:
//
// | from   | words | what |
// |--------|-------|------|
// | 0x0000 | 32    | the weights of each neuron |
// | 0x0400 | 3     | the weights of red, green and blue; here the last block ends |
// | 0x0460 | 32    | the shift of each neuron and 2^15, in every lane |
// | 0x0860 | 32    | its outputs, 16 lanes each |

uint256 constant INPUTS = 0x880;
uint256 constant SCRATCH = 0xc80;
uint256 constant MAP_OUTPUTS = 0x1d40;
uint256 constant LAST = 0x2540;
uint256 constant SUMS = 0x2560;
uint256 constant BLOCKS = 0x25c0;
/// @dev Free memory where no model is read.
uint256 constant FREE = 0x25c0;

uint256 constant BLOCK_COLOURS = 0x400;
uint256 constant BLOCK_SHIFTS = 0x460;
uint256 constant BLOCK_BYTES = 0xc60;

/// @dev Pixels computed at once, one in each 16-bit lane of a word; pixel 0 lies in the lowest.
uint256 constant LANES = 16;
/// @dev A one in every lane: a scalar times this is the scalar in every lane.
uint256 constant ONES = 0x0001000100010001000100010001000100010001000100010001000100010001;
/// @dev 127 in every lane.
uint256 constant ONES_7F = 0x007f007f007f007f007f007f007f007f007f007f007f007f007f007f007f007f;
/// @dev A one in each 64-bit quarter of a word: noise hashes four lattice points at once.
uint256 constant SPREAD = 0x1000000000000000100000000000000010000000000000001;
/// @dev Half a lane of eight of 32 bits.
uint256 constant HALVES = 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
