// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Ownable} from "solady/auth/Ownable.sol";

/// @title How the powers pass from whoever deploys to a timelock that a multisig proposes to.
/// @notice In the end the deployer holds nothing: no ownership, no role, no pending handover.
abstract contract Governance {
    bytes32 private constant PROPOSER = keccak256("PROPOSER_ROLE");
    bytes32 private constant CANCELLER = keccak256("CANCELLER_ROLE");
    bytes32 private constant EXECUTOR = keccak256("EXECUTOR_ROLE");

    TimelockController internal timelock;

    /// @dev A timelock without delay that the deployer alone works, until `_handOver`. Were anybody an
    /// executor already, a stranger could execute the batches first and stop the deployment half way.
    function _openTimelock(address deployer) internal {
        address[] memory alone = new address[](1);
        alone[0] = deployer;
        timelock = new TimelockController(0, alone, alone, address(0));
    }

    /// @dev The timelock claims what `deployer` owns; then it takes the delay, the multisig as proposer
    /// and canceller, and anybody as executor, and takes the deployer's roles away, all at once.
    function _handOver(address[] memory owned, address deployer, address multisig, uint256 delay)
        internal
    {
        bytes[] memory calls = new bytes[](owned.length);
        for (uint256 i; i < owned.length; ++i) {
            calls[i] = abi.encodeCall(Ownable.requestOwnershipHandover, ());
        }
        _run(owned, calls);
        for (uint256 i; i < owned.length; ++i) {
            Ownable(owned[i]).completeOwnershipHandover(address(timelock));
        }
        calls = _farewell(deployer, multisig, delay);
        address[] memory itself = new address[](calls.length);
        for (uint256 i; i < calls.length; ++i) {
            itself[i] = address(timelock);
        }
        _run(itself, calls);
    }

    function _farewell(address deployer, address multisig, uint256 delay)
        private
        view
        returns (bytes[] memory calls)
    {
        // Where one account is both, on a local chain, it goes on as the multisig.
        bool parts = deployer != multisig;
        calls = new bytes[](parts ? 7 : 3);
        calls[0] = abi.encodeCall(timelock.updateDelay, (delay));
        calls[1] = abi.encodeCall(timelock.grantRole, (EXECUTOR, address(0)));
        calls[2] = abi.encodeCall(timelock.revokeRole, (EXECUTOR, deployer));
        if (!parts) return calls;
        calls[3] = abi.encodeCall(timelock.grantRole, (PROPOSER, multisig));
        calls[4] = abi.encodeCall(timelock.grantRole, (CANCELLER, multisig));
        calls[5] = abi.encodeCall(timelock.revokeRole, (PROPOSER, deployer));
        calls[6] = abi.encodeCall(timelock.revokeRole, (CANCELLER, deployer));
    }

    /// @dev Schedules a batch and executes it at once; only while the timelock has no delay.
    function _run(address[] memory targets, bytes[] memory calls) private {
        uint256[] memory values = new uint256[](calls.length);
        timelock.scheduleBatch(targets, values, calls, 0, 0, 0);
        timelock.executeBatch(targets, values, calls, 0, 0);
    }
}
