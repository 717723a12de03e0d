// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Shop} from "../types/Shop.sol";

/// @notice The terms on which anybody mints. It is open from `opensAt` until just before `closesAt`
/// (Unix seconds), so a sale that never opens has both at zero.
struct PublicSale {
    /// Wei for one plant.
    uint96 price;
    uint40 opensAt;
    uint40 closesAt;
    /// The most plants that one wallet mints in all, by whatever way; 65,535 is no limit.
    uint16 walletLimit;
}

/// @notice On which terms listed wallets mint; their window is their own.
struct ListedSale {
    /// The root of the list: a Merkle tree with sorted pairs over the leaves of `mintListed`.
    bytes32 root;
    /// Price and window; the list itself says how many each wallet mints.
    Shop terms;
}

/// @notice Plants promised to `recipient`, signed by `voucherSigner`; whoever brings it pays.
/// @dev EIP-712 with the domain ("Heliotrope", "1", chain, token); the fields are hashed in this order.
struct Voucher {
    address recipient;
    uint256 quantity;
    /// Wei for one plant.
    uint256 price;
    /// A station, or 65,535 for one that germination draws.
    uint256 home;
    /// Each is good for one voucher, whoever the recipient is.
    uint256 nonce;
    /// The last second in which the voucher is good.
    uint256 deadline;
}

/// @title How plants are sold.
/// @notice Every way in mints 1 to `MAX_BATCH` plants at a time, is closed while minting is paused, and
/// leaves the reserve alone, which is the artist's. What is sent above the price comes back in the
/// same call, to whoever sent it. Plants are minted plainly, without a receiver's hook: the caller
/// asked for them, and under EIP-7702 a wallet may have code that knows no such hook.
///
/// Whatever counts plants of a wallet counts what it was ever minted: burning or selling makes no room.
interface ISale {
    /// @notice The public sale, the supply, the reserve or the pause is another from now on.
    event ShopChanged(Shop shop);

    /// @notice Listed wallets mint on these terms from now on.
    event ListedSaleChanged(bytes32 indexed root, Shop terms);

    /// @notice `signer` signs vouchers from now on; zero: nobody.
    event VoucherSignerChanged(address indexed signer);

    /// @notice The voucher with this nonce was brought by `by`, or called back by the artist.
    event VoucherSpent(uint256 indexed nonce, address indexed by);

    /// @notice `quantity` is zero or above `MAX_BATCH`: mint 1 to 10 plants at a time.
    error QuantityOutOfRange(uint256 quantity);

    /// @notice Fewer than `quantity` plants are left for sale, or in the reserve: `left`.
    error SupplyExhausted(uint256 quantity, uint256 left);

    /// @notice Send at least `price` wei (more is given back); `sent` is not enough.
    error PriceNotMet(uint256 price, uint256 sent);

    /// @notice This sale is open from `opensAt` until just before `closesAt`, and not now.
    error SaleClosed(uint256 opensAt, uint256 closesAt);

    /// @notice This wallet may still mint `left` plants here; ask for no more.
    error WalletLimitReached(uint256 quantity, uint256 left);

    /// @notice Minting is paused; transfers are not.
    error MintingPaused();

    /// @notice The proof does not show that the caller is listed for `maximum` plants: pass the maximum
    /// that the list has for this wallet, and the proof that was made for it.
    error NotListed(address wallet, uint256 maximum);

    /// @notice The voucher was good until `deadline`. Ask for another.
    error VoucherExpired(uint256 deadline);

    /// @notice A voucher with this nonce was used already, or called back.
    error VoucherAlreadySpent(uint256 nonce);

    /// @notice `signer` (zero: nobody) did not sign this voucher for this token on this chain.
    error VoucherRefused(address signer);

    /// @notice The almanac's trees have `most` places, so there cannot be more plants.
    error SupplyTooLarge(uint256 maxSupply, uint256 most);

    /// @notice Supply and reserve can only be lowered, and there must be room for what is minted and
    /// reserved.
    error SupplyNotLower(uint256 maxSupply, uint256 reserve);

    /// @notice Mints `quantity` plants to the caller for `price()` each; germination draws their homes.
    /// A plant is a seed until its batch germinates.
    function mint(uint256 quantity) external payable;

    /// @notice As `mint`, and the plants are born at station `home`; 65,535 has it drawn.
    function mintAt(uint256 quantity, uint16 home) external payable;

    /// @notice Mints `quantity` plants to the caller, who is on the artist's list for `maximum` in all.
    /// @param proof the path from the leaf
    /// `keccak256(bytes.concat(keccak256(abi.encode(chainid, token, wallet, maximum))))` to the root.
    function mintListed(uint256 quantity, uint16 home, uint256 maximum, bytes32[] calldata proof)
        external
        payable;

    /// @notice Mints what a voucher promises, to its recipient. Anyone may bring it, and pays.
    /// @param signature of `voucherSigner()` over the voucher, by its key or, where it is a contract, as
    /// ERC-1271 has it.
    function mintVoucher(Voucher calldata voucher, bytes calldata signature) external payable;

    /// @notice Mints plants of the reserve, for nothing. Only the artist or the owner; `POWER_RESERVE`.
    function mintReserve(address to, uint256 quantity, uint16 home) external;

    /// @notice Only the artist or the owner; `POWER_SALE`.
    function setPublicSale(PublicSale calldata sale) external;

    /// @notice `sale.walletLimit` means nothing here. Only the artist or the owner; `POWER_SALE`.
    function setListedSale(bytes32 root, PublicSale calldata sale) external;

    /// @notice Lowers the supply for ever, or gives reserved plants up, which are for sale then, or both.
    /// Only the artist or the owner; `POWER_SALE`.
    function lowerSupply(uint256 newMaxSupply, uint256 newReserve) external;

    /// @notice Who signs vouchers; every voucher of another signer is void. Zero: nobody.
    /// Only the artist or the owner; `POWER_VOUCHERS`.
    function setVoucherSigner(address signer) external;

    /// @notice Calls a voucher back. Only the artist or the owner; `POWER_VOUCHERS`.
    function cancelVoucher(uint256 nonce) external;

    /// @notice Stops all minting, or lets it go on. Only the guardian or the owner; `POWER_PAUSE`.
    function setPaused(bool newPaused) external;

    /// @notice Wei for one plant in the public sale.
    function price() external view returns (uint256);

    /// @notice How many plants there can ever be.
    function maxSupply() external view returns (uint256);

    /// @notice The public sale, the supply, the reserve and the pause, in the bits that `Shop` has.
    function shop() external view returns (Shop);

    /// @notice The root of the list, and price and window in the bits that `Shop` has.
    function listedSale() external view returns (bytes32 root, Shop terms);

    /// @notice How many plants `wallet` was ever minted.
    function numberMinted(address wallet) external view returns (uint256);

    /// @notice Who signs vouchers; zero when nobody does.
    function voucherSigner() external view returns (address);

    /// @notice Whether the voucher with this nonce was used or called back.
    function isVoucherSpent(uint256 nonce) external view returns (bool);

    /// @notice The most plants that one call mints, so that a first transfer stays cheap.
    function MAX_BATCH() external view returns (uint256);
}
