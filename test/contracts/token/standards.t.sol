// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {Heliotrope} from "../../../contracts/Heliotrope.sol";
import {IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {ISale} from "../../../contracts/interfaces/ISale.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {Wired} from "../../../contracts/token/Wired.sol";
import {Fixture} from "../Fixture.sol";

contract StandardsTest is Fixture {
    function test_supportsInterface_isTruthful() public view {
        assertTrue(token.supportsInterface(0x01ffc9a7)); // ERC-165
        assertTrue(token.supportsInterface(0x80ac58cd)); // ERC-721
        assertTrue(token.supportsInterface(0x5b5e139f)); // its metadata
        assertTrue(token.supportsInterface(0x2a55205a)); // ERC-2981
        assertTrue(token.supportsInterface(0x49064906)); // ERC-4906
        assertFalse(token.supportsInterface(0xffffffff));
        assertFalse(token.supportsInterface(0x780e9d63)); // enumerable
        uint256 used = gasleft();
        token.supportsInterface(0x49064906);
        assertLt(used - gasleft(), 30_000);
    }

    function test_fuzz_royaltyInfo_isNeverMoreThanThePrice(uint256 salePrice) public view {
        (address receiver, uint256 royalty) = token.royaltyInfo(0, salePrice);
        assertEq(receiver, token.treasury());
        assertLe(royalty, salePrice);
        if (salePrice < type(uint256).max / 10_000) assertEq(royalty, salePrice * 500 / 10_000);
    }

    function test_transfer_announcesNothing() public {
        _mint(alice, 3);
        vm.recordLogs();
        vm.startPrank(alice);
        token.transferFrom(alice, bob, 1);
        token.burn(0);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2);
        for (uint256 i; i < 2; ++i) {
            assertEq(logs[i].topics[0], keccak256("Transfer(address,address,uint256)"));
        }
    }

    function test_RevertWhen_etherComesWithAnApprovalOrTransfer() public {
        _mint(alice, 3);
        vm.startPrank(alice);
        vm.expectRevert(IHeliotrope.EtherNotAccepted.selector);
        token.approve{value: 1}(bob, 0);
        vm.expectRevert(IHeliotrope.EtherNotAccepted.selector);
        token.transferFrom{value: 1}(alice, bob, 0);
        vm.expectRevert(IHeliotrope.EtherNotAccepted.selector);
        token.safeTransferFrom{value: 1}(alice, bob, 0);
        vm.expectRevert(IHeliotrope.EtherNotAccepted.selector);
        token.safeTransferFrom{value: 1}(alice, bob, 0, "");
        (bool ok,) = address(token).call{value: 1}("");
        assertFalse(ok);
        token.approve(bob, 0);
        token.safeTransferFrom(alice, bob, 1);
        assertEq(token.ownerOf(1), bob);
        assertEq(token.getApproved(0), bob);
    }

    function test_RevertWhen_aStrangerAnnouncesBirths() public {
        address[3] memory strangers = [mallory, owner, address(climate)];
        for (uint256 i; i < 3; ++i) {
            vm.prank(strangers[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IHeliotrope.NotAnnouncer.selector, address(genomes))
            );
            token.announceBirth(0, 1, mallory);
        }
    }

    function test_RevertWhen_aStrangerBurns() public {
        _mint(alice, 1);
        vm.prank(mallory);
        vm.expectPartialRevert(bytes4(keccak256("TransferCallerNotOwnerNorApproved()")));
        token.burn(0);
    }

    function test_RevertWhen_theTokenDoesNotExist() public {
        bytes4 unknown = bytes4(keccak256("OwnerQueryForNonexistentToken()"));
        vm.expectRevert(unknown);
        token.stateAt(0, 0);
        vm.expectRevert(unknown);
        token.targetOf(0);
        vm.expectRevert(bytes4(keccak256("URIQueryForNonexistentToken()")));
        token.tokenURI(0);
    }

    function test_RevertWhen_theTermsAreImpossible() public {
        Settings memory settings = _settings();
        Wired.Wiring memory wiring;
        settings.terms.maxSupply = 16_385;
        vm.expectRevert(abi.encodeWithSelector(ISale.SupplyTooLarge.selector, 16_385, 16_384));
        new Heliotrope(settings.terms, wiring);
        settings.terms.maxSupply = 16_384;
        settings.terms.royaltyBps = 1001;
        vm.expectRevert(abi.encodeWithSelector(ITreasury.RoyaltyTooHigh.selector, 1001, 1000));
        new Heliotrope(settings.terms, wiring);
    }
}
