// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {
    ART_VERSION,
    IChoices,
    MODEL,
    PINNED_EPOCH,
    STATE_NONCE,
    STATION,
    Stay,
    TokenState
} from "./interfaces/IChoices.sol";
import {IClimate} from "./interfaces/IClimate.sol";
import {IERC7496} from "./interfaces/IERC7496.sol";
import {IGenomes} from "./interfaces/IGenomes.sol";
import {IHeliotrope} from "./interfaces/IHeliotrope.sol";
import {IMetadata} from "./interfaces/IMetadata.sol";
import {IModels} from "./interfaces/IModels.sol";
import {Checkpoint, MOST_CHOICES, unchosen} from "./types/Checkpoint.sol";
import {Exposure} from "./types/Exposure.sol";
import {Genome} from "./types/Genome.sol";
import {StateWord, pack} from "./types/StateWord.sol";

/// @title Choices: what the holders of one collection have decided, from when on, and what was so when.
/// @notice The token says who may choose, and forwards; nobody else may.
contract Choices is IChoices {
    bytes32 private constant STATE_TYPEHASH = keccak256(
        "State(uint256 chainId,address token,uint256 tokenId,bytes32 genome,uint256 checkpoint)"
    );

    /// @inheritdoc IChoices
    uint256 public constant MOVE_COOLDOWN = 24;

    /// @inheritdoc IChoices
    /// @dev 64 characters each.
    uint256 public constant MAX_STATES = 1500;

    IHeliotrope public immutable token;
    IGenomes public immutable genomes;
    IClimate public immutable climate;
    IModels public immutable models;
    uint16 private immutable MINTED_MODEL;
    uint16 private immutable MINTED_ART;

    /// @dev Ascending by `from`. Only the last may count from an epoch that is still to come, and until
    /// then it is rewritten by the next choice.
    mapping(uint256 tokenId => Checkpoint[]) private _checkpoints;

    /// @dev `Stay.before` of each stay that was moved to.
    mapping(uint256 tokenId => mapping(uint256 since => Exposure)) private _before;

    modifier onlyToken() {
        if (msg.sender != address(token)) revert NotTheToken(address(token));
        _;
    }

    constructor(
        IHeliotrope token_,
        IGenomes genomes_,
        IClimate climate_,
        IModels models_,
        uint16 mintedModel,
        uint16 mintedArt
    ) {
        token = token_;
        genomes = genomes_;
        climate = climate_;
        models = models_;
        MINTED_MODEL = mintedModel;
        MINTED_ART = mintedArt;
    }

    /// @inheritdoc IChoices
    function move(uint256 tokenId, uint256 station)
        external
        onlyToken
        returns (uint256 fromEpoch, uint256 nonce)
    {
        (Checkpoint newest, uint40 from, uint256 birth) = _turn(tokenId);
        if (station >= climate.stationCount()) revert StationUnknown(station);
        // Whatever pending move there may be is forgotten: the plant has not left yet.
        Checkpoint current = newest.from() == from ? _effective(tokenId, from - 1) : newest;
        Checkpoint next = newest.withStayOf(current);
        if (station != current.station()) {
            if (from <= birth) {
                next = next.withStation(uint16(station));
            } else {
                uint256 since = current.since();
                if (since != 0 && from < since + MOVE_COOLDOWN) {
                    revert MovedTooRecently(tokenId, since + MOVE_COOLDOWN);
                }
                next = next.movedTo(uint16(station), from);
                _before[tokenId][from] = _beforePrevious(tokenId, birth, current);
            }
        }
        return _choose(tokenId, newest, next, from);
    }

    /// @inheritdoc IChoices
    function pin(uint256 tokenId, uint256 epoch)
        external
        onlyToken
        returns (uint256 fromEpoch, uint256 nonce)
    {
        (Checkpoint newest, uint40 from, uint256 birth) = _turn(tokenId);
        if (climate.acceptedAt(epoch) == 0) revert EpochNotAccepted(epoch);
        if (epoch < birth) revert EpochBeforeBirth(epoch, birth);
        return _choose(tokenId, newest, newest.withPinnedEpoch(uint40(epoch)), from);
    }

    /// @inheritdoc IChoices
    function follow(uint256 tokenId) external onlyToken returns (uint256 fromEpoch, uint256 nonce) {
        (Checkpoint newest, uint40 from,) = _turn(tokenId);
        return _choose(tokenId, newest, newest.withPinnedEpoch(0), from);
    }

    /// @inheritdoc IChoices
    function adoptModel(uint256 tokenId, uint256 model)
        external
        onlyToken
        returns (uint256 fromEpoch, uint256 nonce)
    {
        (Checkpoint newest, uint40 from,) = _turn(tokenId);
        if (model >= models.count()) revert ModelUnknown(model);
        return _choose(tokenId, newest, newest.withModel(uint16(model)), from);
    }

    /// @inheritdoc IChoices
    function adoptArt(uint256 tokenId, uint256 version)
        external
        onlyToken
        returns (uint256 fromEpoch, uint256 nonce)
    {
        (Checkpoint newest, uint40 from,) = _turn(tokenId);
        if (version >= models.artCount()) revert ArtUnknown(version);
        return _choose(tokenId, newest, newest.withArtVersion(uint16(version)), from);
    }

    /// @inheritdoc IChoices
    function stateAt(uint256 tokenId, uint256 epoch) public view returns (TokenState memory state) {
        (Checkpoint c, uint40 birth) = _at(tokenId, epoch);
        if (birth != 0) return _state(c, birth);
    }

    /// @inheritdoc IChoices
    function stayAt(uint256 tokenId, uint256 epoch) external view returns (Stay memory stay) {
        (Checkpoint c,) = _at(tokenId, epoch);
        stay.since = c.since();
        if (stay.since == 0) return stay;
        stay.previousStation = c.previousStation();
        stay.previousSince = c.previousSince();
        stay.before = _before[tokenId][stay.since];
    }

    /// @inheritdoc IChoices
    function metadataAt(uint256 tokenId, uint256 epoch) public view returns (address metadata) {
        (Checkpoint c, uint40 birth) = _at(tokenId, epoch);
        uint256 version = MINTED_ART;
        if (birth != 0) {
            // A pin takes the whole state at its epoch.
            uint256 pinned = c.pinnedEpoch();
            if (pinned != 0) c = _effective(tokenId, pinned);
            version = c.artVersion();
        }
        (metadata,,) = models.artOf(version);
    }

    /// @inheritdoc IChoices
    function shownMetadataOf(uint256 tokenId) external view returns (address) {
        return metadataAt(tokenId, _shownEpoch());
    }

    /// @inheritdoc IChoices
    function skyInputsAt(uint256 tokenId, uint256 epoch)
        external
        view
        returns (uint256 model, bytes32 latent, bytes32 condition)
    {
        return IMetadata(metadataAt(tokenId, epoch)).skyInputsAt(token, tokenId, epoch);
    }

    /// @inheritdoc IChoices
    function statesOf(uint256[] calldata tokenIds, uint256 epoch)
        external
        view
        returns (StateWord[] memory words)
    {
        if (tokenIds.length > MAX_STATES) revert TooManyTokens(tokenIds.length, MAX_STATES);
        uint256 minted = token.totalMinted();
        words = new StateWord[](tokenIds.length);
        for (uint256 i; i < tokenIds.length; ++i) {
            if (tokenIds[i] >= minted) revert TokenNotMinted(tokenIds[i]);
            words[i] = pack(stateAt(tokenIds[i], epoch));
        }
    }

    /// @inheritdoc IChoices
    function pendingOf(uint256 tokenId)
        external
        view
        returns (uint256 fromEpoch, TokenState memory state)
    {
        Checkpoint newest = _newest(tokenId);
        uint256 shown = _shownEpoch();
        if (newest.from() <= shown || newest.choosesAs(_effective(tokenId, shown))) {
            return (0, state);
        }
        return (newest.from(), _state(newest, genomes.birthEpochOf(tokenId)));
    }

    /// @inheritdoc IChoices
    function stateNonce(uint256 tokenId) external view returns (uint256) {
        return _newest(tokenId).nonce();
    }

    /// @inheritdoc IChoices
    function stateHash(uint256 tokenId) public view returns (bytes32) {
        Genome genome = genomes.genomeOf(tokenId);
        Checkpoint newest = _newest(tokenId);
        return keccak256(
            abi.encode(STATE_TYPEHASH, block.chainid, address(token), tokenId, genome, newest)
        );
    }

    /// @inheritdoc IChoices
    function requireState(uint256 tokenId, bytes32 expected) external view {
        bytes32 actual = stateHash(tokenId);
        if (actual != expected) revert StateChanged(tokenId, expected, actual);
    }

    /// @notice A trait, see `IERC7496`, for the token to pass on.
    function getTraitValue(uint256 tokenId, bytes32 traitKey) external view returns (bytes32) {
        return _trait(_newest(tokenId), traitKey);
    }

    /// @notice Some traits, see `IERC7496`, for the token to pass on.
    function getTraitValues(uint256 tokenId, bytes32[] calldata traitKeys)
        external
        view
        returns (bytes32[] memory values)
    {
        Checkpoint c = _newest(tokenId);
        values = new bytes32[](traitKeys.length);
        for (uint256 i; i < traitKeys.length; ++i) {
            values[i] = _trait(c, traitKeys[i]);
        }
    }

    /// @dev On what there is to choose: the newest checkpoint, whether it counts already or not, the epoch
    /// that a choice made now counts from, and that of the birth.
    function _turn(uint256 tokenId)
        private
        view
        returns (Checkpoint newest, uint40 from, uint256 birth)
    {
        birth = genomes.birthEpochOf(tokenId);
        if (birth == 0) revert NotGerminated(tokenId);
        newest = _newest(tokenId);
        from = uint40(climate.epochAt(block.timestamp) + 1);
    }

    /// @dev Keeps a choice.
    function _choose(uint256 tokenId, Checkpoint newest, Checkpoint next, uint40 from)
        private
        returns (uint256 fromEpoch, uint256 nonce)
    {
        if (next.choosesAs(newest)) revert AlreadyChosen(tokenId);
        nonce = newest.nonce();
        if (nonce == MOST_CHOICES) revert ChoicesExhausted(tokenId);
        ++nonce;
        next = next.withFrom(from).withNonce(uint24(nonce));
        Checkpoint[] storage list = _checkpoints[tokenId];
        if (newest.from() == from) list[list.length - 1] = next;
        else list.push(next);
        return (from, nonce);
    }

    function _shownEpoch() private view returns (uint256 shown) {
        (shown,,) = climate.shownEpoch(block.timestamp);
    }

    /// @dev What counts at `epoch`; both zero where the token is not born yet.
    function _at(uint256 tokenId, uint256 epoch) private view returns (Checkpoint c, uint40 birth) {
        birth = genomes.birthEpochOf(tokenId);
        // A birth changes nothing about the epochs before it.
        if (birth == 0 || epoch < birth) return (c, 0);
        c = _effective(tokenId, epoch);
    }

    function _newest(uint256 tokenId) private view returns (Checkpoint) {
        Checkpoint[] storage list = _checkpoints[tokenId];
        return list.length == 0 ? _unchosen(tokenId) : list[list.length - 1];
    }

    /// @dev What the plant saw until it came to where `current` is, if it moves on now.
    function _beforePrevious(uint256 tokenId, uint256 birth, Checkpoint current)
        private
        view
        returns (Exposure)
    {
        uint256 since = current.since();
        if (since == 0) return Exposure.wrap(0);
        uint256 previous = current.previousSince();
        Exposure seen = climate.exposureBetween(
            current.previousStation(), previous == 0 ? birth : previous - 1, since - 1
        );
        return seen.plus(_before[tokenId][since]);
    }

    /// @dev The last checkpoint that counts at `epoch`; before the first, what the token was minted with.
    function _effective(uint256 tokenId, uint256 epoch) private view returns (Checkpoint c) {
        Checkpoint[] storage list = _checkpoints[tokenId];
        uint256 low;
        uint256 high = list.length;
        // Those below `low` count, those from `high` on do not. The newest is asked first, since most
        // questions are about the present.
        for (uint256 i = high; low < high; i = low + (high - low + 1) / 2) {
            Checkpoint found = list[i - 1];
            if (found.from() <= epoch) (c, low) = (found, i);
            else high = i - 1;
        }
        if (low == 0) return _unchosen(tokenId);
    }

    function _unchosen(uint256 tokenId) private view returns (Checkpoint) {
        return unchosen(genomes.genomeOf(tokenId).homeStation(), MINTED_MODEL, MINTED_ART);
    }

    function _state(Checkpoint c, uint40 birth) private pure returns (TokenState memory) {
        return TokenState({
            station: c.station(),
            model: c.model(),
            artVersion: c.artVersion(),
            pinnedEpoch: c.pinnedEpoch(),
            birthEpoch: birth,
            moves: c.moves(),
            decisions: c.nonce()
        });
    }

    function _trait(Checkpoint c, bytes32 key) private pure returns (bytes32) {
        uint256 value;
        if (key == STATE_NONCE) value = c.nonce();
        else if (key == STATION) value = c.station();
        else if (key == PINNED_EPOCH) value = c.pinnedEpoch();
        else if (key == MODEL) value = c.model();
        else if (key == ART_VERSION) value = c.artVersion();
        else revert IERC7496.TraitKeyUnknown(key);
        return bytes32(value);
    }
}
