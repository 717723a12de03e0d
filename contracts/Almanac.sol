// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAlmanac, Reveal} from "./interfaces/IAlmanac.sol";
import {IClimate} from "./interfaces/IClimate.sol";
import {commitmentHash, jobHash} from "./types/MerkleLayout.sol";

contract Almanac is IAlmanac {
    /// @dev What a keeper has said about an epoch.
    struct Word {
        // The commitment, and from the reveal on the root: the commitment has done its work then, and
        // a second slot would cost as much as the whole commit.
        bytes32 commitmentOrRoot;
        // The last 32 bytes of the CID, or all of a shorter one. Nonzero exactly from the reveal on.
        bytes32 cidTail;
        // The list entry of the keeper that revealed before this one.
        uint256 earlier;
    }

    /// @dev Bytes of a CID that fit: 32 in its own slot, 11 in the list entry.
    uint256 private constant MOST_CID_BYTES = 43;

    /// @inheritdoc IAlmanac
    /// @dev Seven words of 64 characters for each reveal.
    uint256 public constant MAX_REVEALS = 200;

    IClimate public immutable climate;
    /// @inheritdoc IAlmanac
    uint256 public immutable COMMIT_SECONDS;
    /// @inheritdoc IAlmanac
    uint256 public immutable REVEAL_SECONDS;

    mapping(uint256 epoch => mapping(address keeper => Word)) private _words;
    /// @dev The list entry of the last keeper that revealed; entries chain backwards, so a reveal costs
    /// the same whoever came before.
    ///
    /// | bits    | list entry                                |
    /// |---------|-------------------------------------------|
    /// | 0-159   | keeper                                    |
    /// | 160-247 | the CID's bytes before its last 32        |
    /// | 248-255 | how many bytes the CID has                |
    mapping(uint256 epoch => uint256) private _latest;

    constructor(IClimate climate_, uint256 commitSeconds, uint256 revealSeconds) {
        if (commitSeconds == 0 || revealSeconds == 0) revert WindowZero();
        climate = climate_;
        COMMIT_SECONDS = commitSeconds;
        REVEAL_SECONDS = revealSeconds;
    }

    /// @inheritdoc IAlmanac
    function commit(uint256 epoch, bytes32 commitment) external {
        (uint256 commitEnds,) = _windows(epoch);
        if (block.timestamp >= commitEnds) revert CommitClosed(epoch, commitEnds);
        if (commitment == 0) revert CommitmentZero();
        Word storage word = _words[epoch][msg.sender];
        if (word.commitmentOrRoot != 0) revert AlreadyCommitted(epoch, msg.sender);
        word.commitmentOrRoot = commitment;
        emit Committed(epoch, msg.sender, commitment);
    }

    /// @inheritdoc IAlmanac
    function reveal(uint256 epoch, bytes32 root, bytes calldata cid, bytes32 salt) external {
        (uint256 commitEnds, uint256 revealEnds) = _windows(epoch);
        if (block.timestamp < commitEnds || block.timestamp >= revealEnds) {
            revert RevealClosed(epoch, commitEnds, revealEnds);
        }
        if (root == 0) revert RootZero();
        Word storage word = _words[epoch][msg.sender];
        bytes32 committed = word.commitmentOrRoot;
        bytes32 revealed = hashCommitment(epoch, root, cid, salt, msg.sender);
        // A keeper that has revealed is committed to its root now, and no commitment hashes to that.
        if (committed != revealed) revert CommitmentMismatch(committed, revealed);
        (uint256 head, bytes32 tail) = _packCid(cid);
        word.commitmentOrRoot = root;
        word.cidTail = tail;
        uint256 earlier = _latest[epoch];
        if (earlier != 0) word.earlier = earlier;
        _latest[epoch] = head | uint160(msg.sender);
        emit Revealed(epoch, msg.sender, root, cid);
    }

    /// @inheritdoc IAlmanac
    function jobOf(uint256 epoch) public view returns (bytes32) {
        bytes32 climateHash = climate.climateHash(epoch);
        if (climateHash == 0) revert EpochNotAccepted(epoch);
        return jobHash(block.chainid, address(this), epoch, climateHash);
    }

    /// @inheritdoc IAlmanac
    function hashCommitment(
        uint256 epoch,
        bytes32 root,
        bytes calldata cid,
        bytes32 salt,
        address keeper
    ) public view returns (bytes32) {
        bytes32 job = jobOf(epoch);
        return commitmentHash(block.chainid, address(this), job, root, keccak256(cid), salt, keeper);
    }

    /// @inheritdoc IAlmanac
    function commitmentOf(uint256 epoch, address keeper) external view returns (bytes32) {
        Word storage word = _words[epoch][keeper];
        return word.cidTail == 0 ? word.commitmentOrRoot : bytes32(0);
    }

    /// @inheritdoc IAlmanac
    function rootOf(uint256 epoch, address keeper) external view returns (bytes32) {
        Word storage word = _words[epoch][keeper];
        return word.cidTail == 0 ? bytes32(0) : word.commitmentOrRoot;
    }

    /// @inheritdoc IAlmanac
    function revealsOf(uint256 epoch) external view returns (Reveal[] memory) {
        return _revealsFrom(epoch, _latest[epoch]);
    }

    /// @inheritdoc IAlmanac
    function revealsBefore(uint256 epoch, address keeper) external view returns (Reveal[] memory) {
        return _revealsFrom(epoch, _words[epoch][keeper].earlier);
    }

    /// @inheritdoc IAlmanac
    function windowsOf(uint256 epoch)
        external
        view
        returns (uint256 commitEnds, uint256 revealEnds)
    {
        uint256 acceptedAt = climate.acceptedAt(epoch);
        if (acceptedAt == 0) return (0, 0);
        commitEnds = acceptedAt + COMMIT_SECONDS;
        revealEnds = commitEnds + REVEAL_SECONDS;
    }

    function _windows(uint256 epoch) private view returns (uint256 commitEnds, uint256 revealEnds) {
        uint256 acceptedAt = climate.acceptedAt(epoch);
        if (acceptedAt == 0) revert EpochNotAccepted(epoch);
        commitEnds = acceptedAt + COMMIT_SECONDS;
        revealEnds = commitEnds + REVEAL_SECONDS;
    }

    /// @dev The reveal of list entry `last` and those before it, oldest first, at most `MAX_REVEALS`.
    function _revealsFrom(uint256 epoch, uint256 last)
        private
        view
        returns (Reveal[] memory reveals)
    {
        uint256 count;
        for (uint256 e = last; e != 0 && count < MAX_REVEALS; e = _wordOf(epoch, e).earlier) {
            ++count;
        }
        reveals = new Reveal[](count);
        for (uint256 e = last; count != 0; e = _wordOf(epoch, e).earlier) {
            Word storage word = _wordOf(epoch, e);
            reveals[--count] = Reveal({
                keeper: address(uint160(e)),
                root: word.commitmentOrRoot,
                cid: _unpackCid(e, word.cidTail)
            });
        }
    }

    function _wordOf(uint256 epoch, uint256 entry) private view returns (Word storage) {
        return _words[epoch][address(uint160(entry))];
    }

    /// @dev The upper bits of a list entry, and the tail.
    function _packCid(bytes calldata cid) private pure returns (uint256 head, bytes32 tail) {
        uint256 length = cid.length;
        if (length == 0 || length > MOST_CID_BYTES || cid[0] != 0x01) revert CidInvalid();
        uint256 headLength = length > 32 ? length - 32 : 0;
        for (uint256 i; i < headLength; ++i) {
            head = (head << 8) | uint8(cid[i]);
        }
        head = (length << 248) | (head << 160);
        tail = bytes32(cid[headLength:]);
        // A digest of zeros would look like a keeper that has not revealed.
        if (tail == 0) revert CidInvalid();
    }

    function _unpackCid(uint256 entry, bytes32 tail) private pure returns (bytes memory cid) {
        uint256 length = entry >> 248;
        uint256 headLength = length > 32 ? length - 32 : 0;
        uint256 head = (entry << 8) >> 168;
        cid = new bytes(length);
        for (uint256 i; i < length; ++i) {
            cid[i] = i < headLength
                ? bytes1(uint8(head >> (8 * (headLength - 1 - i))))
                : tail[i - headLength];
        }
    }
}
