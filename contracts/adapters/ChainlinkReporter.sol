// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {IChainlinkReporter} from "../interfaces/IChainlinkReporter.sol";
import {IClimate} from "../interfaces/IClimate.sol";
import {IReceiver} from "../interfaces/IReceiver.sol";

/// @title ChainlinkReporter: turns a workflow's delivery into a reporter's signature.
contract ChainlinkReporter is IChainlinkReporter, IERC1271, IERC165 {
    /// @dev Where the owner lies in the metadata, behind the workflow's id and name.
    uint256 private constant OWNER_AT = 32 + 10;

    /// @inheritdoc IChainlinkReporter
    IClimate public immutable climate;
    /// @inheritdoc IChainlinkReporter
    address public immutable forwarder;
    /// @inheritdoc IChainlinkReporter
    bytes32 public immutable workflowId;
    /// @inheritdoc IChainlinkReporter
    address public immutable workflowOwner;

    /// @inheritdoc IChainlinkReporter
    uint256 public reportedEpoch;
    /// @inheritdoc IChainlinkReporter
    bytes32 public reportedDigest;

    constructor(
        IClimate climate_,
        address forwarder_,
        bytes32 workflowId_,
        address workflowOwner_
    ) {
        if (forwarder_ == address(0) || workflowId_ == 0 || workflowOwner_ == address(0)) {
            revert WorkflowInvalid();
        }
        climate = climate_;
        forwarder = forwarder_;
        workflowId = workflowId_;
        workflowOwner = workflowOwner_;
    }

    /// @inheritdoc IReceiver
    function onReport(bytes calldata metadata, bytes calldata report) external {
        if (msg.sender != forwarder) revert NotForwarder(msg.sender);
        // Sliced, never decoded: it is packed. What follows the owner does not matter here.
        if (metadata.length < OWNER_AT + 20) revert MetadataTooShort(metadata.length);
        bytes32 id = bytes32(metadata);
        address owner = address(bytes20(metadata[OWNER_AT:]));
        // Anybody's workflow comes through the same forwarder.
        if (id != workflowId || owner != workflowOwner) revert WrongWorkflow(id, owner);

        (uint256 epoch, bytes memory observations) = abi.decode(report, (uint256, bytes));
        uint256 present = climate.epochAt(block.timestamp);
        if (epoch != present) revert NotPresentEpoch(epoch, present);
        // A second word for one epoch would let a submitter choose between two.
        if (epoch == reportedEpoch) revert AlreadyReported(epoch);
        reportedEpoch = epoch;
        reportedDigest = climate.digest(epoch, observations);
        emit Reported(epoch, observations);
    }

    /// @inheritdoc IERC1271
    /// @dev The digest binds chain, climate, epoch and signer set, so only the newest is remembered.
    function isValidSignature(bytes32 hash, bytes calldata) external view returns (bytes4) {
        // Zero is what there is before the first report.
        bool isReported = hash == reportedDigest && hash != 0;
        return isReported ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == type(IERC165).interfaceId || id == type(IReceiver).interfaceId
            || id == type(IERC1271).interfaceId;
    }
}
