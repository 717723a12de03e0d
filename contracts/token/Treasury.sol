// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {HeliotropeCore} from "../HeliotropeCore.sol";
import {IGenomes} from "../interfaces/IGenomes.sol";
import {ITreasury} from "../interfaces/ITreasury.sol";
import {Roles} from "./Roles.sol";

/// @title Treasury: earnings, royalties, and rewards for germination.
abstract contract Treasury is HeliotropeCore, Roles, ITreasury {
    uint256 public constant POWER_ROYALTY = 1 << 4;
    uint256 public constant POWER_TREASURY = 1 << 5;

    /// @inheritdoc ITreasury
    uint256 public constant MAX_ROYALTY_BPS = 1000;

    bytes4 private constant ERC2981_ID = 0x2a55205a;

    /// @inheritdoc ITreasury
    /// @dev Below 2^80, so that no product with a count overflows: germination is never stopped here.
    uint256 public immutable germinationReward;

    // One slot: crediting a reward writes no new one but `rewardOf`.
    /// @inheritdoc ITreasury
    address public treasury;
    /// @inheritdoc ITreasury
    uint16 public royaltyBps;
    /// @inheritdoc ITreasury
    uint80 public rewardsOwed;

    /// @inheritdoc ITreasury
    mapping(address by => uint256) public rewardOf;

    constructor(address treasury_, uint256 royaltyBps_, uint256 germinationReward_) {
        germinationReward = SafeCastLib.toUint80(germinationReward_);
        _setTreasury(treasury_);
        _setRoyalty(royaltyBps_);
    }

    /// @inheritdoc ITreasury
    function withdraw() external {
        uint256 waiting = _totalMinted() - IGenomes(genomes).germinated();
        uint256 kept = rewardsOwed + waiting * germinationReward;
        uint256 amount = FixedPointMathLib.zeroFloorSub(address(this).balance, kept);
        if (amount == 0) revert NothingToWithdraw(kept);
        emit Withdrawn(treasury, amount);
        SafeTransferLib.safeTransferETH(treasury, amount);
    }

    /// @inheritdoc ITreasury
    function claimReward(address to) external returns (uint256 amount) {
        if (to == address(0)) revert PayeeZero();
        amount = rewardOf[msg.sender];
        if (amount == 0) revert NothingToClaim(msg.sender);
        delete rewardOf[msg.sender];
        rewardsOwed -= uint80(amount);
        emit RewardClaimed(msg.sender, to, amount);
        SafeTransferLib.safeTransferETH(to, amount);
    }

    /// @inheritdoc ITreasury
    function setTreasury(address newTreasury) external onlyOwner unlocked(POWER_TREASURY) {
        _setTreasury(newTreasury);
    }

    /// @inheritdoc ITreasury
    function setRoyalty(uint256 newRoyaltyBps) external onlyOwner unlocked(POWER_ROYALTY) {
        _setRoyalty(newRoyaltyBps);
    }

    /// @inheritdoc ITreasury
    /// @dev floor(price * bps / 10,000) in two parts, of which neither overflows.
    function royaltyInfo(uint256, uint256 salePrice)
        external
        view
        returns (address receiver, uint256 royalty)
    {
        uint256 bps = royaltyBps;
        return (treasury, salePrice / 10_000 * bps + salePrice % 10_000 * bps / 10_000);
    }

    function supportsInterface(bytes4 interfaceId) public view virtual override returns (bool) {
        return interfaceId == ERC2981_ID || super.supportsInterface(interfaceId);
    }

    /// @dev Never reverts, and never owes more than the contract holds.
    function _afterBirth(uint256 count, address by) internal override {
        uint256 owed = rewardsOwed;
        // 2^80 wei are 1,200,000 ether.
        uint256 held = FixedPointMathLib.min(address(this).balance, type(uint80).max);
        uint256 amount = FixedPointMathLib.zeroFloorSub(held, owed);
        amount = FixedPointMathLib.min(amount, count * germinationReward);
        if (amount == 0) return;
        rewardsOwed = uint80(owed + amount);
        rewardOf[by] += amount;
        emit RewardCredited(by, amount);
    }

    function _setTreasury(address newTreasury) private {
        if (newTreasury == address(0)) revert PayeeZero();
        treasury = newTreasury;
        emit TreasuryChanged(newTreasury);
    }

    function _setRoyalty(uint256 newRoyaltyBps) private {
        if (newRoyaltyBps > MAX_ROYALTY_BPS) revert RoyaltyTooHigh(newRoyaltyBps, MAX_ROYALTY_BPS);
        royaltyBps = uint16(newRoyaltyBps);
        emit RoyaltyChanged(newRoyaltyBps);
    }
}
