// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @notice An upgrade that everybody can see coming.
struct Announcement {
    address implementation;
    /// When it may be executed; Unix seconds. Zero while none is announced.
    uint40 readyAt;
    /// Of the implementation's code, and of what it is called with: neither can change on the way.
    bytes32 codeHash;
    bytes32 dataHash;
}

/// @title Upgrades that are announced, wait longer than any bond is locked, and can be given up for ever
/// @notice The owner announces an implementation together with the call that follows the upgrade; after
/// `UPGRADE_DELAY` it may execute exactly that, for `UPGRADE_WINDOW` long, and then no more. Whoever keeps
/// has seen it by then and, without a new commit, has the bonds out before it happens.
interface IUpgrades {
    /// @param data what the implementation is called with right after the upgrade; empty for no call.
    event UpgradeAnnounced(
        address indexed implementation, bytes32 codeHash, bytes data, uint256 readyAt
    );
    event UpgradeCancelled(address indexed implementation);

    /// @notice `implementation` has no code of its own, or is not made to stand behind this proxy.
    error ImplementationInvalid(address implementation);
    /// @notice Another upgrade is announced; cancel it first, so that nobody overlooks the change.
    error UpgradePending(address implementation);
    /// @notice Nothing is announced.
    error UpgradeNotAnnounced();
    /// @notice Another implementation was announced, another call, or its code has changed.
    error UpgradeMismatch();
    /// @notice The announced upgrade may be executed from `readyAt` until before `lapsesAt`.
    error UpgradeClosed(uint256 readyAt, uint256 lapsesAt);

    /// @notice Announces an upgrade. Only the owner may, unless POWER_UPGRADE is locked. One at a time: it
    /// stays until it is executed, is cancelled, or has lapsed.
    function announceUpgrade(address implementation, bytes calldata data) external;

    /// @notice Takes the announcement back. Only the owner may, even behind the lock.
    function cancelUpgrade() external;

    /// @notice What is announced; zeros while nothing is.
    function announcedUpgrade() external view returns (Announcement memory);

    /// @notice Seconds from the announcement until an upgrade may be executed. More than the longest time
    /// that a bond is locked: commit, reveal, challenge, and four demands in a row, each answered and
    /// followed up at the last moment.
    function UPGRADE_DELAY() external view returns (uint256);

    /// @notice Seconds for which it may be executed then.
    function UPGRADE_WINDOW() external view returns (uint256);

    /// @notice The power to upgrade, see `lock`.
    function POWER_UPGRADE() external view returns (uint256);
}
