// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {HeliotropeCore} from "../../../contracts/HeliotropeCore.sol";
import {IChoices} from "../../../contracts/interfaces/IChoices.sol";
import {DRAWN, IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Wired} from "../../../contracts/token/Wired.sol";
import {Fixture} from "../Fixture.sol";

/// @dev The core with its mint open to all.
contract Nursery is HeliotropeCore {
    constructor(Wiring memory wiring) HeliotropeCore("Nursery", "N", wiring) {}

    function mint(uint256 quantity) external {
        _mintPlants(msg.sender, quantity);
    }

    function mintAt(uint256 quantity, uint16 home) external {
        _mintPlants(msg.sender, quantity, home);
    }
}

contract HomesTest is Fixture {
    Nursery private nursery;

    function setUp() public override {
        super.setUp();
        vm.startPrank(owner);
        while (climate.stationCount() < 256) climate.addStation("Elsewhere", 0, 0);
        vm.stopPrank();
        Wired.Wiring memory wiring;
        wiring.climate = address(climate);
        nursery = new Nursery(wiring);
    }

    function test_fuzz_homesIn_areThoseOfTheMints(uint256 seed, uint256 first, uint256 count)
        public
    {
        uint16[] memory plain = new uint16[](300);
        uint256 minted;
        for (uint256 i; minted < 250; ++i) {
            uint256 h = uint256(keccak256(abi.encode(seed, i)));
            uint256 quantity = 1 + h % 40;
            uint16 home = h & 0x100 == 0 ? DRAWN : uint16(uint8(h >> 16));
            if (home != DRAWN || h & 0x200 == 0) nursery.mintAt(quantity, home);
            else nursery.mint(quantity);
            for (uint256 j; j < quantity; ++j) {
                plain[minted + j] = home;
            }
            minted += quantity;
        }
        for (uint256 i = minted; i < 300; ++i) {
            plain[i] = DRAWN;
        }
        first = bound(first, 0, 300);
        count = bound(count, 0, 300 - first);
        uint16[] memory homes = nursery.homesIn(first, count);
        assertEq(homes.length, count);
        for (uint256 i; i < count; ++i) {
            assertEq(homes[i], plain[first + i]);
        }
    }

    function test_mint_saysWhichHomeWasChosen() public {
        nursery.mint(3);
        vm.expectEmit(address(nursery));
        emit IHeliotrope.HomeChosen(3, 20, 255);
        nursery.mintAt(20, 255);
        vm.recordLogs();
        nursery.mintAt(1, DRAWN);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1);
        assertEq(logs[0].topics[0], keccak256("Transfer(address,address,uint256)"));
    }

    function test_RevertWhen_thereIsNoSuchHome() public {
        uint16[3] memory beyond = [uint16(256), 257, DRAWN - 1];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IChoices.StationUnknown.selector, beyond[i]));
            nursery.mintAt(1, beyond[i]);
        }
    }

    /// @dev What is wired is not called at construction: a suite of somebody else's needs none of it.
    function test_core_standsAlone() public {
        Wired.Wiring memory nothing;
        Nursery alone = new Nursery(nothing);
        vm.prank(alice);
        alone.mint(2);
        vm.prank(alice);
        alone.transferFrom(alice, bob, 1);
        assertEq(alone.ownerOf(0), alice);
        assertEq(alone.ownerOf(1), bob);
        assertEq(alone.homesIn(0, 2)[1], DRAWN);
    }
}
