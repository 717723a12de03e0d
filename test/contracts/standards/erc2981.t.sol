// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixture} from "../Fixture.sol";

/// @dev ERC-2981, for every rate that the owner may set.
contract ERC2981Test is Fixture {
    function test_fuzz_royaltyInfo_isTheShareRoundedDown(uint256 price, uint256 bps) public {
        bps = bound(bps, 0, token.MAX_ROYALTY_BPS());
        vm.prank(owner);
        token.setRoyalty(bps);
        (address receiver, uint256 royalty) = token.royaltyInfo(0, price);
        assertEq(receiver, token.treasury());
        assertLe(royalty, price);
        // The same in 512 bits: 10,000 royalties fit the price's share, and one more does not.
        (uint256 low, uint256 high) = _product(price, bps);
        (uint256 least, uint256 leastHigh) = _product(royalty, 10_000);
        assertTrue(leastHigh < high || (leastHigh == high && least <= low));
        unchecked {
            uint256 rest = low - least;
            assertLt(rest, 10_000);
        }
    }

    function test_royaltyInfo_isTheSameForEveryToken() public view {
        (, uint256 first) = token.royaltyInfo(0, 1 ether);
        (, uint256 none) = token.royaltyInfo(type(uint256).max, 1 ether);
        assertEq(first, 0.05 ether);
        assertEq(none, first);
    }

    function _product(uint256 a, uint256 b) private pure returns (uint256 low, uint256 high) {
        unchecked {
            uint256 mm = mulmod(a, b, type(uint256).max);
            low = a * b;
            high = mm - low - (mm < low ? 1 : 0);
        }
    }
}
