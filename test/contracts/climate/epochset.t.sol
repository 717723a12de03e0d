// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {EpochSet} from "../../../contracts/climate/EpochSet.sol";

contract EpochSetTest is Test {
    EpochSet private set;
    uint256[] private added;

    /// @dev Against a plain list, with steps from one epoch to centuries.
    function test_fuzz_last_findsWhatAListFinds(uint256 seed) public {
        uint256 epoch = seed % 1000;
        for (uint256 i; i < 12; ++i) {
            added.push(epoch);
            set.add(epoch);
            uint256 h = uint256(keccak256(abi.encode(seed, i)));
            epoch += 1 + (h >> 8) % (1 << (1 + h % 24));
        }
        uint256 next;
        for (uint256 i; i < 60; ++i) {
            uint256 h = uint256(keccak256(abi.encode(seed, i, "asked")));
            uint256 near = added[h % 12];
            uint256 asked = i < 12 ? added[i] : i < 24 ? added[i - 12] + 1 : near + (h >> 8) % 600;
            uint256 expected;
            for (next = 0; next < 12 && added[next] <= asked; ++next) {
                expected = added[next];
            }
            assertEq(set.last(asked), expected);
        }
    }

    function test_fuzz_between_findsWhatAListFinds(uint256 seed, uint16 from, uint16 span) public {
        uint256 epoch = seed % 1000;
        for (uint256 i; i < 12; ++i) {
            added.push(epoch);
            set.add(epoch);
            epoch += 1 + uint256(keccak256(abi.encode(seed, i))) % 700;
        }
        uint256 most = 1 + seed % 14;
        uint256[] memory found = set.between(from, uint256(from) + span, most);
        uint256 next;
        for (uint256 i; i < 12 && next < most; ++i) {
            if (added[i] < from || added[i] > uint256(from) + span) continue;
            assertEq(found[next++], added[i]);
        }
        assertEq(found.length, next);
    }

    function test_between_isEmptyWhenReversed() public {
        set.add(5);
        assertEq(set.between(6, 5, 10).length, 0);
    }

    function test_last_costsTheSameAfterADayAndAfterDecades() public {
        set.add(100);
        uint256 near = _gasOfLast(100 + 1000);
        uint256 far = _gasOfLast(100 + 50_000);
        assertEq(near, far);
        // One more slot for every 52 years.
        assertLt(_gasOfLast(100 + 10 * 65_536), near + 10 * 2600);
    }

    function _gasOfLast(uint256 epoch) private returns (uint256 used) {
        vm.cool(address(this));
        used = gasleft();
        set.last(epoch);
        used -= gasleft();
    }
}
