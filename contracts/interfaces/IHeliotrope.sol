// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @notice What a token is at an epoch, apart from the weather.
struct TokenState {
    /// The station whose weather the plant lives in.
    uint16 station;
    /// The sky model, an id in `IModels`.
    uint16 model;
    /// The art version: Phenotype, Plant and Metadata together.
    uint16 artVersion;
    /// The epoch that the holder pinned; zero when the plant follows the weather.
    uint40 pinnedEpoch;
    /// The first epoch of its life; zero before it.
    uint40 birthEpoch;
}

/// @title The plants: ERC-721 (ERC721A), ERC-2981, ERC-4906.
/// @notice Token ids start at 0. The functions and events of those standards are not repeated here.
///
/// `MetadataUpdate` events are raised when JSON changes and never otherwise: for the whole
/// collection by an accepted epoch and by ageing weather (`announce`), for a range by germination
/// (`announceBirth`). Mint, burn and transfer raise none.
interface IHeliotrope {
    /// @notice The treasury that earnings and royalties go to has changed.
    event TreasuryChanged(address indexed treasury);

    /// @notice `amount` wei of earnings went to the treasury.
    event Withdrawn(address indexed treasury, uint256 amount);

    /// @notice `quantity` is zero or above `MAX_BATCH`: mint 1 to 10 plants at a time.
    error QuantityOutOfRange(uint256 quantity);

    /// @notice Fewer than `quantity` plants are left: `left`.
    error SupplyExhausted(uint256 quantity, uint256 left);

    /// @notice Send at least `price` wei (more is given back); `sent` is not enough.
    error PriceNotMet(uint256 price, uint256 sent);

    /// @notice Approvals and transfers cost nothing, though ERC721A lets them carry ether. Send none.
    error EtherNotAccepted();

    /// @notice Only the contract at `expected` may announce this.
    error NotAnnouncer(address expected);

    /// @notice The address to pay must not be zero.
    error TreasuryZero();

    /// @notice The almanac's trees have `most` places, so there cannot be more plants.
    error SupplyTooLarge(uint256 maxSupply, uint256 most);

    /// @notice A royalty is at most 10,000 basis points, the whole price.
    error RoyaltyTooHigh(uint256 royaltyBps);

    /// @notice Every mint window since deployment (2^24 of 32 blocks) is used up: minting has ended.
    error MintWindowsExhausted();

    /// @notice Mints `quantity` plants to the caller, who pays `price() * quantity`; what is sent
    /// above that comes back in the same call. A plant is a seed until its batch germinates.
    /// @dev Plain mint, not safe mint: the caller asked for it, and under EIP-7702 a wallet may have
    /// code without a receiver hook.
    function mint(uint256 quantity) external payable;

    /// @notice Destroys a plant of the caller's, or one that the caller may spend. Its genome and
    /// its place in the trees of the almanac stay.
    function burn(uint256 tokenId) external;

    /// @notice Raises the whole-collection update. Only the climate may call it.
    function announce() external;

    /// @notice Raises the update for tokens `first` to `last`. Only `genomes()` may call it.
    function announceBirth(uint256 first, uint256 last) external;

    /// @notice Sends all earnings to `treasury()`. Anyone may call it.
    function withdraw() external;

    /// @notice Changes who is paid. Only the owner may call it.
    function setTreasury(address newTreasury) external;

    /// @notice Wei for one plant.
    function price() external view returns (uint256);

    /// @notice How many plants there can ever be.
    function maxSupply() external view returns (uint256);

    /// @notice The most plants that one call mints, so that a first transfer stays cheap.
    function MAX_BATCH() external view returns (uint256);

    /// @notice How many plants have been minted, burned ones included: the next token id.
    function totalMinted() external view returns (uint256);

    /// @notice Who is paid by `withdraw` and named by ERC-2981.
    function treasury() external view returns (address);

    /// @notice The state of a token that counts at `epoch`. Reverts when it was never minted;
    /// burned tokens keep their state. All zero before the token's birth epoch.
    function stateAt(uint256 tokenId, uint256 epoch) external view returns (TokenState memory);

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

    function genomes() external view returns (address);
    function climate() external view returns (address);
    function models() external view returns (address);
    function metadata() external view returns (address);
}
