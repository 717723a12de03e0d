// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

// The engine's fixed places in memory. Addresses known to the compiler cost 6 gas to read instead of
// 12, and a run reads 7,000 of them. `Sky.begin` claims the whole range before anything else is
// allocated.
//
// | from   | words | what |
// |--------|-------|------|
// | 0x0080 | 16    | the scene: what all pixels of one picture share |
// | 0x0280 | 12    | the column block: what 12 columns alone decide |
// | 0x0400 | 32    | inputs of the layer being computed, 12 lanes each |
// | 0x0800 | 32    | its outputs |
// | 0x0c00 | 130   | inputs of the mapping layer being computed: value and place of its weights |
// | 0x1c80 | 288   | its outputs; at last the shifts of every neuron and of the colours |
// | 0x4080 | 766   | the model file |

uint256 constant COLUMNS = 0x280;
uint256 constant INPUTS = 0x400;
uint256 constant OUTPUTS = 0x800;
uint256 constant MAP_INPUTS = 0xc00;
uint256 constant MAP_OUTPUTS = 0x1c80;
uint256 constant MODEL = 0x4080;
uint256 constant FREE = 0xa080;

/// @dev Pixels computed at once, one in each 21-bit lane of a word.
uint256 constant LANES = 12;
/// @dev A one in every lane: a scalar times this is the scalar in every lane.
uint256 constant ONES = 0x8000040000200001000008000040000200001000008000040000200001;
/// @dev 127 in every lane.
uint256 constant ONES_7F = 0x3f8001fc000fe0007f0003f8001fc000fe0007f0003f8001fc000fe0007f;
/// @dev A one in each 64-bit quarter of a word: noise hashes four lattice points at once.
uint256 constant SPREAD = 0x1000000000000000100000000000000010000000000000001;
/// @dev A byte in each of sixteen 16-bit lanes, and half a lane of eight of 32 bits.
uint256 constant BYTES = 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff;
uint256 constant HALVES = 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
