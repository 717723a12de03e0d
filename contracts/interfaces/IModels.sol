// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title The sky models: an append-only register of weights.
interface IModels {
    /// @notice A model was registered; it is immutable from now on.
    /// @param hash keccak256 of its bytes.
    /// @param engine the contract that runs it.
    event ModelRegistered(
        uint256 indexed id, bytes32 indexed hash, address engine, address pointer, uint256 size
    );

    /// @notice A model has 1 to `MAX_MODEL_BYTES` bytes.
    error ModelSizeOutOfRange(uint256 size, uint256 most);

    /// @notice This model is registered already, as `id`.
    error ModelAlreadyRegistered(uint256 id);

    /// @notice A model names the engine that runs it, and there is no code at this address.
    error EngineMissing(address engine);

    /// @notice There is no such model.
    error ModelUnknown(uint256 id);

    /// @notice Appends a model. Only the owner.
    /// @param model its bytes, as in renderer/sky/model.bin.
    /// @param engine the `IEngine` that runs it: old epochs are always recomputed by their engine.
    function register(bytes calldata model, address engine) external returns (uint256 id);

    /// @notice How many models there are; ids start at 0.
    function count() external view returns (uint256);

    /// @return pointer the SSTORE2 contract of the bytes.
    /// @return hash keccak256 of the bytes.
    /// @return engine the contract that runs it.
    /// @return registeredAt Unix seconds.
    function modelOf(uint256 id)
        external
        view
        returns (address pointer, bytes32 hash, address engine, uint64 registeredAt);

    /// @notice The bytes themselves.
    function modelBytes(uint256 id) external view returns (bytes memory);

    /// @notice The most bytes of one model: one chunk of code, and what `tokenURI` has room for.
    function MAX_MODEL_BYTES() external view returns (uint256);
}
