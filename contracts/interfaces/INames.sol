// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title What the collection says about itself, beside its name and symbol, which never change.
interface INames {
    /// @notice ERC-7572: `contractURI()` answers something else from now on.
    event ContractURIUpdated();

    /// @notice Texts of `length` bytes, encoding included; there is room for `most`.
    error NamesTooLong(uint256 length, uint256 most);

    /// @notice Changes all three texts; any may be empty. They are escaped where they are shown.
    /// Only the artist or the owner; `POWER_NAMES`. Another link changes the JSON of every token, and
    /// raises ERC-4906's update.
    /// @param image the URI of a picture of the collection; there is room for a drawing as a data URI.
    function setNames(
        string calldata description,
        string calldata externalUrl,
        string calldata image
    ) external;

    /// @notice The three texts.
    function names()
        external
        view
        returns (string memory description, string memory externalUrl, string memory image);
}
