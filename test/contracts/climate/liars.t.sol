// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Exposure} from "../../../contracts/types/Exposure.sol";
import {
    NEVER_OBSERVED,
    Observation,
    ObservationFields,
    ObservationLib
} from "../../../contracts/types/Observation.sol";
import {Fixture} from "../Fixture.sol";
import {anyWeather} from "./AnyWeather.sol";

/// @dev What liars can do: nothing that lies outside what honest reporters saw.
contract LiarsTest is Fixture {
    uint256 private constant FIELDS = 10;

    /// @dev First bit and width of every field, as in the table of `Observation`.
    uint8[FIELDS] private firsts = [0, 16, 32, 48, 64, 80, 91, 102, 107, 114];
    uint8[FIELDS] private widths = [16, 16, 16, 16, 16, 11, 11, 5, 7, 1];

    function test_submit_aLiarInAnyFieldIsHarmless() public {
        uint256 seed = 1;
        for (uint256 field; field < FIELDS; ++field) {
            for (uint256 extreme; extreme < 4; ++extreme) {
                for (uint256 liar; liar < 3; ++liar) {
                    Observation[2] memory honest = _honest(++seed);
                    uint256 lie = _replaced(honest[0], field, _extreme(field, extreme));
                    _assertHarmless(honest, Observation.wrap(uint128(lie)), liar);
                }
            }
        }
    }

    function test_fuzz_submit_aLiarInAnyFieldIsHarmless(
        uint256 seed,
        uint256 field,
        uint256 raw,
        uint256 liar
    ) public {
        field %= FIELDS;
        Observation[2] memory honest = _honest(seed);
        uint256 lie = _replaced(honest[0], field, raw % (1 << widths[field]));
        _assertHarmless(honest, Observation.wrap(uint128(lie)), liar % 3);
    }

    function test_fuzz_submit_aLiarInAllFieldsIsHarmless(uint256 seed, uint128 lie, uint256 liar)
        public
    {
        _assertHarmless(_honest(seed), Observation.wrap(lie).withAge(0), liar % 3);
    }

    /// @dev The sums of many epochs stay between those of the honest reporters, whoever lies when.
    function test_fuzz_submit_sumsStayInTheHonestRange(uint256 seed) public {
        uint256 before = _observeNext();
        Exposure low;
        Exposure high;
        (, low) = climate.observationAt(0, before);
        high = low;
        Exposure start = low;
        for (uint256 i; i < 6; ++i) {
            Observation[2] memory honest = _honest(uint256(keccak256(abi.encode(seed, i))));
            uint256 random = uint256(keccak256(abi.encode(seed, i, "lie")));
            Observation lie = Observation.wrap(uint128(random)).withAge(0);
            uint256 epoch = _nextEpoch();
            _submit(epoch, honest, lie, random >> 200);
            (Observation least, Observation most) = _ends(honest);
            low = low.add(least);
            high = high.add(most);
        }
        (, Exposure sums) = climate.observationAt(0, before + 6);
        int256[9] memory actual = _sums(sums.minus(start));
        int256[9] memory from = _sums(low.minus(start));
        int256[9] memory to = _sums(high.minus(start));
        for (uint256 i; i < 9; ++i) {
            assertGe(actual[i], from[i]);
            assertLe(actual[i], to[i]);
        }
    }

    function test_fuzz_submit_twoLiarsOfFiveAreHarmless(uint256 seed, uint128 a, uint128 b) public {
        _hireReporters(5);
        vm.prank(owner);
        climate.setSigners(_reporters(), 5);
        uint256 epoch = _nextEpoch();
        Observation[2] memory honest = _honest(seed);
        bytes[] memory reports = new bytes[](5);
        seed %= 5;
        for (uint256 i; i < 5; ++i) {
            Observation o = i == seed
                ? Observation.wrap(a).withAge(0)
                : i == (seed + 2) % 5 ? Observation.wrap(b).withAge(0) : honest[i % 2];
            // The three honest ones must not all be the same.
            if (i == (seed + 1) % 5) o = honest[(i + 1) % 2];
            reports[i] = abi.encodePacked(o, o);
        }
        climate.submit(epoch, reports, _signAll(epoch, reports));
        _assertBetween(epoch, honest);
    }

    /// @dev A liar may only take the weather of an epoch away; the next honest epoch brings it back.
    function test_fuzz_submit_aLiarThatCallsStationsMissingIsHarmless(uint128 word, uint8 liar)
        public
    {
        uint256 first = _observeNext();
        (Observation seen, Exposure sums) = climate.observationAt(0, first);
        Observation lie = Observation.wrap(word);
        if (lie.age() == 0) lie = NEVER_OBSERVED;
        for (uint256 i = 1; i <= 3; ++i) {
            uint256 epoch = _nextEpoch();
            Observation[2] memory honest = _honest(i);
            _submit(epoch, honest, lie, liar);
            (Observation o, Exposure e) = climate.observationAt(0, epoch);
            assertEq(o.age(), i);
            assertEq(Observation.unwrap(o.withAge(0)), Observation.unwrap(seen));
            assertEq(Exposure.unwrap(e), Exposure.unwrap(sums));
        }
        uint256 last = _observeNext();
        (Observation back, Exposure after_) = climate.observationAt(0, last);
        assertEq(back.age(), 0);
        assertEq(Exposure.unwrap(after_), Exposure.unwrap(sums.add(back)));
        assertEq(after_.observed(), 2);
    }

    function test_submit_theWindCanBlowFromEverywhere() public {
        ObservationFields memory f = _mild();
        f.windEastCms = -15_000;
        f.windNorthCms = -15_000;
        f.windSpeedCms = 15_000;
        f.tempCentiC = -9000;
        uint256 first = _observeNext();
        for (uint256 i; i < 3; ++i) {
            uint256 epoch = _nextEpoch();
            _observe(epoch, f);
            Exposure e = climate.exposureBetween(1, first, epoch);
            assertEq(e.windEastCms(), -15_000 * int256(i + 1));
            assertEq(e.windNorthCms(), -15_000 * int256(i + 1));
            assertEq(e.tempCentiC(), -9000 * int256(i + 1));
        }
        (Observation o,) = climate.observationAt(1, first + 3);
        assertEq(o.windEastCms(), -15_000);
        assertEq(o.windNorthCms(), -15_000);
    }

    /// @dev What lies between two sums is right where the sums themselves have wrapped around.
    function test_submit_sumsWrapAroundUnnoticed() public {
        uint256 first = _observeNext();
        // The epoch's blob, with every sum one step from the end of its width, the signed ones at
        // their least.
        bytes memory code = climate.blobOf(first).code;
        Exposure full = Exposure.wrap((1 << 251) - 1);
        uint256 least =
            (uint256(1 << 31) << 90) | (uint256(1 << 31) << 122) | (uint256(1 << 31) << 202);
        uint256 signed = (uint256(type(uint32).max) << 90) | (uint256(type(uint32).max) << 122)
            | (uint256(type(uint32).max) << 202);
        full = Exposure.wrap((Exposure.unwrap(full) & ~signed) | least);
        assembly ("memory-safe") {
            mstore(add(code, add(32, 24)), full)
        }
        vm.etch(climate.blobOf(first), code);
        (, Exposure before) = climate.observationAt(0, first);
        assertEq(Exposure.unwrap(before), Exposure.unwrap(full));
        ObservationFields memory f = _mild();
        f.windEastCms = -15_000;
        f.windNorthCms = -15_000;
        f.tempCentiC = -9000;
        f.codeRank = 27;
        f.frostMinutes = 1440;
        uint256 epoch = _nextEpoch();
        _observe(epoch, f);
        Exposure e = climate.exposureBetween(0, first, epoch);
        Exposure alone = Exposure.wrap(0).add(ObservationLib.pack(f));
        assertEq(Exposure.unwrap(e), Exposure.unwrap(alone));
        assertEq(e.windEastCms(), -15_000);
        assertEq(e.observed(), 1);
    }

    function _assertHarmless(Observation[2] memory honest, Observation lie, uint256 liar) private {
        uint256 epoch = _nextEpoch();
        _submit(epoch, honest, lie, liar);
        _assertBetween(epoch, honest);
    }

    /// @dev Every field, and its share of the sums, lies between what the honest ones saw.
    function _assertBetween(uint256 epoch, Observation[2] memory honest) private view {
        (Observation o,) = climate.observationAt(0, epoch);
        assertEq(o.age(), 0);
        int256[FIELDS] memory actual = _fields(o);
        int256[FIELDS] memory a = _fields(honest[0]);
        int256[FIELDS] memory b = _fields(honest[1]);
        for (uint256 i; i < FIELDS; ++i) {
            assertGe(actual[i], a[i] < b[i] ? a[i] : b[i]);
            assertLe(actual[i], a[i] < b[i] ? b[i] : a[i]);
        }
        Exposure e = climate.exposureBetween(0, epoch - 1, epoch);
        assertEq(Exposure.unwrap(e), Exposure.unwrap(Exposure.wrap(0).add(o)));
    }

    function _submit(uint256 epoch, Observation[2] memory honest, Observation lie, uint256 liar)
        private
    {
        bytes[] memory reports = new bytes[](3);
        for (uint256 i; i < 3; ++i) {
            Observation o = i == liar % 3 ? lie : honest[i == (liar + 1) % 3 ? 0 : 1];
            reports[i] = abi.encodePacked(o, o);
        }
        climate.submit(epoch, reports, _signAll(epoch, reports));
    }

    /// @dev Two observations in range.
    function _honest(uint256 seed) private pure returns (Observation[2] memory honest) {
        for (uint256 i; i < 2; ++i) {
            honest[i] = ObservationLib.pack(anyWeather(uint256(keccak256(abi.encode(seed, i)))));
        }
    }

    /// @dev The ends of a field as it lies in the word, in and out of its range: zero, all ones, and
    /// the greatest and the least of a signed one.
    function _extreme(uint256 field, uint256 which) private view returns (uint256) {
        uint256 width = widths[field];
        if (which == 0) return 0;
        if (which == 1) return (1 << width) - 1;
        return which == 2 ? (1 << (width - 1)) - 1 : 1 << (width - 1);
    }

    function _replaced(Observation o, uint256 field, uint256 raw) private view returns (uint256) {
        uint256 mask = ((1 << widths[field]) - 1) << firsts[field];
        return (Observation.unwrap(o) & ~mask) | (raw << firsts[field]);
    }

    /// @dev The least and the greatest of two observations, field by field.
    function _ends(Observation[2] memory honest)
        private
        pure
        returns (Observation least, Observation most)
    {
        int256[FIELDS] memory a = _fields(honest[0]);
        int256[FIELDS] memory b = _fields(honest[1]);
        for (uint256 i; i < FIELDS; ++i) {
            if (a[i] > b[i]) (a[i], b[i]) = (b[i], a[i]);
        }
        return (_packed(a), _packed(b));
    }

    function _fields(Observation o) private pure returns (int256[FIELDS] memory f) {
        f[0] = o.tempCentiC();
        f[1] = int256(o.precipCentiMm());
        f[2] = o.windEastCms();
        f[3] = o.windNorthCms();
        f[4] = int256(o.windSpeedCms());
        f[5] = int256(o.sunMinutes());
        f[6] = int256(o.frostMinutes());
        f[7] = int256(o.codeRank());
        f[8] = int256(o.cloudPct());
        f[9] = o.derived() ? int256(1) : int256(0);
    }

    function _packed(int256[FIELDS] memory f) private pure returns (Observation) {
        return ObservationLib.pack(
            ObservationFields({
                tempCentiC: f[0],
                precipCentiMm: uint256(f[1]),
                windEastCms: f[2],
                windNorthCms: f[3],
                windSpeedCms: uint256(f[4]),
                sunMinutes: uint256(f[5]),
                frostMinutes: uint256(f[6]),
                codeRank: uint256(f[7]),
                cloudPct: uint256(f[8]),
                derived: f[9] == 1,
                age: 0
            })
        );
    }

    function _sums(Exposure e) private pure returns (int256[9] memory s) {
        s[0] = int256(e.rainCentiMm());
        s[1] = int256(e.sunMinutes());
        s[2] = int256(e.frostMinutes());
        s[3] = e.windEastCms();
        s[4] = e.windNorthCms();
        s[5] = int256(e.windSpeedCms());
        s[6] = int256(e.storms());
        s[7] = e.tempCentiC();
        s[8] = int256(e.observed());
    }
}
