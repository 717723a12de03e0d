// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {
    AGE_MISSING,
    NEVER_OBSERVED,
    Observation,
    ObservationFields,
    ObservationLib,
    WMO_CODES
} from "../../../contracts/types/Observation.sol";

contract ObservationTest is Test {
    function test_fuzz_pack_roundTrips(uint128 word) public pure {
        Observation o = Observation.wrap(word);
        ObservationFields memory f = ObservationFields({
            tempCentiC: o.tempCentiC(),
            precipCentiMm: o.precipCentiMm(),
            windEastCms: o.windEastCms(),
            windNorthCms: o.windNorthCms(),
            windSpeedCms: o.windSpeedCms(),
            sunMinutes: o.sunMinutes(),
            frostMinutes: o.frostMinutes(),
            codeRank: o.codeRank(),
            cloudPct: o.cloudPct(),
            derived: o.derived(),
            age: o.age()
        });
        assertEq(Observation.unwrap(ObservationLib.pack(f)), word);
    }

    function test_pack_putsEachFieldAtItsBits() public pure {
        ObservationFields memory f;
        f.tempCentiC = -1;
        f.windNorthCms = -15_000;
        f.sunMinutes = 1440;
        f.codeRank = 27;
        f.derived = true;
        f.age = 1;
        uint256 word = 0xffff | (uint256(uint16(int16(-15_000))) << 48) | (1440 << 80) | (27 << 102)
            | (1 << 114) | (1 << 115);
        assertEq(Observation.unwrap(ObservationLib.pack(f)), word);
    }

    function test_pack_dropsDirtyUpperBits() public pure {
        ObservationFields memory f;
        f.codeRank = 32;
        f.sunMinutes = 2048;
        f.age = 8192;
        assertEq(Observation.unwrap(ObservationLib.pack(f)), 0);
    }

    function test_fuzz_withAge_changesNothingElse(uint128 word, uint256 age) public pure {
        Observation aged = Observation.wrap(word).withAge(age);
        assertEq(aged.age(), age > AGE_MISSING ? AGE_MISSING : age);
        assertEq(uint128(Observation.unwrap(aged) << 13), uint128(word << 13));
    }

    function test_neverObserved_isZeroButItsAge() public pure {
        assertEq(NEVER_OBSERVED.age(), AGE_MISSING);
        assertEq(Observation.unwrap(NEVER_OBSERVED.withAge(0)), 0);
    }

    function test_wmoCode_followsTheOrderOfSeverity() public pure {
        uint8[28] memory codes = [
            0,
            1,
            2,
            3,
            45,
            48,
            51,
            53,
            55,
            56,
            57,
            61,
            63,
            65,
            66,
            67,
            80,
            81,
            82,
            71,
            73,
            75,
            77,
            85,
            86,
            95,
            96,
            99
        ];
        assertEq(WMO_CODES.length, 28);
        ObservationFields memory f;
        for (f.codeRank = 0; f.codeRank < 32; ++f.codeRank) {
            Observation o = ObservationLib.pack(f);
            assertEq(o.wmoCode(), f.codeRank < 28 ? codes[f.codeRank] : 99);
            assertEq(o.isStorm(), o.wmoCode() >= 95);
        }
    }
}
