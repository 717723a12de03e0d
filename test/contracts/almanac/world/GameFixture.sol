// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {Almanac} from "../../../../contracts/Almanac.sol";
import {IAlmanac, Node, Rules, Stand} from "../../../../contracts/interfaces/IAlmanac.sol";
import {IClimate} from "../../../../contracts/interfaces/IClimate.sol";
import {IHeliotrope} from "../../../../contracts/interfaces/IHeliotrope.sol";
import {SkyInputs, leafIndex} from "../../../../contracts/types/MerkleLayout.sol";
import {Grove, Lie} from "./Grove.sol";
import {Stage} from "./Stage.sol";

/// @dev An almanac on a stage, two tokens, and keepers that reveal whatever tree a test wants.
abstract contract GameFixture is Test {
    uint256 internal constant EPOCH = 70_000;
    uint96 internal constant BOND = 0.2 ether;
    uint96 internal constant POT = 0.005 ether;
    bytes32 internal constant SALT = keccak256("salt");
    bytes internal constant CID = hex"0155";

    Stage internal stage;
    Grove internal grove;
    IAlmanac internal almanac;
    address internal honest = makeAddr("honest");
    address internal liar = makeAddr("liar");
    address internal second = makeAddr("second");
    address internal stranger = makeAddr("stranger");

    uint256 internal commitEnds;
    uint256 internal revealEnds;
    uint256 internal challengeEnds;
    uint256 internal answerSeconds = 14_400;
    uint256 internal followUpSeconds = 3600;

    function setUp() public virtual {
        vm.warp(1_700_000_000);
        vm.roll(1000);
        vm.fee(1 gwei);
        stage = new Stage();
        grove = new Grove(stage);
        Rules memory rules = Rules({
            commitSeconds: 7200,
            revealSeconds: 3600,
            challengeSeconds: 43_200,
            answerSeconds: uint32(answerSeconds),
            followUpSeconds: uint32(followUpSeconds),
            bond: BOND,
            pot: POT,
            demandFloor: 0.005 ether
        });
        almanac = IAlmanac(
            address(new Almanac(rules, IClimate(address(stage)), IHeliotrope(address(stage))))
        );
        address[4] memory all = [honest, liar, second, stranger];
        for (uint256 i; i < 4; ++i) {
            vm.deal(all[i], 1000 ether);
            vm.prank(all[i]);
            almanac.deposit{value: 10 ether}(all[i]);
        }
        _accept(EPOCH, 2);
    }

    function _accept(uint256 epoch, uint256 supply) internal {
        stage.accept(epoch, supply);
        (commitEnds, revealEnds, challengeEnds) = almanac.windowsOf(epoch);
    }

    function _grow(Lie lie, uint256 seed) internal returns (bytes32) {
        return grove.grow(almanac.jobOf(EPOCH), EPOCH, lie, seed);
    }

    function _commit(uint256 epoch, address by, bytes32 root) internal {
        bytes32 commitment = almanac.hashCommitment(epoch, root, CID, SALT, by);
        vm.prank(by);
        almanac.commit(epoch, commitment);
    }

    function _reveal(uint256 epoch, address by, bytes32 root) internal {
        vm.prank(by);
        almanac.reveal(epoch, root, CID, SALT);
    }

    /// @dev Both reveal, the honest one first unless told otherwise; challenges are open then.
    function _both(bytes32 first, bytes32 other) internal {
        _commit(EPOCH, honest, first);
        _commit(EPOCH, liar, other);
        vm.warp(commitEnds);
        _reveal(EPOCH, honest, first);
        _reveal(EPOCH, liar, other);
        vm.warp(revealEnds);
    }

    /// @dev The lie of a tree with one wrong run, told.
    function _tell(address by, address keeper, bytes32 root, bytes32 salt) internal {
        (, uint256 token, uint256 run,) = grove.lieOf(root);
        Node memory n = grove.nodeAt(root, 0, leafIndex(token, run));
        bytes memory pixels = grove.pixelsOf(root, token, run);
        vm.prank(by);
        almanac.challenge(EPOCH, keeper, token, run, pixels, n.inputs, n.path, salt);
    }

    function _intend(address by, bytes32 root, bytes32 salt) internal {
        (, uint256 token, uint256 run,) = grove.lieOf(root);
        bytes32 intent = almanac.hashIntent(EPOCH, root, 0, leafIndex(token, run), by, salt);
        vm.prank(by);
        almanac.intend(intent);
    }

    function _demand(address by, address keeper, Node memory n) internal {
        uint256 price = almanac.demandBond();
        vm.prank(by);
        almanac.demand{value: price}(EPOCH, keeper, n);
    }

    function _answer(address by, address keeper, bytes32 root, uint256 height, uint256 index)
        internal
    {
        bytes memory data = grove.answerOf(root, height, index);
        vm.prank(by);
        almanac.answer(EPOCH, keeper, height, index, data);
    }

    function _standOf(address keeper) internal view returns (Stand memory) {
        return almanac.standOf(EPOCH, keeper);
    }

    function _free(address who) internal view returns (uint256) {
        return almanac.accountOf(who).balance;
    }
}
