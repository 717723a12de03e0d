// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {Node} from "../../../../contracts/interfaces/IAlmanac.sol";
import {
    climb,
    leafHash,
    leafIndex,
    nodeHash,
    rootWord,
    tokenHash
} from "../../../../contracts/types/MerkleLayout.sol";
import {Grove, Lie} from "./Grove.sol";
import {Stage} from "./Stage.sol";

/// @dev The tests' own trees: if these were wrong, attacks on the almanac would fail for the wrong reason.
contract GroveTest is Test {
    uint256 private constant EPOCH = 70_000;
    bytes32 private constant JOB = keccak256("job");

    Stage private stage = new Stage();
    Grove private grove = new Grove(stage);
    bytes32 private honest;

    function setUp() public {
        stage.accept(EPOCH, 2);
        honest = grove.grow(JOB, EPOCH, Lie.None, 0);
    }

    function test_fuzz_nodeAt_leadsToTheRoot(uint256 height, uint256 index) public view {
        height = bound(height, 0, 26);
        index = height < 12
            ? bound(index, 0, (2 << (12 - height)) - 1)
            : bound(index, 0, (1 << (26 - height)) - 1);
        _assertLeads(honest, grove.nodeAt(honest, height, index));
    }

    function test_nodeAt_leavesAreTheRuns() public view {
        for (uint256 i; i < 20; ++i) {
            uint256 run = (i * 199) % 3600;
            uint32 index = leafIndex(1, run);
            bytes32 leaf = leafHash(JOB, index, grove.pixelsOf(honest, 1, run));
            assertEq(grove.nodeAt(honest, 0, index).hash, leaf);
        }
    }

    function test_grow_everyLieIsAnotherRootThatStillLeadsUp() public {
        for (uint256 i = 1; i <= uint256(type(Lie).max); ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            bytes32 root = grove.grow(JOB, EPOCH, Lie(i), seed);
            assertTrue(root != honest);
            (, uint256 token, uint256 run,) = grove.lieOf(root);
            if (Lie(i) == Lie.NoRoot) continue;
            _assertLeads(root, grove.nodeAt(root, 12, token));
            _assertLeads(root, grove.nodeAt(root, 12, 2));
            if (Lie(i) == Lie.NoToken) continue;
            _assertLeads(root, grove.nodeAt(root, 6, (token << 6) | 57));
            _assertLeads(root, grove.nodeAt(root, 6, leafIndex(token, run) >> 6));
            if (Lie(i) != Lie.NoRuns && Lie(i) != Lie.Unused) {
                _assertLeads(root, grove.nodeAt(root, 0, leafIndex(token, run)));
            }
        }
    }

    function test_answerOf_isWhatLiesBelow() public view {
        assertEq(grove.answerOf(honest, 26, 0).length, 4096);
        assertEq(grove.answerOf(honest, 19, 0).length, 4096);
        assertEq(grove.answerOf(honest, 12, 1).length, 96 + 64 * 32);
        assertEq(grove.answerOf(honest, 6, 0).length, 64 * 48);
        assertEq(grove.answerOf(honest, 6, 64 + 56).length, 16 * 48);
    }

    function _assertLeads(bytes32 root, Node memory n) private pure {
        bytes32 node = n.hash;
        uint256 index = n.index;
        if (n.height < 12) {
            bytes32[] memory within = new bytes32[](12 - n.height);
            for (uint256 i; i < within.length; ++i) {
                within[i] = n.path[i];
            }
            node = tokenHash(n.inputs, climb(node, index, within));
            index >>= 12 - n.height;
            for (uint256 i = within.length; i < n.path.length; ++i) {
                node = index & 1 == 0 ? nodeHash(node, n.path[i]) : nodeHash(n.path[i], node);
                index >>= 1;
            }
        } else {
            node = climb(node, index, n.path);
        }
        assertEq(rootWord(node), root);
    }
}
