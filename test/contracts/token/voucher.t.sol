// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";

import {ISale, Voucher} from "../../../contracts/interfaces/ISale.sol";
import {Reentrant} from "./Reentrant.sol";
import {SaleFixture} from "./SaleFixture.sol";

contract VoucherTest is SaleFixture {
    /// @dev The order of secp256k1.
    uint256 private constant ORDER =
        0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    function setUp() public override {
        super.setUp();
        // Vouchers know no window but their own deadline.
        _open(0, 0, 0);
    }

    function test_mintVoucher_isBroughtAndPaidForByAnybody() public {
        Voucher memory voucher = _voucher(7);
        bytes memory signature = _signVoucher(voucher);
        vm.expectEmit(address(token));
        emit ISale.VoucherSpent(7, bob);
        vm.prank(bob);
        token.mintVoucher{value: 1 ether}(voucher, signature);
        assertEq(token.balanceOf(alice), 2);
        assertEq(token.balanceOf(bob), 0);
        assertEq(bob.balance, 1000 ether - PRICE);
        assertEq(alice.balance, 1000 ether);
        assertTrue(token.isVoucherSpent(7));
        assertFalse(token.isVoucherSpent(6));
    }

    function test_mintVoucher_canBeFreeAndKeepAHome() public {
        Voucher memory voucher = _voucher(0);
        (voucher.price, voucher.home) = (0, 1);
        _bring(voucher, 0);
        assertEq(token.homesIn(0, 1)[0], 1);
    }

    function test_mintVoucher_isGoodInItsLastSecond() public {
        Voucher memory voucher = _voucher(0);
        bytes memory signature = _signVoucher(voucher);
        vm.warp(voucher.deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(ISale.VoucherExpired.selector, voucher.deadline));
        vm.prank(bob);
        token.mintVoucher{value: PRICE}(voucher, signature);
        vm.warp(voucher.deadline);
        _bring(voucher, PRICE);
    }

    function test_mintVoucher_toWalletsWithCodeBySignersWithCode() public {
        // Both are accounts under EIP-7702 whose code knows neither hook nor ERC-1271.
        vm.etch(alice, hex"00");
        vm.etch(signer, hex"00");
        _bring(_voucher(0), PRICE);
        assertEq(token.balanceOf(alice), 2);
    }

    function test_mintVoucher_takesShortSignatures() public {
        Voucher memory voucher = _voucher(0);
        (bytes32 r, bytes32 vs) =
            vm.signCompact(signerKey, _digest(voucher, block.chainid, address(token)));
        token.mintVoucher{value: PRICE}(voucher, abi.encodePacked(r, vs));
        assertEq(token.balanceOf(alice), 2);
    }

    function test_mintVoucher_asksASignerThatIsAContractEveryTime() public {
        Fickle fickle = new Fickle();
        _setSigner(address(fickle));
        Voucher memory voucher = _voucher(0);
        bytes32 digest = _digest(voucher, block.chainid, address(token));
        vm.expectRevert(abi.encodeWithSelector(ISale.VoucherRefused.selector, address(fickle)));
        token.mintVoucher{value: PRICE}(voucher, "promise");
        fickle.pledge(digest, true);
        fickle.pledge(digest, false);
        vm.expectRevert(abi.encodeWithSelector(ISale.VoucherRefused.selector, address(fickle)));
        token.mintVoucher{value: PRICE}(voucher, "promise");
        fickle.pledge(digest, true);
        token.mintVoucher{value: PRICE}(voucher, "promise");
        assertEq(token.balanceOf(alice), 2);
        // What it promised once is spent once.
        vm.expectRevert(abi.encodeWithSelector(ISale.VoucherAlreadySpent.selector, 0));
        token.mintVoucher{value: PRICE}(voucher, "promise");
    }

    function test_mintVoucher_aReentrantRelayerGainsNothing() public {
        Reentrant greedy = new Reentrant{value: 1 ether}(address(token));
        Voucher memory voucher = _voucher(0);
        bytes memory call = abi.encodeCall(token.mintVoucher, (voucher, _signVoucher(voucher)));
        greedy.plan(PRICE, call);
        greedy.plan(0, abi.encodeCall(token.withdraw, ()));
        greedy.plan(0, abi.encodeCall(token.cancelVoucher, (1)));
        assertTrue(greedy.start(0.5 ether, call));
        assertEq(greedy.succeeded(), 1);
        assertEq(token.totalMinted(), 2);
        assertEq(address(greedy).balance, 1 ether - PRICE);
    }

    function test_fuzz_mintVoucher_spendsEachNonceOnce(uint256 nonce, uint256 other) public {
        vm.assume(nonce != other);
        _bring(_voucher(nonce), PRICE);
        _expectRefusal(_voucher(nonce), ISale.VoucherAlreadySpent.selector);
        _bring(_voucher(other), PRICE);
        _bring(_voucher(uint256(keccak256(abi.encode(nonce, other)))), PRICE);
        assertEq(token.balanceOf(alice), 6);
    }

    function test_cancelVoucher_callsItBack() public {
        Voucher memory voucher = _voucher(3);
        bytes memory signature = _signVoucher(voucher);
        vm.startPrank(artist);
        token.cancelVoucher(3);
        vm.expectRevert(abi.encodeWithSelector(ISale.VoucherAlreadySpent.selector, 3));
        token.cancelVoucher(3);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(ISale.VoucherAlreadySpent.selector, 3));
        token.mintVoucher{value: PRICE}(voucher, signature);
    }

    function test_setVoucherSigner_voidsWhatAnotherSigned() public {
        Voucher memory voucher = _voucher(0);
        bytes memory signature = _signVoucher(voucher);
        vm.expectEmit(address(token));
        emit ISale.VoucherSignerChanged(bob);
        _setSigner(bob);
        vm.expectRevert(abi.encodeWithSelector(ISale.VoucherRefused.selector, bob));
        token.mintVoucher{value: PRICE}(voucher, signature);
        _setSigner(address(0));
        vm.expectRevert(abi.encodeWithSelector(ISale.VoucherRefused.selector, address(0)));
        token.mintVoucher{value: PRICE}(voucher, signature);
        // An invalid signature recovers to the zero address, which is nobody's.
        vm.expectRevert(abi.encodeWithSelector(ISale.VoucherRefused.selector, address(0)));
        token.mintVoucher{value: PRICE}(voucher, new bytes(65));
        _setSigner(signer);
        token.mintVoucher{value: PRICE}(voucher, signature);
    }

    function test_eip712Domain_isWhatWalletsShow() public view {
        (, string memory name, string memory version, uint256 chainId, address at,,) =
            token.eip712Domain();
        assertEq(name, "Heliotrope");
        assertEq(version, "1");
        assertEq(chainId, block.chainid);
        assertEq(at, address(token));
    }

    function test_RevertWhen_aVoucherIsReplayed() public {
        Voucher memory voucher = _voucher(0);
        _bring(voucher, PRICE);
        _expectRefusal(voucher, ISale.VoucherAlreadySpent.selector);
        // Nor as the same signature written differently.
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(signerKey, _digest(voucher, block.chainid, address(token)));
        bytes memory other = abi.encodePacked(r, ORDER - uint256(s), v == 27 ? 28 : 27);
        vm.expectRevert(abi.encodeWithSelector(ISale.VoucherAlreadySpent.selector, 0));
        token.mintVoucher{value: PRICE}(voucher, other);
        // Nor for another recipient, though it is signed for them.
        voucher.recipient = bob;
        _expectRefusal(voucher, ISale.VoucherAlreadySpent.selector);
    }

    function test_RevertWhen_aVoucherIsForAnotherChainOrToken() public {
        Voucher memory voucher = _voucher(0);
        bytes memory signature = _signVoucher(voucher);
        vm.chainId(10);
        vm.expectRevert(abi.encodeWithSelector(ISale.VoucherRefused.selector, signer));
        token.mintVoucher{value: PRICE}(voucher, signature);
        vm.chainId(31_337);
        signature = _signDigest(signerKey, _digest(voucher, block.chainid, address(climate)));
        vm.expectRevert(abi.encodeWithSelector(ISale.VoucherRefused.selector, signer));
        token.mintVoucher{value: PRICE}(voucher, signature);
    }

    function test_RevertWhen_anyFieldIsAltered() public {
        bytes memory signature = _signVoucher(_voucher(1));
        for (uint256 i; i < 6; ++i) {
            Voucher memory voucher = _voucher(1);
            if (i == 0) voucher.recipient = mallory;
            if (i == 1) voucher.quantity = 3;
            if (i == 2) voucher.price = 1;
            if (i == 3) voucher.home = 0;
            if (i == 4) voucher.nonce = 2;
            if (i == 5) voucher.deadline += 1;
            vm.expectRevert(abi.encodeWithSelector(ISale.VoucherRefused.selector, signer));
            token.mintVoucher{value: 1 ether}(voucher, signature);
        }
        token.mintVoucher{value: PRICE}(_voucher(1), signature);
    }

    function test_RevertWhen_theSignatureIsNotTheSigners() public {
        Voucher memory voucher = _voucher(0);
        (, uint256 key) = makeAddrAndKey("mallory");
        bytes[4] memory wrong = [
            _signDigest(key, _digest(voucher, block.chainid, address(token))),
            bytes(""),
            new bytes(65),
            abi.encodePacked(_signVoucher(voucher), hex"00")
        ];
        for (uint256 i; i < 4; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISale.VoucherRefused.selector, signer));
            token.mintVoucher{value: PRICE}(voucher, wrong[i]);
        }
    }

    function test_RevertWhen_aVoucherIsImpossible() public {
        Voucher memory voucher = _voucher(0);
        uint256[3] memory wrong = [uint256(0), 11, type(uint256).max];
        for (uint256 i; i < 3; ++i) {
            voucher.quantity = wrong[i];
            _expectRefusal(voucher, ISale.QuantityOutOfRange.selector);
        }
        voucher = _voucher(0);
        voucher.home = 2;
        _expectFailure(voucher);
        // A home of 65,536 is not cut down to station 0.
        voucher.home = 65_536;
        _expectFailure(voucher);
        voucher = _voucher(0);
        voucher.recipient = address(0);
        _expectFailure(voucher);
        voucher = _voucher(0);
        voucher.price = type(uint256).max;
        _expectFailure(voucher);
        voucher = _voucher(0);
        _pause(true);
        _expectRefusal(voucher, ISale.MintingPaused.selector);
        _pause(false);
        voucher.price = PRICE + 1;
        _expectRefusal(voucher, ISale.PriceNotMet.selector);
        assertFalse(token.isVoucherSpent(0));
        vm.prank(artist);
        token.lowerSupply(21, 20);
        _expectRefusal(_voucher(0), ISale.SupplyExhausted.selector);
    }

    function test_RevertWhen_aStrangerSetsTheSigner() public {
        address[3] memory strangers = [mallory, guardian, signer];
        for (uint256 i; i < 3; ++i) {
            vm.startPrank(strangers[i]);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.setVoucherSigner(mallory);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.cancelVoucher(0);
            vm.stopPrank();
        }
    }

    function _bring(Voucher memory voucher, uint256 value) private {
        bytes memory signature = _signVoucher(voucher);
        vm.prank(bob);
        token.mintVoucher{value: value}(voucher, signature);
    }

    function _expectRefusal(Voucher memory voucher, bytes4 why) private {
        bytes memory signature = _signVoucher(voucher);
        vm.expectPartialRevert(why);
        token.mintVoucher{value: 2 * PRICE}(voucher, signature);
    }

    function _expectFailure(Voucher memory voucher) private {
        bytes memory signature = _signVoucher(voucher);
        vm.expectRevert();
        token.mintVoucher{value: 2 * PRICE}(voucher, signature);
    }

    function _setSigner(address newSigner) private {
        vm.prank(artist);
        token.setVoucherSigner(newSigner);
    }
}

/// @dev A signer that may take back what it has promised.
contract Fickle {
    mapping(bytes32 digest => bool) private _promised;

    function pledge(bytes32 digest, bool kept) external {
        _promised[digest] = kept;
    }

    function isValidSignature(bytes32 digest, bytes calldata) external view returns (bytes4) {
        return _promised[digest] ? this.isValidSignature.selector : bytes4(0xffffffff);
    }
}
