// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {Provenance} from "../../../contracts/Provenance.sol";
import {Statement} from "../../../contracts/interfaces/IProvenance.sol";
import {StatementFixture} from "./StatementFixture.sol";
import {Wallet, WrongWallet} from "./Wallets.sol";

contract SignedTest is StatementFixture {
    uint256 private constant N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    address private signer;
    uint256 private key;

    function setUp() public override {
        super.setUp();
        (signer, key) = makeAddrAndKey("keeper");
    }

    function test_isSignedBy_aKeyThatSigned() public {
        Statement memory s = _statement();
        bytes memory signature = _sign(key, provenance.digest(s));
        assertTrue(provenance.isSignedBy(s, signer, signature));
        assertFalse(provenance.isSignedBy(s, makeAddr("other"), signature));
        assertFalse(provenance.isSignedBy(s, address(0), signature));
    }

    /// @dev Every stage is signed: another value of any field is another statement.
    function test_isSignedBy_coversEveryField() public view {
        Statement memory s = _statement();
        bytes memory signature = _sign(key, provenance.digest(s));
        for (uint256 field; field < 8; ++field) {
            Statement memory other = _statement();
            assembly ("memory-safe") {
                let at := add(other, shl(5, field))
                mstore(at, xor(mload(at), 1))
            }
            assertFalse(provenance.isSignedBy(other, signer, signature));
        }
    }

    function test_digest_isTypedData() public view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Heliotrope Provenance"),
                keccak256("1"),
                block.chainid,
                address(provenance)
            )
        );
        bytes32 kind = keccak256(
            "Statement(uint256 tokenId,uint256 epoch,bytes32 modelHash,bytes32 inputHash,bytes32 rasterRoot,uint256 artVersion,uint256 compositorVersion,bytes32 composedHash)"
        );
        Statement memory s = _statement();
        bytes32 body = keccak256(abi.encode(kind, s));
        assertEq(provenance.digest(s), keccak256(abi.encodePacked(hex"1901", domain, body)));
    }

    function test_isSignedBy_notOnAnotherChainOrContract() public {
        Statement memory s = _statement();
        bytes memory signature = _sign(key, provenance.digest(s));
        assertFalse(new Provenance(token, almanac).isSignedBy(s, signer, signature));
        vm.chainId(5);
        assertFalse(provenance.isSignedBy(s, signer, signature));
    }

    /// @dev There is one signature of a key's that counts: not its mirror image, nor the short form.
    function test_isSignedBy_refusesOtherFormsOfASignature() public view {
        Statement memory s = _statement();
        bytes32 digest = provenance.digest(s);
        (uint8 v, bytes32 r, bytes32 low) = vm.sign(key, digest);
        bytes32 high = bytes32(N - uint256(low));
        uint8 mirrored = v == 27 ? 28 : 27;
        assertEq(ecrecover(digest, mirrored, r, high), signer);
        assertFalse(provenance.isSignedBy(s, signer, abi.encodePacked(r, high, mirrored)));
        bytes32 short = bytes32(uint256(low) | (uint256(v - 27) << 255));
        assertFalse(provenance.isSignedBy(s, signer, abi.encodePacked(r, short)));
        assertFalse(provenance.isSignedBy(s, signer, abi.encodePacked(r, low, v - 27)));
        assertFalse(provenance.isSignedBy(s, signer, abi.encodePacked(r, low, v, uint8(0))));
        assertFalse(provenance.isSignedBy(s, signer, ""));
    }

    function test_fuzz_isSignedBy_nobodyByChance(bytes calldata signature) public view {
        assertFalse(provenance.isSignedBy(_statement(), signer, signature));
        assertFalse(provenance.isSignedBy(_statement(), address(0), signature));
    }

    function test_isSignedBy_aWallet() public {
        Wallet wallet = new Wallet(signer);
        Statement memory s = _statement();
        bytes memory signature = _sign(key, provenance.digest(s));
        assertTrue(provenance.isSignedBy(s, address(wallet), signature));
        s.epoch += 1;
        assertFalse(provenance.isSignedBy(s, address(wallet), signature));
        s.epoch -= 1;
        wallet.setOwner(makeAddr("other"));
        assertFalse(provenance.isSignedBy(s, address(wallet), signature));
    }

    /// @dev Under EIP-7702 a key's address may have code that knows no ERC-1271.
    function test_isSignedBy_aKeyWithCode() public {
        Statement memory s = _statement();
        bytes memory signature = _sign(key, provenance.digest(s));
        vm.etch(signer, address(new WrongWallet("", true)).code);
        assertTrue(provenance.isSignedBy(s, signer, signature));
    }

    function test_isSignedBy_noWalletThatAnswersElse() public {
        Statement memory s = _statement();
        bytes4 magic = IERC1271.isValidSignature.selector;
        bytes[5] memory answers = [
            bytes(""),
            abi.encodePacked(magic),
            abi.encode(uint256(1)),
            abi.encode(uint256(uint32(magic))),
            bytes.concat(magic, bytes27(0), hex"01")
        ];
        for (uint256 i; i < answers.length; ++i) {
            address wrong = address(new WrongWallet(answers[i], false));
            assertFalse(provenance.isSignedBy(s, wrong, "signature"));
        }
        address reverting = address(new WrongWallet(abi.encode(magic), true));
        assertFalse(provenance.isSignedBy(s, reverting, "signature"));
        address right = address(new WrongWallet(abi.encode(magic), false));
        assertTrue(provenance.isSignedBy(s, right, "signature"));
    }
}
