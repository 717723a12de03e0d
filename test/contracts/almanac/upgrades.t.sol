// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {Ownable} from "solady/auth/Ownable.sol";
import {CallContextChecker} from "solady/utils/CallContextChecker.sol";
import {Initializable} from "solady/utils/Initializable.sol";
import {Test} from "forge-std/Test.sol";

import {Owned} from "../../../contracts/Owned.sol";
import {Powers} from "../../../contracts/Powers.sol";
import {Upgrades} from "../../../contracts/almanac/Upgrades.sol";
import {Rules} from "../../../contracts/interfaces/IAlmanac.sol";
import {Announcement, IUpgrades} from "../../../contracts/interfaces/IUpgrades.sol";
import {Anywhere, Elsewhere, Plain, Successor} from "./Successors.sol";

/// @dev Every way to change what stands behind the proxy but the one that everybody saw coming.
contract UpgradesTest is Test {
    bytes private constant NO_CALL = "";

    address private owner = makeAddr("owner");
    address private mallory = makeAddr("mallory");

    Rules private rules = Rules({
        commitSeconds: 7200,
        revealSeconds: 3600,
        challengeSeconds: 43_200,
        answerSeconds: 14_400,
        followUpSeconds: 3600,
        bond: 0.2 ether,
        pot: 0.005 ether,
        demandFloor: 0.005 ether
    });
    Plain private implementation;
    Plain private proxy;
    Successor private next;
    uint256 private power;
    uint256 private window;

    function setUp() public {
        vm.warp(1_388_534_400);
        implementation = new Plain(rules);
        proxy = Plain(_proxyOf(address(implementation)));
        next = new Successor(rules);
        power = proxy.POWER_UPGRADE();
        window = proxy.UPGRADE_WINDOW();
    }

    function _proxyOf(address behind) private returns (address) {
        return address(new ERC1967Proxy(behind, abi.encodeCall(Upgrades.initialize, (owner))));
    }

    /// @dev Announces the successor, and goes to where it may be executed.
    function _announce(bytes memory data) private returns (uint256 readyAt) {
        vm.prank(owner);
        proxy.announceUpgrade(address(next), data);
        readyAt = proxy.announcedUpgrade().readyAt;
        vm.warp(readyAt);
    }

    function _upgrade(bytes memory data) private {
        vm.prank(owner);
        proxy.upgradeToAndCall(address(next), data);
    }

    function test_initialize_namesTheOwnerAsTheProxyIsCreated() public {
        assertEq(proxy.owner(), owner);
        vm.expectRevert(ERC1967Proxy.ERC1967ProxyUninitialized.selector);
        new ERC1967Proxy(address(implementation), "");
    }

    function test_RevertWhen_initializedAgain() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        proxy.initialize(mallory);
        vm.prank(owner);
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        proxy.initialize(owner);
    }

    function test_RevertWhen_theImplementationIsTakenOver() public {
        assertEq(implementation.owner(), address(0));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(mallory);
        vm.startPrank(mallory);
        vm.expectRevert(CallContextChecker.UnauthorizedCallContext.selector);
        implementation.announceUpgrade(address(next), NO_CALL);
        vm.expectRevert(CallContextChecker.UnauthorizedCallContext.selector);
        implementation.cancelUpgrade();
        vm.expectRevert(Ownable.Unauthorized.selector);
        implementation.upgradeToAndCall(address(next), NO_CALL);
        vm.expectRevert(Ownable.Unauthorized.selector);
        implementation.lock(power);
    }

    function test_upgradeToAndCall_putsTheAnnouncedCodeBehindTheProxy() public {
        bytes memory data = abi.encodeCall(Successor.arrive, (false));
        uint256 readyAt = block.timestamp + proxy.UPGRADE_DELAY();
        vm.expectEmit(address(proxy));
        emit IUpgrades.UpgradeAnnounced(address(next), address(next).codehash, data, readyAt);
        vm.prank(owner);
        proxy.announceUpgrade(address(next), data);
        Announcement memory announced = proxy.announcedUpgrade();
        assertEq(announced.implementation, address(next));
        assertEq(announced.readyAt, readyAt);
        assertEq(announced.codeHash, address(next).codehash);
        assertEq(announced.dataHash, keccak256(data));

        vm.warp(readyAt);
        assertEq(proxy.generation(), 1);
        _upgrade(data);
        assertEq(proxy.generation(), 2);
        assertEq(
            vm.load(address(proxy), ERC1967Utils.IMPLEMENTATION_SLOT),
            bytes32(uint256(uint160(address(next))))
        );
        assertEq(proxy.announcedUpgrade().readyAt, 0);
        assertEq(proxy.owner(), owner);
    }

    function test_lock_outlivesAnUpgrade() public {
        _announce(NO_CALL);
        vm.prank(owner);
        proxy.lock(1 << 7);
        _upgrade(NO_CALL);
        assertEq(proxy.lockedPowers(), 1 << 7);
    }

    function test_RevertWhen_aStrangerDoesAnyOfIt() public {
        vm.startPrank(mallory);
        vm.expectRevert(Ownable.Unauthorized.selector);
        proxy.announceUpgrade(address(next), NO_CALL);
        vm.expectRevert(Ownable.Unauthorized.selector);
        proxy.cancelUpgrade();
        vm.expectRevert(Ownable.Unauthorized.selector);
        proxy.lock(power);
        vm.stopPrank();
        _announce(NO_CALL);
        vm.prank(mallory);
        vm.expectRevert(Ownable.Unauthorized.selector);
        proxy.upgradeToAndCall(address(next), NO_CALL);
    }

    function test_RevertWhen_nothingIsAnnounced() public {
        vm.startPrank(owner);
        vm.expectRevert(IUpgrades.UpgradeNotAnnounced.selector);
        proxy.upgradeToAndCall(address(next), NO_CALL);
        vm.expectRevert(IUpgrades.UpgradeNotAnnounced.selector);
        proxy.cancelUpgrade();
        // The zeros of an empty announcement are none either.
        vm.expectRevert(IUpgrades.UpgradeNotAnnounced.selector);
        proxy.upgradeToAndCall(address(0), NO_CALL);
    }

    function test_RevertWhen_theOwnerIsInAHurry() public {
        uint256 readyAt = _announce(NO_CALL);
        bytes memory closed =
            abi.encodeWithSelector(IUpgrades.UpgradeClosed.selector, readyAt, readyAt + window);
        vm.warp(readyAt - 1);
        vm.expectRevert(closed);
        _upgrade(NO_CALL);
        vm.warp(readyAt);
        _upgrade(NO_CALL);
    }

    function test_RevertWhen_theAnnouncementHasLapsed() public {
        uint256 readyAt = _announce(NO_CALL);
        vm.warp(readyAt + window);
        vm.expectRevert(
            abi.encodeWithSelector(IUpgrades.UpgradeClosed.selector, readyAt, readyAt + window)
        );
        _upgrade(NO_CALL);
        vm.warp(readyAt + window - 1);
        _upgrade(NO_CALL);
    }

    function test_RevertWhen_somethingElseThanAnnouncedIsExecuted() public {
        _announce(NO_CALL);
        Successor other = new Successor(rules);
        vm.startPrank(owner);
        vm.expectRevert(IUpgrades.UpgradeMismatch.selector);
        proxy.upgradeToAndCall(address(other), NO_CALL);
        vm.expectRevert(IUpgrades.UpgradeMismatch.selector);
        proxy.upgradeToAndCall(address(next), abi.encodeCall(Successor.arrive, (false)));
        // Another address with the same code.
        vm.etch(address(other), address(next).code);
        vm.expectRevert(IUpgrades.UpgradeMismatch.selector);
        proxy.upgradeToAndCall(address(other), NO_CALL);
        vm.stopPrank();
        // The same address with another code.
        vm.etch(address(next), address(implementation).code);
        vm.expectRevert(IUpgrades.UpgradeMismatch.selector);
        _upgrade(NO_CALL);
    }

    function test_RevertWhen_anUpgradeIsExecutedTwice() public {
        _announce(NO_CALL);
        _upgrade(NO_CALL);
        vm.expectRevert(IUpgrades.UpgradeNotAnnounced.selector);
        _upgrade(NO_CALL);
    }

    function test_RevertWhen_theCallOfAnUpgradeUpgradesAgain() public {
        bytes memory data = abi.encodeCall(Successor.again, (address(next), NO_CALL));
        _announce(data);
        vm.expectRevert(IUpgrades.UpgradeNotAnnounced.selector);
        _upgrade(data);
    }

    function test_upgradeToAndCall_changesNothingWhenItsCallFails() public {
        bytes memory data = abi.encodeCall(Successor.arrive, (true));
        uint256 readyAt = _announce(data);
        vm.expectRevert(Successor.ArrivalFailed.selector);
        _upgrade(data);
        assertEq(proxy.generation(), 1);
        assertEq(proxy.announcedUpgrade().readyAt, readyAt);
    }

    function test_RevertWhen_anotherIsAnnouncedInItsPlace() public {
        uint256 readyAt = _announce(NO_CALL);
        bytes memory pending =
            abi.encodeWithSelector(IUpgrades.UpgradePending.selector, address(next));
        Successor other = new Successor(rules);
        vm.startPrank(owner);
        vm.expectRevert(pending);
        proxy.announceUpgrade(address(other), NO_CALL);
        vm.warp(readyAt + window - 1);
        vm.expectRevert(pending);
        proxy.announceUpgrade(address(other), NO_CALL);
        // What has lapsed is in nobody's way, and the new one waits its whole time.
        vm.warp(readyAt + window);
        proxy.announceUpgrade(address(other), NO_CALL);
        assertEq(proxy.announcedUpgrade().readyAt, block.timestamp + proxy.UPGRADE_DELAY());
    }

    function test_cancelUpgrade_takesItBack() public {
        _announce(NO_CALL);
        vm.expectEmit(address(proxy));
        emit IUpgrades.UpgradeCancelled(address(next));
        vm.prank(owner);
        proxy.cancelUpgrade();
        assertEq(
            abi.encode(proxy.announcedUpgrade()), abi.encode(Announcement(address(0), 0, 0, 0))
        );
        vm.expectRevert(IUpgrades.UpgradeNotAnnounced.selector);
        _upgrade(NO_CALL);
        // Announced again, it waits again.
        vm.prank(owner);
        proxy.announceUpgrade(address(next), NO_CALL);
        vm.expectPartialRevert(IUpgrades.UpgradeClosed.selector);
        _upgrade(NO_CALL);
    }

    function test_lock_endsUpgradesForEver() public {
        _announce(NO_CALL);
        vm.startPrank(owner);
        proxy.lock(power);
        bytes memory locked = abi.encodeWithSelector(Powers.PowerLocked.selector, power);
        vm.expectRevert(locked);
        proxy.upgradeToAndCall(address(next), NO_CALL);
        proxy.lock(0);
        assertEq(proxy.lockedPowers(), power);
        // Even then nobody has to look at a threat that is none.
        proxy.cancelUpgrade();
        vm.expectRevert(locked);
        proxy.announceUpgrade(address(next), NO_CALL);
    }

    function test_renounceOwnership_endsUpgradesForEver() public {
        _announce(NO_CALL);
        vm.prank(owner);
        proxy.renounceOwnership();
        vm.expectRevert(Ownable.Unauthorized.selector);
        _upgrade(NO_CALL);
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        proxy.initialize(mallory);
    }

    function test_RevertWhen_whatIsAnnouncedCannotStandBehindAProxy() public {
        address delegated = makeAddr("delegated");
        vm.etch(delegated, abi.encodePacked(hex"ef0100", address(new Anywhere())));
        assertEq(Anywhere(delegated).proxiableUUID(), ERC1967Utils.IMPLEMENTATION_SLOT);
        address[6] memory wrong = [
            address(0),
            mallory,
            delegated,
            address(new Elsewhere()),
            // A proxy would put another's choice behind this one.
            _proxyOf(address(next)),
            address(this)
        ];
        for (uint256 i; i < wrong.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IUpgrades.ImplementationInvalid.selector, wrong[i])
            );
            vm.prank(owner);
            proxy.announceUpgrade(wrong[i], NO_CALL);
        }
    }

    function test_RevertWhen_etherComesWithAnUpgrade() public {
        _announce(NO_CALL);
        vm.deal(owner, 1);
        vm.expectRevert(Owned.OwnershipIsFree.selector);
        vm.prank(owner);
        proxy.upgradeToAndCall{value: 1}(address(next), NO_CALL);
    }

    function test_completeOwnershipHandover_worksBehindTheProxy() public {
        address heir = makeAddr("heir");
        vm.prank(owner);
        vm.expectRevert(Owned.HandoverOnly.selector);
        proxy.transferOwnership(heir);
        vm.prank(heir);
        proxy.requestOwnershipHandover();
        vm.prank(owner);
        proxy.completeOwnershipHandover(heir);
        assertEq(proxy.owner(), heir);
        vm.expectRevert(Ownable.Unauthorized.selector);
        vm.prank(owner);
        proxy.announceUpgrade(address(next), NO_CALL);
    }

    function test_fuzz_UPGRADE_DELAY_isLongerThanTheLongestLock(
        uint32 commitSeconds,
        uint32 revealSeconds,
        uint32 challengeSeconds,
        uint32 answerSeconds,
        uint32 followUpSeconds
    ) public {
        rules.commitSeconds = uint32(bound(commitSeconds, 1, type(uint32).max));
        rules.revealSeconds = revealSeconds;
        rules.challengeSeconds = challengeSeconds;
        rules.answerSeconds = answerSeconds;
        rules.followUpSeconds = followUpSeconds;
        uint256 challengeEnds =
            uint256(rules.commitSeconds) + rules.revealSeconds + rules.challengeSeconds;
        uint256 demands = 4 * (uint256(answerSeconds) + followUpSeconds);
        assertGt(new Plain(rules).UPGRADE_DELAY(), challengeEnds + demands);
    }

    function test_UPGRADE_DELAY_isThatOfTheRules() public view {
        // 35 hours of windows and demands, 2 to leave in.
        assertEq(proxy.UPGRADE_DELAY(), 37 hours);
    }
}
