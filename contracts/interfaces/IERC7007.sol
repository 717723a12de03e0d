// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title ERC-7007: content that a model made, and a check that it did.
/// @dev The ERC-165 identifier of these two functions is 0x702c55a6, as the standard says. There it also
/// inherits ERC-721, whose functions do not count towards the identifier.
interface IERC7007 {
    /// @notice Content was added to a token.
    event AigcData(
        uint256 indexed tokenId, bytes indexed prompt, bytes indexed aigcData, bytes proof
    );

    /// @notice Adds content to a token.
    function addAigcData(
        uint256 tokenId,
        bytes calldata prompt,
        bytes calldata aigcData,
        bytes calldata proof
    ) external;

    /// @notice Whether the model makes `aigcData` of `prompt`.
    function verify(bytes calldata prompt, bytes calldata aigcData, bytes calldata proof)
        external
        view
        returns (bool success);
}
