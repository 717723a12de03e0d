// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC1822Proxiable} from "@openzeppelin/contracts/interfaces/draft-IERC1822.sol";
import {Initializable} from "solady/utils/Initializable.sol";
import {UUPSUpgradeable} from "solady/utils/UUPSUpgradeable.sol";

import {Owned} from "../Owned.sol";
import {Powers} from "../Powers.sol";
import {Rules} from "../interfaces/IAlmanac.sol";
import {Announcement, IUpgrades} from "../interfaces/IUpgrades.sol";

/// @title Upgrades: what stands behind the proxy, and how slowly that changes.
/// @dev The owner's slot and the initializer's are Solady's own, at the end of storage; all else lies in
/// namespaces (ERC-7201), which test/contracts/almanac/layout.json remembers.
abstract contract Upgrades is IUpgrades, Powers, UUPSUpgradeable, Initializable {
    /// @custom:storage-location erc7201:heliotrope.storage.Upgrades
    struct UpgradesStorage {
        Announcement announced;
    }

    /// @inheritdoc IUpgrades
    uint256 public constant POWER_UPGRADE = 1 << 0;
    /// @inheritdoc IUpgrades
    uint256 public constant UPGRADE_WINDOW = 7 days;

    /// @dev Demands at four heights follow each other at most.
    uint256 private constant ROUNDS = 4;
    /// @dev What EIP-7702 writes into an account that runs another's code: 0xef0100 and its address.
    uint256 private constant DELEGATION_BYTES = 23;
    /// @dev keccak256(abi.encode(uint256(keccak256("heliotrope.storage.Upgrades")) - 1)) & ~0xff
    bytes32 private constant UPGRADES_SLOT =
        0x3ea279769a4fc5fc39735636b5402049f66addfdf20a095fd811b9dc01a0ba00;

    /// @inheritdoc IUpgrades
    uint256 public immutable UPGRADE_DELAY;

    /// @dev The implementation itself is nobody's, and nobody initializes it.
    constructor(Rules memory rules) Owned(address(0)) {
        uint256 longestLock = uint256(rules.commitSeconds) + rules.revealSeconds
            + rules.challengeSeconds + ROUNDS
            * (uint256(rules.answerSeconds) + rules.followUpSeconds);
        // Time for `finalize`, `settle` and `withdraw`, for which a commit's window has to do as well.
        UPGRADE_DELAY = longestLock + rules.commitSeconds;
        _disableInitializers();
    }

    /// @notice Names the owner; the proxy calls it as it is created.
    function initialize(address owner_) external initializer {
        _initializeOwner(owner_);
    }

    /// @inheritdoc IUpgrades
    function announceUpgrade(address implementation, bytes calldata data)
        external
        onlyProxy
        onlyOwner
        unlocked(POWER_UPGRADE)
    {
        Announcement storage announced = _upgrades().announced;
        if (announced.readyAt != 0 && block.timestamp < announced.readyAt + UPGRADE_WINDOW) {
            revert UpgradePending(announced.implementation);
        }
        if (!_isImplementation(implementation)) revert ImplementationInvalid(implementation);
        bytes32 codeHash = implementation.codehash;
        uint40 readyAt = uint40(block.timestamp + UPGRADE_DELAY);
        _upgrades().announced = Announcement({
            implementation: implementation,
            readyAt: readyAt,
            codeHash: codeHash,
            dataHash: keccak256(data)
        });
        emit UpgradeAnnounced(implementation, codeHash, data, readyAt);
    }

    /// @inheritdoc IUpgrades
    function cancelUpgrade() external onlyProxy onlyOwner {
        Announcement storage announced = _upgrades().announced;
        if (announced.readyAt == 0) revert UpgradeNotAnnounced();
        emit UpgradeCancelled(announced.implementation);
        delete _upgrades().announced;
    }

    /// @notice Executes the announced upgrade. Only the owner may, unless POWER_UPGRADE is locked.
    function upgradeToAndCall(address implementation, bytes calldata data)
        public
        payable
        override
        free
        onlyOwner
        unlocked(POWER_UPGRADE)
    {
        Announcement memory announced = _upgrades().announced;
        if (announced.readyAt == 0) revert UpgradeNotAnnounced();
        if (
            announced.implementation != implementation || announced.dataHash != keccak256(data)
                || announced.codeHash != implementation.codehash
        ) revert UpgradeMismatch();
        uint256 lapsesAt = announced.readyAt + UPGRADE_WINDOW;
        if (block.timestamp < announced.readyAt || block.timestamp >= lapsesAt) {
            revert UpgradeClosed(announced.readyAt, lapsesAt);
        }
        // Once only, whatever the new code does in its call.
        delete _upgrades().announced;
        super.upgradeToAndCall(implementation, data);
    }

    /// @inheritdoc IUpgrades
    function announcedUpgrade() external view returns (Announcement memory) {
        return _upgrades().announced;
    }

    /// @dev All is checked before, where what is called is known too.
    function _authorizeUpgrade(address) internal view override onlyOwner {}

    /// @dev A delegation is not code of its own: whoever holds the key can point it elsewhere.
    function _isImplementation(address at) private view returns (bool) {
        bytes memory code = at.code;
        if (code.length == 0) return false;
        if (code.length == DELEGATION_BYTES && bytes3(code) == 0xef0100) return false;
        (bool ok, bytes memory answer) =
            at.staticcall(abi.encodeCall(IERC1822Proxiable.proxiableUUID, ()));
        return ok && answer.length == 32 && bytes32(answer) == _ERC1967_IMPLEMENTATION_SLOT;
    }

    function _upgrades() private pure returns (UpgradesStorage storage place) {
        assembly {
            place.slot := UPGRADES_SLOT
        }
    }
}
