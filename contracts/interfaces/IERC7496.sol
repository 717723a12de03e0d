// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title NFT dynamic traits, ERC-7496. Its interface id is 0xaf332f3e.
/// @notice Only what a holder chooses is a trait here; a key is keccak256 of its name:
///
/// | name          | value                                                                   |
/// |---------------|-------------------------------------------------------------------------|
/// | `stateNonce`  | how many choices have been made; a sale must find it as it was offered  |
/// | `station`     | where the plant lives; 0 before germination                             |
/// | `pinnedEpoch` | the epoch that is shown; 0 when it follows the weather                  |
/// | `model`       | the sky model                                                           |
/// | `artVersion`  | the art version                                                         |
///
/// Values are the newest choices, those that do not count yet included.
interface IERC7496 {
    event TraitUpdated(bytes32 indexed traitKey, uint256 tokenId, bytes32 traitValue);
    event TraitUpdatedRange(bytes32 indexed traitKey, uint256 fromTokenId, uint256 toTokenId);
    event TraitUpdatedRangeUniformValue(
        bytes32 indexed traitKey, uint256 fromTokenId, uint256 toTokenId, bytes32 traitValue
    );
    event TraitUpdatedList(bytes32 indexed traitKey, uint256[] tokenIds);
    event TraitUpdatedListUniformValue(
        bytes32 indexed traitKey, uint256[] tokenIds, bytes32 traitValue
    );
    event TraitMetadataURIUpdated();

    error TraitKeyUnknown(bytes32 traitKey);

    /// @notice Traits change by the holder's choices, each of which has a function of its own.
    error TraitsAreChosen();

    /// @notice Reverts for burned tokens, as those of ERC-721 do.
    function getTraitValue(uint256 tokenId, bytes32 traitKey) external view returns (bytes32);

    function getTraitValues(uint256 tokenId, bytes32[] calldata traitKeys)
        external
        view
        returns (bytes32[] memory);

    function getTraitMetadataURI() external view returns (string memory uri);

    /// @notice Always reverts.
    function setTrait(uint256 tokenId, bytes32 traitKey, bytes32 newValue) external;
}
