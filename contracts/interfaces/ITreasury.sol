// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Where the money goes: earnings to the treasury, rewards to whoever germinates.
/// @notice Everything is pulled. What is owed to those who germinated, and what the plants still to
/// germinate will earn them, stays in the contract; the rest is the treasury's.
interface ITreasury {
    /// @notice The treasury that earnings and royalties go to has changed.
    event TreasuryChanged(address indexed treasury);

    /// @notice The royalty is `royaltyBps` hundredths of a per cent from now on.
    event RoyaltyChanged(uint256 royaltyBps);

    /// @notice `amount` wei of earnings went to the treasury.
    event Withdrawn(address indexed treasury, uint256 amount);

    /// @notice `by` germinated plants and may claim `amount` wei more.
    event RewardCredited(address indexed by, uint256 amount);

    /// @notice `by` had `amount` wei of rewards sent to `to`.
    event RewardClaimed(address indexed by, address indexed to, uint256 amount);

    /// @notice The address to pay must not be zero.
    error PayeeZero();

    /// @notice A royalty is at most `most` hundredths of a per cent.
    error RoyaltyTooHigh(uint256 royaltyBps, uint256 most);

    /// @notice The contract holds no more than the `kept` wei that rewards need.
    error NothingToWithdraw(uint256 kept);

    /// @notice No reward is owed to `by`: none was earned, or all of it was claimed.
    error NothingToClaim(address by);

    /// @notice Sends all earnings to `treasury()`. Anyone may call it.
    function withdraw() external;

    /// @notice Sends the caller's rewards to `to`.
    /// @return amount wei.
    function claimReward(address to) external returns (uint256 amount);

    /// @notice Changes who is paid. Only the owner; `POWER_TREASURY`.
    function setTreasury(address newTreasury) external;

    /// @notice Changes the royalty. Only the owner; `POWER_ROYALTY`.
    function setRoyalty(uint256 newRoyaltyBps) external;

    /// @notice Who is paid by `withdraw` and named by ERC-2981.
    function treasury() external view returns (address);

    /// @notice The royalty of ERC-2981, in hundredths of a per cent.
    function royaltyBps() external view returns (uint16);

    /// @notice ERC-2981: rounded down, so never more than the price.
    function royaltyInfo(uint256 tokenId, uint256 salePrice)
        external
        view
        returns (address receiver, uint256 royalty);

    /// @notice Wei for each germinated plant, to whoever called `IGenomes.germinate`, as far as the
    /// contract has it: nobody waits for a reward, and no reward is paid late.
    function germinationReward() external view returns (uint256);

    /// @notice Wei that `by` may claim.
    function rewardOf(address by) external view returns (uint256);

    /// @notice Wei that all together may claim.
    function rewardsOwed() external view returns (uint80);

    /// @notice The highest royalty, in hundredths of a per cent.
    function MAX_ROYALTY_BPS() external view returns (uint256);
}
