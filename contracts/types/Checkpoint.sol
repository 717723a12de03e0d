// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Checkpoint: everything that a holder has decided about a plant, from one epoch on, in one word.
///
/// | bits    | field           | what                                                          | width |
/// |---------|-----------------|---------------------------------------------------------------|-------|
/// | 0-39    | from            | the first epoch it counts for                                 | 40    |
/// | 40-79   | pinnedEpoch     | the epoch that is shown instead; 0: none                      | 40    |
/// | 80-95   | station         | where the plant lives                                         | 16    |
/// | 96-135  | since           | its first epoch there; 0: since birth                         | 40    |
/// | 136-151 | previousStation | where it lived before                                         | 16    |
/// | 152-191 | previousSince   | its first epoch there; 0: since birth                         | 40    |
/// | 192-207 | model           | the sky model                                                 | 16    |
/// | 208-223 | artVersion      | the art version                                               | 16    |
/// | 224-247 | nonce           | how many choices have been made, replaced ones included       | 24    |
/// | 248-255 | moves           | how often the plant has moved, at most 255                    | 8     |
type Checkpoint is uint256;

using {
    from,
    pinnedEpoch,
    station,
    since,
    previousStation,
    previousSince,
    model,
    artVersion,
    nonce,
    moves,
    withFrom,
    withPinnedEpoch,
    withStation,
    withModel,
    withArtVersion,
    withNonce,
    withStayOf,
    movedTo,
    choosesAs
} for Checkpoint global;

/// @dev Bits 80-191 and 248-255: where the plant lives and has lived.
uint256 constant STAY_MASK = (((1 << 112) - 1) << 80) | (0xff << 248);

/// @dev Bits 40-223 and 248-255: what has been chosen, without when and how often.
uint256 constant CHOICE_MASK = (((1 << 184) - 1) << 40) | (0xff << 248);

uint256 constant MOST_MOVES = 255;
uint256 constant MOST_CHOICES = (1 << 24) - 1;

/// @notice What a token that nothing has been chosen for is taken to have chosen.
function unchosen(uint16 station_, uint16 model_, uint16 artVersion_) pure returns (Checkpoint) {
    return Checkpoint.wrap(
        (uint256(station_) << 80) | (uint256(model_) << 192) | (uint256(artVersion_) << 208)
    );
}

function from(Checkpoint c) pure returns (uint40) {
    return uint40(Checkpoint.unwrap(c));
}

function pinnedEpoch(Checkpoint c) pure returns (uint40) {
    return uint40(Checkpoint.unwrap(c) >> 40);
}

function station(Checkpoint c) pure returns (uint16) {
    return uint16(Checkpoint.unwrap(c) >> 80);
}

function since(Checkpoint c) pure returns (uint40) {
    return uint40(Checkpoint.unwrap(c) >> 96);
}

function previousStation(Checkpoint c) pure returns (uint16) {
    return uint16(Checkpoint.unwrap(c) >> 136);
}

function previousSince(Checkpoint c) pure returns (uint40) {
    return uint40(Checkpoint.unwrap(c) >> 152);
}

function model(Checkpoint c) pure returns (uint16) {
    return uint16(Checkpoint.unwrap(c) >> 192);
}

function artVersion(Checkpoint c) pure returns (uint16) {
    return uint16(Checkpoint.unwrap(c) >> 208);
}

function nonce(Checkpoint c) pure returns (uint24) {
    return uint24(Checkpoint.unwrap(c) >> 224);
}

function moves(Checkpoint c) pure returns (uint8) {
    return uint8(Checkpoint.unwrap(c) >> 248);
}

function withFrom(Checkpoint c, uint40 from_) pure returns (Checkpoint) {
    return _with(c, type(uint40).max, from_, 0);
}

function withPinnedEpoch(Checkpoint c, uint40 pinnedEpoch_) pure returns (Checkpoint) {
    return _with(c, type(uint40).max, pinnedEpoch_, 40);
}

/// @notice Another station in place of the same stay: where a plant is born.
function withStation(Checkpoint c, uint16 station_) pure returns (Checkpoint) {
    return _with(c, type(uint16).max, station_, 80);
}

function withModel(Checkpoint c, uint16 model_) pure returns (Checkpoint) {
    return _with(c, type(uint16).max, model_, 192);
}

function withArtVersion(Checkpoint c, uint16 artVersion_) pure returns (Checkpoint) {
    return _with(c, type(uint16).max, artVersion_, 208);
}

function withNonce(Checkpoint c, uint24 nonce_) pure returns (Checkpoint) {
    return _with(c, type(uint24).max, nonce_, 224);
}

/// @notice With the stations of `other`, and its count of moves.
function withStayOf(Checkpoint c, Checkpoint other) pure returns (Checkpoint) {
    return
        Checkpoint.wrap(
            (Checkpoint.unwrap(c) & ~STAY_MASK) | (Checkpoint.unwrap(other) & STAY_MASK)
        );
}

/// @notice With a stay at `station_` from `since_` on, after the one that `c` has.
function movedTo(Checkpoint c, uint16 station_, uint40 since_) pure returns (Checkpoint) {
    uint256 moves_ = moves(c);
    if (moves_ != MOST_MOVES) ++moves_;
    uint256 stay = (uint256(station_) << 80) | (uint256(since_) << 96)
        | (uint256(station(c)) << 136) | (uint256(since(c)) << 152) | (moves_ << 248);
    return Checkpoint.wrap((Checkpoint.unwrap(c) & ~STAY_MASK) | stay);
}

/// @notice Whether both have chosen the same, whenever and with however many choices.
function choosesAs(Checkpoint a, Checkpoint b) pure returns (bool) {
    return (Checkpoint.unwrap(a) ^ Checkpoint.unwrap(b)) & CHOICE_MASK == 0;
}

function _with(Checkpoint c, uint256 mask, uint256 value, uint256 shift) pure returns (Checkpoint) {
    return Checkpoint.wrap((Checkpoint.unwrap(c) & ~(mask << shift)) | (value << shift));
}
