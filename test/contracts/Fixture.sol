// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {Deployment} from "../../contracts/script/Deployment.sol";
import {
    Observation,
    ObservationFields,
    ObservationLib
} from "../../contracts/types/Observation.sol";

/// @title A deployed system, the people around it, and what they do.
/// @dev Deployed by the same code as production, with collection.json's settings.
abstract contract Fixture is Test, Deployment {
    /// @dev 2014-01-01 00:00 UTC.
    uint256 internal constant START = 1_388_534_400;
    /// @dev Where EIP-2935 keeps the hashes of the last 8,191 blocks.
    address internal constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;
    /// @dev Its code, as the EIP gives it.
    bytes internal constant HISTORY_CODE = hex"3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257"
        hex"611fff81430311604257611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500";

    address internal deployer = makeAddr("deployer");
    address internal multisig = makeAddr("multisig");
    address internal artist = makeAddr("artist");
    address internal guardian = makeAddr("guardian");
    address internal treasury = makeAddr("treasury");
    /// @dev The timelock: owns everything once `setUp` is through.
    address internal owner;
    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal keeper = makeAddr("keeper");
    address internal mallory = makeAddr("mallory");

    /// @dev Reporters' keys, in the order of their addresses.
    uint256[] internal reporterKeys;

    function setUp() public virtual {
        vm.warp(START);
        vm.roll(1000);
        vm.etch(HISTORY, HISTORY_CODE);
        Settings memory settings = _settings();
        vm.startPrank(deployer);
        _deploy(settings);
        vm.stopPrank();
        owner = address(timelock);
        vm.deal(alice, 1000 ether);
        vm.deal(bob, 1000 ether);
        vm.deal(mallory, 1000 ether);
    }

    /// @dev What a test may change before the deployment.
    function _settings() internal virtual returns (Settings memory settings) {
        settings = _readSettings(deployer);
        settings.multisig = multisig;
        settings.terms.artist = artist;
        settings.terms.guardian = guardian;
        settings.terms.treasury = treasury;
        _hireReporters(4);
        settings.signers = _reporters();
    }

    /// @dev `n` fresh reporters, ascending by address.
    function _hireReporters(uint256 n) internal {
        delete reporterKeys;
        for (uint256 i; i < n; ++i) {
            (, uint256 key) = makeAddrAndKey(string.concat("reporter ", vm.toString(i)));
            reporterKeys.push(key);
            for (uint256 j = i; j != 0 && _before(j, j - 1); --j) {
                (reporterKeys[j], reporterKeys[j - 1]) = (reporterKeys[j - 1], reporterKeys[j]);
            }
        }
    }

    function _before(uint256 i, uint256 j) private view returns (bool) {
        return vm.addr(reporterKeys[i]) < vm.addr(reporterKeys[j]);
    }

    function _reporters() internal view returns (address[] memory reporters) {
        reporters = new address[](reporterKeys.length);
        for (uint256 i; i < reporters.length; ++i) {
            reporters[i] = vm.addr(reporterKeys[i]);
        }
    }

    /// @dev Buys plants at the price.
    function _mint(address to, uint256 quantity) internal {
        uint256 due = token.price() * quantity;
        vm.prank(to);
        token.mint{value: due}(quantity);
    }

    /// @dev Goes to the instant of an epoch, a second into it.
    function _enter(uint256 epoch) internal {
        vm.warp(epoch * climate.EPOCH_SECONDS() + 1);
    }

    /// @dev Goes to the next epoch and answers it.
    function _nextEpoch() internal returns (uint256 epoch) {
        epoch = climate.epochAt(block.timestamp) + 1;
        _enter(epoch);
    }

    /// @dev A mild day; what a test cares about it changes.
    function _mild() internal pure returns (ObservationFields memory f) {
        f.tempCentiC = 1250;
        f.precipCentiMm = 30;
        f.windEastCms = 210;
        f.windNorthCms = -140;
        f.windSpeedCms = 260;
        f.sunMinutes = 120;
        f.codeRank = 2;
        f.cloudPct = 45;
    }

    /// @dev A report with the same observation for each of `stations` stations.
    function _report(ObservationFields memory f, uint256 stations)
        internal
        pure
        returns (bytes memory report)
    {
        for (uint256 i; i < stations; ++i) {
            report = abi.encodePacked(report, Observation.unwrap(ObservationLib.pack(f)));
        }
    }

    /// @dev The signature of a reporter, by place in the ascending order.
    function _sign(uint256 reporter, uint256 epoch, bytes memory report)
        internal
        view
        returns (bytes memory)
    {
        return _signDigest(reporterKeys[reporter], climate.digest(epoch, report));
    }

    function _signDigest(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev `reports[i]`, signed by reporter i.
    function _signAll(uint256 epoch, bytes[] memory reports)
        internal
        view
        returns (bytes[] memory signatures)
    {
        signatures = new bytes[](reports.length);
        for (uint256 i; i < reports.length; ++i) {
            signatures[i] = _sign(i, epoch, reports[i]);
        }
    }

    /// @dev The same report from the first three reporters.
    function _thrice(bytes memory report) internal pure returns (bytes[] memory reports) {
        reports = new bytes[](3);
        for (uint256 i; i < 3; ++i) {
            reports[i] = report;
        }
    }

    /// @dev Has an epoch accepted with three equal reports for every station.
    function _observe(uint256 epoch, ObservationFields memory f) internal {
        bytes[] memory reports = _thrice(_report(f, climate.stationCountIn(epoch)));
        bytes[] memory signatures = _signAll(epoch, reports);
        vm.prank(keeper);
        climate.submit(epoch, reports, signatures);
    }

    /// @dev Has the next epoch accepted with mild weather.
    function _observeNext() internal returns (uint256 epoch) {
        epoch = _nextEpoch();
        _observe(epoch, _mild());
    }

    /// @dev A header of 21 fields like Prague's, with `randao` in field 13.
    function _header(bytes32 randao) internal pure returns (bytes memory) {
        bytes memory word = abi.encodePacked(bytes1(0xa0), keccak256("some root"));
        bytes memory payload = abi.encodePacked(
            word, word, bytes1(0x94), address(0xfee), word, word, word, hex"b90100", new bytes(256)
        );
        payload = abi.encodePacked(
            payload, hex"80", hex"8203e8", hex"8401c9c380", hex"82a410", hex"8452c35a80", hex"80"
        );
        payload = abi.encodePacked(payload, bytes1(0xa0), randao, hex"880000000000000000", hex"07");
        payload = abi.encodePacked(payload, word, hex"80", hex"80", word, word);
        return abi.encodePacked(bytes1(0xf9), uint16(payload.length), payload);
    }

    /// @dev Goes behind the pending batch's target and makes the chain remember a block there with
    /// `randao`. Answers its header.
    function _ripen(bytes32 randao) internal returns (bytes memory header) {
        (, uint256 target,,) = genomes.pendingBatch();
        if (block.number <= target) vm.roll(target + 1);
        header = _header(randao);
        _remember(target, keccak256(header));
    }

    /// @dev Block `number` had `blockHash`, as the opcode or the history contract answers it.
    function _remember(uint256 number, bytes32 blockHash) internal {
        if (block.number - number <= 256) vm.setBlockhash(number, blockHash);
        else vm.store(HISTORY, bytes32(number % 8191), blockHash);
    }

    /// @dev Germinates all that waits for one target.
    function _germinate(bytes32 randao) internal returns (uint256 count) {
        bytes memory header = _ripen(randao);
        vm.prank(keeper);
        return genomes.germinate(header, type(uint256).max);
    }
}
