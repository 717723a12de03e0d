// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IChoices, Stay, TokenState} from "./IChoices.sol";
import {Cause} from "./ICauses.sol";
import {Piece} from "./IContractMetadata.sol";
import {IERC7496} from "./IERC7496.sol";

/// @dev In place of a home station: drawn at germination.
uint16 constant DRAWN = type(uint16).max;

/// @title The plants: ERC-721 (ERC721A), ERC-4906, ERC-7496, ERC-7572. How they are sold is in `ISale`.
/// @notice Token ids start at 0. The functions and events of those standards are not repeated here.
///
/// `MetadataUpdate` events are raised when JSON changes and never otherwise: for the whole
/// collection by an accepted epoch and by ageing weather (`announce`) and by another link of the
/// collection (`setNames`), for a range by germination (`announceBirth`), for one token by a choice of
/// its holder's. Mint, burn and transfer raise none.
interface IHeliotrope is IChoices, IERC7496 {
    /// @notice Tokens `first` to `first + quantity - 1` will be born at `station`.
    event HomeChosen(uint256 indexed first, uint256 quantity, uint16 indexed station);

    /// @notice Approvals and transfers cost nothing, though ERC721A lets them carry ether. Send none.
    error EtherNotAccepted();

    /// @notice Only the contract at `expected` may announce this.
    error NotAnnouncer(address expected);

    /// @notice Nothing to announce: the shown epoch has not moved since somebody last announced it.
    error NothingToAnnounce(uint256 shownEpoch);

    /// @notice Every mint window since deployment (2^24 of 32 blocks) is used up: minting has ended.
    error MintWindowsExhausted();

    /// @notice Destroys a plant of the caller's, or one that the caller may spend. Its genome and
    /// its place in the trees of the almanac stay.
    function burn(uint256 tokenId) external;

    /// @notice Raises the whole-collection update. The climate may do so at any time; anybody else may
    /// once for each newly shown epoch, so that ageing weather is announced, and so that the collection
    /// does not depend on a climate that knows it.
    function announce() external;

    /// @notice Raises the update for tokens `first` to `last`, which `by` has germinated. Only
    /// `genomes()` may call it.
    function announceBirth(uint256 first, uint256 last, address by) external;

    /// @notice How many plants have been minted, burned ones included: the next token id.
    function totalMinted() external view returns (uint256);

    /// @notice The living page of the token, as the art version that it shows makes it: one HTML document that
    /// needs nothing else. Reverts as `tokenURI` does, and where that version makes no page.
    function tokenHtml(uint256 tokenId) external view returns (string memory);

    /// @notice Why the token looks as it does, in the words of the art version that it shows: every visible
    /// feature, its value, and the genome's bits, the weather or the choice behind it. Reverts as `tokenURI`
    /// does, and where that version explains nothing.
    function explain(uint256 tokenId) external view returns (Cause[] memory);

    /// @notice Where the tokens `first` to `first + count - 1` will be born: the stations chosen at mint,
    /// `DRAWN` (65,535) where none was chosen, and for tokens that are not minted.
    function homesIn(uint256 first, uint256 count) external view returns (uint16[] memory);

    /// @notice The block whose PREVRANDAO the token's genome is drawn from, unless it lapses: see
    /// `IGenomes`. Reverts when the token was never minted.
    function targetOf(uint256 tokenId) external view returns (uint64);

    /// @notice How many of the tokens from `first` on, at most `limit`, share `first`'s target.
    /// @return count between 1 and `limit`; zero when `first` was never minted or `limit` is zero.
    /// @return target as `targetOf(first)`; zero with the count.
    function batchFrom(uint256 first, uint256 limit)
        external
        view
        returns (uint256 count, uint64 target);

    /// @notice The ERC-6551 account of a token: salt 0, `accountImplementation()`, the canonical registry,
    /// where anybody may create it. Nothing here depends on it.
    function accountOf(uint256 tokenId) external view returns (address);

    /// @notice The collection's JSON, ERC-7572.
    function contractURI() external view returns (string memory);

    /// @notice All that a picture comes from, piece by piece; see `IContractMetadata`.
    function onChainStatus() external view returns (Piece[] memory);

    function genomes() external view returns (address);
    function climate() external view returns (address);
    function models() external view returns (address);
    function choices() external view returns (address);
    function contractMetadata() external view returns (address);
    function accountImplementation() external view returns (address);
}
