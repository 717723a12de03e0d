// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title What a holder may adopt: an append-only register of sky models (weights) and of art versions
/// (Phenotype, Plant and Metadata together).
interface IModels {
    /// @notice A model was registered; it is immutable from now on.
    /// @param hash keccak256 of its bytes.
    /// @param engine the contract that runs it.
    event ModelRegistered(
        uint256 indexed id, bytes32 indexed hash, address engine, address pointer, uint256 size
    );

    /// @notice An art version was registered; it is immutable from now on.
    /// @param metadata the `IMetadata` that draws it.
    /// @param codeHash the hash of its code at this moment.
    event ArtRegistered(uint256 indexed version, address indexed metadata, bytes32 codeHash);

    /// @notice A model has at most `MAX_MODEL_BYTES` bytes.
    error ModelTooLarge(uint256 size, uint256 most);

    /// @notice The file is cut short or too long for the shape that its header tells.
    error ModelSizeMismatch(uint256 size, uint256 expected);

    /// @notice A model starts with "HSKY" and the number of its format, 2.
    error ModelFormatUnknown(bytes5 head);

    /// @notice A model has 1 to 8 layers and a mapping network of 8 to 64 and 8 to 64 neurons.
    error ModelShapeOutOfRange(uint256 layers, uint256 first, uint256 second);

    /// @notice One run of a model of this shape can cost `runGas`, and a challenge recomputes one.
    error ModelTooCostly(uint256 runGas, uint256 most);

    /// @notice The last 32 bytes are not `hash`, keccak256 of all before them.
    error ModelAltered(bytes32 hash);

    /// @notice The weight at this byte is -128, outside -127..127.
    error WeightOutOfRange(uint256 at);

    /// @notice A sum can reach `sum`, and its lane ends at `limit`: the same model would give other
    /// bytes on another machine.
    /// @param layer 1 for the first; one more than there are layers for the colours.
    /// @param school whose sum it is; 0 in the layers that all schools share.
    /// @param output the neuron of the layer, or the colour.
    error SumOutOfLane(uint256 layer, uint256 school, uint256 output, int256 sum, int256 limit);

    /// @notice This model is registered already, as `id`.
    error ModelAlreadyRegistered(uint256 id);

    /// @notice A model names the engine that runs it, and there is no code at this address (or only a
    /// delegation to another, which whoever owns the address can change).
    error EngineMissing(address engine);

    /// @notice There is no such model.
    error ModelUnknown(uint256 id);

    /// @notice An art version is the contract that draws it, and there is no code at this address (or only a
    /// delegation to another, which whoever owns the address can change).
    error ArtMissing(address metadata);

    /// @notice This contract is registered already, as `version`.
    error ArtAlreadyRegistered(uint256 version);

    /// @notice There is no such art version.
    error ArtUnknown(uint256 version);

    /// @notice Choices keep a number of 16 bits: there can be no more than `most`.
    error RegisterFull(uint256 most);

    /// @notice Appends a model. Only the owner, until `POWER_MODELS` is locked, and only a model that is
    /// proved, here and now, to keep every sum in its lane whatever the inputs: about 6,100,000 gas.
    /// @param model its bytes, as in renderer/sky/model.bin; renderer/sky/model.ts has their layout.
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

    /// @notice The same pointer and engine by themselves: all that painting needs, and a challenge pays for each
    /// slot that it reads.
    function runnerOf(uint256 id) external view returns (address pointer, address engine);

    /// @notice The bytes themselves.
    function modelBytes(uint256 id) external view returns (bytes memory);

    /// @notice Appends an art version. Only the owner, until `POWER_ARTS` is locked. Nothing here can tell
    /// whether a contract draws what it should, or is a proxy: whoever adopts it should read its code.
    function registerArt(address metadata) external returns (uint256 version);

    /// @return metadata the `IMetadata` that draws it.
    /// @return codeHash the hash that its code had when it was registered.
    /// @return registeredAt Unix seconds.
    function artOf(uint256 version)
        external
        view
        returns (address metadata, bytes32 codeHash, uint64 registeredAt);

    /// @notice How many art versions there are; numbers start at 0.
    function artCount() external view returns (uint256);

    /// @notice The most gas that one run of a model may cost, by a bound that its shape gives.
    function MAX_RUN_GAS() external view returns (uint256);

    /// @notice The most bytes of one model: one chunk of code, and what `tokenURI` has room for.
    function MAX_MODEL_BYTES() external view returns (uint256);
}
