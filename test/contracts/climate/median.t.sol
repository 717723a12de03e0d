// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibSort} from "solady/utils/LibSort.sol";
import {Test} from "forge-std/Test.sol";

import {Median} from "../../../contracts/Median.sol";
import {
    Observation,
    ObservationFields,
    ObservationLib
} from "../../../contracts/types/Observation.sol";
import {anyWeather} from "./AnyWeather.sol";

contract MedianTest is Test {
    /// @dev Reports must lie in calldata.
    function ofStation(bytes[] calldata reports, uint256 station)
        external
        pure
        returns (bool missing, bool inRange, Observation median)
    {
        uint256[] memory starts = new uint256[](reports.length);
        for (uint256 i; i < starts.length; ++i) {
            bytes calldata report = reports[i];
            assembly ("memory-safe") {
                mstore(add(starts, shl(5, add(i, 1))), report.offset)
            }
        }
        return Median.ofStation(starts, station);
    }

    function test_fuzz_ofStation_isThePlainMedianOfEveryField(uint256 seed, uint8 half)
        public
        view
    {
        uint256 k = 2 * (half % 4) + 1;
        bytes[] memory reports = new bytes[](k);
        ObservationFields[] memory all = new ObservationFields[](k);
        for (uint256 i; i < k; ++i) {
            all[i] = anyWeather(uint256(keccak256(abi.encode(seed, i))));
            reports[i] = abi.encodePacked(bytes16("elsewhere"), ObservationLib.pack(all[i]));
        }
        (bool missing, bool inRange, Observation median) = this.ofStation(reports, 1);
        assertTrue(inRange);
        assertFalse(missing);
        assertEq(Observation.unwrap(median), Observation.unwrap(_plainMedian(all)));
    }

    function test_ofStation_keepsTheEndsOfEveryRange() public view {
        ObservationFields memory least;
        least.tempCentiC = -9000;
        least.windEastCms = -15_000;
        least.windNorthCms = -15_000;
        ObservationFields memory most = ObservationFields({
            tempCentiC: 6000,
            precipCentiMm: 65_535,
            windEastCms: 15_000,
            windNorthCms: 15_000,
            windSpeedCms: 15_000,
            sunMinutes: 1440,
            frostMinutes: 1440,
            codeRank: 27,
            cloudPct: 100,
            derived: true,
            age: 0
        });
        _assertAlone(ObservationLib.pack(least));
        _assertAlone(ObservationLib.pack(most));
    }

    function test_ofStation_refusesEveryFieldOutOfRange() public view {
        for (uint256 field; field < 11; ++field) {
            ObservationFields memory f;
            if (field == 0) f.tempCentiC = -9001;
            if (field == 1) f.tempCentiC = 6001;
            if (field == 2) f.windEastCms = -15_001;
            if (field == 3) f.windEastCms = 15_001;
            if (field == 4) f.windNorthCms = -32_768;
            if (field == 5) f.windNorthCms = 32_767;
            if (field == 6) f.windSpeedCms = 15_001;
            if (field == 7) f.sunMinutes = 1441;
            if (field == 8) f.frostMinutes = 1441;
            if (field == 9) f.codeRank = 28;
            if (field == 10) f.cloudPct = 101;
            _assertRefused(ObservationLib.pack(f));
        }
    }

    function test_fuzz_ofStation_anyAgeMeansMissing(uint128 word, uint16 age) public view {
        age = uint16(bound(age, 1, 8191));
        Observation lie = Observation.wrap(word).withAge(age);
        (bool missing,,) = this.ofStation(_one(lie), 0);
        assertTrue(missing);
        for (uint256 liar; liar < 3; ++liar) {
            (missing,,) = this.ofStation(_among(lie, liar), 0);
            assertTrue(missing);
        }
    }

    function test_fuzz_ofStation_oneLiarOutOfRangeIsOutvoted(uint128 word, uint8 liar) public view {
        Observation lie = Observation.wrap(word).withAge(0);
        (bool missing, bool inRange, Observation median) = this.ofStation(_among(lie, liar % 3), 0);
        assertFalse(missing);
        assertTrue(inRange);
        assertEq(Observation.unwrap(median), 0);
    }

    function _assertAlone(Observation o) private view {
        (bool missing, bool inRange, Observation median) = this.ofStation(_one(o), 0);
        assertTrue(inRange);
        assertFalse(missing);
        assertEq(Observation.unwrap(median), Observation.unwrap(o));
    }

    /// @dev Alone, and as two of three.
    function _assertRefused(Observation o) private view {
        (, bool inRange,) = this.ofStation(_one(o), 0);
        assertFalse(inRange);
        for (uint256 honest; honest < 3; ++honest) {
            bytes[] memory reports = _among(Observation.wrap(0), honest);
            for (uint256 i; i < 3; ++i) {
                if (i != honest) reports[i] = abi.encodePacked(o);
            }
            (, inRange,) = this.ofStation(reports, 0);
            assertFalse(inRange);
        }
    }

    /// @dev One observation in place `at` among two that are zero.
    function _among(Observation o, uint256 at) private pure returns (bytes[] memory reports) {
        reports = new bytes[](3);
        for (uint256 i; i < 3; ++i) {
            reports[i] = abi.encodePacked(i == at ? o : Observation.wrap(0));
        }
    }

    function _one(Observation o) private pure returns (bytes[] memory reports) {
        reports = new bytes[](1);
        reports[0] = abi.encodePacked(o);
    }

    /// @dev Field by field, each sorted by itself.
    function _plainMedian(ObservationFields[] memory all) private pure returns (Observation) {
        uint256 k = all.length;
        int256[][] memory columns = new int256[][](10);
        for (uint256 c; c < 10; ++c) {
            columns[c] = new int256[](k);
        }
        for (uint256 i; i < k; ++i) {
            columns[0][i] = all[i].tempCentiC;
            columns[1][i] = int256(all[i].precipCentiMm);
            columns[2][i] = all[i].windEastCms;
            columns[3][i] = all[i].windNorthCms;
            columns[4][i] = int256(all[i].windSpeedCms);
            columns[5][i] = int256(all[i].sunMinutes);
            columns[6][i] = int256(all[i].frostMinutes);
            columns[7][i] = int256(all[i].codeRank);
            columns[8][i] = int256(all[i].cloudPct);
            columns[9][i] = all[i].derived ? int256(1) : int256(0);
        }
        for (uint256 c; c < 10; ++c) {
            LibSort.insertionSort(columns[c]);
        }
        uint256 m = k / 2;
        ObservationFields memory f;
        f.tempCentiC = columns[0][m];
        f.precipCentiMm = uint256(columns[1][m]);
        f.windEastCms = columns[2][m];
        f.windNorthCms = columns[3][m];
        f.windSpeedCms = uint256(columns[4][m]);
        f.sunMinutes = uint256(columns[5][m]);
        f.frostMinutes = uint256(columns[6][m]);
        f.codeRank = uint256(columns[7][m]);
        f.cloudPct = uint256(columns[8][m]);
        f.derived = columns[9][m] == 1;
        return ObservationLib.pack(f);
    }
}
