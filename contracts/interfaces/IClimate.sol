// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Exposure} from "../types/Exposure.sol";
import {Observation} from "../types/Observation.sol";
import {Reading} from "../types/Reading.sol";

/// @notice A place with weather.
struct Station {
    string name;
    /// Micro-degrees, north positive, -90,000,000..90,000,000.
    int32 latMicroDeg;
    /// Micro-degrees, east positive, -180,000,000..180,000,000.
    int32 lonMicroDeg;
}

/// @title The weather oracle: stations, signer sets, epochs.
/// @notice Epoch e is the instant e * EPOCH_SECONDS (Unix seconds) and the weather of the
/// EPOCH_SECONDS before it. Each reporter signs its own observations; anyone submits exactly
/// `threshold` of them, and the median of every field is what counts. At any time one epoch can be
/// submitted, `epochAt(block.timestamp)`; one that is missed is skipped for ever.
///
/// A new station or signer set counts from the first epoch whose instant is strictly later than the
/// change, so that what an epoch's reports must look like is fixed by its instant.
///
/// Ether that is sent here pays submitters back for their gas, up to a cap for each epoch.
///
/// Views never revert for want of weather: a station that has not been observed yet is
/// `NEVER_OBSERVED` with sums of zero.
interface IClimate {
    /// @notice The weather of `epoch` was accepted.
    /// @param climateHash the code hash of `blob`.
    event EpochAccepted(
        uint256 indexed epoch, bytes32 climateHash, address blob, address indexed submitter
    );

    /// @notice A station joined; stations never leave.
    event StationAdded(uint256 indexed station, string name, int32 latMicroDeg, int32 lonMicroDeg);

    /// @notice From the next epoch on, `threshold` of `signers` report.
    event SignersChanged(uint256 indexed version, address[] signers, uint256 threshold);

    /// @notice Whoever submitted an epoch got `amount` wei back for its gas.
    event SubmissionRefunded(address indexed submitter, uint256 amount);

    /// @notice From now on a submitter gets at most `cap` wei back; zero turns refunds off.
    event RefundCapChanged(uint256 cap);

    /// @notice The owner took back ether that was meant for refunds.
    event RefundsWithdrawn(address indexed to, uint256 amount);

    /// @notice The instant of the epoch is still to come; `current` is the one to submit.
    error EpochInFuture(uint256 epoch, uint256 current);

    /// @notice The next epoch's instant has passed: this epoch is skipped for ever.
    error EpochSuperseded(uint256 epoch, uint256 current);

    /// @notice Somebody was faster; the epoch's weather is settled.
    error EpochAlreadyAccepted(uint256 epoch);

    /// @notice Exactly `threshold` reports and as many signatures are needed.
    error WrongReportCount(uint256 threshold, uint256 observations, uint256 signatures);

    /// @notice Report `index` must have 16 bytes for each of the epoch's stations.
    error WrongReportLength(uint256 index, uint256 expected, uint256 actual);

    /// @notice The signer of report `index` is not in the epoch's signer set, or does not come strictly
    /// after the one before it. Sort reports by signer; each may sign once.
    error SignerRefused(uint256 index, address signer);

    /// @notice The contract `reporter` does not say that report `index` is its own: it has no code,
    /// failed, used too much gas or answered something else than ERC-1271's magic value.
    error ReportUnconfirmed(uint256 index, address reporter);

    /// @notice The median of some field is out of its range for `station`: more reports than the
    /// median stands are wrong. Leave them out.
    error ObservationOutOfRange(uint256 station);

    /// @notice No signer set, or no station, was in force at the epoch's instant.
    error NotConfigured(uint256 epoch);

    /// @notice Signers must be strictly ascending, nonzero, at most 31, and `threshold` odd, at most
    /// their number and more than half of it.
    error SignersInvalid();

    /// @notice A name of 1 to 31 bytes and coordinates in range are needed.
    error StationInvalid();

    /// @notice There is no room for another station.
    error StationsFull(uint256 most);

    /// @notice There is no such station.
    error StationUnknown(uint256 station);

    /// @notice There is no such version.
    error SignerSetUnknown(uint256 version);

    /// @notice `from` must not lie after `to`.
    error RangeReversed(uint256 from, uint256 to);

    /// @notice An epoch must last at least a second.
    error EpochLengthZero();

    /// @notice Too little gas is left to tell the token; send more.
    error GasTooLow();

    /// @notice Refunds are off, so nothing would ever pay this ether out; keep it.
    error RefundsOff();

    /// @notice Ether for the zero address would be burned; name a recipient.
    error RecipientZero();

    /// @notice Accepts the weather of an epoch. The sender gets its gas back while there is ether for
    /// it: gas times the gas price, of which at most two base fees count, up to `refundCap`.
    /// @param observations one report per signer: 16 bytes, an `Observation`, per station, in order. An
    /// age other than 0 means that the reporter has no weather for the station; one such report among
    /// these is enough for the station's last observation and sums to carry over, its age growing.
    /// @param signatures 65 (or 64, by ERC-2098) bytes each, over `digest(epoch, report)`, signers
    /// strictly ascending. Exactly 20 bytes are the address of a reporter that is a contract; it must
    /// confirm the digest, with an empty signature, by ERC-1271.
    function submit(uint256 epoch, bytes[] calldata observations, bytes[] calldata signatures)
        external;

    /// @notice Adds a station, which keeps its number for ever. Only the owner, until POWER_STATIONS
    /// is locked.
    function addStation(string calldata name, int32 latMicroDeg, int32 lonMicroDeg)
        external
        returns (uint256 station);

    /// @notice Changes who reports. Only the owner, until POWER_SIGNERS is locked.
    function setSigners(address[] calldata signers, uint256 threshold)
        external
        returns (uint256 version);

    /// @notice Sets the most that the submitter of an epoch gets back, in wei. Only the owner, until
    /// POWER_REFUNDS is locked.
    function setRefundCap(uint256 cap) external;

    /// @notice Takes ether back. Only the owner, and only until POWER_REFUNDS is locked: from then on
    /// what is here can only go to submitters. With a cap of zero, when it could go to nobody, the
    /// owner may take it in spite of the lock.
    function withdrawRefunds(address to, uint256 amount) external;

    /// @notice The most that the submitter of an epoch gets back, in wei; zero while refunds are off.
    function refundCap() external view returns (uint256);

    /// @notice The power to add stations.
    function POWER_STATIONS() external view returns (uint256);

    /// @notice The power to change who reports.
    function POWER_SIGNERS() external view returns (uint256);

    /// @notice The power to set the refund's cap, and to take the ether for refunds back.
    function POWER_REFUNDS() external view returns (uint256);

    /// @notice Seconds from one epoch to the next.
    function EPOCH_SECONDS() external view returns (uint256);

    /// @notice The last epoch whose instant is not after `timestamp`.
    function epochAt(uint256 timestamp) external view returns (uint256);

    /// @notice How many stations there are.
    function stationCount() external view returns (uint256);

    /// @notice How many stations there were at the end of block `blockNumber`.
    function stationCountAt(uint256 blockNumber) external view returns (uint256);

    /// @notice How many stations the reports of `epoch` cover.
    function stationCountIn(uint256 epoch) external view returns (uint256);

    function stationOf(uint256 station) external view returns (Station memory);

    /// @notice The newest signer set; versions start at 1, and 0 means that there is none.
    function signerSetVersion() external view returns (uint256);

    /// @notice The version whose signatures count for `epoch`; zero when there is none.
    function signerSetVersionIn(uint256 epoch) external view returns (uint256);

    /// @return signers strictly ascending.
    /// @return threshold how many of them report, k.
    function signersOf(uint256 version)
        external
        view
        returns (address[] memory signers, uint256 threshold);

    /// @notice What a reporter signs: EIP-712, domain ("Heliotrope Climate", "1", chain, this),
    /// `Report(uint256 epoch,uint256 signerSetVersion,bytes observations)`.
    function digest(uint256 epoch, bytes calldata observations) external view returns (bytes32);

    /// @notice The newest accepted epoch; zero when there is none.
    function lastEpoch() external view returns (uint256);

    /// @notice When the epoch was accepted, in Unix seconds; zero when it was not.
    function acceptedAt(uint256 epoch) external view returns (uint40);

    /// @notice Where the epoch's data lies (SSTORE2): `uint40 epoch | uint16 stations | stations x
    /// (16 bytes Observation, 32 bytes Exposure)`, big-endian. Zero when it was not accepted.
    function blobOf(uint256 epoch) external view returns (address);

    /// @notice The code hash of `blobOf(epoch)`: binds everything known about the weather up to it.
    /// Zero when the epoch was not accepted.
    function climateHash(uint256 epoch) external view returns (bytes32);

    /// @notice Both in one call, for whoever pays for each: `acceptedAt` and `climateHash`.
    function acceptanceOf(uint256 epoch) external view returns (uint40 at, bytes32 hash);

    /// @notice The newest accepted epoch that is not after `atOrBefore`.
    function latestAccepted(uint256 atOrBefore) external view returns (bool found, uint256 epoch);

    /// @notice What art shows at `timestamp`.
    /// @return epoch the last accepted epoch while it is younger than two epochs, afterwards the
    /// last grid epoch.
    /// @return weatherEpoch the accepted epoch whose weather is shown; zero when there is none.
    /// @return weatherAge `epoch - weatherEpoch`, at most 65,535; that when there is no weather.
    function shownEpoch(uint256 timestamp)
        external
        view
        returns (uint256 epoch, uint256 weatherEpoch, uint256 weatherAge);

    /// @notice A station at the last accepted epoch that is not after `epoch`: its weather, and its
    /// sums up to and including it.
    function observationAt(uint256 station, uint256 epoch)
        external
        view
        returns (Observation observation, Exposure exposure);

    /// @notice What a station saw after `from` up to and including `to`. Two reads, however far
    /// they lie apart.
    function exposureBetween(uint256 station, uint256 from, uint256 to)
        external
        view
        returns (Exposure);

    /// @notice A station at the accepted epochs of `from` to `to`, oldest first, at most
    /// `MAX_OBSERVATIONS` of them: when that many come back, ask on from the last epoch plus 1.
    function observationsBetween(uint256 station, uint256 from, uint256 to)
        external
        view
        returns (Reading[] memory readings);

    /// @notice The most epochs that one answer holds: under 100,000 characters on the wire.
    function MAX_OBSERVATIONS() external view returns (uint256);

    /// @notice The most stations that there can be.
    function MAX_STATIONS() external view returns (uint256);
}
