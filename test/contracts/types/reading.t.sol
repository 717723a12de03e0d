// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {Observation} from "../../../contracts/types/Observation.sol";
import {Reading, ReadingLib} from "../../../contracts/types/Reading.sol";

contract ReadingTest is Test {
    function test_fuzz_pack_roundTrips(uint256 epoch, uint128 weather) public pure {
        Reading r = ReadingLib.pack(epoch, Observation.wrap(weather));
        assertEq(r.epoch(), uint40(epoch));
        assertEq(Observation.unwrap(r.observation()), weather);
        assertEq(Reading.unwrap(r) >> 168, 0);
    }
}
