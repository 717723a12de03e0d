// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "solady/utils/ECDSA.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SSTORE2} from "solady/utils/SSTORE2.sol";

import {Powers} from "../Powers.sol";
import {IClimate} from "../interfaces/IClimate.sol";
import {Grid} from "./Grid.sol";

/// @title Reporters: who may sign the weather, and whether they did.
abstract contract Reporters is Grid, Powers, EIP712 {
    /// @dev One slot; the addresses lie back to back at `pointer`.
    struct SignerSet {
        address pointer;
        uint40 since;
        uint8 threshold;
    }

    /// @inheritdoc IClimate
    uint256 public constant POWER_SIGNERS = 1 << 1;

    bytes32 private constant REPORT_TYPEHASH =
        keccak256("Report(uint256 epoch,uint256 signerSetVersion,bytes observations)");

    uint256 private constant MOST_SIGNERS = 31;

    /// @dev What a contract reporter may use to confirm; the adapters here need about 5,000.
    uint256 private constant CONFIRM_GAS = 50_000;

    /// @dev Version 1 on; a mapping, so that reading one does not read how many there are.
    mapping(uint256 version => SignerSet) private _signerSets;

    /// @inheritdoc IClimate
    function setSigners(address[] calldata signers, uint256 threshold)
        external
        onlyOwner
        unlocked(POWER_SIGNERS)
        returns (uint256 version)
    {
        uint256 n = signers.length;
        // More than half, so that no two disjoint groups could each report an epoch; odd, so that the
        // median is one of the values.
        bool isQuorum = threshold % 2 == 1 && threshold <= n && threshold * 2 > n;
        if (!isQuorum || n > MOST_SIGNERS) revert SignersInvalid();
        bytes memory packed;
        address last;
        for (uint256 i; i < n; ++i) {
            if (signers[i] <= last) revert SignersInvalid();
            last = signers[i];
            packed = abi.encodePacked(packed, last);
        }
        version = signerSetVersion() + 1;
        _signerSets[version] = SignerSet({
            pointer: SSTORE2.write(packed),
            since: uint40(block.timestamp),
            threshold: uint8(threshold)
        });
        _head.signerSets = SafeCastLib.toUint16(version);
        _head.signerSetsSince = uint40(block.timestamp);
        emit SignersChanged(version, signers, threshold);
    }

    /// @inheritdoc IClimate
    function signerSetVersion() public view returns (uint256) {
        return _head.signerSets;
    }

    /// @inheritdoc IClimate
    function signerSetVersionIn(uint256 epoch) public view returns (uint256) {
        return _countBefore(epoch, signerSetVersion(), _signerSetSince);
    }

    /// @inheritdoc IClimate
    function signersOf(uint256 version)
        external
        view
        returns (address[] memory signers, uint256 threshold)
    {
        if (version == 0 || version > signerSetVersion()) revert SignerSetUnknown(version);
        SignerSet memory set = _signerSets[version];
        bytes memory packed = SSTORE2.read(set.pointer);
        signers = new address[](packed.length / 20);
        for (uint256 i; i < signers.length; ++i) {
            signers[i] = _signerAt(packed, i);
        }
        threshold = set.threshold;
    }

    /// @inheritdoc IClimate
    function digest(uint256 epoch, bytes calldata observations) external view returns (bytes32) {
        return _digest(epoch, signerSetVersionIn(epoch), observations);
    }

    function _domainNameAndVersion()
        internal
        pure
        override
        returns (string memory name, string memory version)
    {
        return ("Heliotrope Climate", "1");
    }

    /// @dev Exactly `threshold` reports of the right length by strictly ascending members of the set.
    /// @return starts where the bytes of each start in calldata.
    function _checkReports(
        uint256 epoch,
        uint256 version,
        uint256 stations,
        bytes[] calldata observations,
        bytes[] calldata signatures
    ) internal view returns (uint256[] memory starts) {
        bytes memory members;
        {
            SignerSet memory set = _signerSets[version];
            uint256 k = set.threshold;
            if (observations.length != k || signatures.length != k) {
                revert WrongReportCount(k, observations.length, signatures.length);
            }
            members = SSTORE2.read(set.pointer);
            starts = new uint256[](k);
        }
        uint256 next;
        for (uint256 i; i < starts.length; ++i) {
            bytes calldata report = observations[i];
            if (report.length != stations * 16) {
                revert WrongReportLength(i, stations * 16, report.length);
            }
            assembly ("memory-safe") {
                mstore(add(starts, shl(5, add(i, 1))), report.offset)
            }
            bytes32 hash = _digest(epoch, version, report);
            bytes calldata signature = signatures[i];
            bool isContract = signature.length == 20;
            address signer = isContract
                ? address(bytes20(signature))
                : ECDSA.tryRecoverCalldata(hash, signature);
            next = _seek(members, next, signer);
            if (next == 0) revert SignerRefused(i, signer);
            // Asked after it was found, so that no stranger is ever called.
            if (isContract && !_isConfirmed(signer, hash)) revert ReportUnconfirmed(i, signer);
        }
    }

    /// @dev Whether a contract answers that `hash` is its own, by ERC-1271. It can neither write, nor
    /// burn more than its gas, nor have a long answer copied.
    function _isConfirmed(address reporter, bytes32 hash) private view returns (bool confirmed) {
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (hash, ""));
        bytes32 valid = IERC1271.isValidSignature.selector;
        assembly ("memory-safe") {
            confirmed := staticcall(
                CONFIRM_GAS,
                reporter,
                add(question, 32),
                mload(question),
                0,
                32
            )
            // The selector alone: an answer that begins with it but is something else is none.
            confirmed := and(confirmed, and(gt(returndatasize(), 31), eq(mload(0), valid)))
        }
    }

    /// @dev Looks for `signer` in the ascending `members`, from byte `from` on, and answers the byte
    /// behind it, or zero. Signers that ascend too are found in one walk over all, each at most once.
    function _seek(bytes memory members, uint256 from, address signer)
        private
        pure
        returns (uint256 behind)
    {
        assembly ("memory-safe") {
            for { let at := from } lt(at, mload(members)) {} {
                let member := shr(96, mload(add(add(members, 32), at)))
                at := add(at, 20)
                if iszero(lt(member, signer)) {
                    if eq(member, signer) { behind := at }
                    break
                }
            }
        }
    }

    function _digest(uint256 epoch, uint256 version, bytes calldata observations)
        private
        view
        returns (bytes32)
    {
        bytes32 body = EfficientHashLib.hashCalldata(observations);
        return _hashTypedData(
            EfficientHashLib.hash(REPORT_TYPEHASH, bytes32(epoch), bytes32(version), body)
        );
    }

    function _signerAt(bytes memory packed, uint256 i) private pure returns (address signer) {
        assembly ("memory-safe") {
            signer := shr(96, mload(add(add(packed, 32), mul(i, 20))))
        }
    }

    function _signerSetSince(uint256 index) private view returns (uint256) {
        return _signerSets[index + 1].since;
    }
}
