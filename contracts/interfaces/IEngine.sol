// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title  The engine: turns a model, a latent and a condition into sky pixels
/// @notice Pure functions of their arguments and of immutable, registered models, so that anyone may
///         recompute any part of any picture at any time.
interface IEngine {
    /// @notice The registry knows no such model.
    error UnknownModel(uint256 model);
    /// @notice The run does not lie inside the picture: `size` is 16..4,096 and a multiple of 16,
    ///         `x` is a multiple of 16 under `size`, `y` is under `size`. A whole picture may have any
    ///         side but 0.
    error OutsidePicture(uint256 size, uint256 x, uint256 y);
    /// @notice A whole picture of this size would cost more gas than nodes grant a call: paint it in
    ///         runs, or at `most`.
    error PictureTooLarge(uint256 size, uint256 most);
    /// @notice A byte of the condition is above 127.
    error BadCondition(bytes32 condition);

    /// @notice Recomputes one run: the 16 pixels from (x, y) to the right, of a picture of `size`
    ///         pixels square.
    /// @return pixels 48 bytes: red, green, blue of each pixel.
    function skyRun(
        uint256 model,
        bytes32 latent,
        bytes32 condition,
        uint256 size,
        uint256 x,
        uint256 y
    ) external view returns (bytes memory pixels);

    /// @notice Computes a whole picture of 1 to 64 pixels square, row by row from the top;
    ///         `3 * size * size` bytes.
    function skyPixels(uint256 model, bytes32 latent, bytes32 condition, uint256 size)
        external
        view
        returns (bytes memory pixels);

    /// @notice Where the land begins: its highest ridge in the middle of each of `size` columns. The same at
    ///         every time, since it depends on the latent alone.
    /// @return rows two bytes for each column, from the left: 0 the top of the picture, 65,536 its bottom.
    function skyline(bytes32 latent, uint256 size) external pure returns (bytes memory rows);

    /// @notice Where a storm's bolt crosses the middle of each of `size` rows.
    /// @return columns two bytes for each row, from the top: 0 the left of the picture, 65,536 its right.
    /// Empty where there is no bolt.
    function skyBolt(bytes32 condition, uint256 size) external pure returns (bytes memory columns);

    /// @notice Computes a whole picture, of 1 to 64 pixels square, as a PNG file.
    function skyPng(uint256 model, bytes32 latent, bytes32 condition, uint256 size)
        external
        view
        returns (bytes memory png);
}
