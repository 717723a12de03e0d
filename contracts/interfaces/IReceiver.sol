// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title What the Chainlink Runtime Environment delivers reports to.
interface IReceiver {
    /// @notice A report of a workflow, signed by its nodes; the forwarder has checked the signatures.
    /// @param metadata packed: workflow id (32 bytes), workflow name (10), workflow owner (20), report
    /// id (2).
    /// @param report what the workflow wrote.
    function onReport(bytes calldata metadata, bytes calldata report) external;
}
