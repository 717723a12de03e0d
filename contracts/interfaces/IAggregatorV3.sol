// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title The interface by which price feeds, and whatever looks like one, are read.
interface IAggregatorV3 {
    /// @notice How many decimals `answer` has.
    function decimals() external view returns (uint8);

    /// @notice What `answer` is.
    function description() external view returns (string memory);

    /// @notice The version of the feed, which is not the version of this interface.
    function version() external view returns (uint256);

    /// @return roundId the round that was asked for.
    /// @return answer the value.
    /// @return startedAt when the round began, in Unix seconds.
    /// @return updatedAt when the value was settled, in Unix seconds.
    /// @return answeredInRound the round in which the value was settled.
    function getRoundData(uint80 roundId_)
        external
        view
        returns (
            uint80 roundId,
            int256 answer,
            uint256 startedAt,
            uint256 updatedAt,
            uint80 answeredInRound
        );

    /// @notice As `getRoundData`, of the newest round.
    function latestRoundData()
        external
        view
        returns (
            uint80 roundId,
            int256 answer,
            uint256 startedAt,
            uint256 updatedAt,
            uint80 answeredInRound
        );
}
