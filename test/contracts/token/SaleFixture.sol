// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {PublicSale, Voucher} from "../../../contracts/interfaces/ISale.sol";
import {Fixture} from "../Fixture.sol";

/// @title The people around a sale, and what they do.
abstract contract SaleFixture is Fixture {
    /// @dev In place of a home: germination draws it.
    uint16 internal constant ANYWHERE = 65_535;
    uint256 internal constant PRICE = 0.02 ether;

    address internal signer;
    uint256 internal signerKey;

    function setUp() public virtual override {
        super.setUp();
        (signer, signerKey) = makeAddrAndKey("signer");
        vm.prank(artist);
        token.setVoucherSigner(signer);
    }

    function _settings() internal virtual override returns (Settings memory settings) {
        settings = super._settings();
        settings.terms.reserve = 20;
        settings.terms.sale.price = uint96(PRICE);
    }

    /// @dev The public sale at PRICE.
    function _open(uint256 opensAt, uint256 closesAt, uint256 walletLimit) internal {
        vm.prank(artist);
        token.setPublicSale(
            PublicSale(uint96(PRICE), uint40(opensAt), uint40(closesAt), uint16(walletLimit))
        );
    }

    function _pause(bool paused) internal {
        vm.prank(guardian);
        token.setPaused(paused);
    }

    /// @dev A list of as many wallets as maxima, 2 at least: its root, and each one's path.
    function _list(address[2] memory wallets, uint256[2] memory maxima)
        internal
        view
        returns (bytes32 root, bytes32[] memory pathOfFirst, bytes32[] memory pathOfSecond)
    {
        bytes32 first = _leaf(block.chainid, address(token), wallets[0], maxima[0]);
        bytes32 second = _leaf(block.chainid, address(token), wallets[1], maxima[1]);
        (pathOfFirst, pathOfSecond) = (new bytes32[](1), new bytes32[](1));
        (pathOfFirst[0], pathOfSecond[0]) = (second, first);
        root = first < second
            ? keccak256(abi.encode(first, second))
            : keccak256(abi.encode(second, first));
    }

    function _leaf(uint256 chainId, address at, address wallet, uint256 maximum)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(bytes.concat(keccak256(abi.encode(chainId, at, wallet, maximum))));
    }

    /// @dev Two plants for alice, at half the price, for a day.
    function _voucher(uint256 nonce) internal view returns (Voucher memory) {
        return Voucher({
            recipient: alice,
            quantity: 2,
            price: PRICE / 2,
            home: ANYWHERE,
            nonce: nonce,
            deadline: block.timestamp + 1 days
        });
    }

    function _signVoucher(Voucher memory voucher) internal view returns (bytes memory) {
        return _signDigest(signerKey, _digest(voucher, block.chainid, address(token)));
    }

    /// @dev EIP-712 by hand: nothing of the contract's own hashing is used.
    function _digest(Voucher memory v, uint256 chainId, address at)
        internal
        pure
        returns (bytes32)
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Heliotrope"),
                keccak256("1"),
                chainId,
                at
            )
        );
        bytes32 body = keccak256(
            abi.encode(
                keccak256(
                    "Voucher(address recipient,uint256 quantity,uint256 price,uint256 home,uint256 nonce,uint256 deadline)"
                ),
                v.recipient,
                v.quantity,
                v.price,
                v.home,
                v.nonce,
                v.deadline
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, body));
    }
}
