// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Fixture} from "../Fixture.sol";

contract BatchTest is Fixture {
    function test_fuzz_batchFrom_isThePlainCount(uint256 seed, uint256 first, uint256 limit)
        public
    {
        _mintAround(seed);
        uint256 minted = token.totalMinted();
        first = bound(first, 0, minted);
        limit = bound(limit, 0, minted + 2);
        (uint256 count, uint64 target) = token.batchFrom(first, limit);
        uint256 plain;
        while (
            plain < limit && first + plain < minted
                && token.targetOf(first + plain) == token.targetOf(first)
        ) ++plain;
        assertEq(count, plain);
        assertEq(target, plain == 0 ? 0 : token.targetOf(first));
    }

    function test_fuzz_targetOf_outlivesTransfersAndBurns(uint256 seed) public {
        _mintAround(seed);
        uint256 minted = token.totalMinted();
        uint64[] memory targets = new uint64[](minted);
        for (uint256 id; id < minted; ++id) {
            targets[id] = token.targetOf(id);
        }
        vm.roll(block.number + 1000);
        for (uint256 i; i < 20; ++i) {
            uint256 id = uint256(keccak256(abi.encode(seed, i, "move"))) % minted;
            vm.startPrank(alice);
            // Some have been moved or burned before; that is no matter here.
            if (i % 3 == 0) {
                try token.burn(id) {} catch {}
            } else {
                try token.transferFrom(alice, bob, id) {} catch {}
            }
            vm.stopPrank();
        }
        for (uint256 id; id < minted; ++id) {
            assertEq(token.targetOf(id), targets[id]);
        }
    }

    function test_fuzz_targetOf_liesAtLeast32BlocksAfterTheMint(uint24 at) public {
        vm.roll(block.number + at);
        _mint(alice, 1);
        uint256 target = token.targetOf(0);
        assertEq(target, 32 * (block.number / 32 + 2));
        assertGt(target, block.number + 32);
        assertLe(target, block.number + 64);
    }

    function test_RevertWhen_everyMintWindowIsUsed() public {
        vm.roll(block.number + 32 * (1 << 24));
        uint256 price = token.price();
        vm.prank(alice);
        vm.expectRevert(IHeliotrope.MintWindowsExhausted.selector);
        token.mint{value: price}(1);
    }

    /// @dev Mints of 1 to 10 at random distances.
    function _mintAround(uint256 seed) private {
        for (uint256 i; i < 8; ++i) {
            uint256 h = uint256(keccak256(abi.encode(seed, i)));
            vm.roll(block.number + h % 40);
            _mint(alice, 1 + (h >> 128) % 10);
        }
    }
}
