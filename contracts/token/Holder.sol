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
} from "../interfaces/IChoices.sol";
import {IContractMetadata} from "../interfaces/IContractMetadata.sol";
import {IERC7496} from "../interfaces/IERC7496.sol";
import {StateWord} from "../types/StateWord.sol";
import {Delegates} from "./Delegates.sol";
import {Forward} from "./Forward.sol";
import {Wired} from "./Wired.sol";

/// @title Holder: who may choose for a token, and word of it. `Choices` keeps what is chosen.
abstract contract Holder is Wired {
    /// @inheritdoc IChoices
    function move(uint256 tokenId, uint256 station)
        external
        returns (uint256 fromEpoch, uint256 nonce)
    {
        (fromEpoch, nonce) = _choose(tokenId, STATION, station);
        emit Moved(tokenId, station, fromEpoch, nonce);
    }

    /// @inheritdoc IChoices
    function pin(uint256 tokenId, uint256 epoch)
        external
        returns (uint256 fromEpoch, uint256 nonce)
    {
        (fromEpoch, nonce) = _choose(tokenId, PINNED_EPOCH, epoch);
        emit Pinned(tokenId, epoch, fromEpoch, nonce);
    }

    /// @inheritdoc IChoices
    function follow(uint256 tokenId) external returns (uint256 fromEpoch, uint256 nonce) {
        (fromEpoch, nonce) = _choose(tokenId, PINNED_EPOCH, 0);
        emit Followed(tokenId, fromEpoch, nonce);
    }

    /// @inheritdoc IChoices
    function adoptModel(uint256 tokenId, uint256 model)
        external
        returns (uint256 fromEpoch, uint256 nonce)
    {
        (fromEpoch, nonce) = _choose(tokenId, MODEL, model);
        emit ModelAdopted(tokenId, model, fromEpoch, nonce);
    }

    /// @inheritdoc IChoices
    function adoptArt(uint256 tokenId, uint256 version)
        external
        returns (uint256 fromEpoch, uint256 nonce)
    {
        (fromEpoch, nonce) = _choose(tokenId, ART_VERSION, version);
        emit ArtAdopted(tokenId, version, fromEpoch, nonce);
    }

    /// @inheritdoc IERC7496
    function setTrait(uint256, bytes32, bytes32) external pure {
        revert TraitsAreChosen();
    }

    /// @inheritdoc IChoices
    function stateAt(uint256 tokenId, uint256) external view returns (TokenState memory) {
        _askChoices(tokenId);
    }

    /// @inheritdoc IChoices
    function stayAt(uint256 tokenId, uint256) external view returns (Stay memory) {
        _askChoices(tokenId);
    }

    /// @inheritdoc IChoices
    function metadataAt(uint256 tokenId, uint256) external view returns (address) {
        _askChoices(tokenId);
    }

    /// @inheritdoc IChoices
    function shownMetadataOf(uint256 tokenId) external view returns (address) {
        _askChoices(tokenId);
    }

    /// @inheritdoc IChoices
    function skyInputsAt(uint256 tokenId, uint256)
        external
        view
        returns (uint256, bytes32, bytes32)
    {
        _askChoices(tokenId);
    }

    /// @inheritdoc IChoices
    function statesOf(uint256[] calldata, uint256) external view returns (StateWord[] memory) {
        Forward.same(choices);
    }

    /// @inheritdoc IChoices
    function pendingOf(uint256 tokenId) external view returns (uint256, TokenState memory) {
        _askChoices(tokenId);
    }

    /// @inheritdoc IChoices
    function stateNonce(uint256 tokenId) external view returns (uint256) {
        _askChoices(tokenId);
    }

    /// @inheritdoc IChoices
    function stateHash(uint256 tokenId) external view returns (bytes32) {
        _askChoices(tokenId);
    }

    /// @inheritdoc IChoices
    function requireState(uint256 tokenId, bytes32) external view {
        _askChoices(tokenId);
    }

    /// @inheritdoc IERC7496
    function getTraitValue(uint256 tokenId, bytes32) external view returns (bytes32) {
        _requireExisting(tokenId);
        Forward.same(choices);
    }

    /// @inheritdoc IERC7496
    function getTraitValues(uint256 tokenId, bytes32[] calldata)
        external
        view
        returns (bytes32[] memory)
    {
        _requireExisting(tokenId);
        Forward.same(choices);
    }

    /// @inheritdoc IERC7496
    function getTraitMetadataURI() external view returns (string memory) {
        Forward.about(contractMetadata, IContractMetadata.traitMetadataURI.selector, 0, 0);
    }

    /// @inheritdoc IChoices
    function MOVE_COOLDOWN() external view returns (uint256) {
        Forward.same(choices);
    }

    /// @inheritdoc IChoices
    function MAX_STATES() external view returns (uint256) {
        Forward.same(choices);
    }

    /// @dev Has the caller's choice kept, and tells of it in the words of the standards. This call's data
    /// are passed on as they are: `IChoices` is the same on both sides.
    function _choose(uint256 tokenId, bytes32 trait, uint256 value)
        private
        returns (uint256 fromEpoch, uint256 nonce)
    {
        address holder = ownerOf(tokenId);
        if (msg.sender != holder && !Delegates.acts(msg.sender, holder, tokenId)) {
            revert NotHolder(tokenId, msg.sender);
        }
        address to = choices;
        assembly ("memory-safe") {
            let data := mload(64)
            calldatacopy(data, 0, calldatasize())
            let ok := call(gas(), to, 0, data, calldatasize(), 0, 64)
            if iszero(and(ok, gt(returndatasize(), 63))) {
                returndatacopy(data, 0, returndatasize())
                revert(data, returndatasize())
            }
            fromEpoch := mload(0)
            nonce := mload(32)
        }
        emit TraitUpdated(trait, tokenId, bytes32(value));
        emit TraitUpdated(STATE_NONCE, tokenId, bytes32(nonce));
        emit MetadataUpdate(tokenId);
    }

    function _askChoices(uint256 tokenId) private view {
        _requireMinted(tokenId);
        Forward.same(choices);
    }

    function _requireExisting(uint256 tokenId) private view {
        if (!_exists(tokenId)) revert OwnerQueryForNonexistentToken();
    }
}
