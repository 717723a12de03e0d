// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {
    EPOCH_DEPTH,
    RASTER_SIDE,
    RUNS,
    RUN_PIXELS,
    TOKEN_DEPTH,
    commitmentHash,
    jobHash,
    leafHash,
    leafIndex,
    nodeHash,
    rootOf
} from "../../../contracts/types/MerkleLayout.sol";
import {Vectors} from "../Vectors.sol";

contract MerkleTest is Vectors {
    uint256 private constant RUN_BYTES = 3 * RUN_PIXELS;

    function test_layout_fitsTheRaster() public pure {
        assertEq(RASTER_SIDE * RASTER_SIDE, RUNS * RUN_PIXELS);
        assertLe(RUNS, 1 << TOKEN_DEPTH);
        assertLe(TOKEN_DEPTH + EPOCH_DEPTH, 32);
    }

    function test_leafHash_isDefinedByteByByte() public pure {
        bytes32 job = keccak256("job");
        bytes memory pixels = new bytes(RUN_BYTES);
        bytes memory expected = bytes.concat(hex"00", job, hex"00003001", pixels);
        assertEq(expected.length, 1 + 32 + 4 + 48);
        assertEq(leafHash(job, leafIndex(3, 1), pixels), keccak256(expected));
    }

    function test_nodeHash_isDefinedByteByByte() public pure {
        bytes memory expected = bytes.concat(hex"01", keccak256("a"), keccak256("b"));
        assertEq(nodeHash(keccak256("a"), keccak256("b")), keccak256(expected));
    }

    /// forge-config: default.fuzz.runs = 32
    function test_fuzz_rootOf_findsEveryLeafAndNoOther(uint8 place, bytes32 wrong) public pure {
        bytes32[] memory leaves = new bytes32[](32);
        for (uint256 i; i < 32; ++i) {
            leaves[i] = keccak256(abi.encode("leaf", i));
        }
        uint256 index = place % 32;
        (bytes32 root, bytes32[] memory path) = _tree(leaves, 5, index);
        assertEq(rootOf(leaves[index], index, path), root);
        vm.assume(wrong != leaves[index]);
        assertNotEq(rootOf(wrong, index, path), root);
        assertNotEq(rootOf(leaves[index], index ^ 1, path), root);
    }

    function test_vectors_areCurrent() public {
        bytes32 job = jobHash(31_337, address(0xA1), 55_104, keccak256("climate"));
        bytes32 seed = keccak256("raster");
        bytes32[] memory leaves = _leaves(job, 2, seed);
        uint256 run = RUNS - 1;
        bytes32[] memory roots = new bytes32[](3);
        bytes32[] memory runPath;
        (roots[2], runPath) = _tree(leaves, TOKEN_DEPTH, run);
        roots[0] = keccak256("token 0");
        roots[1] = keccak256("token 1");
        (bytes32 epochRoot, bytes32[] memory tokenPath) = _tree(roots, EPOCH_DEPTH, 2);
        (bytes32 empty,) = _tree(new bytes32[](0), EPOCH_DEPTH, 0);

        string memory json = string.concat(
            "{",
            _pair("climateHash", keccak256("climate")),
            ", ",
            _pair("job", job),
            ", ",
            _pair("seed", seed)
        );
        json = string.concat(
            json,
            ", ",
            _pair("firstLeaf", leaves[0]),
            ", ",
            _pair("lastLeaf", leaves[run]),
            ", ",
            _list("tokenRoots", roots)
        );
        json = string.concat(
            json,
            ", ",
            _list("runPath", runPath),
            ", ",
            _list("tokenPath", tokenPath),
            ", ",
            _pair("epochRoot", epochRoot)
        );
        json = string.concat(
            json,
            ", ",
            _pair("emptyRoot", empty),
            ", ",
            _pair("commitment", _commitment(job, epochRoot)),
            "}\n"
        );
        _checkVectors("merkle", json);
    }

    function _commitment(bytes32 job, bytes32 root) private pure returns (bytes32) {
        bytes32 cidHash = keccak256(hex"01701220");
        bytes32 salt = keccak256("salt");
        return commitmentHash(31_337, address(0xA1), job, root, cidHash, salt, address(0xB0B));
    }

    /// @dev The raster is the stream keccak256(abi.encode(seed, 0)), keccak256(abi.encode(seed, 1))...
    function _leaves(bytes32 job, uint256 tokenId, bytes32 seed)
        private
        pure
        returns (bytes32[] memory leaves)
    {
        bytes memory raster = new bytes(RUNS * RUN_BYTES);
        for (uint256 at; at < raster.length; at += 32) {
            bytes32 word = keccak256(abi.encode(seed, at / 32));
            assembly ("memory-safe") {
                mstore(add(add(raster, 32), at), word)
            }
        }
        leaves = new bytes32[](RUNS);
        bytes memory pixels = new bytes(RUN_BYTES);
        for (uint256 run; run < RUNS; ++run) {
            for (uint256 i; i < RUN_BYTES; ++i) {
                pixels[i] = raster[run * RUN_BYTES + i];
            }
            leaves[run] = leafHash(job, leafIndex(tokenId, run), pixels);
        }
    }

    /// @dev The plain way: every level in memory, zeros hashed like anything else.
    function _tree(bytes32[] memory leaves, uint256 depth, uint256 index)
        private
        pure
        returns (bytes32 root, bytes32[] memory path)
    {
        bytes32[] memory level = new bytes32[](1 << depth);
        for (uint256 i; i < leaves.length; ++i) {
            level[i] = leaves[i];
        }
        path = new bytes32[](depth);
        for (uint256 d; d < depth; ++d) {
            path[d] = level[(index >> d) ^ 1];
            bytes32[] memory above = new bytes32[](level.length / 2);
            for (uint256 i; i < above.length; ++i) {
                above[i] = nodeHash(level[2 * i], level[2 * i + 1]);
            }
            level = above;
        }
        return (level[0], path);
    }
}
