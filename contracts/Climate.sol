// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {LibBitmap} from "solady/utils/LibBitmap.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SSTORE2} from "solady/utils/SSTORE2.sol";

import {Median} from "./Median.sol";
import {Owned} from "./Owned.sol";
import {Search} from "./Search.sol";
import {IClimate, Station} from "./interfaces/IClimate.sol";
import {IHeliotrope} from "./interfaces/IHeliotrope.sol";
import {Exposure} from "./types/Exposure.sol";
import {NEVER_OBSERVED, Observation} from "./types/Observation.sol";

contract Climate is IClimate, Owned, EIP712 {
    using LibBitmap for LibBitmap.Bitmap;

    struct StationRecord {
        string name;
        int32 latMicroDeg;
        int32 lonMicroDeg;
        // When it joined. Stations never leave, so these two lists also answer how many there were.
        uint40 since;
        uint64 sinceBlock;
    }

    /// @dev One slot; the addresses lie back to back at `pointer`.
    struct SignerSet {
        address pointer;
        uint40 since;
        uint8 threshold;
    }

    /// @dev One slot.
    struct Accepted {
        address blob;
        uint40 at;
    }

    /// @dev One slot: all that a submission needs to know, most of the time, and need not write.
    struct Head {
        // The first accepted epoch; zero while there is none.
        uint40 first;
        // The newest epoch that was announced because its weather had aged.
        uint40 aged;
        // How many stations and signer sets there are, and when the newest of each came.
        uint16 stations;
        uint40 stationsSince;
        uint16 signerSets;
        uint40 signerSetsSince;
    }

    bytes32 private constant REPORT_TYPEHASH =
        keccak256("Report(uint256 epoch,uint256 signerSetVersion,bytes observations)");

    /// @dev Bytes of a blob before its stations, and of each station.
    uint256 private constant HEADER = 7;
    uint256 private constant RECORD = 48;

    /// @dev What the token's announcement may use; it needs about 3,000.
    uint256 private constant ANNOUNCE_GAS = 30_000;

    uint256 private constant MOST_SIGNERS = 31;
    uint256 private constant AGE_NONE = type(uint16).max;

    /// @inheritdoc IClimate
    /// @dev One blob has room for 511; 256 keeps a submission below 4,000,000 gas.
    uint256 public constant MAX_STATIONS = 256;

    /// @inheritdoc IClimate
    /// @dev Three words of 64 characters for each epoch.
    uint256 public constant MAX_OBSERVATIONS = 500;

    /// @inheritdoc IClimate
    uint256 public immutable EPOCH_SECONDS;
    IHeliotrope public immutable token;

    StationRecord[] private _stations;
    /// @dev Version 1 on; a mapping, so that reading one does not read how many there are.
    mapping(uint256 version => SignerSet) private _signerSets;
    mapping(uint256 epoch => Accepted) private _accepted;
    LibBitmap.Bitmap private _acceptedEpochs;
    Head private _head;

    constructor(IHeliotrope token_, uint256 epochSeconds, address owner_) Owned(owner_) {
        if (epochSeconds == 0) revert EpochLengthZero();
        token = token_;
        EPOCH_SECONDS = epochSeconds;
    }

    /// @inheritdoc IClimate
    function submit(uint256 epoch, bytes[] calldata observations, bytes[] calldata signatures)
        external
    {
        uint256 current = epochAt(block.timestamp);
        if (epoch > current) revert EpochInFuture(epoch, current);
        if (epoch < current) revert EpochSuperseded(epoch, current);
        Accepted storage accepted = _accepted[epoch];
        if (accepted.at != 0) revert EpochAlreadyAccepted(epoch);
        Head memory head = _head;
        // A change since the epoch's instant is rare; only then are the lists searched.
        uint256 instant = epoch * EPOCH_SECONDS;
        uint256 stations = head.stationsSince < instant ? head.stations : stationCountIn(epoch);
        uint256 version =
            head.signerSetsSince < instant ? head.signerSets : signerSetVersionIn(epoch);
        if (stations == 0 || version == 0) revert NotConfigured(epoch);
        uint256[] memory starts = _checkReports(epoch, version, stations, observations, signatures);

        // Zero in the first epoch of all; none lies behind this one.
        uint256 last = head.first == 0 ? 0 : _acceptedEpochs.findLastSet(epoch);
        address blob = SSTORE2.write(_blob(epoch, last, stations, starts));
        accepted.blob = blob;
        accepted.at = uint40(block.timestamp);
        _acceptedEpochs.set(epoch);
        if (head.first == 0) _head.first = uint40(epoch);
        emit EpochAccepted(epoch, blob.codehash, blob, msg.sender);
        _announce();
    }

    /// @inheritdoc IClimate
    function announceAgeing() external {
        (uint256 shown, uint256 weather,) = shownEpoch(block.timestamp);
        // Younger weather was announced when it was accepted.
        if (shown == weather || shown <= _head.aged) revert NothingToAnnounce(shown);
        _head.aged = uint40(shown);
        _announce();
    }

    /// @inheritdoc IClimate
    function addStation(string calldata name, int32 latMicroDeg, int32 lonMicroDeg)
        external
        onlyOwner
        returns (uint256 station)
    {
        station = _stations.length;
        if (station == MAX_STATIONS) revert StationsFull(MAX_STATIONS);
        bool isOnEarth = latMicroDeg >= -90e6 && latMicroDeg <= 90e6 && lonMicroDeg >= -180e6
            && lonMicroDeg <= 180e6;
        if (!isOnEarth || bytes(name).length == 0 || bytes(name).length > 31) {
            revert StationInvalid();
        }
        _stations.push(
            StationRecord({
                name: name,
                latMicroDeg: latMicroDeg,
                lonMicroDeg: lonMicroDeg,
                since: uint40(block.timestamp),
                sinceBlock: uint64(block.number)
            })
        );
        _head.stations = uint16(station + 1);
        _head.stationsSince = uint40(block.timestamp);
        emit StationAdded(station, name, latMicroDeg, lonMicroDeg);
    }

    /// @inheritdoc IClimate
    function setSigners(address[] calldata signers, uint256 threshold)
        external
        onlyOwner
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
    function epochAt(uint256 timestamp) public view returns (uint256) {
        return timestamp / EPOCH_SECONDS;
    }

    /// @inheritdoc IClimate
    function stationCount() external view returns (uint256) {
        return _stations.length;
    }

    /// @inheritdoc IClimate
    function stationCountAt(uint256 blockNumber) external view returns (uint256) {
        return Search.countAtMost(_stations.length, blockNumber, _stationSinceBlock);
    }

    /// @inheritdoc IClimate
    function stationCountIn(uint256 epoch) public view returns (uint256) {
        return _countBefore(epoch, _stations.length, _stationSince);
    }

    /// @inheritdoc IClimate
    function stationOf(uint256 station) external view returns (Station memory) {
        if (station >= _stations.length) revert StationUnknown(station);
        StationRecord storage s = _stations[station];
        return Station({name: s.name, latMicroDeg: s.latMicroDeg, lonMicroDeg: s.lonMicroDeg});
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

    /// @inheritdoc IClimate
    function lastEpoch() public view returns (uint256 epoch) {
        (, epoch) = latestAccepted(type(uint256).max);
    }

    /// @inheritdoc IClimate
    function acceptedAt(uint256 epoch) external view returns (uint40) {
        return _accepted[epoch].at;
    }

    /// @inheritdoc IClimate
    function blobOf(uint256 epoch) external view returns (address) {
        return _accepted[epoch].blob;
    }

    /// @inheritdoc IClimate
    function climateHash(uint256 epoch) external view returns (bytes32) {
        // The zero address may hold ether, and then its code hash is not zero.
        address blob = _accepted[epoch].blob;
        return blob == address(0) ? bytes32(0) : blob.codehash;
    }

    /// @inheritdoc IClimate
    function latestAccepted(uint256 atOrBefore) public view returns (bool found, uint256 epoch) {
        // None lies in the future, so the search starts at the present at the latest.
        uint256 current = epochAt(block.timestamp);
        if (atOrBefore > current) atOrBefore = current;
        uint256 first = _head.first;
        if (first == 0 || atOrBefore < first) return (false, 0);
        // It ends at `first` at the latest, and steps over 75 days of silence at a time.
        return (true, _acceptedEpochs.findLastSet(atOrBefore));
    }

    /// @inheritdoc IClimate
    function shownEpoch(uint256 timestamp)
        public
        view
        returns (uint256 epoch, uint256 weatherEpoch, uint256 weatherAge)
    {
        epoch = epochAt(timestamp);
        bool found;
        (found, weatherEpoch) = latestAccepted(epoch);
        if (!found) return (epoch, 0, AGE_NONE);
        weatherAge = epoch - weatherEpoch;
        if (weatherAge < 2) return (weatherEpoch, weatherEpoch, 0);
        if (weatherAge > AGE_NONE) weatherAge = AGE_NONE;
    }

    /// @inheritdoc IClimate
    function observationAt(uint256 station, uint256 epoch)
        public
        view
        returns (Observation observation, Exposure exposure)
    {
        (bool found, uint256 accepted) = latestAccepted(epoch);
        if (!found) return (NEVER_OBSERVED, exposure);
        return _read(_accepted[accepted].blob, station);
    }

    /// @inheritdoc IClimate
    function exposureBetween(uint256 station, uint256 from, uint256 to)
        external
        view
        returns (Exposure)
    {
        if (from > to) revert RangeReversed(from, to);
        (, Exposure earlier) = observationAt(station, from);
        (, Exposure later) = observationAt(station, to);
        return later.minus(earlier);
    }

    /// @inheritdoc IClimate
    function observationsBetween(uint256 station, uint256 from, uint256 to)
        external
        view
        returns (
            uint40[] memory epochs,
            Observation[] memory observations,
            Exposure[] memory exposures
        )
    {
        if (from > to) revert RangeReversed(from, to);
        epochs = _acceptedBetween(from, to);
        observations = new Observation[](epochs.length);
        exposures = new Exposure[](epochs.length);
        for (uint256 i; i < epochs.length; ++i) {
            (observations[i], exposures[i]) = _read(_accepted[epochs[i]].blob, station);
        }
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
    ) private view returns (uint256[] memory starts) {
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
            address signer =
                ECDSA.tryRecoverCalldata(_digest(epoch, version, report), signatures[i]);
            next = _seek(members, next, signer);
            if (next == 0) revert SignerRefused(i, signer);
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

    /// @dev The data of an epoch: medians, and sums that go on from the epoch before.
    function _blob(uint256 epoch, uint256 last, uint256 stations, uint256[] memory starts)
        private
        view
        returns (bytes memory blob)
    {
        blob = new bytes(HEADER + RECORD * stations);
        uint256 cursor;
        assembly ("memory-safe") {
            cursor := add(blob, 32)
            mstore(cursor, or(shl(216, epoch), shl(200, stations)))
            cursor := add(cursor, HEADER)
        }
        bytes memory before;
        if (last != 0) before = SSTORE2.read(_accepted[last].blob);
        uint256 gap = epoch - last;
        for (uint256 s; s < stations; ++s) {
            (Observation observation, Exposure exposure) = _record(before, gap, starts, s);
            assembly ("memory-safe") {
                // The second write lies over the zeros behind the first.
                mstore(cursor, shl(128, observation))
                mstore(add(cursor, 16), exposure)
                cursor := add(cursor, RECORD)
            }
        }
    }

    /// @dev What is recorded of station `s`, `gap` epochs after the blob `before`.
    function _record(bytes memory before, uint256 gap, uint256[] memory starts, uint256 s)
        private
        pure
        returns (Observation observation, Exposure exposure)
    {
        bool inRange;
        bool missing;
        (inRange, missing, observation) = Median.ofStation(starts, s);
        if (!inRange) revert ObservationOutOfRange(s);
        Observation earlier = NEVER_OBSERVED;
        assembly ("memory-safe") {
            let at := add(HEADER, mul(RECORD, s))
            if lt(at, mload(before)) {
                at := add(add(before, 32), at)
                earlier := shr(128, mload(at))
                exposure := mload(add(at, 16))
            }
        }
        if (!missing) return (observation, exposure.add(observation));
        return (earlier.withAge(earlier.age() + gap), exposure);
    }

    /// @dev Station `s` of the blob at `pointer`; never observed when it is not there.
    function _read(address pointer, uint256 s)
        private
        view
        returns (Observation observation, Exposure exposure)
    {
        // One byte of code precedes the data.
        if (s >= (pointer.code.length - 1 - HEADER) / RECORD) return (NEVER_OBSERVED, exposure);
        uint256 at = 1 + HEADER + RECORD * s;
        assembly ("memory-safe") {
            extcodecopy(pointer, 0, at, RECORD)
            observation := shr(128, mload(0))
            exposure := mload(16)
        }
    }

    /// @dev The accepted epochs of a range, ascending, at most `MAX_OBSERVATIONS`.
    function _acceptedBetween(uint256 from, uint256 to)
        private
        view
        returns (uint40[] memory epochs)
    {
        uint256 first = _head.first;
        // What lies outside history is not walked, so any range may be asked for.
        uint256 last = lastEpoch();
        if (from < first) from = first;
        if (to > last) to = last;
        epochs = new uint40[](MAX_OBSERVATIONS);
        uint256 found;
        if (first != 0) {
            for (uint256 e = from; e <= to && found < MAX_OBSERVATIONS; ++e) {
                if (_acceptedEpochs.get(e)) epochs[found++] = uint40(e);
            }
        }
        assembly ("memory-safe") {
            mstore(epochs, found)
        }
    }

    /// @dev The token is told, but it cannot stop the weather. The gas is checked, so that nobody can
    /// starve the announcement and still have the epoch accepted.
    function _announce() private {
        if (gasleft() < ANNOUNCE_GAS + ANNOUNCE_GAS / 32) revert GasTooLow();
        (bool ok,) =
            address(token).call{gas: ANNOUNCE_GAS}(abi.encodeCall(IHeliotrope.announce, ()));
        ok; // A failure is tolerated.
    }

    function _digest(uint256 epoch, uint256 version, bytes calldata observations)
        private
        view
        returns (bytes32)
    {
        return _hashTypedData(
            keccak256(abi.encode(REPORT_TYPEHASH, epoch, version, keccak256(observations)))
        );
    }

    /// @dev How many entries of a list of times lie strictly before the instant of `epoch`.
    function _countBefore(
        uint256 epoch,
        uint256 length,
        function(uint256) view returns (uint256) since
    ) private view returns (uint256) {
        // Beyond 40 bits there is no time, and the product could overflow.
        if (epoch == 0) return 0;
        if (epoch > type(uint40).max) epoch = type(uint40).max;
        return Search.countAtMost(length, epoch * EPOCH_SECONDS - 1, since);
    }

    function _signerAt(bytes memory packed, uint256 i) private pure returns (address signer) {
        assembly ("memory-safe") {
            signer := shr(96, mload(add(add(packed, 32), mul(i, 20))))
        }
    }

    function _stationSince(uint256 station) private view returns (uint256) {
        return _stations[station].since;
    }

    function _stationSinceBlock(uint256 station) private view returns (uint256) {
        return _stations[station].sinceBlock;
    }

    function _signerSetSince(uint256 index) private view returns (uint256) {
        return _signerSets[index + 1].since;
    }
}
