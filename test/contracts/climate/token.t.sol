// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Climate} from "../../../contracts/Climate.sol";
import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Fixture} from "../Fixture.sol";

/// @dev A token that does what it likes when it is told of new weather.
contract HostileToken {
    enum Mood {
        Listens,
        Fails,
        Burns,
        Rambles,
        Reenters
    }

    Mood public mood;
    bytes public next;
    uint256 public told;

    function set(Mood mood_, bytes calldata next_) external {
        mood = mood_;
        next = next_;
    }

    function announce() external {
        Mood m = mood;
        if (m == Mood.Listens) ++told;
        if (m == Mood.Reenters) {
            (bool ok,) = msg.sender.call(next);
            require(!ok, "a door was open");
        }
        assembly ("memory-safe") {
            switch m
            case 1 { revert(0, 0) }
            case 2 { for {} 1 {} {} }
            case 3 { revert(0, 20000) }
        }
    }
}

/// @dev The token cannot stop the weather, nor come in through the back door.
contract TokenTest is Fixture {
    HostileToken private hostile;

    function setUp() public override {
        super.setUp();
        hostile = new HostileToken();
        vm.startPrank(owner);
        climate = new Climate(IHeliotrope(address(hostile)), 25_200, owner);
        climate.addStation("Alert", 82_501_700, -62_348_100);
        climate.setSigners(_reporters(), 3);
        vm.stopPrank();
    }

    function test_submit_standsWhateverTheTokenDoes() public {
        for (uint8 mood = 1; mood <= uint8(type(HostileToken.Mood).max); ++mood) {
            uint256 epoch = _nextEpoch();
            bytes[] memory reports = _thrice(_report(_mild(), 1));
            bytes[] memory signatures = _signAll(epoch, reports);
            hostile.set(
                HostileToken.Mood(mood),
                abi.encodeCall(IClimate.submit, (epoch, reports, signatures))
            );
            uint256 used = gasleft();
            climate.submit(epoch, reports, signatures);
            used -= gasleft();
            assertEq(climate.lastEpoch(), epoch);
            assertLt(used, 400_000);
        }
    }

    function test_submit_tellsATokenThatListens() public {
        _observeNext();
        assertEq(hostile.told(), 1);
    }

    function test_submit_standsWithoutAToken() public {
        vm.etch(address(hostile), "");
        uint256 epoch = _observeNext();
        assertEq(climate.lastEpoch(), epoch);
    }
}
