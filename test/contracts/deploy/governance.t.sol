// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {Ownable} from "solady/auth/Ownable.sol";
import {Initializable} from "solady/utils/Initializable.sol";
import {Vm} from "forge-std/Vm.sol";

import {Almanac} from "../../../contracts/Almanac.sol";
import {Fixture} from "../Fixture.sol";

/// @dev Who holds what after a deployment, from the logs of the deployment itself: whatever was granted
/// is in them, to whomever.
contract GovernanceTest is Fixture {
    bytes32 private constant GRANTED = keccak256("RoleGranted(bytes32,address,address)");
    bytes32 private constant UPDATED = keccak256("RolesUpdated(address,uint256)");
    bytes32 private constant REQUESTED = keccak256("OwnershipHandoverRequested(address)");

    Vm.Log[] private said;

    function setUp() public override {
        vm.recordLogs();
        super.setUp();
        Vm.Log[] memory recorded = vm.getRecordedLogs();
        for (uint256 i; i < recorded.length; ++i) {
            said.push(recorded[i]);
        }
    }

    function test_deploy_leavesTheTimelockAsTheOnlyOwner() public view {
        assertEq(token.owner(), address(timelock));
        assertEq(climate.owner(), address(timelock));
        assertEq(models.owner(), address(timelock));
        assertEq(almanac.owner(), address(timelock));
    }

    function test_deploy_leavesNoRoleButThoseOfTheMultisigAndOfAnybody() public view {
        uint256 seen;
        for (uint256 i; i < said.length; ++i) {
            if (said[i].emitter != address(timelock) || said[i].topics[0] != GRANTED) continue;
            ++seen;
            bytes32 role = said[i].topics[1];
            address account = address(uint160(uint256(said[i].topics[2])));
            assertEq(timelock.hasRole(role, account), _mayHold(role, account));
        }
        // Admin to itself, three to the deployer, then the multisig's two and anybody's one.
        assertEq(seen, 7);
        assertTrue(timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), address(timelock)));
        assertTrue(timelock.hasRole(timelock.PROPOSER_ROLE(), multisig));
        assertTrue(timelock.hasRole(timelock.CANCELLER_ROLE(), multisig));
        assertTrue(timelock.hasRole(timelock.EXECUTOR_ROLE(), address(0)));
    }

    function _mayHold(bytes32 role, address account) private view returns (bool) {
        if (role == timelock.DEFAULT_ADMIN_ROLE()) return account == address(timelock);
        if (role == timelock.EXECUTOR_ROLE()) return account == address(0);
        return account == multisig;
    }

    function test_deploy_leavesNoBitsButThoseOfArtistAndGuardian() public view {
        uint256 seen;
        for (uint256 i; i < said.length; ++i) {
            if (said[i].topics[0] != UPDATED) continue;
            ++seen;
            address user = address(uint160(uint256(said[i].topics[1])));
            assertTrue(user == artist || user == guardian);
        }
        assertEq(seen, 2);
        assertEq(token.rolesOf(artist), token.ROLE_ARTIST());
        assertEq(token.rolesOf(guardian), token.ROLE_GUARDIAN());
    }

    function test_deploy_locksNothing() public view {
        assertEq(token.lockedPowers() | climate.lockedPowers(), 0);
        assertEq(models.lockedPowers() | almanac.lockedPowers(), 0);
    }

    function test_deploy_leavesNoHandoverPending() public view {
        uint256 seen;
        for (uint256 i; i < said.length; ++i) {
            if (said[i].topics[0] != REQUESTED) continue;
            ++seen;
            address next = address(uint160(uint256(said[i].topics[1])));
            assertEq(Ownable(said[i].emitter).ownershipHandoverExpiresAt(next), 0);
        }
        assertEq(seen, 3);
    }

    function test_RevertWhen_theDeployerTriesAnything() public {
        uint256 delay = timelock.getMinDelay();
        vm.startPrank(deployer);
        bytes4 unauthorized = Ownable.Unauthorized.selector;
        vm.expectRevert(unauthorized);
        climate.addStation("Mine", 0, 0);
        vm.expectRevert(unauthorized);
        models.register("", address(engine));
        vm.expectRevert(unauthorized);
        token.setTreasury(deployer);
        vm.expectRevert(unauthorized);
        token.setPaused(true);
        vm.expectRevert(unauthorized);
        token.mintReserve(deployer, 1, 0);
        vm.expectRevert(unauthorized);
        token.grantRoles(deployer, 1);
        vm.expectRevert(unauthorized);
        token.lock(1);
        vm.expectRevert(unauthorized);
        almanac.announceUpgrade(address(almanacImplementation), "");
        vm.expectRevert(unauthorized);
        almanac.upgradeToAndCall(address(almanacImplementation), "");
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        almanac.initialize(deployer);
        vm.expectRevert();
        timelock.schedule(address(climate), 0, "", 0, 0, delay);
        vm.expectRevert();
        timelock.cancel(0);
        vm.expectRevert();
        timelock.grantRole(keccak256("PROPOSER_ROLE"), deployer);
        vm.expectRevert();
        timelock.updateDelay(0);
    }

    function test_schedule_isExecutedByAnybodyOnceTheDelayIsOver() public {
        uint256 delay = timelock.getMinDelay();
        assertEq(delay, 2 days);
        bytes memory call =
            abi.encodeCall(climate.addStation, ("Reykjavik", 64_146_600, -21_942_600));
        vm.prank(multisig);
        timelock.schedule(address(climate), 0, call, 0, 0, delay);

        uint256 ready = block.timestamp + delay;
        vm.warp(ready - 1);
        vm.prank(mallory);
        vm.expectPartialRevert(TimelockController.TimelockUnexpectedOperationState.selector);
        timelock.execute(address(climate), 0, call, 0, 0);

        vm.warp(ready);
        uint256 before = climate.stationCount();
        vm.prank(mallory);
        timelock.execute(address(climate), 0, call, 0, 0);
        assertEq(climate.stationOf(before).name, "Reykjavik");

        // Once only.
        vm.prank(mallory);
        vm.expectPartialRevert(TimelockController.TimelockUnexpectedOperationState.selector);
        timelock.execute(address(climate), 0, call, 0, 0);
    }

    function test_cancel_stopsWhatWasScheduled() public {
        uint256 delay = timelock.getMinDelay();
        bytes memory call = abi.encodeCall(climate.addStation, ("Nowhere", 0, 0));
        bytes32 id = timelock.hashOperation(address(climate), 0, call, 0, 0);
        vm.startPrank(multisig);
        timelock.schedule(address(climate), 0, call, 0, 0, delay);
        timelock.cancel(id);
        vm.stopPrank();
        vm.warp(block.timestamp + delay);
        vm.expectPartialRevert(TimelockController.TimelockUnexpectedOperationState.selector);
        timelock.execute(address(climate), 0, call, 0, 0);
    }

    function test_RevertWhen_theMultisigIsInAHurry() public {
        uint256 delay = timelock.getMinDelay();
        bytes memory call = abi.encodeCall(climate.addStation, ("Soon", 0, 0));
        vm.startPrank(multisig);
        vm.expectRevert(
            abi.encodeWithSelector(
                TimelockController.TimelockInsufficientDelay.selector, delay - 1, delay
            )
        );
        timelock.schedule(address(climate), 0, call, 0, 0, delay - 1);
        vm.expectRevert(Ownable.Unauthorized.selector);
        climate.addStation("At once", 0, 0);
        // Not even the delay itself is changed without the delay.
        vm.expectRevert(
            abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, multisig)
        );
        timelock.updateDelay(0);
    }

    /// @dev The slowest way there is: the timelock's delay twice, and the almanac's own in between.
    function test_upgradeToAndCall_passesTheTimelockTwice() public {
        uint256 delay = timelock.getMinDelay();
        Almanac next = new Almanac(almanac.rules(), climate, token);
        bytes memory call = abi.encodeCall(almanac.announceUpgrade, (address(next), ""));
        vm.prank(multisig);
        timelock.schedule(address(almanac), 0, call, 0, 0, delay);
        vm.warp(block.timestamp + delay);
        timelock.execute(address(almanac), 0, call, 0, 0);
        uint256 announcedAt = block.timestamp;
        assertEq(almanac.announcedUpgrade().readyAt, announcedAt + almanac.UPGRADE_DELAY());

        call = abi.encodeCall(almanac.upgradeToAndCall, (address(next), ""));
        vm.prank(multisig);
        timelock.schedule(address(almanac), 0, call, 0, 0, delay);
        // Of the two delays, which run side by side now, the timelock's is the longer one.
        vm.warp(announcedAt + almanac.UPGRADE_DELAY());
        vm.expectPartialRevert(TimelockController.TimelockUnexpectedOperationState.selector);
        timelock.execute(address(almanac), 0, call, 0, 0);
        vm.warp(announcedAt + delay);
        vm.prank(mallory);
        timelock.execute(address(almanac), 0, call, 0, 0);
        assertEq(
            vm.load(address(almanac), ERC1967Utils.IMPLEMENTATION_SLOT),
            bytes32(uint256(uint160(address(next))))
        );
    }

    function test_RevertWhen_aStrangerSchedules() public {
        uint256 delay = timelock.getMinDelay();
        vm.prank(mallory);
        vm.expectRevert();
        timelock.schedule(address(climate), 0, "", 0, 0, delay);
    }
}
