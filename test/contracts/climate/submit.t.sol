// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Exposure} from "../../../contracts/types/Exposure.sol";
import {
    NEVER_OBSERVED,
    Observation,
    ObservationFields,
    ObservationLib
} from "../../../contracts/types/Observation.sol";
import {Fixture} from "../Fixture.sol";

contract SubmitTest is Fixture {
    event BatchMetadataUpdate(uint256 _fromTokenId, uint256 _toTokenId);

    function test_submit_storesWhatWasReported() public {
        uint256 epoch = _observeNext();
        (Observation o, Exposure e) = climate.observationAt(1, epoch);
        assertEq(Observation.unwrap(o), Observation.unwrap(ObservationLib.pack(_mild())));
        assertEq(Exposure.unwrap(e), Exposure.unwrap(Exposure.wrap(0).add(o)));
        assertEq(climate.lastEpoch(), epoch);
        assertEq(climate.acceptedAt(epoch), block.timestamp);
    }

    function test_submit_writesTheBlobThatTheInterfaceDescribes() public {
        uint256 epoch = _observeNext();
        Observation o = ObservationLib.pack(_mild());
        Exposure e = Exposure.wrap(0).add(o);
        bytes memory expected = abi.encodePacked(hex"00", uint40(epoch), uint16(2), o, e, o, e);
        address blob = climate.blobOf(epoch);
        assertEq(blob.code, expected);
        assertEq(climate.climateHash(epoch), keccak256(expected));
    }

    function test_submit_tellsTheWorldAndTheToken() public {
        uint256 epoch = _nextEpoch();
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        vm.expectEmit(true, false, false, false, address(climate));
        emit IClimate.EpochAccepted(epoch, 0, address(0), address(0));
        vm.expectEmit(address(token));
        emit BatchMetadataUpdate(0, type(uint256).max);
        climate.submit(epoch, reports, signatures);
    }

    function test_submit_takesTheMedianAgainstOneLiar() public {
        uint256 epoch = _nextEpoch();
        ObservationFields memory low = _mild();
        ObservationFields memory high = _mild();
        high.tempCentiC += 40;
        high.cloudPct += 3;
        for (uint256 liar; liar < 3; ++liar) {
            uint256 snapshot = vm.snapshotState();
            bytes[] memory reports = new bytes[](3);
            for (uint256 i; i < 3; ++i) {
                reports[i] = _report(i == (liar + 1) % 3 ? low : high, 2);
            }
            ObservationFields memory lie;
            lie.tempCentiC = liar == 1 ? int256(-9000) : int256(6000);
            lie.codeRank = 27;
            reports[liar] = _report(lie, 2);
            climate.submit(epoch, reports, _signAll(epoch, reports));
            (Observation o,) = climate.observationAt(0, epoch);
            assertGe(o.tempCentiC(), low.tempCentiC);
            assertLe(o.tempCentiC(), high.tempCentiC);
            assertGe(o.cloudPct(), low.cloudPct);
            assertLe(o.cloudPct(), high.cloudPct);
            assertEq(o.codeRank(), 2);
            vm.revertToState(snapshot);
        }
    }

    function test_submit_takesAnyThreeOfFour() public {
        for (uint256 absent; absent < 4; ++absent) {
            uint256 epoch = _nextEpoch();
            bytes[] memory reports = _thrice(_report(_mild(), 2));
            bytes[] memory signatures = new bytes[](3);
            uint256 next;
            for (uint256 i; i < 4; ++i) {
                if (i != absent) signatures[next++] = _sign(i, epoch, reports[0]);
            }
            climate.submit(epoch, reports, signatures);
            assertEq(climate.lastEpoch(), epoch);
        }
    }

    function test_submit_sumsEpochAfterEpoch() public {
        ObservationFields memory f = _mild();
        Exposure sums;
        for (uint256 i; i < 5; ++i) {
            f.tempCentiC -= 900;
            f.codeRank = 25 + i % 3;
            f.frostMinutes = 100 * i;
            uint256 epoch = _nextEpoch();
            _observe(epoch, f);
            Exposure actual;
            (, actual) = climate.observationAt(0, epoch);
            sums = sums.add(ObservationLib.pack(f));
            assertEq(Exposure.unwrap(actual), Exposure.unwrap(sums));
        }
        assertEq(sums.observed(), 5);
        assertEq(sums.storms(), 5);
    }

    function test_submit_aGapAddsNothing() public {
        uint256 before = _observeNext();
        _enter(before + 10);
        _observe(before + 10, _mild());
        Exposure e = climate.exposureBetween(0, before, before + 10);
        assertEq(e.observed(), 1);
        assertEq(e.rainCentiMm(), 30);
    }

    function test_submit_carriesAMissingStationOver() public {
        uint256 first = _observeNext();
        (Observation o, Exposure e) = climate.observationAt(0, first);
        _enter(first + 3);
        bytes[] memory reports = new bytes[](3);
        bytes memory mild = abi.encodePacked(ObservationLib.pack(_mild()));
        reports[0] = bytes.concat(mild, mild);
        reports[1] = abi.encodePacked(NEVER_OBSERVED, mild);
        reports[2] = reports[0];
        climate.submit(first + 3, reports, _signAll(first + 3, reports));

        (Observation carried, Exposure same) = climate.observationAt(0, first + 3);
        assertEq(carried.age(), 3);
        assertEq(Observation.unwrap(carried.withAge(0)), Observation.unwrap(o));
        assertEq(Exposure.unwrap(same), Exposure.unwrap(e));
        (Observation other, Exposure more) = climate.observationAt(1, first + 3);
        assertEq(other.age(), 0);
        assertEq(more.observed(), 2);

        // It ages on from where it was, and is young again once it is observed.
        _enter(first + 4);
        climate.submit(first + 4, reports, _signAll(first + 4, reports));
        (carried,) = climate.observationAt(0, first + 4);
        assertEq(carried.age(), 4);
        _observeNext();
        (carried, more) = climate.observationAt(0, first + 5);
        assertEq(carried.age(), 0);
        assertEq(more.observed(), 2);
    }

    function test_submit_aStationThatWasNeverObservedStaysSo() public {
        uint256 epoch = _nextEpoch();
        bytes[] memory reports = _thrice(abi.encodePacked(NEVER_OBSERVED, NEVER_OBSERVED));
        climate.submit(epoch, reports, _signAll(epoch, reports));
        (Observation o, Exposure e) = climate.observationAt(1, epoch);
        assertEq(Observation.unwrap(o), Observation.unwrap(NEVER_OBSERVED));
        assertEq(Exposure.unwrap(e), 0);
    }

    function test_submit_aStationJoinsWithTheNextEpoch() public {
        uint256 epoch = _nextEpoch();
        vm.prank(owner);
        climate.addStation("Reykjavik", 64_147_000, -21_942_000);
        assertEq(climate.stationCountIn(epoch), 2);
        assertEq(climate.stationCountIn(epoch + 1), 3);
        _observe(epoch, _mild());
        (Observation o,) = climate.observationAt(2, epoch);
        assertEq(Observation.unwrap(o), Observation.unwrap(NEVER_OBSERVED));
        _observeNext();
        Exposure e;
        (o, e) = climate.observationAt(2, epoch + 1);
        assertEq(o.age(), 0);
        assertEq(e.observed(), 1);
    }

    function test_submit_aChangeAtTheVeryInstantIsTooLate() public {
        uint256 epoch = _nextEpoch();
        vm.warp(epoch * 25_200);
        vm.startPrank(owner);
        climate.addStation("Reykjavik", 64_147_000, -21_942_000);
        climate.setSigners(_reporters(), 3);
        vm.stopPrank();
        assertEq(climate.stationCountIn(epoch), 2);
        assertEq(climate.signerSetVersionIn(epoch), 1);
        assertEq(climate.stationCountIn(epoch + 1), 3);
        _observe(epoch, _mild());
        assertEq(climate.blobOf(epoch).code.length, 1 + 7 + 2 * 48);
    }

    function test_submit_signersChangeWithTheNextEpoch() public {
        uint256 epoch = _nextEpoch();
        uint256[] memory oldKeys = reporterKeys;
        (, uint256 key) = makeAddrAndKey("newcomer");
        address[] memory one = new address[](1);
        one[0] = vm.addr(key);
        vm.prank(owner);
        uint256 version = climate.setSigners(one, 1);
        assertEq(climate.signerSetVersionIn(epoch), version - 1);
        _observe(epoch, _mild());

        epoch = _nextEpoch();
        assertEq(climate.signerSetVersionIn(epoch), version);
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        vm.expectRevert(abi.encodeWithSelector(IClimate.WrongReportCount.selector, 1, 3, 3));
        climate.submit(epoch, reports, signatures);
        assembly ("memory-safe") {
            mstore(reports, 1)
            mstore(signatures, 1)
        }
        address old = vm.addr(oldKeys[0]);
        vm.expectRevert(abi.encodeWithSelector(IClimate.SignerRefused.selector, 0, old));
        climate.submit(epoch, reports, signatures);
        signatures[0] = _signDigest(key, climate.digest(epoch, reports[0]));
        climate.submit(epoch, reports, signatures);
        assertEq(climate.lastEpoch(), epoch);
    }

    function test_submit_isAcceptedAtBothEndsOfItsTime() public {
        uint256 epoch = _nextEpoch();
        vm.warp(epoch * 25_200);
        _observe(epoch, _mild());
        vm.warp((epoch + 2) * 25_200 - 1);
        _observe(epoch + 1, _mild());
        assertEq(climate.lastEpoch(), epoch + 1);
    }

    function test_submit_survivesATokenThatFails() public {
        vm.mockCallRevert(address(token), abi.encodeCall(IHeliotrope.announce, ()), "no");
        uint256 epoch = _observeNext();
        assertEq(climate.lastEpoch(), epoch);
    }

    function test_fuzz_submit_nobodyCanStarveTheAnnouncement(uint256 gas_) public {
        gas_ = bound(gas_, 150_000, 320_000);
        uint256 epoch = _nextEpoch();
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        vm.recordLogs();
        try climate.submit{gas: gas_}(epoch, reports, signatures) {
            Vm.Log[] memory logs = vm.getRecordedLogs();
            assertEq(logs[logs.length - 1].emitter, address(token));
        } catch {
            assertEq(climate.lastEpoch(), 0);
        }
    }

    function test_RevertWhen_theEpochLiesInTheFuture() public {
        uint256 epoch = _nextEpoch() + 1;
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        vm.expectRevert(abi.encodeWithSelector(IClimate.EpochInFuture.selector, epoch, epoch - 1));
        climate.submit(epoch, reports, signatures);
        vm.expectRevert(
            abi.encodeWithSelector(IClimate.EpochInFuture.selector, type(uint256).max, epoch - 1)
        );
        climate.submit(type(uint256).max, reports, signatures);
    }

    function test_RevertWhen_theEpochIsSuperseded() public {
        uint256 epoch = _nextEpoch();
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        vm.warp((epoch + 1) * 25_200);
        vm.expectRevert(abi.encodeWithSelector(IClimate.EpochSuperseded.selector, epoch, epoch + 1));
        climate.submit(epoch, reports, signatures);
    }

    function test_RevertWhen_theEpochIsAcceptedAlready() public {
        uint256 epoch = _observeNext();
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        vm.expectRevert(abi.encodeWithSelector(IClimate.EpochAlreadyAccepted.selector, epoch));
        climate.submit(epoch, reports, signatures);
    }

    function test_RevertWhen_thereAreTooManyOrTooFewReports() public {
        uint256 epoch = _nextEpoch();
        for (uint256 n; n < 5; ++n) {
            if (n == 3) continue;
            bytes[] memory reports = new bytes[](n);
            for (uint256 i; i < n; ++i) {
                reports[i] = _report(_mild(), 2);
            }
            bytes[] memory signatures = _signAll(epoch, reports);
            vm.expectRevert(abi.encodeWithSelector(IClimate.WrongReportCount.selector, 3, n, n));
            climate.submit(epoch, reports, signatures);
        }
        vm.expectRevert(abi.encodeWithSelector(IClimate.WrongReportCount.selector, 3, 3, 0));
        climate.submit(epoch, _thrice(""), new bytes[](0));
    }

    function test_RevertWhen_aReportHasAnotherLength() public {
        uint256 epoch = _nextEpoch();
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        reports[1] = _report(_mild(), 3);
        bytes[] memory signatures = _signAll(epoch, reports);
        vm.expectRevert(abi.encodeWithSelector(IClimate.WrongReportLength.selector, 1, 32, 48));
        climate.submit(epoch, reports, signatures);
    }

    function test_RevertWhen_signersAreUnsortedOrRepeated() public {
        uint256 epoch = _nextEpoch();
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        (signatures[0], signatures[1]) = (signatures[1], signatures[0]);
        _expectRefused(1, 0);
        climate.submit(epoch, reports, signatures);
        signatures[0] = signatures[1];
        _expectRefused(1, 0);
        climate.submit(epoch, reports, signatures);
    }

    function test_RevertWhen_theSignatureIsMalleated() public {
        uint256 epoch = _nextEpoch();
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        // The same signer twice, the second time with the other s: still not strictly ascending.
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(reporterKeys[0], climate.digest(epoch, reports[0]));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        signatures[1] = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? 28 : 27);
        vm.expectRevert();
        climate.submit(epoch, reports, signatures);
    }

    function test_RevertWhen_theSignerIsAStranger() public {
        uint256 epoch = _nextEpoch();
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        (address stranger, uint256 key) = makeAddrAndKey("stranger");
        signatures[2] = _signDigest(key, climate.digest(epoch, reports[2]));
        vm.expectRevert(abi.encodeWithSelector(IClimate.SignerRefused.selector, 2, stranger));
        climate.submit(epoch, reports, signatures);
    }

    function test_RevertWhen_theSignatureIsNone() public {
        uint256 epoch = _nextEpoch();
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        signatures[0] = "";
        vm.expectRevert(abi.encodeWithSelector(IClimate.SignerRefused.selector, 0, address(0)));
        climate.submit(epoch, reports, signatures);
        signatures[0] = new bytes(65);
        vm.expectRevert(abi.encodeWithSelector(IClimate.SignerRefused.selector, 0, address(0)));
        climate.submit(epoch, reports, signatures);
    }

    function test_RevertWhen_theSignatureIsForAnotherEpochChainOrContract() public {
        uint256 epoch = _nextEpoch();
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes[] memory signatures = _signAll(epoch, reports);
        _enter(epoch + 1);
        vm.expectPartialRevert(IClimate.SignerRefused.selector);
        climate.submit(epoch + 1, reports, signatures);

        _enter(epoch + 2);
        signatures = _signAll(epoch + 2, reports);
        uint256 home = block.chainid;
        vm.chainId(home + 1);
        vm.expectPartialRevert(IClimate.SignerRefused.selector);
        climate.submit(epoch + 2, reports, signatures);
        vm.chainId(home);

        address twin = makeAddr("another climate");
        vm.etch(twin, address(climate).code);
        assertNotEq(
            climate.digest(epoch + 2, reports[0]), IClimate(twin).digest(epoch + 2, reports[0])
        );
        climate.submit(epoch + 2, reports, signatures);
    }

    function test_RevertWhen_anObservationIsOutOfRange() public {
        uint256 epoch = _nextEpoch();
        ObservationFields memory f = _mild();
        f.codeRank = 28;
        bytes[] memory reports = _thrice(_report(_mild(), 2));
        bytes memory bad = abi.encodePacked(ObservationLib.pack(_mild()), ObservationLib.pack(f));
        reports[0] = bad;
        reports[2] = bad;
        bytes[] memory signatures = _signAll(epoch, reports);
        vm.expectRevert(abi.encodeWithSelector(IClimate.ObservationOutOfRange.selector, 1));
        climate.submit(epoch, reports, signatures);
    }

    function _expectRefused(uint256 index, uint256 reporter) private {
        address signer = vm.addr(reporterKeys[reporter]);
        vm.expectRevert(abi.encodeWithSelector(IClimate.SignerRefused.selector, index, signer));
    }
}

contract SubmitUnconfiguredTest is Fixture {
    function test_RevertWhen_thereIsNoStationYet() public {
        uint256 epoch = climate.epochAt(block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(IClimate.NotConfigured.selector, epoch));
        climate.submit(epoch, new bytes[](0), new bytes[](0));
    }
}
