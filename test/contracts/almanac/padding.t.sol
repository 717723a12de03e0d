// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ground, IAlmanac, Node} from "../../../contracts/interfaces/IAlmanac.sol";
import {nodeHash, rootWord} from "../../../contracts/types/MerkleLayout.sol";
import {ChallengeFixture} from "./ChallengeFixture.sol";
import {Grove} from "./Grove.sol";

contract PaddingTest is ChallengeFixture {
    function _accuse(uint256 height, uint256 index) private {
        Grove memory g = grove;
        Node memory node = g.node(height, index);
        vm.prank(alice);
        almanac.challengePadding(epoch, mallory, node, 0);
    }

    function _expectInvalid(uint256 height, uint256 index) private {
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NodeInvalid.selector, height, index));
    }

    /// @dev Nothing from `PLANTS` on, and nothing behind the raster's end.
    function _clear() private returns (Grove memory g) {
        g = _seed(56);
        for (uint256 i = PLANTS; i < 128; ++i) {
            g.sections[2][0][i] = 0;
        }
        for (uint256 i = 57; i < 64; ++i) {
            g.sections[1][0][i] = _zero(6);
        }
        for (uint256 i = 1; i < 128; ++i) {
            g.sections[3][0][i] = _zero(7);
        }
        g.grow();
        _keep(g);
    }

    function _zero(uint256 levels) private pure returns (bytes32 node) {
        for (uint256 i; i < levels; ++i) {
            node = nodeHash(node, node);
        }
    }

    function test_challengePadding_fellsATokenThatIsNotBorn() public {
        _say(mallory, grove.root);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Felled(epoch, grove.root, alice, Ground.Padding);
        _accuse(12, PLANTS);
        assertEq(_stand().felledBy, alice);
    }

    function test_challengePadding_fellsAnyLevelOverTokensThatAreNotBorn() public {
        _say(mallory, grove.root);
        uint256 snapshot = vm.snapshotState();
        for (uint256 height = 12; height < 26; ++height) {
            _accuse(height, 127 >> (height - 12) == 0 ? 1 : 127 >> (height - 12));
            assertTrue(_stand().fallen);
            vm.revertToState(snapshot);
        }
    }

    function test_challengePadding_fellsUnusedRuns() public {
        _keep(_seed(56));
        _say(mallory, grove.root);
        uint256 snapshot = vm.snapshotState();
        for (uint256 height = 6; height < 9; ++height) {
            _accuse(height, ((TOKEN << 12) + 4095) >> height);
            assertTrue(_stand().fallen);
            vm.revertToState(snapshot);
        }
    }

    function test_challengePadding_fellsASingleUnusedRun() public {
        Grove memory g = _clear();
        // A leaf whose preimage nobody knows.
        g.pixels = bytes.concat(g.pixels, new bytes(48));
        g.grow();
        _keep(g);
        _say(mallory, g.root);
        _accuse(0, (TOKEN << 12) + 3600);
        assertTrue(_stand().fallen);
    }

    function test_challengePadding_failsForZeros() public {
        Grove memory g = _clear();
        _say(mallory, g.root);
        for (uint256 height; height < 26; ++height) {
            // From height 9 on, no node is over unused runs alone.
            if (height > 8 && height < 12) continue;
            uint256 index = height < 6
                ? ((TOKEN << 12) + 3647) >> height
                : height < 9
                    ? ((TOKEN << 12) + 4095) >> height
                    : height < 19 ? 127 >> (height - 12) : 127 >> (height - 19);
            if (index == 0) continue;
            _expectHolds();
            _accuse(height, index);
        }
    }

    function test_RevertWhen_aRunIsUsed() public {
        _keep(_seed(56));
        _say(mallory, grove.root);
        _expectInvalid(0, (TOKEN << 12) + 3599);
        _accuse(0, (TOKEN << 12) + 3599);
        _expectInvalid(6, (TOKEN << 6) + 56);
        _accuse(6, (TOKEN << 6) + 56);
        _expectInvalid(11, (TOKEN << 1) + 1);
        _accuse(11, (TOKEN << 1) + 1);
    }

    function test_RevertWhen_aTokenIsBorn() public {
        _say(mallory, grove.root);
        _expectInvalid(12, PLANTS - 1);
        _accuse(12, PLANTS - 1);
        // Of its two tokens only one is.
        _expectInvalid(13, 1);
        _accuse(13, 1);
        _expectInvalid(26, 0);
        _accuse(26, 0);
    }

    function test_RevertWhen_thereIsNoSuchNode() public {
        _say(mallory, grove.root);
        Node memory node;
        node.path = new bytes32[](14);
        node.height = 12;
        node.index = 1 << 14;
        _expectInvalid(12, 1 << 14);
        almanac.challengePadding(epoch, mallory, node, 0);
        node.index = 1 << 255;
        _expectInvalid(12, 1 << 255);
        almanac.challengePadding(epoch, mallory, node, 0);
        node.index = 5;
        node.path = new bytes32[](13);
        _expectInvalid(12, 5);
        almanac.challengePadding(epoch, mallory, node, 0);
        node.path = new bytes32[](15);
        _expectInvalid(12, 5);
        almanac.challengePadding(epoch, mallory, node, 0);
        (node.height, node.path) = (27, new bytes32[](0));
        _expectInvalid(27, 5);
        almanac.challengePadding(epoch, mallory, node, 0);
        node.height = type(uint256).max;
        _expectInvalid(type(uint256).max, 5);
        almanac.challengePadding(epoch, mallory, node, 0);
    }

    function test_RevertWhen_thePathLeadsElsewhere() public {
        _say(mallory, grove.root);
        Grove memory g = grove;
        Node memory node = g.node(12, PLANTS);
        node.hash = ~node.hash;
        vm.expectPartialRevert(IAlmanac.PathMismatch.selector);
        almanac.challengePadding(epoch, mallory, node, 0);
    }
}

/// @dev Before anybody is born, the one true tree is made of zeros.
contract EmptyPaddingTest is ChallengeFixture {
    function setUp() public override {
        super.setUp();
        epoch -= 1;
    }

    function _empty() private pure returns (bytes32 top) {
        for (uint256 i; i < 14; ++i) {
            top = nodeHash(top, top);
        }
    }

    function _reach(bytes32 top) private {
        vm.warp(climate.acceptedAt(epoch));
        (commitEnds, revealEnds, challengeEnds) = almanac.windowsOf(epoch);
        grove.root = rootWord(top);
        _say(mallory, grove.root);
    }

    /// @dev Of the top a root has all but two bits, so that whatever they are said to be is no lie.
    function test_challengePadding_failsForTheEmptyTreeWhateverItsLastBits() public {
        _reach(_empty());
        for (uint256 bits; bits < 4; ++bits) {
            Node memory node;
            (node.height, node.hash) = (26, grove.root | bytes32(bits));
            _expectHolds();
            almanac.challengePadding(epoch, mallory, node, 0);
        }
    }

    function test_challengePadding_fellsAnyOtherTree() public {
        _reach(keccak256("something"));
        Node memory node;
        (node.height, node.hash) = (26, grove.root);
        almanac.challengePadding(epoch, mallory, node, 0);
        assertTrue(_stand().fallen);
    }
}
