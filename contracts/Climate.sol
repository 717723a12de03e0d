// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

import {Median} from "./Median.sol";
import {Owned} from "./Owned.sol";
import {Grid} from "./climate/Grid.sol";
import {History} from "./climate/History.sol";
import {Refunds} from "./climate/Refunds.sol";
import {Reporters} from "./climate/Reporters.sol";
import {Stations} from "./climate/Stations.sol";
import {IClimate} from "./interfaces/IClimate.sol";
import {IHeliotrope} from "./interfaces/IHeliotrope.sol";
import {EpochBlob} from "./types/EpochBlob.sol";
import {Exposure} from "./types/Exposure.sol";
import {Observation} from "./types/Observation.sol";

/// @title Climate: from signed reports to an accepted epoch, and word of it to the token.
contract Climate is Stations, Reporters, Refunds, History {
    /// @dev What the token's announcement may use; it needs about 3,000.
    uint256 private constant ANNOUNCE_GAS = 30_000;

    IHeliotrope public immutable token;

    constructor(IHeliotrope token_, uint256 epochSeconds, address owner_)
        Grid(epochSeconds)
        Owned(owner_)
    {
        token = token_;
    }

    /// @inheritdoc IClimate
    function submit(uint256 epoch, bytes[] calldata observations, bytes[] calldata signatures)
        external
    {
        uint256 gasBefore = gasleft();
        Head memory head = _head;
        uint256[] memory starts = _accept(head, epoch, observations, signatures);
        _announce();
        if (head.refundCap != 0) {
            // All reports are of one length; what else the calldata has is not counted.
            uint256 payload = starts.length * (observations[0].length + 65);
            _refund(head.refundCap, gasBefore, payload);
        }
    }

    /// @dev Checks and records. Answers where the reports lie.
    function _accept(
        Head memory head,
        uint256 epoch,
        bytes[] calldata observations,
        bytes[] calldata signatures
    ) private returns (uint256[] memory starts) {
        uint256 current = epochAt(block.timestamp);
        if (epoch > current) revert EpochInFuture(epoch, current);
        if (epoch < current) revert EpochSuperseded(epoch, current);
        Accepted storage accepted = _accepted[epoch];
        if (accepted.at != 0) revert EpochAlreadyAccepted(epoch);
        // A change since the epoch's instant is rare; only then are the lists searched.
        uint256 instant = epoch * EPOCH_SECONDS;
        uint256 stations = head.stationsSince < instant ? head.stations : stationCountIn(epoch);
        uint256 version =
            head.signerSetsSince < instant ? head.signerSets : signerSetVersionIn(epoch);
        if (stations == 0 || version == 0) revert NotConfigured(epoch);
        starts = _checkReports(epoch, version, stations, observations, signatures);

        // Zero in the first epoch of all; none lies behind this one.
        uint256 last = head.first == 0 ? 0 : _acceptedEpochs.last(epoch);
        address blob = SSTORE2.write(_blob(epoch, last, stations, starts));
        accepted.blob = blob;
        accepted.at = uint40(block.timestamp);
        _acceptedEpochs.add(epoch);
        if (last == 0) _head.first = uint40(epoch);
        emit EpochAccepted(epoch, blob.codehash, blob, msg.sender);
    }

    /// @dev The data of an epoch: medians, and sums that go on from the epoch before.
    function _blob(uint256 epoch, uint256 last, uint256 stations, uint256[] memory starts)
        private
        view
        returns (bytes memory blob)
    {
        blob = EpochBlob.create(epoch, stations);
        bytes memory before;
        if (last != 0) before = SSTORE2.read(_accepted[last].blob);
        uint256 gap = epoch - last;
        for (uint256 s; s < stations; ++s) {
            (Observation observation, Exposure exposure) = _record(before, gap, starts, s);
            EpochBlob.put(blob, s, observation, exposure);
        }
    }

    /// @dev What is recorded of station `s`, `gap` epochs after the blob `before`.
    function _record(bytes memory before, uint256 gap, uint256[] memory starts, uint256 s)
        private
        pure
        returns (Observation observation, Exposure exposure)
    {
        bool missing;
        bool inRange;
        (missing, inRange, observation) = Median.ofStation(starts, s);
        exposure = EpochBlob.exposureIn(before, s);
        if (missing) {
            Observation earlier = EpochBlob.observationIn(before, s);
            return (earlier.withAge(earlier.age() + gap), exposure);
        }
        if (!inRange) revert ObservationOutOfRange(s);
        return (observation, exposure.add(observation));
    }

    /// @dev The token is told, but it cannot stop the weather. The gas is checked, so that nobody can
    /// starve the announcement and still have the epoch accepted.
    function _announce() private {
        if (gasleft() < ANNOUNCE_GAS + ANNOUNCE_GAS / 32) revert GasTooLow();
        (bool ok,) =
            address(token).call{gas: ANNOUNCE_GAS}(abi.encodeCall(IHeliotrope.announce, ()));
        ok; // A failure is tolerated.
    }
}
