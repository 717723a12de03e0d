// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Almanac} from "../../../contracts/Almanac.sol";
import {IAlmanac, Node} from "../../../contracts/interfaces/IAlmanac.sol";
import {Lie} from "./world/Grove.sol";
import {GameFixture} from "./world/GameFixture.sol";

/// @dev The slowest epoch that the rules allow, against the delay of an upgrade: whoever committed a moment
/// before it was announced has everything out a moment before it can come.
contract ExitTest is GameFixture {
    /// @dev Demands are made at these heights, each after the answer to the one before.
    uint256[4] private heights = [uint256(26), 19, 12, 6];

    /// @dev Commits, and is held up to the last second of everything. Ends when the epoch can be finalized.
    function _drag() private returns (bytes32 root) {
        root = _grow(Lie.None, 0);
        _commit(EPOCH, honest, root);
        vm.warp(commitEnds);
        _reveal(EPOCH, honest, root);
        vm.warp(challengeEnds - 1);
        for (uint256 i; i < heights.length; ++i) {
            _demand(stranger, honest, grove.nodeAt(root, heights[i], 0));
            vm.warp(block.timestamp + answerSeconds);
            _answer(honest, honest, root, heights[i], 0);
            vm.warp(block.timestamp + followUpSeconds - (i < 3 ? 1 : 0));
        }
    }

    function test_withdraw_comesBeforeAnUpgradeThatWasAnnouncedAfterTheCommit() public {
        uint256 readyAt = block.timestamp + Almanac(address(almanac)).UPGRADE_DELAY();
        _drag();
        vm.warp(block.timestamp - 1);
        vm.expectPartialRevert(IAlmanac.TooEarly.selector);
        almanac.finalize(EPOCH, honest);
        vm.warp(block.timestamp + 1);
        almanac.finalize(EPOCH, honest);
        almanac.settle(EPOCH, honest);
        assertEq(almanac.accountOf(honest).locked, 0);
        uint256 free = _free(honest);
        vm.prank(honest);
        almanac.withdraw(honest, free);
        assertLt(block.timestamp, readyAt);
        // Nearly nothing of the time that is there to leave in is used up.
        assertGt(block.timestamp + 2 hours + 10, readyAt);
    }

    function test_RevertWhen_aRoundIsDemandedASecondLater() public {
        bytes32 root = _grow(Lie.None, 0);
        _commit(EPOCH, honest, root);
        vm.warp(commitEnds);
        _reveal(EPOCH, honest, root);
        vm.warp(challengeEnds - 1);
        _demand(stranger, honest, grove.nodeAt(root, 26, 0));
        vm.warp(block.timestamp + answerSeconds);
        _answer(honest, honest, root, 26, 0);
        vm.warp(block.timestamp + followUpSeconds);
        vm.deal(stranger, 1 ether);
        uint256 price = almanac.demandBond();
        Node memory next = grove.nodeAt(root, 19, 0);
        vm.prank(stranger);
        vm.expectPartialRevert(IAlmanac.DemandClosed.selector);
        almanac.demand{value: price}(EPOCH, honest, next);
    }
}
