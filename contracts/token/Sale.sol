// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {MerkleProofLib} from "solady/utils/MerkleProofLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {DRAWN} from "../interfaces/IHeliotrope.sol";
import {ISale, ListedSale, PublicSale} from "../interfaces/ISale.sol";
import {Shop} from "../types/Shop.sol";
import {Treasury} from "./Treasury.sol";

/// @title Sale: who may mint, when, how many, for how much.
abstract contract Sale is Treasury, ISale {
    uint256 public constant POWER_SALE = 1 << 0;
    uint256 public constant POWER_RESERVE = 1 << 1;
    uint256 public constant POWER_PAUSE = 1 << 3;

    /// @dev The almanac's epoch tree has this many places.
    uint256 private constant TREE_PLACES = 1 << 14;

    /// @inheritdoc ISale
    uint256 public constant MAX_BATCH = 10;

    /// @inheritdoc ISale
    Shop public shop;
    /// @inheritdoc ISale
    ListedSale public listedSale;

    constructor(
        uint256 maxSupply_,
        uint256 reserve_,
        PublicSale memory sale,
        bytes32 listRoot,
        PublicSale memory listed
    ) {
        if (maxSupply_ > TREE_PLACES) {
            revert SupplyTooLarge(maxSupply_, TREE_PLACES);
        }
        if (reserve_ > maxSupply_) revert SupplyNotLower(maxSupply_, reserve_);
        _setShop(Shop.wrap(0).withSale(sale).withSupply(maxSupply_, reserve_));
        if (listRoot != 0) _setListedSale(listRoot, listed);
    }

    /// @inheritdoc ISale
    function mint(uint256 quantity) external payable {
        _mintPublic(quantity, DRAWN);
    }

    /// @inheritdoc ISale
    function mintAt(uint256 quantity, uint16 home) external payable {
        _mintPublic(quantity, home);
    }

    /// @inheritdoc ISale
    function mintListed(uint256 quantity, uint16 home, uint256 maximum, bytes32[] calldata proof)
        external
        payable
    {
        // Hashed twice: no leaf can be taken for a pair of nodes.
        bytes32 leaf = keccak256(abi.encode(block.chainid, address(this), msg.sender, maximum));
        leaf = keccak256(bytes.concat(leaf));
        if (!MerkleProofLib.verifyCalldata(proof, listedSale.root, leaf)) {
            revert NotListed(msg.sender, maximum);
        }
        Shop terms = listedSale.terms;
        _admit(terms, quantity, maximum);
        _sell(shop, msg.sender, quantity, home, terms.price());
    }

    /// @inheritdoc ISale
    function mintReserve(address to, uint256 quantity, uint16 home)
        external
        onlyOwnerOrRoles(ROLE_ARTIST)
        unlocked(POWER_RESERVE)
    {
        Shop here = shop;
        _requireBatch(here, quantity);
        uint256 left = here.reserve();
        if (quantity > left) revert SupplyExhausted(quantity, left);
        _setShop(here.withSupply(here.maxSupply(), left - quantity));
        _mintPlants(to, quantity, home);
    }

    /// @inheritdoc ISale
    function setPublicSale(PublicSale calldata sale)
        external
        onlyOwnerOrRoles(ROLE_ARTIST)
        unlocked(POWER_SALE)
    {
        _setShop(shop.withSale(sale));
    }

    /// @inheritdoc ISale
    function setListedSale(bytes32 root, PublicSale calldata sale)
        external
        onlyOwnerOrRoles(ROLE_ARTIST)
        unlocked(POWER_SALE)
    {
        _setListedSale(root, sale);
    }

    /// @inheritdoc ISale
    function lowerSupply(uint256 newMaxSupply, uint256 newReserve)
        external
        onlyOwnerOrRoles(ROLE_ARTIST)
        unlocked(POWER_SALE)
    {
        Shop here = shop;
        if (
            newMaxSupply > here.maxSupply() || newReserve > here.reserve()
                || newMaxSupply < _totalMinted() + newReserve
        ) revert SupplyNotLower(newMaxSupply, newReserve);
        _setShop(here.withSupply(newMaxSupply, newReserve));
    }

    /// @inheritdoc ISale
    function setPaused(bool newPaused)
        external
        onlyOwnerOrRoles(ROLE_GUARDIAN)
        unlocked(POWER_PAUSE)
    {
        _setShop(shop.withPaused(newPaused));
    }

    /// @inheritdoc ISale
    function price() external view returns (uint256) {
        return shop.price();
    }

    /// @inheritdoc ISale
    function maxSupply() external view returns (uint256) {
        return shop.maxSupply();
    }

    /// @inheritdoc ISale
    function numberMinted(address wallet) external view returns (uint256) {
        return _numberMinted(wallet);
    }

    /// @dev The last step of every sale; whoever may not buy was turned away before.
    function _sell(Shop here, address to, uint256 quantity, uint16 home, uint256 each) internal {
        _requireBatch(here, quantity);
        // Neither the supply nor the reserve ever lets this fall below zero.
        uint256 left = here.maxSupply() - here.reserve() - _totalMinted();
        if (quantity > left) revert SupplyExhausted(quantity, left);
        uint256 due = each * quantity;
        if (msg.value < due) revert PriceNotMet(due, msg.value);
        _mintPlants(to, quantity, home);
        // Last, and with nothing left to guard: whoever is called here only gets its own ether back.
        if (msg.value > due) SafeTransferLib.safeTransferETH(msg.sender, msg.value - due);
    }

    function _mintPublic(uint256 quantity, uint16 home) private {
        Shop here = shop;
        _admit(here, quantity, here.walletLimit());
        _sell(here, msg.sender, quantity, home, here.price());
    }

    /// @dev The caller may have `limit` plants in all, and only while the sale is open.
    function _admit(Shop terms, uint256 quantity, uint256 limit) private view {
        if (block.timestamp < terms.opensAt() || block.timestamp >= terms.closesAt()) {
            revert SaleClosed(terms.opensAt(), terms.closesAt());
        }
        uint256 left = FixedPointMathLib.zeroFloorSub(limit, _numberMinted(msg.sender));
        if (quantity > left) revert WalletLimitReached(quantity, left);
    }

    function _requireBatch(Shop here, uint256 quantity) private pure {
        if (here.paused()) revert MintingPaused();
        if (quantity == 0 || quantity > MAX_BATCH) revert QuantityOutOfRange(quantity);
    }

    function _setListedSale(bytes32 root, PublicSale memory sale) private {
        Shop terms = Shop.wrap(0).withSale(sale);
        listedSale = ListedSale(root, terms);
        emit ListedSaleChanged(root, terms);
    }

    function _setShop(Shop newShop) private {
        shop = newShop;
        emit ShopChanged(newShop);
    }
}
