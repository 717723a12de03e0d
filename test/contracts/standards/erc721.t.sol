// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC721A} from "erc721a/contracts/IERC721A.sol";

import {Fixture} from "../Fixture.sol";
import {Deaf, Receiver, Refuser, WrongReceiver} from "../reference/Receivers.sol";

/// @dev ERC-721, clause by clause, in the order of the standard. What random calls show beside OpenZeppelin's is
/// in test/contracts/reference/.
contract ERC721Test is Fixture {
    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);
    event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId);
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);

    function setUp() public override {
        super.setUp();
        _mint(alice, 3);
    }

    function test_supportsInterface_costsLessThan30000() public {
        bytes4[7] memory ids = [
            bytes4(0x01ffc9a7),
            bytes4(0x80ac58cd),
            bytes4(0x5b5e139f),
            bytes4(0x2a55205a),
            bytes4(0x49064906),
            bytes4(0xaf332f3e),
            bytes4(0xffffffff)
        ];
        for (uint256 i; i < ids.length; ++i) {
            vm.cool(address(token));
            uint256 before = gasleft();
            bool isSupported = token.supportsInterface(ids[i]);
            assertLt(before - gasleft(), 30_000);
            assertEq(isSupported, ids[i] != 0xffffffff);
        }
    }

    function test_balanceOf_countsWhatAnAddressOwns() public view {
        assertEq(token.balanceOf(alice), 3);
        assertEq(token.balanceOf(bob), 0);
    }

    function test_RevertWhen_theBalanceOfNobodyIsAsked() public {
        vm.expectRevert(IERC721A.BalanceQueryForZeroAddress.selector);
        token.balanceOf(address(0));
    }

    function test_RevertWhen_theOwnerOfNoTokenIsAsked() public {
        uint256[3] memory ids = [uint256(3), 4, type(uint256).max];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(IERC721A.OwnerQueryForNonexistentToken.selector);
            token.ownerOf(ids[i]);
            vm.expectRevert(IERC721A.ApprovalQueryForNonexistentToken.selector);
            token.getApproved(ids[i]);
        }
        vm.prank(alice);
        token.burn(1);
        vm.expectRevert(IERC721A.OwnerQueryForNonexistentToken.selector);
        token.ownerOf(1);
        vm.expectRevert(IERC721A.URIQueryForNonexistentToken.selector);
        token.tokenURI(1);
    }

    function test_safeTransferFrom_toContractsThatTakeTokens() public {
        address receiver = address(new Receiver());
        vm.expectEmit(address(token));
        emit Transfer(alice, receiver, 1);
        vm.expectCall(
            receiver,
            abi.encodeWithSignature(
                "onERC721Received(address,address,uint256,bytes)", alice, alice, 1, "for you"
            )
        );
        vm.prank(alice);
        token.safeTransferFrom(alice, receiver, 1, "for you");
        assertEq(token.ownerOf(1), receiver);
    }

    function test_RevertWhen_aContractDoesNotTakeTokens() public {
        address[3] memory others =
            [address(new Deaf()), address(new WrongReceiver()), address(token)];
        vm.startPrank(alice);
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(IERC721A.TransferToNonERC721ReceiverImplementer.selector);
            token.safeTransferFrom(alice, others[i], 1);
        }
        address refuser = address(new Refuser());
        vm.expectRevert(Refuser.NoPlantsPlease.selector);
        token.safeTransferFrom(alice, refuser, 1);
        // The plain way asks nobody.
        token.transferFrom(alice, refuser, 1);
        assertEq(token.ownerOf(1), refuser);
    }

    function test_RevertWhen_theTransferIsFromAnother() public {
        vm.startPrank(alice);
        vm.expectRevert(IERC721A.TransferFromIncorrectOwner.selector);
        token.transferFrom(bob, mallory, 1);
        vm.expectRevert(IERC721A.TransferToZeroAddress.selector);
        token.transferFrom(alice, address(0), 1);
        vm.expectRevert(IERC721A.OwnerQueryForNonexistentToken.selector);
        token.transferFrom(alice, bob, 3);
        vm.stopPrank();
        vm.prank(mallory);
        vm.expectRevert(IERC721A.TransferCallerNotOwnerNorApproved.selector);
        token.transferFrom(alice, mallory, 1);
    }

    function test_transferFrom_byOwnerApprovedAndOperator() public {
        vm.prank(alice);
        token.transferFrom(alice, bob, 0);
        vm.prank(alice);
        token.approve(mallory, 1);
        vm.prank(mallory);
        token.transferFrom(alice, bob, 1);
        vm.prank(alice);
        token.setApprovalForAll(mallory, true);
        vm.prank(mallory);
        token.transferFrom(alice, bob, 2);
        assertEq(token.balanceOf(bob), 3);
        // Neither approval reaches further than its owner.
        for (uint256 id; id < 3; ++id) {
            vm.prank(mallory);
            vm.expectRevert(IERC721A.TransferCallerNotOwnerNorApproved.selector);
            token.transferFrom(bob, mallory, id);
        }
    }

    function test_approve_isClearedByATransferAndByNobody() public {
        vm.startPrank(alice);
        vm.expectEmit(address(token));
        emit Approval(alice, mallory, 1);
        token.approve(mallory, 1);
        assertEq(token.getApproved(1), mallory);
        token.approve(address(0), 1);
        assertEq(token.getApproved(1), address(0));
        token.approve(mallory, 1);
        token.transferFrom(alice, bob, 1);
        assertEq(token.getApproved(1), address(0));
    }

    function test_RevertWhen_aStrangerApproves() public {
        vm.prank(alice);
        token.approve(mallory, 1);
        // Who may spend a token may not let others spend it.
        vm.prank(mallory);
        vm.expectRevert(IERC721A.ApprovalCallerNotOwnerNorApproved.selector);
        token.approve(bob, 1);
    }

    function test_setApprovalForAll_reachesEveryTokenUntilItIsTakenBack() public {
        vm.startPrank(alice);
        vm.expectEmit(address(token));
        emit ApprovalForAll(alice, mallory, true);
        token.setApprovalForAll(mallory, true);
        token.setApprovalForAll(bob, true);
        assertTrue(token.isApprovedForAll(alice, mallory));
        assertTrue(token.isApprovedForAll(alice, bob));
        token.setApprovalForAll(mallory, false);
        assertFalse(token.isApprovedForAll(alice, mallory));
        assertFalse(token.isApprovedForAll(mallory, alice));
        vm.stopPrank();
        vm.prank(mallory);
        vm.expectRevert(IERC721A.TransferCallerNotOwnerNorApproved.selector);
        token.transferFrom(alice, mallory, 0);
    }

    function test_metadata_isThere() public view {
        assertEq(token.name(), "Heliotrope");
        assertEq(token.symbol(), "HELIO");
        assertEq(bytes5(bytes(token.tokenURI(0))), bytes5("data:"));
    }
}
