// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

import {Owned} from "./Owned.sol";
import {ModelBounds} from "./art/ModelBounds.sol";
import {IModels} from "./interfaces/IModels.sol";

/// @title The register of sky models
/// @notice See IModels.
contract Models is IModels, Owned {
    struct Model {
        address pointer;
        uint64 registeredAt;
        address engine;
        bytes32 hash;
    }

    /// @inheritdoc IModels
    uint256 public constant MAX_MODEL_BYTES = 24_500;
    /// @inheritdoc IModels
    uint256 public constant MAX_RUN_GAS = ModelBounds.MAX_RUN_GAS;

    Model[] private _models;
    /// @dev Id plus one, so that zero means unknown.
    mapping(bytes32 hash => uint256) private _idOf;

    constructor(address owner_) Owned(owner_) {}

    /// @inheritdoc IModels
    function register(bytes calldata model, address engine)
        external
        onlyOwner
        returns (uint256 id)
    {
        if (model.length > MAX_MODEL_BYTES) {
            revert ModelTooLarge(model.length, MAX_MODEL_BYTES);
        }
        if (engine.code.length == 0) revert EngineMissing(engine);
        bytes32 hash = keccak256(model);
        if (_idOf[hash] != 0) revert ModelAlreadyRegistered(_idOf[hash] - 1);
        bytes memory file = model;
        ModelBounds.prove(file);
        id = _models.length;
        _idOf[hash] = id + 1;
        address pointer = SSTORE2.write(file);
        _models.push(
            Model({
                pointer: pointer, registeredAt: uint64(block.timestamp), engine: engine, hash: hash
            })
        );
        emit ModelRegistered(id, hash, engine, pointer, model.length);
    }

    /// @inheritdoc IModels
    function count() external view returns (uint256) {
        return _models.length;
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
    function modelBytes(uint256 id) external view returns (bytes memory) {
        return SSTORE2.read(_model(id).pointer);
    }

    function _model(uint256 id) private view returns (Model storage) {
        if (id >= _models.length) revert ModelUnknown(id);
        return _models[id];
    }
}
