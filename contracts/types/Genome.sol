// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";

import {DRAWN} from "../interfaces/IHeliotrope.sol";

/// @title Genome: what a plant is born with, in one word that never changes.
/// @notice TypeScript twin: renderer/genome.ts.
///
/// | bits (from the least significant) | field                                     |
/// |-----------------------------------|-------------------------------------------|
/// | 0-127                             | seed: every small difference in drawing   |
/// | 128-143                           | home station                              |
/// | 144-151                           | species                                   |
/// | 152-159                           | school of painting                        |
/// | 160-167                           | palette                                   |
/// | 168-175                           | petals (gene for the count)               |
/// | 176-183                           | layers (gene for the count)               |
/// | 184-191                           | stature                                   |
/// | 192-199                           | mutation (0 = none)                       |
/// | 200-247                           | zero                                      |
/// | 248-255                           | 1, so that no genome is the zero word     |
///
/// The zero word means "not germinated yet".
type Genome is bytes32;

using {
    seed,
    homeStation,
    species,
    school,
    palette,
    petals,
    layers,
    stature,
    mutation,
    germinated,
    latentOf
} for Genome global;

uint8 constant SPECIES_COUNT = 10;
uint8 constant SCHOOL_COUNT = 6;
uint8 constant PALETTE_COUNT = 12;
uint8 constant MUTATION_COUNT = 4;

/// @notice Draws the genome of a token.
/// @dev Odds, of 65,536:
///
/// | what                                                             | chances                 |
/// |------------------------------------------------------------------|-------------------------|
/// | each of Sunhead, Bellspire, Mooncup, Starwheel, Stonerose, Snowbough | 6,554 (one in 10)   |
/// | each of Lacefern, Windplume, Dawnvine, Thornlamp                 | 6,553 (one in 10)       |
/// | each of the first four schools, and of the last two              | 10,923, 10,922          |
/// | each of the first four palettes, and of the last eight           | 5,462, 5,461            |
/// | no mutation                                                      | 64,512 (63 in 64)       |
/// | Pale: flowers nearly white, and pollen in the wind               | 256 (one in 256)        |
/// | Ember: flowers as of glowing coals, and sparks over them         | 256 (one in 256)        |
/// | Doubled: a row of petals more, crested fronds, a fan for a crown | 256 (one in 256)        |
/// | Midnight: flowers nearly black, and stars about them             | 256 (one in 256)        |
///
/// They are drawn one by one, so a certain mutation of a certain species comes once in 2,560. Petals,
/// layers and stature are uniform bytes. The home station is uniform up to a bias of
/// stationCount / 65,536. With no station at all the home station is 0. A home that was chosen
/// takes the place of the drawn one and changes nothing else, so that no choice is a second draw.
/// @param entropy the randomness of the token's batch.
/// @param tokenId the token.
/// @param stationCount how many stations there are to be born at.
/// @param home the station that was chosen at mint, or `DRAWN`.
function express(bytes32 entropy, uint256 tokenId, uint16 stationCount, uint16 home)
    pure
    returns (Genome)
{
    uint256 h = uint256(EfficientHashLib.hash(entropy, bytes32(tokenId)));
    uint256 word = uint256(uint128(h)) | (1 << 248);
    if (home != DRAWN) word |= uint256(home) << 128;
    else if (stationCount != 0) word |= (uint256(uint16(h >> 128)) % stationCount) << 128;
    word |= (uint256(uint16(h >> 144)) % SPECIES_COUNT) << 144;
    word |= (uint256(uint16(h >> 216)) % SCHOOL_COUNT) << 152;
    word |= (uint256(uint16(h >> 168)) % PALETTE_COUNT) << 160;
    word |= uint256(uint8(h >> 184)) << 168;
    word |= uint256(uint8(h >> 192)) << 176;
    word |= uint256(uint8(h >> 200)) << 184;
    uint256 chance = uint8(h >> 208);
    if (chance < MUTATION_COUNT) word |= (chance + 1) << 192;
    return Genome.wrap(bytes32(word));
}

function seed(Genome g) pure returns (uint128) {
    return uint128(uint256(Genome.unwrap(g)));
}

function homeStation(Genome g) pure returns (uint16) {
    return uint16(uint256(Genome.unwrap(g)) >> 128);
}

function species(Genome g) pure returns (uint8) {
    return uint8(uint256(Genome.unwrap(g)) >> 144);
}

function school(Genome g) pure returns (uint8) {
    return uint8(uint256(Genome.unwrap(g)) >> 152);
}

function palette(Genome g) pure returns (uint8) {
    return uint8(uint256(Genome.unwrap(g)) >> 160);
}

function petals(Genome g) pure returns (uint8) {
    return uint8(uint256(Genome.unwrap(g)) >> 168);
}

function layers(Genome g) pure returns (uint8) {
    return uint8(uint256(Genome.unwrap(g)) >> 176);
}

function stature(Genome g) pure returns (uint8) {
    return uint8(uint256(Genome.unwrap(g)) >> 184);
}

function mutation(Genome g) pure returns (uint8) {
    return uint8(uint256(Genome.unwrap(g)) >> 192);
}

function germinated(Genome g) pure returns (bool) {
    return Genome.unwrap(g) != 0;
}

/// @notice What the sky model takes from the genome: the seed in bits 0-127, the school in 128-135.
function latentOf(Genome g) pure returns (bytes32) {
    return bytes32(uint256(seed(g)) | (uint256(school(g)) << 128));
}
