// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

import {Owned} from "./Owned.sol";
import {Powers} from "./Powers.sol";
import {ModelBounds} from "./art/ModelBounds.sol";
import {IModels} from "./interfaces/IModels.sol";

/// @title The register of sky models and art versions
/// @notice See IModels.
contract Models is IModels, Powers {
    struct Model {
        address pointer;
        uint64 registeredAt;
        address engine;
        bytes32 hash;
    }

    struct Art {
        address metadata;
        uint64 registeredAt;
        bytes32 codeHash;
    }

    /// @notice The power to register sky models.
    uint256 public constant POWER_MODELS = 1 << 0;
    /// @notice The power to register art versions.
    uint256 public constant POWER_ARTS = 1 << 1;

    /// @dev A token's choice of either is kept in 16 bits.
    uint256 private constant MOST = type(uint16).max;
    /// @dev What EIP-7702 writes into an account that runs another's code: 0xef0100 and its address.
    uint256 private constant DELEGATION_BYTES = 23;

    /// @inheritdoc IModels
    uint256 public constant MAX_MODEL_BYTES = 24_500;
    /// @inheritdoc IModels
    uint256 public constant MAX_RUN_GAS = ModelBounds.MAX_RUN_GAS;

    /// @inheritdoc IModels
    uint256 public count;
    /// @dev No array: its length would be one slot more to read in every challenge.
    mapping(uint256 id => Model) private _models;
    /// @dev Id plus one, so that zero means unknown.
    mapping(bytes32 hash => uint256) private _idOf;

    Art[] private _arts;
    /// @dev Version plus one, so that zero means unknown.
    mapping(address metadata => uint256) private _versionOf;

    constructor(address owner_) Owned(owner_) {}

    /// @inheritdoc IModels
    function register(bytes calldata model, address engine)
        external
        onlyOwner
        unlocked(POWER_MODELS)
        returns (uint256 id)
    {
        if (model.length > MAX_MODEL_BYTES) {
            revert ModelTooLarge(model.length, MAX_MODEL_BYTES);
        }
        if (_isEmpty(engine)) revert EngineMissing(engine);
        bytes32 hash = keccak256(model);
        if (_idOf[hash] != 0) revert ModelAlreadyRegistered(_idOf[hash] - 1);
        bytes memory file = model;
        ModelBounds.prove(file);
        id = count;
        if (id == MOST) revert RegisterFull(MOST);
        _idOf[hash] = id + 1;
        address pointer = SSTORE2.write(file);
        _models[id] = Model({
            pointer: pointer, registeredAt: uint64(block.timestamp), engine: engine, hash: hash
        });
        count = id + 1;
        emit ModelRegistered(id, hash, engine, pointer, model.length);
    }

    /// @inheritdoc IModels
    function registerArt(address metadata)
        external
        onlyOwner
        unlocked(POWER_ARTS)
        returns (uint256 version)
    {
        if (_isEmpty(metadata)) revert ArtMissing(metadata);
        if (_versionOf[metadata] != 0) revert ArtAlreadyRegistered(_versionOf[metadata] - 1);
        version = _arts.length;
        if (version == MOST) revert RegisterFull(MOST);
        bytes32 codeHash = metadata.codehash;
        _versionOf[metadata] = version + 1;
        _arts.push(
            Art({metadata: metadata, registeredAt: uint64(block.timestamp), codeHash: codeHash})
        );
        emit ArtRegistered(version, metadata, codeHash);
    }

    /// @inheritdoc IModels
    function modelOf(uint256 id)
        external
        view
        returns (address pointer, bytes32 hash, address engine, uint64 registeredAt)
    {
        Model storage model = _model(id);
        return (model.pointer, model.hash, model.engine, model.registeredAt);
    }

    /// @inheritdoc IModels
    function runnerOf(uint256 id) external view returns (address pointer, address engine) {
        Model storage model = _model(id);
        return (model.pointer, model.engine);
    }

    /// @inheritdoc IModels
    function modelBytes(uint256 id) external view returns (bytes memory) {
        return SSTORE2.read(_model(id).pointer);
    }

    /// @inheritdoc IModels
    function artOf(uint256 version)
        external
        view
        returns (address metadata, bytes32 codeHash, uint64 registeredAt)
    {
        if (version >= _arts.length) revert ArtUnknown(version);
        Art storage art = _arts[version];
        return (art.metadata, art.codeHash, art.registeredAt);
    }

    /// @inheritdoc IModels
    function artCount() external view returns (uint256) {
        return _arts.length;
    }

    function _model(uint256 id) private view returns (Model storage model) {
        model = _models[id];
        if (model.pointer == address(0)) revert ModelUnknown(id);
    }

    /// @dev A delegation is not code of its own: whoever holds the key can point it elsewhere.
    function _isEmpty(address at) private view returns (bool) {
        if (at.code.length == DELEGATION_BYTES) return bytes3(at.code) == 0xef0100;
        return at.code.length == 0;
    }
}
