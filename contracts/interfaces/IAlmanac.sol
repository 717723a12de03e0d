// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @notice A keeper's word on one epoch.
struct Reveal {
    address keeper;
    /// The root of the epoch tree over all rasters, see contracts/types/MerkleLayout.sol.
    bytes32 root;
    /// Where the rasters are kept: a binary CIDv1. Advice only; what is judged is the root.
    bytes cid;
}

/// @title The almanac: keepers commit to, then reveal, the root of all rasters of an epoch.
/// @notice Windows run from the climate's acceptance of the epoch: commits while
/// `block.timestamp < commitEnds`, reveals from then on while `block.timestamp < revealEnds`.
interface IAlmanac {
    /// @notice `keeper` committed.
    event Committed(uint256 indexed epoch, address indexed keeper, bytes32 commitment);

    /// @notice `keeper` revealed.
    event Revealed(uint256 indexed epoch, address indexed keeper, bytes32 indexed root, bytes cid);

    /// @notice The climate has not accepted this epoch: there is nothing to render.
    error EpochNotAccepted(uint256 epoch);

    /// @notice Commits closed at `commitEnds`.
    error CommitClosed(uint256 epoch, uint256 commitEnds);

    /// @notice Reveals open at `commitEnds` and close at `revealEnds`.
    error RevealClosed(uint256 epoch, uint256 commitEnds, uint256 revealEnds);

    /// @notice A commitment must not be zero.
    error CommitmentZero();

    /// @notice This keeper has committed to the epoch already; a commitment cannot be changed.
    error AlreadyCommitted(uint256 epoch, address keeper);

    /// @notice What is revealed is not what this keeper committed to, or it revealed already.
    error CommitmentMismatch(bytes32 committed, bytes32 revealed);

    /// @notice A root must not be zero.
    error RootZero();

    /// @notice A CID here is a binary CIDv1 (first byte 1) of 1 to 43 bytes.
    error CidInvalid();

    /// @notice Both windows must be longer than zero.
    error WindowZero();

    /// @notice Commits the caller to an epoch.
    function commit(uint256 epoch, bytes32 commitment) external;

    /// @notice Reveals what the caller committed to.
    /// @param cid binary CIDv1, 1 to 43 bytes.
    function reveal(uint256 epoch, bytes32 root, bytes calldata cid, bytes32 salt) external;

    /// @notice What every commitment and every leaf of the epoch is bound to:
    /// keccak256(abi.encode(keccak256("Heliotrope.Job"), chainId, almanac, epoch, climateHash)).
    /// Reverts when the epoch was not accepted.
    function jobOf(uint256 epoch) external view returns (bytes32);

    /// @notice The commitment of a keeper:
    /// keccak256(abi.encode(keccak256("Heliotrope.Commitment"), chainId, almanac, job, root,
    /// keccak256(cid), salt, keeper)). Reverts when the epoch was not accepted.
    function hashCommitment(
        uint256 epoch,
        bytes32 root,
        bytes calldata cid,
        bytes32 salt,
        address keeper
    ) external view returns (bytes32);

    /// @notice What `keeper` is committed to and has not revealed; zero before the commit and after
    /// the reveal (`rootOf` tells them apart).
    function commitmentOf(uint256 epoch, address keeper) external view returns (bytes32);

    /// @notice What `keeper` revealed; zero before the reveal.
    function rootOf(uint256 epoch, address keeper) external view returns (bytes32);

    /// @notice The last `MAX_REVEALS` reveals of an epoch, oldest first. When that many come back, ask
    /// on with `revealsBefore` and the first keeper among them.
    function revealsOf(uint256 epoch) external view returns (Reveal[] memory);

    /// @notice At most `MAX_REVEALS` reveals that came right before `keeper`'s, oldest first; none when
    /// it was the first, or has not revealed.
    function revealsBefore(uint256 epoch, address keeper) external view returns (Reveal[] memory);

    /// @notice The most reveals that one answer holds: under 100,000 characters on the wire.
    function MAX_REVEALS() external view returns (uint256);

    /// @notice When commits and reveals of the epoch end, in Unix seconds. Zeros when it was not
    /// accepted.
    function windowsOf(uint256 epoch) external view returns (uint256 commitEnds, uint256 revealEnds);

    /// @notice Seconds for commits, and after them for reveals.
    function COMMIT_SECONDS() external view returns (uint256);
    function REVEAL_SECONDS() external view returns (uint256);
}
