// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IClimate} from "./IClimate.sol";
import {IReceiver} from "./IReceiver.sol";

/// @title A Chainlink workflow as one reporter among n.
/// @notice The workflow writes `abi.encode(uint256 epoch, bytes observations)`. Put this contract in the
/// signer set; whoever submits takes the observations from `Reported`, and as their signature the 20
/// bytes of this address. A new workflow, or a new forwarder, is a new reporter.
interface IChainlinkReporter is IReceiver {
    /// @notice The workflow has reported `epoch`.
    event Reported(uint256 indexed epoch, bytes observations);

    /// @notice A forwarder, a workflow and its owner are needed.
    error WorkflowInvalid();

    /// @notice Only the forwarder delivers reports.
    error NotForwarder(address caller);

    /// @notice The metadata must have at least its 62 bytes of workflow id, name and owner.
    error MetadataTooShort(uint256 length);

    /// @notice Another workflow, or another owner's.
    error WrongWorkflow(bytes32 workflowId, address workflowOwner);

    /// @notice Only the present epoch is reported; this one is over or still to come.
    error NotPresentEpoch(uint256 epoch, uint256 present);

    /// @notice The epoch was reported, and what was said stands.
    error AlreadyReported(uint256 epoch);

    function climate() external view returns (IClimate);

    /// @notice The only caller of `onReport`.
    function forwarder() external view returns (address);

    function workflowId() external view returns (bytes32);

    function workflowOwner() external view returns (address);

    /// @notice The epoch of the newest report; zero when there is none.
    function reportedEpoch() external view returns (uint256);

    /// @notice What this contract confirms by ERC-1271: `IClimate.digest` of the newest report.
    function reportedDigest() external view returns (bytes32);
}
