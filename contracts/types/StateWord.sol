// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TokenState} from "../interfaces/IChoices.sol";

/// @title StateWord: a `TokenState` in one word, for answers about many tokens.
///
/// | bits    | field       | width |
/// |---------|-------------|-------|
/// | 0-15    | station     | 16    |
/// | 16-31   | model       | 16    |
/// | 32-47   | artVersion  | 16    |
/// | 48-87   | pinnedEpoch | 40    |
/// | 88-127  | birthEpoch  | 40    |
/// | 128-135 | moves       | 8     |
/// | 136-159 | decisions   | 24    |
/// | 160-255 | zero        | 96    |
type StateWord is uint256;

using {unpack} for StateWord global;

function pack(TokenState memory s) pure returns (StateWord) {
    return StateWord.wrap(
        uint256(s.station) | (uint256(s.model) << 16) | (uint256(s.artVersion) << 32)
            | (uint256(s.pinnedEpoch) << 48) | (uint256(s.birthEpoch) << 88)
            | (uint256(s.moves) << 128) | (uint256(s.decisions) << 136)
    );
}

function unpack(StateWord word) pure returns (TokenState memory) {
    uint256 w = StateWord.unwrap(word);
    return TokenState({
        station: uint16(w),
        model: uint16(w >> 16),
        artVersion: uint16(w >> 32),
        pinnedEpoch: uint40(w >> 48),
        birthEpoch: uint40(w >> 88),
        moves: uint8(w >> 128),
        decisions: uint24(w >> 136)
    });
}
