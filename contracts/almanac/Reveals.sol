// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Account, IAlmanac} from "../interfaces/IAlmanac.sol";
import {commitmentHash} from "../types/MerkleLayout.sol";
import {Windows} from "./Windows.sol";

/// @title Reveals: what keepers say about an epoch.
abstract contract Reveals is IAlmanac, Windows {
    uint256 private constant MOST_CID_BYTES = 64;

    /// @inheritdoc IAlmanac
    function commit(uint256 epoch, bytes32 commitment) external {
        uint256 commitEnds = _commitEnds(epoch);
        if (block.timestamp >= commitEnds) revert CommitClosed(epoch, commitEnds);
        if (
            uint256(commitment) & MARKS != COMMITTED
                || bytes4(commitment) != bytes4(bytes20(msg.sender))
        ) revert CommitmentMalformed(commitment);
        AlmanacStorage storage s = _almanac();
        if (s.words[epoch][msg.sender] != 0) revert AlreadyCommitted(epoch, msg.sender);
        Account memory account = s.accounts[msg.sender];
        if (account.balance < BOND) revert BondMissing(account.balance, BOND);
        // Who has a balance has an id.
        account.balance -= uint96(BOND);
        account.locked += 1;
        s.accounts[msg.sender] = account;
        s.words[epoch][msg.sender] = commitment;
        emit Committed(epoch, msg.sender, commitment);
    }

    /// @inheritdoc IAlmanac
    function reveal(uint256 epoch, bytes32 root, bytes calldata cid, bytes32 salt) external {
        AlmanacStorage storage s = _almanac();
        {
            (uint256 commitEnds, bytes32 climateHash) = _acceptance(epoch);
            uint256 revealEnds = _revealEnds(commitEnds);
            if (block.timestamp < commitEnds || block.timestamp >= revealEnds) {
                revert RevealClosed(epoch, commitEnds, revealEnds);
            }
            if (root == 0 || uint256(root) & MARKS != 0) revert RootMalformed(root);
            if (cid.length == 0 || cid.length > MOST_CID_BYTES || cid[0] != 0x01) {
                revert CidInvalid();
            }
            bytes32 committed = s.words[epoch][msg.sender];
            bytes32 revealed =
                _commitment(_job(epoch, climateHash), root, keccak256(cid), salt, msg.sender);
            if (committed != revealed) revert CommitmentMismatch(committed, revealed);
        }
        s.words[epoch][msg.sender] = root;
        _stand(epoch, root);
        emit Revealed(epoch, msg.sender, root, cid);
    }

    /// @inheritdoc IAlmanac
    function jobOf(uint256 epoch) public view returns (bytes32) {
        (, bytes32 climateHash) = _acceptance(epoch);
        return _job(epoch, climateHash);
    }

    /// @inheritdoc IAlmanac
    function hashCommitment(
        uint256 epoch,
        bytes32 root,
        bytes calldata cid,
        bytes32 salt,
        address keeper
    ) external view returns (bytes32) {
        return _commitment(jobOf(epoch), root, keccak256(cid), salt, keeper);
    }

    function _commitment(bytes32 job, bytes32 root, bytes32 cidHash, bytes32 salt, address keeper)
        private
        view
        returns (bytes32)
    {
        return commitmentHash(block.chainid, address(this), job, root, cidHash, salt, keeper);
    }

    /// @dev The sender stands behind a root from now on.
    function _stand(uint256 epoch, bytes32 root) private {
        AlmanacStorage storage s = _almanac();
        Record storage page = s.pages[epoch];
        uint32 id = s.accounts[msg.sender].id;
        uint256 first = page.first;
        if (first == 0) {
            page.first = id;
            page.keepers = 1;
            page.standing = 1;
            return;
        }
        // No root is settled before reveals end.
        if (s.words[epoch][s.keepers[first]] == root) {
            page.keepers += 1;
            return;
        }
        Record storage other = s.otherPages[epoch][root];
        if (other.first == 0) {
            other.first = id;
            page.standing += 1;
        }
        other.keepers += 1;
    }
}
