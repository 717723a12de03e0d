// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {LibBitmap} from "solady/utils/LibBitmap.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SignatureCheckerLib} from "solady/utils/SignatureCheckerLib.sol";

import {ISale, Voucher} from "../interfaces/ISale.sol";
import {Sale} from "./Sale.sol";

/// @title Vouchers: plants promised by a signature, brought and paid for by anybody.
abstract contract Vouchers is Sale, EIP712 {
    using LibBitmap for LibBitmap.Bitmap;

    uint256 public constant POWER_VOUCHERS = 1 << 2;

    bytes32 private constant VOUCHER_TYPEHASH = keccak256(
        "Voucher(address recipient,uint256 quantity,uint256 price,uint256 home,uint256 nonce,uint256 deadline)"
    );

    /// @inheritdoc ISale
    address public voucherSigner;

    LibBitmap.Bitmap private _spent;

    /// @inheritdoc ISale
    function mintVoucher(Voucher calldata voucher, bytes calldata signature) external payable {
        if (block.timestamp > voucher.deadline) revert VoucherExpired(voucher.deadline);
        // A signature can be written in more than one way; a nonce is spent once.
        _spend(voucher.nonce);
        _requireSigned(_hashTypedData(keccak256(abi.encode(VOUCHER_TYPEHASH, voucher))), signature);
        uint16 home = SafeCastLib.toUint16(voucher.home);
        _sell(shop, voucher.recipient, voucher.quantity, home, voucher.price);
    }

    /// @inheritdoc ISale
    function setVoucherSigner(address signer)
        external
        onlyOwnerOrRoles(ROLE_ARTIST)
        unlocked(POWER_VOUCHERS)
    {
        voucherSigner = signer;
        emit VoucherSignerChanged(signer);
    }

    /// @inheritdoc ISale
    function cancelVoucher(uint256 nonce)
        external
        onlyOwnerOrRoles(ROLE_ARTIST)
        unlocked(POWER_VOUCHERS)
    {
        _spend(nonce);
    }

    /// @inheritdoc ISale
    function isVoucherSpent(uint256 nonce) external view returns (bool) {
        return _spent.get(nonce);
    }

    function _domainNameAndVersion()
        internal
        pure
        override
        returns (string memory name_, string memory version)
    {
        return ("Heliotrope", "1");
    }

    function _spend(uint256 nonce) private {
        if (_spent.get(nonce)) revert VoucherAlreadySpent(nonce);
        _spent.set(nonce);
        emit VoucherSpent(nonce, msg.sender);
    }

    /// @dev By the key first: under EIP-7702 a key's own address may have code that knows no ERC-1271.
    function _requireSigned(bytes32 digest, bytes calldata signature) private view {
        address signer = voucherSigner;
        bool isSigned = signer != address(0)
            && (ECDSA.tryRecoverCalldata(digest, signature) == signer
                || SignatureCheckerLib.isValidERC1271SignatureNowCalldata(
                    signer, digest, signature
                ));
        if (!isSigned) revert VoucherRefused(signer);
    }
}
