// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {HeliotropeCore} from "./HeliotropeCore.sol";
import {Owned} from "./Owned.sol";
import {IHeliotrope} from "./interfaces/IHeliotrope.sol";

/// @title Heliotrope: plants that live under the weather of a real place.
contract Heliotrope is HeliotropeCore, Owned {
    /// @dev What the collection is, for the constructor.
    struct Terms {
        string name;
        string symbol;
        address owner;
        address treasury;
        uint256 price;
        uint256 maxSupply;
        uint256 royaltyBps;
    }

    bytes4 private constant ERC2981_ID = 0x2a55205a;

    /// @dev The almanac's epoch tree has this many places.
    uint256 private constant TREE_PLACES = 1 << 14;

    /// @inheritdoc IHeliotrope
    uint256 public constant MAX_BATCH = 10;

    /// @inheritdoc IHeliotrope
    uint256 public immutable price;
    /// @inheritdoc IHeliotrope
    uint256 public immutable maxSupply;
    /// @notice The royalty of ERC-2981, in hundredths of a per cent.
    uint256 public immutable royaltyBps;

    /// @inheritdoc IHeliotrope
    address public treasury;

    constructor(Terms memory terms, Wiring memory wiring)
        HeliotropeCore(terms.name, terms.symbol, wiring)
        Owned(terms.owner)
    {
        if (terms.maxSupply > TREE_PLACES) revert SupplyTooLarge(terms.maxSupply, TREE_PLACES);
        if (terms.royaltyBps > 10_000) revert RoyaltyTooHigh(terms.royaltyBps);
        price = terms.price;
        maxSupply = terms.maxSupply;
        royaltyBps = terms.royaltyBps;
        _setTreasury(terms.treasury);
    }

    /// @inheritdoc IHeliotrope
    function mint(uint256 quantity) external payable {
        if (quantity == 0 || quantity > MAX_BATCH) revert QuantityOutOfRange(quantity);
        uint256 left = maxSupply - _totalMinted();
        if (quantity > left) revert SupplyExhausted(quantity, left);
        uint256 due = price * quantity;
        if (msg.value < due) revert PriceNotMet(due, msg.value);
        _mintPlants(msg.sender, quantity);
        // Last, and with nothing left to guard: whoever is called here only gets its own ether back.
        if (msg.value > due) SafeTransferLib.safeTransferETH(msg.sender, msg.value - due);
    }

    /// @inheritdoc IHeliotrope
    function withdraw() external {
        uint256 amount = address(this).balance;
        address to = treasury;
        emit Withdrawn(to, amount);
        SafeTransferLib.safeTransferETH(to, amount);
    }

    /// @inheritdoc IHeliotrope
    function setTreasury(address newTreasury) external onlyOwner {
        _setTreasury(newTreasury);
    }

    /// @notice ERC-2981. The product is taken in 512 bits, so that no price overflows.
    function royaltyInfo(uint256, uint256 salePrice) external view returns (address, uint256) {
        return (treasury, FixedPointMathLib.fullMulDiv(salePrice, royaltyBps, 10_000));
    }

    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == ERC2981_ID || super.supportsInterface(interfaceId);
    }

    function _setTreasury(address newTreasury) private {
        if (newTreasury == address(0)) revert TreasuryZero();
        treasury = newTreasury;
        emit TreasuryChanged(newTreasury);
    }
}
