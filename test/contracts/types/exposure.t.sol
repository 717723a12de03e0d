// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {Exposure, ExposureFields, ExposureLib} from "../../../contracts/types/Exposure.sol";
import {Observation} from "../../../contracts/types/Observation.sol";

contract ExposureTest is Test {
    uint256 private constant USED = (1 << 251) - 1;

    function test_fuzz_pack_roundTrips(uint256 word) public pure {
        ExposureFields memory f = _fields(Exposure.wrap(word));
        assertEq(Exposure.unwrap(ExposureLib.pack(f)), word & USED);
    }

    function test_fuzz_minus_subtractsFieldByField(uint256 later, uint256 earlier) public pure {
        ExposureFields memory a = _fields(Exposure.wrap(later));
        ExposureFields memory b = _fields(Exposure.wrap(earlier));
        unchecked {
            a.rainCentiMm -= b.rainCentiMm;
            a.sunMinutes -= b.sunMinutes;
            a.frostMinutes -= b.frostMinutes;
            a.windEastCms -= b.windEastCms;
            a.windNorthCms -= b.windNorthCms;
            a.windSpeedCms -= b.windSpeedCms;
            a.storms -= b.storms;
            a.tempCentiC -= b.tempCentiC;
            a.observed -= b.observed;
        }
        Exposure actual = Exposure.wrap(later & USED).minus(Exposure.wrap(earlier & USED));
        assertEq(Exposure.unwrap(actual), Exposure.unwrap(ExposureLib.pack(a)));
    }

    function test_fuzz_plus_addsFieldByField(uint256 one, uint256 other) public pure {
        ExposureFields memory a = _fields(Exposure.wrap(one));
        ExposureFields memory b = _fields(Exposure.wrap(other));
        unchecked {
            a.rainCentiMm += b.rainCentiMm;
            a.sunMinutes += b.sunMinutes;
            a.frostMinutes += b.frostMinutes;
            a.windEastCms += b.windEastCms;
            a.windNorthCms += b.windNorthCms;
            a.windSpeedCms += b.windSpeedCms;
            a.storms += b.storms;
            a.tempCentiC += b.tempCentiC;
            a.observed += b.observed;
        }
        Exposure actual = Exposure.wrap(one & USED).plus(Exposure.wrap(other & USED));
        assertEq(Exposure.unwrap(actual), Exposure.unwrap(ExposureLib.pack(a)));
    }

    /// @dev A field that is full overflows alone, and its neighbours hear nothing of it.
    function test_plus_carriesIntoNoOtherField() public pure {
        Exposure full = Exposure.wrap(USED);
        Exposure one = _everyFieldOne();
        assertEq(Exposure.unwrap(full.plus(one)), 0);
        assertEq(Exposure.unwrap(full.plus(full).plus(one)), USED);
        for (uint256 i; i < 9; ++i) {
            uint256 field = _field(i);
            uint256 ones = Exposure.unwrap(one);
            Exposure sum = Exposure.wrap(USED & field).plus(Exposure.wrap(ones & field));
            assertEq(Exposure.unwrap(sum), 0);
            sum = Exposure.wrap(USED & ~field).plus(Exposure.wrap(ones & field));
            assertEq(Exposure.unwrap(sum), (USED & ~field) | (ones & field));
        }
    }

    function test_fuzz_plus_isUndoneByMinus(uint256 one, uint256 other) public pure {
        Exposure a = Exposure.wrap(one & USED);
        Exposure b = Exposure.wrap(other & USED);
        assertEq(Exposure.unwrap(a.plus(b).minus(b)), one & USED);
        assertEq(Exposure.unwrap(a.plus(b)), Exposure.unwrap(b.plus(a)));
    }

    function test_fuzz_add_addsFieldByField(uint256 sums, uint128 weather) public pure {
        Observation o = Observation.wrap(weather);
        ExposureFields memory f = _fields(Exposure.wrap(sums));
        f.rainCentiMm += o.precipCentiMm();
        f.sunMinutes += o.sunMinutes();
        f.frostMinutes += o.frostMinutes();
        f.windEastCms += o.windEastCms();
        f.windNorthCms += o.windNorthCms();
        f.windSpeedCms += o.windSpeedCms();
        f.storms += o.isStorm() ? 1 : 0;
        f.tempCentiC += o.tempCentiC();
        f.observed += 1;
        Exposure actual = Exposure.wrap(sums & USED).add(o);
        assertEq(Exposure.unwrap(actual), Exposure.unwrap(ExposureLib.pack(f)));
    }

    function test_fuzz_add_isUndoneByMinus(uint256 sums, uint128 weather) public pure {
        Exposure before = Exposure.wrap(sums & USED);
        Exposure once = before.add(Observation.wrap(weather)).minus(before);
        Exposure alone = Exposure.wrap(0).add(Observation.wrap(weather));
        assertEq(Exposure.unwrap(once), Exposure.unwrap(alone));
    }

    function test_widths_holdACenturyAtTheEndOfEachRange() public pure {
        int256 epochs = 125_229; // 100 years of 7 hours, leap days included
        ExposureFields memory f;
        f.rainCentiMm = 65_535 * uint256(epochs);
        f.sunMinutes = 1440 * uint256(epochs);
        f.frostMinutes = f.sunMinutes;
        f.windEastCms = -15_000 * epochs;
        f.windNorthCms = 15_000 * epochs;
        f.windSpeedCms = 15_000 * uint256(epochs);
        f.storms = uint256(epochs);
        f.tempCentiC = -9000 * epochs;
        f.observed = uint256(epochs);
        assertEq(abi.encode(_fields(ExposureLib.pack(f))), abi.encode(f));
    }

    function _everyFieldOne() private pure returns (Exposure) {
        ExposureFields memory f;
        (f.rainCentiMm, f.sunMinutes, f.frostMinutes) = (1, 1, 1);
        (f.windEastCms, f.windNorthCms, f.windSpeedCms) = (1, 1, 1);
        (f.storms, f.tempCentiC, f.observed) = (1, 1, 1);
        return ExposureLib.pack(f);
    }

    /// @dev The bits of a field, as the table has them.
    function _field(uint256 i) private pure returns (uint256) {
        uint8[10] memory starts = [0, 34, 62, 90, 122, 154, 185, 202, 234, 251];
        return (1 << starts[i + 1]) - (1 << starts[i]);
    }

    function _fields(Exposure e) private pure returns (ExposureFields memory) {
        return ExposureFields({
            rainCentiMm: e.rainCentiMm(),
            sunMinutes: e.sunMinutes(),
            frostMinutes: e.frostMinutes(),
            windEastCms: e.windEastCms(),
            windNorthCms: e.windNorthCms(),
            windSpeedCms: e.windSpeedCms(),
            storms: e.storms(),
            tempCentiC: e.tempCentiC(),
            observed: e.observed()
        });
    }
}
