// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Demand, IAlmanac, Node} from "../../../contracts/interfaces/IAlmanac.sol";
import {ChallengeFixture} from "./ChallengeFixture.sol";
import {Grove} from "./Grove.sol";

/// @title Whoever asks mallory for what lies under the tree, and whoever shows it.
abstract contract DemandFixture is ChallengeFixture {
    uint256[4] internal heights = [uint256(26), 19, 12, 6];

    function _ask(address by, uint256 height) internal returns (Node memory node) {
        Grove memory g = grove;
        node = g.onTheWay(height);
        uint256 bond = almanac.demandBond();
        vm.prank(by);
        almanac.demand{value: bond}(epoch, mallory, node);
    }

    function _answer(address by, uint256 height) internal {
        Grove memory g = grove;
        uint256 index = g.onTheWay(height).index;
        bytes memory data = g.answer(height);
        vm.prank(by);
        almanac.answer(epoch, mallory, height, index, data);
    }

    function _silence(Node memory node) internal {
        almanac.silence(epoch, mallory, node.height, node.index, node.hash);
    }

    function _settle(Node memory node) internal {
        almanac.settleDemand(epoch, mallory, node.height, node.index, node.hash);
    }

    function _demandOf(Node memory node) internal view returns (Demand memory) {
        return almanac.demandOf(epoch, grove.root, node.height, node.index, node.hash);
    }

    function _expectNode(uint256 height, uint256 index) internal {
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NodeInvalid.selector, height, index));
    }
}
