// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {ChainlinkReporter} from "../../../contracts/adapters/ChainlinkReporter.sol";
import {IChainlinkReporter} from "../../../contracts/interfaces/IChainlinkReporter.sol";
import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {IReceiver} from "../../../contracts/interfaces/IReceiver.sol";
import {Observation, ObservationLib} from "../../../contracts/types/Observation.sol";
import {ReporterFixture} from "../climate/ReporterFixture.sol";

/// @dev The part of a forwarder that matters here: it asks for the interface by ERC-165, cuts the
/// metadata out of the raw report (bytes 45 to 109 of it) and remembers whether the delivery worked.
contract Forwarder {
    function deliver(address receiver, bytes calldata rawReport) external returns (bool ok) {
        bytes4 id = type(IReceiver).interfaceId;
        require(ChainlinkReporter(receiver).supportsInterface(id), "no receiver");
        require(!ChainlinkReporter(receiver).supportsInterface(0xffffffff), "no receiver");
        (ok,) =
            receiver.call(abi.encodeCall(IReceiver.onReport, (rawReport[45:109], rawReport[109:])));
    }
}

contract ChainlinkTest is ReporterFixture {
    bytes32 private constant WORKFLOW = keccak256("the weather workflow");
    bytes10 private constant NAME = "3ae1f0c9b7";

    address private workflowOwner = makeAddr("workflow owner");
    Forwarder private forwarder;
    ChainlinkReporter private reporter;

    function setUp() public override {
        super.setUp();
        forwarder = new Forwarder();
        reporter = new ChainlinkReporter(climate, address(forwarder), WORKFLOW, workflowOwner);
        _appoint(address(reporter));
    }

    function test_onReport_countsAsOneReporter() public {
        uint256 epoch = _nextEpoch();
        bytes memory report = _report(_mild(), 2);
        (bytes[] memory reports, bytes[] memory signatures) = _signTogether(epoch, report);
        uint256 place = _placeOf(address(reporter));
        vm.expectRevert(
            abi.encodeWithSelector(IClimate.ReportUnconfirmed.selector, place, reporter)
        );
        climate.submit(epoch, reports, signatures);

        vm.expectEmit(address(reporter));
        emit IChainlinkReporter.Reported(epoch, report);
        assertTrue(forwarder.deliver(address(reporter), _raw(epoch, report)));
        assertEq(reporter.reportedEpoch(), epoch);
        assertEq(reporter.reportedDigest(), climate.digest(epoch, report));
        climate.submit(epoch, reports, signatures);
        (Observation o,) = climate.observationAt(1, epoch);
        assertEq(Observation.unwrap(o), Observation.unwrap(ObservationLib.pack(_mild())));
    }

    function test_onReport_confirmsNothingElse() public {
        uint256 epoch = _nextEpoch();
        bytes memory report = _report(_mild(), 2);
        assertEq(reporter.isValidSignature(0, ""), bytes4(0xffffffff));
        assertTrue(forwarder.deliver(address(reporter), _raw(epoch, report)));
        bytes32 digest = climate.digest(epoch, report);
        assertEq(reporter.isValidSignature(digest, ""), IERC1271.isValidSignature.selector);
        assertEq(reporter.isValidSignature(0, ""), bytes4(0xffffffff));
        bytes32 other = climate.digest(epoch, bytes.concat(report, hex"00"));
        assertEq(reporter.isValidSignature(other, ""), bytes4(0xffffffff));
        // What it said of an epoch does not count for the next.
        _enter(epoch + 1);
        (bytes[] memory reports, bytes[] memory signatures) = _signTogether(epoch + 1, report);
        vm.expectPartialRevert(IClimate.ReportUnconfirmed.selector);
        climate.submit(epoch + 1, reports, signatures);
        assertTrue(forwarder.deliver(address(reporter), _raw(epoch + 1, report)));
        climate.submit(epoch + 1, reports, signatures);
    }

    function test_onReport_readsTheMetadataWhereItLies() public {
        uint256 epoch = _nextEpoch();
        bytes memory report = abi.encode(epoch, bytes("weather"));
        // The name and whatever follows the owner do not matter.
        vm.prank(address(forwarder));
        reporter.onReport(abi.encodePacked(WORKFLOW, bytes10("other"), workflowOwner), report);
        assertEq(reporter.reportedEpoch(), epoch);
        _enter(epoch + 1);
        bytes memory more = abi.encodePacked(WORKFLOW, NAME, workflowOwner, bytes2(0x0102), "more");
        vm.prank(address(forwarder));
        reporter.onReport(more, abi.encode(epoch + 1, bytes("weather")));
        assertEq(reporter.reportedEpoch(), epoch + 1);
    }

    function test_RevertWhen_theWorkflowIsAnothers() public {
        bytes memory report = abi.encode(_nextEpoch(), _report(_mild(), 2));
        vm.startPrank(address(forwarder));
        bytes4 wrong = IChainlinkReporter.WrongWorkflow.selector;
        bytes32 id = keccak256("another");
        vm.expectRevert(abi.encodeWithSelector(wrong, id, workflowOwner));
        reporter.onReport(abi.encodePacked(id, NAME, workflowOwner, bytes2(0)), report);
        vm.expectRevert(abi.encodeWithSelector(wrong, WORKFLOW, mallory));
        reporter.onReport(abi.encodePacked(WORKFLOW, NAME, mallory, bytes2(0)), report);
        bytes memory brief = abi.encodePacked(WORKFLOW, NAME, bytes19(bytes20(workflowOwner)));
        vm.expectRevert(abi.encodeWithSelector(IChainlinkReporter.MetadataTooShort.selector, 61));
        reporter.onReport(brief, report);
        vm.expectRevert(abi.encodeWithSelector(IChainlinkReporter.MetadataTooShort.selector, 0));
        reporter.onReport("", report);
    }

    function test_RevertWhen_theCallerIsNotTheForwarder() public {
        bytes memory metadata = abi.encodePacked(WORKFLOW, NAME, workflowOwner, bytes2(0));
        bytes memory report = abi.encode(_nextEpoch(), _report(_mild(), 2));
        address[3] memory callers = [mallory, workflowOwner, owner];
        for (uint256 i; i < 3; ++i) {
            vm.prank(callers[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IChainlinkReporter.NotForwarder.selector, callers[i])
            );
            reporter.onReport(metadata, report);
        }
    }

    function test_RevertWhen_theEpochIsReportedAlready() public {
        uint256 epoch = _nextEpoch();
        assertTrue(forwarder.deliver(address(reporter), _raw(epoch, _report(_mild(), 2))));
        bytes32 said = reporter.reportedDigest();
        assertFalse(forwarder.deliver(address(reporter), _raw(epoch, "another word")));
        assertEq(reporter.reportedDigest(), said);
        bytes memory metadata = abi.encodePacked(WORKFLOW, NAME, workflowOwner);
        vm.prank(address(forwarder));
        vm.expectRevert(abi.encodeWithSelector(IChainlinkReporter.AlreadyReported.selector, epoch));
        reporter.onReport(metadata, abi.encode(epoch, bytes("")));
    }

    function test_RevertWhen_theEpochIsNotThePresentOne() public {
        uint256 epoch = _nextEpoch();
        uint256[4] memory others = [epoch - 1, epoch + 1, 0, type(uint256).max];
        bytes memory metadata = abi.encodePacked(WORKFLOW, NAME, workflowOwner);
        bytes4 wrong = IChainlinkReporter.NotPresentEpoch.selector;
        vm.startPrank(address(forwarder));
        for (uint256 i; i < 4; ++i) {
            vm.expectRevert(abi.encodeWithSelector(wrong, others[i], epoch));
            reporter.onReport(metadata, abi.encode(others[i], bytes("")));
        }
    }

    function test_fuzz_onReport_survivesAnyBytes(bytes calldata metadata, bytes calldata report)
        public
    {
        _nextEpoch();
        bytes memory call = abi.encodeCall(IReceiver.onReport, (metadata, report));
        vm.prank(address(forwarder));
        (bool ok,) = address(reporter).call(call);
        assertFalse(ok);
        assertEq(reporter.reportedDigest(), 0);
    }

    /// @dev A report of a wrong length is the workflow's loss: the others have to do without it.
    function test_submit_refusesAWorkflowsReportOfAnotherLength() public {
        uint256 epoch = _nextEpoch();
        bytes memory report = _report(_mild(), 3);
        assertTrue(forwarder.deliver(address(reporter), _raw(epoch, report)));
        (bytes[] memory reports, bytes[] memory signatures) = _signTogether(epoch, report);
        vm.expectPartialRevert(IClimate.WrongReportLength.selector);
        climate.submit(epoch, reports, signatures);
    }

    function test_supportsInterface_answersForwarders() public view {
        assertTrue(reporter.supportsInterface(0x01ffc9a7));
        assertTrue(reporter.supportsInterface(0x805f2132)); // IReceiver
        assertTrue(reporter.supportsInterface(0x1626ba7e)); // ERC-1271
        assertFalse(reporter.supportsInterface(0xffffffff));
        assertFalse(reporter.supportsInterface(0));
    }

    function test_RevertWhen_theReporterIsMadeForNobody() public {
        bytes4 invalid = IChainlinkReporter.WorkflowInvalid.selector;
        vm.expectRevert(invalid);
        new ChainlinkReporter(climate, address(0), WORKFLOW, workflowOwner);
        vm.expectRevert(invalid);
        new ChainlinkReporter(climate, address(forwarder), 0, workflowOwner);
        vm.expectRevert(invalid);
        new ChainlinkReporter(climate, address(forwarder), WORKFLOW, address(0));
        assertEq(address(reporter.climate()), address(climate));
        assertEq(reporter.forwarder(), address(forwarder));
        assertEq(reporter.workflowId(), WORKFLOW);
        assertEq(reporter.workflowOwner(), workflowOwner);
    }

    /// @dev A raw report as nodes sign it.
    function _raw(uint256 epoch, bytes memory report) private view returns (bytes memory) {
        bytes memory head = abi.encodePacked(
            uint8(1), // version
            keccak256("execution"),
            uint32(block.timestamp),
            uint32(7), // node network
            uint32(1) // its configuration
        );
        bytes memory body = abi.encode(epoch, report);
        return abi.encodePacked(head, WORKFLOW, NAME, workflowOwner, bytes2(0x0001), body);
    }
}
