// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Metadata updates.
/// @notice ERC-4906 without ERC-721 beside it. Source: https://eips.ethereum.org/EIPS/eip-4906
interface IERC4906 {
    /// @notice `tokenURI(_tokenId)` answers something else from now on.
    event MetadataUpdate(uint256 _tokenId);

    /// @notice So do those of the tokens `_fromTokenId` to `_toTokenId`.
    event BatchMetadataUpdate(uint256 _fromTokenId, uint256 _toTokenId);
}
