// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {Observation, ObservationLib} from "../../../contracts/types/Observation.sol";
import {Fixture} from "../Fixture.sol";

/// @dev A submission that is cut, stretched or bent on its way.
contract CalldataTest is Fixture {
    uint256 private epoch;
    bytes private call;

    function setUp() public override {
        super.setUp();
        epoch = _nextEpoch();
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        call = abi.encodeCall(IClimate.submit, (epoch, reports, _signAll(epoch, reports)));
    }

    /// @dev The last 31 bytes are padding, which the decoder does not miss.
    function test_fuzz_RevertWhen_calldataIsCut(uint256 length) public {
        length = bound(length, 4, call.length - 32);
        bytes memory cut = call;
        assembly ("memory-safe") {
            mstore(cut, length)
        }
        (bool ok,) = address(climate).call(cut);
        assertFalse(ok);
        assertEq(climate.lastEpoch(), 0);
    }

    function test_submit_ignoresWhatFollows() public {
        (bool ok,) = address(climate).call(bytes.concat(call, keccak256("anything")));
        assertTrue(ok);
        _assertMild();
    }

    /// @dev Whatever byte is changed, either nothing is accepted or what was signed.
    function test_fuzz_submit_acceptsOnlyWhatWasSigned(uint256 at, uint8 change) public {
        if (change == 0) return;
        bytes memory bent = call;
        at = bound(at, 4, bent.length - 1);
        bent[at] ^= bytes1(change);
        (bool ok,) = address(climate).call(bent);
        if (ok) _assertMild();
        else assertEq(climate.lastEpoch(), 0);
    }

    /// @dev Lengths and offsets at the end of the range run into nothing.
    function test_RevertWhen_anOffsetIsHuge() public {
        uint256[4] memory values = [uint256(1) << 64, 1 << 255, type(uint256).max, type(uint64).max];
        for (uint256 word = 1; word < 8; ++word) {
            for (uint256 i; i < values.length; ++i) {
                bytes memory bent = call;
                uint256 value = values[i];
                assembly ("memory-safe") {
                    mstore(add(bent, add(36, mul(32, word))), value)
                }
                (bool ok,) = address(climate).call(bent);
                assertFalse(ok);
            }
        }
        assertEq(climate.lastEpoch(), 0);
    }

    function test_submit_readsReportsThatOverlap() public {
        // Three reports at one place in calldata are still three reports, each signed by its own.
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        bytes memory tail = abi.encode(signatures);
        bytes memory list = abi.encodePacked(
            abi.encode(uint256(3), uint256(96), uint256(96), uint256(96)),
            abi.encode(uint256(32)),
            reports[0]
        );
        bytes memory bent = abi.encodePacked(
            IClimate.submit.selector,
            abi.encode(epoch, uint256(96), 96 + list.length),
            list,
            _behind(tail, 32)
        );
        assertLt(bent.length, call.length);
        (bool ok,) = address(climate).call(bent);
        assertTrue(ok);
        _assertMild();
    }

    function test_RevertWhen_aSignatureIsBent() public {
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        for (uint256 i; i < 3; ++i) {
            bytes[] memory signatures = _signAll(epoch, reports);
            signatures[i][64] = 0x1d;
            vm.expectPartialRevert(IClimate.SignerRefused.selector);
            climate.submit(epoch, reports, signatures);
            signatures = _signAll(epoch, reports);
            signatures[i][7] ^= 0x10;
            vm.expectPartialRevert(IClimate.SignerRefused.selector);
            climate.submit(epoch, reports, signatures);
        }
    }

    function test_submit_readsShortSignatures() public {
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        for (uint256 i; i < 3; ++i) {
            (uint8 v, bytes32 r, bytes32 s) =
                vm.sign(reporterKeys[i], climate.digest(epoch, reports[i]));
            // ERC-2098: the parity of v in the highest bit of s.
            signatures[i] = abi.encodePacked(r, uint256(s) | (uint256(v - 27) << 255));
        }
        climate.submit(epoch, reports, signatures);
        _assertMild();
    }

    /// @dev The other signature over the same report is the same signer's, so it changes nothing.
    function test_submit_isNoDifferentWithAMalleableSignature() public {
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(reporterKeys[1], climate.digest(epoch, reports[1]));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        signatures[1] = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? 28 : 27);
        climate.submit(epoch, reports, signatures);
        _assertMild();
        signatures = _signAll(epoch, reports);
        vm.expectRevert(abi.encodeWithSelector(IClimate.EpochAlreadyAccepted.selector, epoch));
        climate.submit(epoch, reports, signatures);
    }

    function test_RevertWhen_theSetIsAnOldOne() public {
        vm.prank(owner);
        climate.setSigners(_reporters(), 3);
        // The same people, who signed for the version before.
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes32[3] memory digests;
        for (uint256 i; i < 3; ++i) {
            digests[i] = climate.digest(epoch, reports[i]);
        }
        _enter(epoch + 1);
        bytes[] memory signatures = new bytes[](3);
        for (uint256 i; i < 3; ++i) {
            signatures[i] = _signDigest(reporterKeys[i], digests[i]);
            assertNotEq(digests[i], climate.digest(epoch + 1, reports[i]));
        }
        vm.expectPartialRevert(IClimate.SignerRefused.selector);
        climate.submit(epoch + 1, reports, signatures);
        assertEq(climate.signerSetVersionIn(epoch + 1), 2);
        climate.submit(epoch + 1, reports, _signAll(epoch + 1, reports));
    }

    function _assertMild() private view {
        assertEq(climate.lastEpoch(), epoch);
        (Observation o,) = climate.observationAt(1, epoch);
        assertEq(Observation.unwrap(o), Observation.unwrap(ObservationLib.pack(_mild())));
    }

    function _behind(bytes memory data, uint256 from) private pure returns (bytes memory rest) {
        rest = new bytes(data.length - from);
        for (uint256 i; i < rest.length; ++i) {
            rest[i] = data[from + i];
        }
    }
}
