// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ISale, PublicSale} from "../../../contracts/interfaces/ISale.sol";
import {Shop} from "../../../contracts/types/Shop.sol";
import {Reentrant} from "./Reentrant.sol";
import {SaleFixture} from "./SaleFixture.sol";

contract ListedTest is SaleFixture {
    uint256 private constant CHEAP = 0.005 ether;

    bytes32[] private alicesPath;
    bytes32[] private bobsPath;
    bytes32 private root;

    function setUp() public override {
        super.setUp();
        (root, alicesPath, bobsPath) = _list([alice, bob], [uint256(4), 65_535]);
        _openListed(0, type(uint40).max);
        // The two sales are independent.
        _open(0, 0, 0);
    }

    function test_mintListed_sellsOnTermsOfItsOwn() public {
        vm.startPrank(alice);
        token.mintListed{value: 1 ether}(3, 1, 4, alicesPath);
        assertEq(token.balanceOf(alice), 3);
        assertEq(token.homesIn(0, 1)[0], 1);
        assertEq(address(token).balance, 3 * CHEAP);
        assertEq(alice.balance, 1000 ether - 3 * CHEAP);
        vm.expectRevert(abi.encodeWithSelector(ISale.WalletLimitReached.selector, 2, 1));
        token.mintListed{value: 1 ether}(2, ANYWHERE, 4, alicesPath);
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, alicesPath);
        vm.expectRevert(abi.encodeWithSelector(ISale.WalletLimitReached.selector, 1, 0));
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, alicesPath);
        (bytes32 set, Shop terms) = token.listedSale();
        assertEq(set, root);
        assertEq(terms.price(), CHEAP);
    }

    function test_mintListed_countsPublicMintsToo() public {
        _open(0, type(uint40).max, 3);
        _mint(alice, 3);
        vm.startPrank(alice);
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, alicesPath);
        vm.expectRevert(abi.encodeWithSelector(ISale.WalletLimitReached.selector, 1, 0));
        token.mint{value: PRICE}(1);
    }

    function test_mintListed_isOpenFromItsFirstSecondToItsLast() public {
        uint256 opensAt = block.timestamp + 100;
        _openListed(opensAt, opensAt + 100);
        bytes memory closed =
            abi.encodeWithSelector(ISale.SaleClosed.selector, opensAt, opensAt + 100);
        vm.startPrank(alice);
        vm.warp(opensAt - 1);
        vm.expectRevert(closed);
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, alicesPath);
        vm.warp(opensAt);
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, alicesPath);
        vm.warp(opensAt + 99);
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, alicesPath);
        vm.warp(opensAt + 100);
        vm.expectRevert(closed);
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, alicesPath);
    }

    function test_mintListed_takesBatchesOfOneToTen() public {
        vm.startPrank(bob);
        token.mintListed{value: 10 * CHEAP}(10, ANYWHERE, 65_535, bobsPath);
        uint256[3] memory wrong = [uint256(0), 11, 9000];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISale.QuantityOutOfRange.selector, wrong[i]));
            token.mintListed{value: 10 ether}(wrong[i], ANYWHERE, 65_535, bobsPath);
        }
    }

    function test_mintListed_toWalletsWithCode() public {
        vm.etch(alice, hex"00");
        vm.prank(alice);
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, alicesPath);
        assertEq(token.ownerOf(0), alice);
    }

    function test_mintListed_aReentrantBuyerKeepsToItsMaximum() public {
        Reentrant greedy = new Reentrant{value: 1 ether}(address(token));
        (root, alicesPath,) = _list([address(greedy), bob], [uint256(3), 1]);
        _openListed(0, type(uint40).max);
        bytes memory two = abi.encodeCall(token.mintListed, (2, ANYWHERE, 3, alicesPath));
        greedy.plan(2 * CHEAP, two);
        greedy.plan(CHEAP, abi.encodeCall(token.mintListed, (1, ANYWHERE, 3, alicesPath)));
        greedy.plan(CHEAP, abi.encodeCall(token.mintListed, (1, ANYWHERE, 3, alicesPath)));
        greedy.start(0.5 ether, two);
        assertEq(token.balanceOf(address(greedy)), 3);
        assertEq(greedy.succeeded(), 1);
        assertEq(address(greedy).balance, 1 ether - 3 * CHEAP);
    }

    function test_RevertWhen_theProofIsSomebodyElses() public {
        vm.startPrank(mallory);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotListed.selector, mallory, 4));
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, alicesPath);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotListed.selector, mallory, 65_535));
        token.mintListed{value: CHEAP}(1, ANYWHERE, 65_535, bobsPath);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotListed.selector, mallory, 4));
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, new bytes32[](0));
    }

    function test_RevertWhen_theMaximumIsAnother() public {
        vm.startPrank(alice);
        uint256[4] memory wrong = [uint256(5), 3, 0, type(uint256).max];
        for (uint256 i; i < 4; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISale.NotListed.selector, alice, wrong[i]));
            token.mintListed{value: CHEAP}(1, ANYWHERE, wrong[i], alicesPath);
        }
    }

    function test_RevertWhen_theListIsForAnotherChainOrToken() public {
        vm.chainId(10);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotListed.selector, alice, 4));
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, alicesPath);
        vm.chainId(31_337);
        _setRoot(_leaf(block.chainid, address(climate), alice, 4));
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotListed.selector, alice, 4));
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, new bytes32[](0));
        // A list of one wallet is its leaf.
        _setRoot(_leaf(block.chainid, address(token), alice, 4));
        vm.prank(alice);
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, new bytes32[](0));
    }

    function test_RevertWhen_aNodeIsShownAsALeaf() public {
        // The inner hash of a leaf, or the root itself, is nobody's listing.
        bytes32 inner = keccak256(abi.encode(block.chainid, address(token), alice, uint256(4)));
        _setRoot(inner);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotListed.selector, alice, 4));
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, new bytes32[](0));
        _setRoot(bytes32(0));
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotListed.selector, alice, 4));
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, new bytes32[](0));
    }

    function test_RevertWhen_mintingIsPausedOrThePriceIsNotMet() public {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ISale.PriceNotMet.selector, 2 * CHEAP, CHEAP));
        token.mintListed{value: CHEAP}(2, ANYWHERE, 4, alicesPath);
        _pause(true);
        vm.prank(alice);
        vm.expectRevert(ISale.MintingPaused.selector);
        token.mintListed{value: CHEAP}(1, ANYWHERE, 4, alicesPath);
    }

    function test_RevertWhen_onlyTheReserveIsLeft() public {
        vm.prank(artist);
        token.lowerSupply(21, 20);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(ISale.SupplyExhausted.selector, 2, 1));
        token.mintListed{value: 1 ether}(2, ANYWHERE, 4, alicesPath);
        token.mintListed{value: 1 ether}(1, ANYWHERE, 4, alicesPath);
    }

    function _openListed(uint256 opensAt, uint256 closesAt) private {
        PublicSale memory sale = PublicSale(uint96(CHEAP), uint40(opensAt), uint40(closesAt), 0);
        vm.prank(artist);
        token.setListedSale(root, sale);
    }

    function _setRoot(bytes32 newRoot) private {
        root = newRoot;
        _openListed(0, type(uint40).max);
    }
}
