// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {ReporterFixture} from "./ReporterFixture.sol";

/// @dev A reporter that answers as it is told.
contract Puppet {
    enum Mood {
        Confirms,
        Denies,
        SaysNothing,
        SaysTooLittle,
        SaysMore,
        Fails,
        Burns,
        Rambles,
        Writes,
        Reenters
    }

    Mood public mood;
    bytes32 public heard;
    uint256 public calls;
    bytes public next;
    address public climate;

    constructor(address climate_) {
        climate = climate_;
    }

    function set(Mood mood_) external {
        mood = mood_;
    }

    /// @dev What it calls the climate with when it re-enters.
    function plan(bytes calldata next_) external {
        next = next_;
    }

    function isValidSignature(bytes32, bytes calldata signature) external returns (bytes4 answer) {
        require(signature.length == 0, "a signature where none should be");
        if (mood == Mood.Denies) return 0xffffffff;
        if (mood == Mood.Fails) revert("no");
        if (mood == Mood.Writes) ++calls;
        if (mood == Mood.Reenters) {
            (bool ok,) = climate.call(next);
            require(ok, "shut");
        }
        bytes4 magic = this.isValidSignature.selector;
        Mood m = mood;
        assembly {
            mstore(0, magic)
            switch m
            case 2 { return(0, 0) }
            case 3 { return(0, 4) }
            case 4 {
                mstore8(31, 1)
                return(0, 32)
            }
            case 6 { for {} 1 {} {} }
            case 7 { return(0, 100000) }
            default { return(0, 32) }
        }
    }
}

contract ContractsTest is ReporterFixture {
    Puppet private puppet;

    function setUp() public override {
        super.setUp();
        puppet = new Puppet(address(climate));
        _appoint(address(puppet));
    }

    function test_submit_hearsAContract() public {
        uint256 epoch = _nextEpoch();
        (bytes[] memory reports, bytes[] memory signatures) =
            _signTogether(epoch, _report(_mild(), 2));
        bytes memory question =
            abi.encodeCall(Puppet.isValidSignature, (climate.digest(epoch, reports[0]), ""));
        vm.expectCall(address(puppet), question, 1);
        climate.submit(epoch, reports, signatures);
        assertEq(climate.lastEpoch(), epoch);
    }

    function test_submit_hearsSeveralContracts() public {
        address[] memory crowd = new address[](5);
        for (uint256 i; i < 5; ++i) {
            crowd[i] = address(new Puppet(address(climate)));
        }
        _appoint(crowd);
        uint256 epoch = _nextEpoch();
        (bytes[] memory reports, bytes[] memory signatures) =
            _signTogether(epoch, _report(_mild(), 2));
        climate.submit(epoch, reports, signatures);
        assertEq(climate.lastEpoch(), epoch);
    }

    /// @dev A contract that misbehaves in any way spoils its own report and nothing else.
    function test_RevertWhen_aContractDoesNotConfirm() public {
        uint256 epoch = _nextEpoch();
        (bytes[] memory reports, bytes[] memory signatures) =
            _signTogether(epoch, _report(_mild(), 2));
        puppet.plan(abi.encodeCall(IClimate.submit, (epoch, reports, signatures)));
        for (uint8 mood = 1; mood <= uint8(type(Puppet.Mood).max); ++mood) {
            puppet.set(Puppet.Mood(mood));
            // A long answer that begins rightly is an answer.
            if (Puppet.Mood(mood) == Puppet.Mood.Rambles) continue;
            _expectUnconfirmed(address(puppet));
            climate.submit{gas: 1_000_000}(epoch, reports, signatures);
            assertEq(climate.lastEpoch(), 0);
        }
        puppet.set(Puppet.Mood.Confirms);
        climate.submit(epoch, reports, signatures);
        assertEq(climate.lastEpoch(), epoch);
        assertEq(puppet.calls(), 0);
    }

    function test_submit_copiesNoLongAnswer() public {
        uint256 epoch = _nextEpoch();
        (bytes[] memory reports, bytes[] memory signatures) =
            _signTogether(epoch, _report(_mild(), 2));
        bytes memory call = abi.encodeCall(IClimate.submit, (epoch, reports, signatures));
        uint256 snapshot = vm.snapshotState();
        uint256 brief = _gasOf(call);
        vm.revertToState(snapshot);
        puppet.set(Puppet.Mood.Rambles);
        uint256 long = _gasOf(call);
        // The puppet pays for its 100,000 bytes in its own memory, 28,000 gas; once, not twice.
        assertLt(long - brief, 40_000);
        assertEq(climate.lastEpoch(), epoch);
    }

    function test_RevertWhen_theContractHasNoCode() public {
        address nobody = makeAddr("no code");
        _appoint(nobody);
        uint256 epoch = _nextEpoch();
        (bytes[] memory reports, bytes[] memory signatures) =
            _signTogether(epoch, _report(_mild(), 2));
        _expectUnconfirmed(nobody);
        climate.submit(epoch, reports, signatures);
    }

    function test_RevertWhen_aKeysAddressStandsForItsSignature() public {
        uint256 epoch = _nextEpoch();
        (bytes[] memory reports, bytes[] memory signatures) =
            _signTogether(epoch, _report(_mild(), 2));
        for (uint256 i; i < 3; ++i) {
            signatures[i] = abi.encodePacked(signers[i]);
        }
        address first = signers[0] == address(puppet) ? signers[1] : signers[0];
        _expectUnconfirmed(first);
        climate.submit(epoch, reports, signatures);
    }

    function test_RevertWhen_theContractIsAStranger() public {
        uint256 epoch = _nextEpoch();
        (bytes[] memory reports, bytes[] memory signatures) =
            _signTogether(epoch, _report(_mild(), 2));
        address stranger = address(new Puppet(address(climate)));
        signatures[1] = abi.encodePacked(stranger);
        // It is not even asked.
        vm.mockCallRevert(stranger, bytes(""), bytes("asked"));
        vm.expectPartialRevert(IClimate.SignerRefused.selector);
        climate.submit(epoch, reports, signatures);
        // Nor is the zero address, which is in no set.
        signatures[0] = new bytes(20);
        vm.expectRevert(abi.encodeWithSelector(IClimate.SignerRefused.selector, 0, address(0)));
        climate.submit(epoch, reports, signatures);
    }

    function test_RevertWhen_aContractSignsTwice() public {
        uint256 epoch = _nextEpoch();
        (bytes[] memory reports, bytes[] memory signatures) =
            _signTogether(epoch, _report(_mild(), 2));
        uint256 place = _placeOf(address(puppet));
        uint256 other = place == 2 ? 1 : place + 1;
        signatures[other] = abi.encodePacked(address(puppet));
        uint256 refused = place > other ? place : other;
        vm.expectRevert(
            abi.encodeWithSelector(IClimate.SignerRefused.selector, refused, address(puppet))
        );
        climate.submit(epoch, reports, signatures);
    }

    function test_fuzz_submit_refusesEveryOtherLength(uint256 length, uint256 seed) public {
        length = bound(length, 0, 100);
        if (length == 20 || length == 64 || length == 65) return;
        uint256 epoch = _nextEpoch();
        (bytes[] memory reports, bytes[] memory signatures) =
            _signTogether(epoch, _report(_mild(), 2));
        uint256 place = seed % 3;
        bytes memory signature = bytes.concat(signatures[place], new bytes(100));
        assembly ("memory-safe") {
            mstore(signature, length)
        }
        signatures[place] = signature;
        vm.expectRevert(abi.encodeWithSelector(IClimate.SignerRefused.selector, place, address(0)));
        climate.submit(epoch, reports, signatures);
    }

    function _gasOf(bytes memory call) private returns (uint256 used) {
        used = gasleft();
        (bool ok,) = address(climate).call(call);
        used -= gasleft();
        assertTrue(ok);
    }

    function _expectUnconfirmed(address reporter) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IClimate.ReportUnconfirmed.selector, _placeOf(reporter), reporter
            )
        );
    }
}
