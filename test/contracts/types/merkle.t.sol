// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {
    EPOCH_DEPTH,
    RASTER_SIDE,
    RUNS,
    RUN_BYTES,
    RUN_PIXELS,
    SkyInputs,
    TOKEN_DEPTH,
    TREE_DEPTH,
    climb,
    commitmentHash,
    intentHash,
    jobHash,
    leafHash,
    leafIndex,
    nodeHash,
    rootWord,
    tokenHash
} from "../../../contracts/types/MerkleLayout.sol";
import {Vectors} from "../Vectors.sol";

contract MerkleTest is Vectors {
    /// @dev The middle token of three, with a raster; the others are any nodes.
    uint256 private constant TOKEN = 1;
    uint256 private constant TOKENS = 3;
    address private constant ALMANAC = address(0xA1);
    address private constant KEEPER = 0xB0bB0BB0b000000000000000000000000000CAFE;

    function test_layout_fitsTheRaster() public pure {
        assertEq(RASTER_SIDE * RASTER_SIDE, RUNS * RUN_PIXELS);
        assertEq(RUN_BYTES, 3 * RUN_PIXELS);
        assertLe(RUNS, 1 << TOKEN_DEPTH);
        assertEq(TREE_DEPTH, TOKEN_DEPTH + EPOCH_DEPTH);
        assertLe(TREE_DEPTH, 32);
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

    function test_tokenHash_isDefinedByteByByte() public pure {
        bytes memory expected = bytes.concat(
            hex"02",
            bytes32(uint256(7)),
            keccak256("latent"),
            keccak256("condition"),
            keccak256("runs")
        );
        assertEq(tokenHash(_inputs(), keccak256("runs")), keccak256(expected));
    }

    function test_fuzz_rootWord_leavesTheLastTwoBitsToTheAlmanac(bytes32 top) public pure {
        bytes32 root = rootWord(top);
        assertEq(uint256(root) & 3, 0);
        assertEq(uint256(root) >> 2, uint256(top) >> 2);
    }

    function test_fuzz_commitmentHash_namesItsKeeperAndIsNoRoot(
        bytes32 root,
        bytes32 salt,
        address keeper
    ) public pure {
        bytes32 commitment = commitmentHash(1, ALMANAC, 0, root, 0, salt, keeper);
        assertEq(bytes4(commitment), bytes4(bytes20(keeper)));
        assertEq(uint256(commitment) & 3, 1);
        bytes32 whole = keccak256(
            abi.encode(
                keccak256("Heliotrope.Commitment"),
                uint256(1),
                ALMANAC,
                bytes32(0),
                root,
                bytes32(0),
                salt,
                keeper
            )
        );
        assertEq(uint256(commitment) << 32 >> 34, uint256(whole) << 32 >> 34);
    }

    /// forge-config: default.fuzz.runs = 32
    function test_fuzz_climb_findsEveryLeafAndNoOther(uint8 place, bytes32 wrong) public pure {
        bytes32[] memory bottom = new bytes32[](32);
        for (uint256 i; i < 32; ++i) {
            bottom[i] = keccak256(abi.encode("leaf", i));
        }
        uint256 index = place % 32;
        bytes32[][] memory levels = _levels(bottom, 5);
        bytes32[] memory path = _path(levels, index);
        assertEq(climb(bottom[index], index, path), levels[5][0]);
        vm.assume(wrong != bottom[index]);
        assertNotEq(climb(wrong, index, path), levels[5][0]);
        assertNotEq(climb(bottom[index], index ^ 1, path), levels[5][0]);
    }

    function test_vectors_areCurrent() public {
        bytes32 job = jobHash(31_337, ALMANAC, 55_104, keccak256("climate"));
        bytes32 seed = keccak256("raster");
        bytes memory raster = _raster(seed);
        bytes32[][] memory token = _levels(_leaves(job, raster), TOKEN_DEPTH);
        bytes32[] memory tokens = new bytes32[](TOKENS);
        tokens[0] = keccak256("token 0");
        tokens[1] = tokenHash(_inputs(), token[TOKEN_DEPTH][0]);
        tokens[2] = keccak256("token 2");
        bytes32[][] memory epoch = _levels(tokens, EPOCH_DEPTH);

        string memory json = string.concat(
            _pair("climateHash", keccak256("climate")),
            ", ",
            _pair("job", job),
            ", ",
            _pair("seed", seed)
        );
        json = string.concat(json, ", ", _treePairs(token, epoch));
        json = string.concat(json, ", ", _answerPairs(token, epoch, raster));
        json = string.concat(json, ", ", _wordPairs(job, rootWord(epoch[EPOCH_DEPTH][0])));
        _checkVectors("merkle", string.concat("{", json, "}\n"));
    }

    function _treePairs(bytes32[][] memory token, bytes32[][] memory epoch)
        private
        pure
        returns (string memory json)
    {
        bytes32 top = epoch[EPOCH_DEPTH][0];
        json = string.concat(
            _pair("firstLeaf", token[0][0]),
            ", ",
            _pair("lastLeaf", token[0][RUNS - 1]),
            ", ",
            _pair("runs", token[TOKEN_DEPTH][0])
        );
        json = string.concat(json, ", ", _list("tokens", _first(epoch[0], TOKENS)));
        json = string.concat(json, ", ", _list("runPath", _path(token, RUNS - 1)));
        json = string.concat(json, ", ", _list("tokenPath", _path(epoch, TOKEN)));
        json = string.concat(json, ", ", _pair("top", top), ", ", _pair("root", rootWord(top)));
        bytes32[] memory zeros = new bytes32[](EPOCH_DEPTH + 1);
        for (uint256 i; i < EPOCH_DEPTH; ++i) {
            zeros[i + 1] = nodeHash(zeros[i], zeros[i]);
        }
        json = string.concat(json, ", ", _list("zeros", zeros));
    }

    /// @dev What the four demands on the way to the token's last band show: the nodes, and the hashes of the
    /// answers. The band has 16 runs only.
    function _answerPairs(bytes32[][] memory token, bytes32[][] memory epoch, bytes memory raster)
        private
        pure
        returns (string memory)
    {
        uint256 band = RUNS / 64;
        bytes32[] memory nodes = new bytes32[](4);
        bytes32[] memory answers = new bytes32[](4);
        nodes[0] = rootWord(epoch[14][0]);
        answers[0] = keccak256(abi.encodePacked(_first(epoch[7], 128)));
        nodes[1] = epoch[7][0];
        answers[1] = keccak256(abi.encodePacked(_first(epoch[0], 128)));
        nodes[2] = epoch[0][TOKEN];
        SkyInputs memory inputs = _inputs();
        answers[2] =
            keccak256(abi.encodePacked(inputs.model, inputs.latent, inputs.condition, token[6]));
        nodes[3] = token[6][band];
        answers[3] = keccak256(_slice(raster, band * 64 * RUN_BYTES, 16 * RUN_BYTES));
        return string.concat(_list("nodes", nodes), ", ", _list("answers", answers));
    }

    function _wordPairs(bytes32 job, bytes32 root) private pure returns (string memory) {
        bytes32 cidHash = keccak256(hex"01701220");
        bytes32 salt = keccak256("salt");
        return string.concat(
            _pair("commitment", commitmentHash(31_337, ALMANAC, job, root, cidHash, salt, KEEPER)),
            ", ",
            _pair("intent", intentHash(31_337, ALMANAC, 55_104, root, 6, 120, KEEPER, salt))
        );
    }

    function _inputs() private pure returns (SkyInputs memory) {
        return SkyInputs(7, keccak256("latent"), keccak256("condition"));
    }

    /// @dev The raster is the stream keccak256(abi.encode(seed, 0)), keccak256(abi.encode(seed, 1))...
    function _raster(bytes32 seed) private pure returns (bytes memory raster) {
        raster = new bytes(RUNS * RUN_BYTES);
        for (uint256 at; at < raster.length; at += 32) {
            bytes32 word = keccak256(abi.encode(seed, at / 32));
            assembly ("memory-safe") {
                mstore(add(add(raster, 32), at), word)
            }
        }
    }

    function _leaves(bytes32 job, bytes memory raster)
        private
        pure
        returns (bytes32[] memory leaves)
    {
        leaves = new bytes32[](RUNS);
        for (uint256 run; run < RUNS; ++run) {
            bytes memory pixels = _slice(raster, run * RUN_BYTES, RUN_BYTES);
            leaves[run] = leafHash(job, leafIndex(TOKEN, run), pixels);
        }
    }

    /// @dev The plain way: every level in memory, zeros hashed like anything else.
    function _levels(bytes32[] memory bottom, uint256 depth)
        private
        pure
        returns (bytes32[][] memory levels)
    {
        levels = new bytes32[][](depth + 1);
        levels[0] = _first(bottom, 1 << depth);
        for (uint256 d; d < depth; ++d) {
            levels[d + 1] = new bytes32[](levels[d].length / 2);
            for (uint256 i; i < levels[d + 1].length; ++i) {
                levels[d + 1][i] = nodeHash(levels[d][2 * i], levels[d][2 * i + 1]);
            }
        }
    }

    function _path(bytes32[][] memory levels, uint256 index)
        private
        pure
        returns (bytes32[] memory path)
    {
        path = new bytes32[](levels.length - 1);
        for (uint256 d; d < path.length; ++d) {
            path[d] = levels[d][(index >> d) ^ 1];
        }
    }

    /// @dev The first `count` words, zeros where there are no more.
    function _first(bytes32[] memory words, uint256 count)
        private
        pure
        returns (bytes32[] memory out)
    {
        out = new bytes32[](count);
        for (uint256 i; i < count && i < words.length; ++i) {
            out[i] = words[i];
        }
    }

    function _slice(bytes memory whole, uint256 from, uint256 length)
        private
        pure
        returns (bytes memory out)
    {
        out = new bytes(length);
        for (uint256 i; i < length; ++i) {
            out[i] = whole[from + i];
        }
    }
}
