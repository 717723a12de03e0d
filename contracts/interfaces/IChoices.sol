// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Exposure} from "../types/Exposure.sol";
import {StateWord} from "../types/StateWord.sol";

/// @dev The traits of ERC-7496, see `IERC7496`.
bytes32 constant STATE_NONCE = keccak256("stateNonce");
bytes32 constant STATION = keccak256("station");
bytes32 constant PINNED_EPOCH = keccak256("pinnedEpoch");
bytes32 constant MODEL = keccak256("model");
bytes32 constant ART_VERSION = keccak256("artVersion");

/// @notice What a token is at an epoch, apart from the weather.
struct TokenState {
    /// The station whose weather the plant lives in.
    uint16 station;
    /// The sky model, an id in `IModels`.
    uint16 model;
    /// The art version: Phenotype, Plant and Metadata together, a number in `IModels`.
    uint16 artVersion;
    /// The epoch that the holder pinned; zero when the plant follows the weather.
    uint40 pinnedEpoch;
    /// The first epoch of its life; zero before it.
    uint40 birthEpoch;
    /// How often it has moved, at most 255.
    uint8 moves;
    /// The nonce of the choice in force; zero before any.
    uint24 decisions;
}

/// @notice Where a token lives at an epoch, and where it lived before: enough for its lifetime exposure
/// in three ranges, however often it has moved.
struct Stay {
    /// The first epoch at the station of `TokenState`; zero when it has been there since birth.
    uint40 since;
    /// The station before; 0 when there was none.
    uint16 previousStation;
    /// The first epoch there; zero when it had been there since birth.
    uint40 previousSince;
    /// What the plant saw from its birth to the end of the stay before the previous one.
    Exposure before;
}

/// @title What the holder of a plant decides: where it lives, which epoch it shows, what draws it.
/// @notice A choice counts from the first epoch whose instant is strictly later, and is kept for ever:
/// `stateAt` answers for every epoch, and what it says of an epoch whose instant has passed never
/// changes. Until a choice counts it may be replaced by another, or taken back by choosing what is in
/// force; either way `stateNonce` grows.
///
/// The token's owner chooses, or whom the owner has made a delegate for it in the registry of
/// delegate.xyz (v2, for all, this contract or this token, without special rights). Who may merely
/// transfer the token, such as a marketplace, may not choose.
///
/// The token has this interface for everybody. It checks who calls and which tokens there are, and passes
/// all else on to a contract that has it too, `IHeliotrope.choices()`, which listens to the token alone.
interface IChoices {
    /// @notice The plant lives at `station` from `fromEpoch` on.
    event Moved(uint256 indexed tokenId, uint256 station, uint256 fromEpoch, uint256 nonce);

    /// @notice The plant is shown as it was at `epoch`, from `fromEpoch` on.
    event Pinned(uint256 indexed tokenId, uint256 epoch, uint256 fromEpoch, uint256 nonce);

    /// @notice The plant follows the weather again from `fromEpoch` on.
    event Followed(uint256 indexed tokenId, uint256 fromEpoch, uint256 nonce);

    /// @notice `model` paints the plant's sky from `fromEpoch` on.
    event ModelAdopted(uint256 indexed tokenId, uint256 model, uint256 fromEpoch, uint256 nonce);

    /// @notice `version` draws the plant from `fromEpoch` on.
    event ArtAdopted(uint256 indexed tokenId, uint256 version, uint256 fromEpoch, uint256 nonce);

    /// @notice `caller` neither owns the token nor is a delegate of its owner for it.
    error NotHolder(uint256 tokenId, address caller);

    /// @notice A seed has nothing to choose. Germinate it first.
    error NotGerminated(uint256 tokenId);

    /// @notice This is what has been chosen last.
    error AlreadyChosen(uint256 tokenId);

    /// @notice The plant has moved not long ago; a move may count from epoch `earliest` on.
    error MovedTooRecently(uint256 tokenId, uint256 earliest);

    /// @notice There is no such station in the climate.
    error StationUnknown(uint256 station);

    /// @notice There is no such sky model.
    error ModelUnknown(uint256 model);

    /// @notice There is no such art version.
    error ArtUnknown(uint256 version);

    /// @notice Only an epoch whose weather was accepted can be pinned.
    error EpochNotAccepted(uint256 epoch);

    /// @notice The plant was born at `birthEpoch`; pin that or a later one.
    error EpochBeforeBirth(uint256 epoch, uint256 birthEpoch);

    /// @notice 16,777,215 choices have been made for this token. It stays as it is.
    error ChoicesExhausted(uint256 tokenId);

    /// @notice The token is not what it was when `expected` was read: the holder has chosen something.
    error StateChanged(uint256 tokenId, bytes32 expected, bytes32 actual);

    /// @notice Ask the token: it says who may choose.
    error NotTheToken(address token);

    /// @notice There is no such token yet.
    error TokenNotMinted(uint256 tokenId);

    /// @notice Ask for at most `most` tokens at once.
    error TooManyTokens(uint256 count, uint256 most);

    /// @notice Moves the plant to another station. A plant stays for `MOVE_COOLDOWN` epochs at least,
    /// unless it has never moved. A move before birth changes where it is born, and counts as none.
    /// @return fromEpoch the first epoch that it counts for.
    /// @return nonce the new `stateNonce`.
    function move(uint256 tokenId, uint256 station)
        external
        returns (uint256 fromEpoch, uint256 nonce);

    /// @notice Shows the plant as it was at an accepted `epoch` of its life, with all that was chosen
    /// then; its own life goes on unseen.
    function pin(uint256 tokenId, uint256 epoch) external returns (uint256 fromEpoch, uint256 nonce);

    /// @notice Ends a pin.
    function follow(uint256 tokenId) external returns (uint256 fromEpoch, uint256 nonce);

    /// @notice Has the sky painted by another model of `IModels`.
    function adoptModel(uint256 tokenId, uint256 model)
        external
        returns (uint256 fromEpoch, uint256 nonce);

    /// @notice Has the plant drawn by another art version of `IModels`.
    function adoptArt(uint256 tokenId, uint256 version)
        external
        returns (uint256 fromEpoch, uint256 nonce);

    /// @notice The state of a token that counts at `epoch`. Reverts when it was never minted;
    /// burned tokens keep their state. All zero before the token's birth epoch.
    /// @dev Where an epoch is pinned, the other fields are what goes on unseen: what is shown is
    /// `stateAt(tokenId, pinnedEpoch)`, whatever that says of a pin.
    function stateAt(uint256 tokenId, uint256 epoch) external view returns (TokenState memory);

    /// @notice Where a token lives at `epoch`, and since when. Reverts when it was never minted. All
    /// zero before the token's birth epoch.
    ///
    /// With B its birth epoch, it has seen, in terms of `IClimate.exposureBetween(station, from, to)`:
    /// (station, B, epoch) when `since` is 0; else `before`, (previousStation, `previousSince` - 1,
    /// `since` - 1) with B in place of a zero `previousSince` - 1, and (station, `since` - 1, epoch).
    function stayAt(uint256 tokenId, uint256 epoch) external view returns (Stay memory);

    /// @notice The contract that draws a token at `epoch`: the `IMetadata` of its art version there, and
    /// of the pinned epoch where one is pinned. Reverts when the token was never minted.
    function metadataAt(uint256 tokenId, uint256 epoch) external view returns (address);

    /// @notice `metadataAt` the epoch that is shown now.
    function shownMetadataOf(uint256 tokenId) external view returns (address);

    /// @notice What the engine paints a token's sky from; see `IMetadata.skyInputsAt`, which this asks in
    /// the art version of `metadataAt(tokenId, epoch)`.
    function skyInputsAt(uint256 tokenId, uint256 epoch)
        external
        view
        returns (uint256 model, bytes32 latent, bytes32 condition);

    /// @notice `stateAt` of many tokens, at most `MAX_STATES`.
    function statesOf(uint256[] calldata tokenIds, uint256 epoch)
        external
        view
        returns (StateWord[] memory);

    /// @notice What has been chosen and is not shown yet.
    /// @return fromEpoch the epoch that it counts from; zero when everything chosen is shown.
    /// @return state as `stateAt` will answer then; all zero with `fromEpoch`.
    function pendingOf(uint256 tokenId)
        external
        view
        returns (uint256 fromEpoch, TokenState memory state);

    /// @notice How many choices have been made for a token, replaced ones included.
    function stateNonce(uint256 tokenId) external view returns (uint256);

    /// @notice A hash of what the token is: genome, present and pending choices, versions and nonce,
    /// never the weather. It changes by germination and by choices alone:
    /// keccak256(abi.encode(keccak256("State(uint256 chainId,address token,uint256 tokenId,bytes32
    /// genome,uint256 checkpoint)"), chainId, token, tokenId, genome, newest `Checkpoint`)).
    function stateHash(uint256 tokenId) external view returns (bytes32);

    /// @notice Reverts unless `stateHash(tokenId)` is `expected`: for a buyer's batch.
    function requireState(uint256 tokenId, bytes32 expected) external view;

    /// @notice The fewest epochs between two moves: the reach of the plant's memory, so that a memory
    /// spans two stations at most.
    function MOVE_COOLDOWN() external view returns (uint256);

    /// @notice The most tokens that one answer of `statesOf` holds: under 100,000 characters on the wire.
    function MAX_STATES() external view returns (uint256);
}
