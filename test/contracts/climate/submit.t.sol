// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixture} from "../Fixture.sol";
import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {Exposure} from "../../../contracts/types/Exposure.sol";
import {
    Observation,
    ObservationFields,
    ObservationLib
} from "../../../contracts/types/Observation.sol";

contract SubmitTest is Fixture {
    function test_submit_storesWhatWasReported() public {
        uint256 epoch = _observeNext();
        (Observation o, Exposure e) = climate.observationAt(1, epoch);
        assertEq(Observation.unwrap(o), Observation.unwrap(ObservationLib.pack(_mild())));
        assertEq(Exposure.unwrap(e), Exposure.unwrap(Exposure.wrap(0).add(o)));
        assertEq(climate.lastEpoch(), epoch);
        assertEq(climate.acceptedAt(epoch), block.timestamp);
    }
}
