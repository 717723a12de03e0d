// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {Almanac} from "../../../contracts/Almanac.sol";
import {IAlmanac, Rules} from "../../../contracts/interfaces/IAlmanac.sol";
import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {
    RUNS,
    SkyInputs as Inputs,
    climb,
    leafHash,
    leafIndex,
    nodeHash,
    rootWord,
    tokenHash
} from "../../../contracts/types/MerkleLayout.sol";
import {SkyCase, SkyFixture} from "../SkyFixture.sol";
import {Stage} from "./world/Stage.sol";

/// @dev The stage, with our own engine and the shipped model on it.
contract TrueStage is Stage {
    address private immutable registry;

    constructor(address registry_) {
        registry = registry_;
    }

    function models() external view override returns (address) {
        return registry;
    }
}

/// @dev A challenge tells lies from the truth by the shipped model: 1,000 times each.
/// forge-config: default.fuzz.runs = 1000
contract LiesTest is Test, SkyFixture {
    uint256 private constant EPOCH = 70_000;
    bytes private constant CID = hex"0155";

    IAlmanac private almanac;
    TrueStage private stage;
    address private keeper = makeAddr("keeper");
    address private challenger = makeAddr("challenger");

    function setUp() public {
        deploy();
        vm.warp(1_700_000_000);
        stage = new TrueStage(address(models));
        Rules memory rules = Rules({
            commitSeconds: 7200,
            revealSeconds: 3600,
            challengeSeconds: 43_200,
            answerSeconds: 14_400,
            followUpSeconds: 3600,
            bond: 0.2 ether,
            pot: 0.005 ether,
            demandFloor: 0.005 ether
        });
        almanac = IAlmanac(
            address(new Almanac(rules, IClimate(address(stage)), IHeliotrope(address(stage))))
        );
        stage.accept(EPOCH, 16_384);
        vm.deal(keeper, 1 ether);
        vm.prank(keeper);
        almanac.deposit{value: 1 ether}(keeper);
    }

    /// @dev Any run of any token, with anything from one bit to all 48 bytes changed.
    function test_fuzz_challenge_fellsEveryCorruptedRun(uint256 seed) public {
        (Case memory c, bytes memory pixels) = _draw(seed);
        bytes memory wrong = _corrupt(pixels, uint256(keccak256(abi.encode("how", seed))));
        bytes32 root = _stand(c, wrong);
        vm.prank(challenger);
        almanac.challenge(EPOCH, keeper, c.token, c.run, wrong, c.inputs, c.path, 0);
        assertTrue(almanac.standOf(EPOCH, keeper).fallen);
        assertEq(almanac.standOf(EPOCH, keeper).felledBy, challenger);
        assertEq(almanac.epochOf(EPOCH).standing, 0);
        assertEq(almanac.wordOf(EPOCH, keeper).root, root);
    }

    function test_fuzz_challenge_neverFellsAnHonestRun(uint256 seed) public {
        (Case memory c, bytes memory pixels) = _draw(seed);
        bytes32 root = _stand(c, pixels);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.RootHolds.selector, root));
        almanac.challenge(EPOCH, keeper, c.token, c.run, pixels, c.inputs, c.path, 0);
        // Nor does a corrupted one that the root does not hold.
        bytes memory wrong = _corrupt(pixels, seed);
        (bool ok,) = address(almanac)
            .call(
                abi.encodeCall(
                    IAlmanac.challenge, (EPOCH, keeper, c.token, c.run, wrong, c.inputs, c.path, 0)
                )
            );
        assertFalse(ok);
        // Nor the honest one with too little gas for the engine.
        (ok,) = address(almanac).call{gas: 100_000 + seed % 300_000}(
            abi.encodeCall(
                IAlmanac.challenge, (EPOCH, keeper, c.token, c.run, pixels, c.inputs, c.path, 0)
            )
        );
        assertFalse(ok);
        assertFalse(almanac.standOf(EPOCH, keeper).fallen);
    }

    struct Case {
        uint256 token;
        uint256 run;
        Inputs inputs;
        bytes32[] path;
    }

    /// @dev Skies as the engine's vectors have them, corners of every kind among them, at any place of the tree.
    function _draw(uint256 seed) private view returns (Case memory c, bytes memory pixels) {
        uint256 h = uint256(keccak256(abi.encode("case", seed)));
        SkyCase memory sky = skyCase(h % 4096);
        c.token = (h >> 16) % 16_384;
        c.run = (h >> 32) % RUNS;
        c.inputs = Inputs(0, sky.latent, sky.condition);
        c.path = new bytes32[](26);
        for (uint256 i; i < 26; ++i) {
            c.path[i] = keccak256(abi.encode("sibling", seed, i));
        }
        (sky.size, sky.x, sky.y) = (240, c.run % 15 * 16, c.run / 15);
        pixels = runOf(sky);
    }

    function _corrupt(bytes memory pixels, uint256 h) private pure returns (bytes memory wrong) {
        wrong = bytes.concat(pixels);
        uint256 at = h % 48;
        uint256 many = h >> 8 & 1 == 0 ? 1 : 1 + (h >> 16) % 48;
        for (uint256 i; i < many; ++i) {
            wrong[(at + i) % 48] ^= bytes1(uint8(1 << (h >> 32 & 7)));
        }
    }

    /// @dev A tree with this one run in it is committed to and revealed.
    function _stand(Case memory c, bytes memory pixels) private returns (bytes32 root) {
        (bytes32[] memory within, bytes32[] memory above) = (new bytes32[](12), new bytes32[](14));
        for (uint256 i; i < 26; ++i) {
            if (i < 12) within[i] = c.path[i];
            else above[i - 12] = c.path[i];
        }
        bytes32 leaf = leafHash(almanac.jobOf(EPOCH), leafIndex(c.token, c.run), pixels);
        bytes32 token = tokenHash(c.inputs, climb(leaf, c.run, within));
        root = rootWord(climb(token, c.token, above));
        (uint256 commitEnds, uint256 revealEnds,) = almanac.windowsOf(EPOCH);
        bytes32 commitment = almanac.hashCommitment(EPOCH, root, CID, 0, keeper);
        vm.prank(keeper);
        almanac.commit(EPOCH, commitment);
        vm.warp(commitEnds);
        vm.prank(keeper);
        almanac.reveal(EPOCH, root, CID, 0);
        vm.warp(revealEnds);
    }
}
