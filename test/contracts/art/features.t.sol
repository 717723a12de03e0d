// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SkyFeatures} from "../../../contracts/art/SkyFeatures.sol";
import {FREE} from "../../../contracts/art/SkyLayout.sol";
import {SkyScene} from "../../../contracts/art/SkyScene.sol";
import {Test} from "forge-std/Test.sol";

/// @dev What one kind of step costs over a whole picture.
struct Cost {
    uint256 average;
    uint256 most;
}

/// @dev Writes the inputs of a whole picture, as the engine does, and counts.
contract SkyMeter {
    function measure(bytes32 latent, bytes32 condition, uint256 size, uint256 step)
        external
        view
        returns (uint256 scene, Cost memory block_, Cost memory run)
    {
        assembly {
            // Past everything that the engine keeps in memory; the counters lie there.
            mstore(0x40, add(FREE, 0x400))
            mstore(FREE, 0)
        }
        block_ = Cost(0, 0);
        run = Cost(0, 0);
        uint256 left = gasleft();
        SkyScene.write(latent, condition, size);
        scene = left - gasleft();
        uint256 blocks;
        uint256 runs;
        for (uint256 x; x < size; x += 16) {
            left = gasleft();
            SkyScene.writeColumns(x);
            count(block_, left - gasleft());
            blocks++;
            for (uint256 y; y < size; y += step) {
                left = gasleft();
                SkyFeatures.write(y);
                count(run, left - gasleft());
                runs++;
            }
        }
        block_.average /= blocks;
        run.average /= runs;
    }

    function count(Cost memory cost, uint256 gas) private pure {
        cost.average += gas;
        if (gas > cost.most) cost.most = gas;
    }
}

/// @title What the inputs of a run cost
contract FeaturesTest is Test {
    /// @dev Half past nine, half covered, a light wind.
    bytes32 private constant FAIR =
        0x2a5a102020460000000048204f28000020000000000000000000000000000000;
    /// @dev Before dawn: stars, moon, rain, snow, a storm and an aurora at once.
    bytes32 private constant WILD =
        0x30205a5064406040507030582848301418606060000000000000000000000000;

    SkyMeter private meter;

    function setUp() public {
        meter = new SkyMeter();
    }

    function test_write_costsOfASmallPicture() public {
        Cost memory fair = measured("32 x 32, fair", FAIR, 32, 1);
        assertLt(fair.average, 20_500);
        assertLt(fair.most, 25_000);
        Cost memory wild = measured("32 x 32, wild", WILD, 32, 1);
        assertLt(wild.average, 23_500);
    }

    function test_write_costsOfALargePicture() public {
        Cost memory fair = measured("240 x 240, fair", FAIR, 240, 8);
        assertLt(fair.average, 20_000);
        Cost memory wild = measured("240 x 240, wild", WILD, 240, 8);
        assertLt(wild.average, 28_000);
        assertLt(wild.most, 34_000);
    }

    /// @dev The average over the four terrains.
    function measured(string memory what, bytes32 condition, uint256 size, uint256 step)
        private
        returns (Cost memory all)
    {
        uint256 columns;
        for (uint256 terrain; terrain < 4; terrain++) {
            bytes32 latent = bytes32(uint256(0x48656c696f74726f70653a2000000000) | terrain << 30);
            (uint256 scene, Cost memory block_, Cost memory run) =
                meter.measure(latent, condition, size, step);
            assertLt(scene, 1500);
            columns += block_.average / 4;
            all.average += run.average / 4;
            if (run.most > all.most) all.most = run.most;
        }
        assertLt(columns, 36_000);
        emit log_named_uint(string.concat(what, ": a column block, gas"), columns);
        emit log_named_uint(string.concat(what, ": a run on average, gas"), all.average);
        emit log_named_uint(string.concat(what, ": a run at most, gas"), all.most);
    }
}
