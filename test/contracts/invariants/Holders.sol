// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";

import {Climate} from "../../../contracts/Climate.sol";
import {Genomes} from "../../../contracts/Genomes.sol";
import {Heliotrope} from "../../../contracts/Heliotrope.sol";
import {Metadata} from "../../../contracts/Metadata.sol";

/// @dev What a fixture does for holders.
interface IWorld {
    function observe(uint256 epoch, uint256 seed) external;
    function germinate(bytes32 randao) external;
}

/// @title What holders choose while time passes, with an eye on what is shown and what is announced.
contract Holders is Test {
    bytes32 private constant ONE = keccak256("MetadataUpdate(uint256)");
    bytes32 private constant RANGE = keccak256("BatchMetadataUpdate(uint256,uint256)");

    address[2] public people = [address(0xa11ce), address(0xb0b)];
    uint256 public constant PLANTS = 6;

    /// @dev Epochs whose instant has passed, and what was said of each plant at each.
    uint256[] public epochs;
    mapping(uint256 epoch => mapping(uint256 id => bytes32)) public said;
    mapping(uint256 id => uint256) public choices;
    /// @dev Changes that came with an event of their own, and those that time brought.
    uint256 public announced;
    uint256 public aged;

    Heliotrope private immutable token;
    Genomes private immutable genomes;
    Climate private immutable climate;
    Metadata private immutable metadata;
    IWorld private immutable world;
    // The clock of this run: each call starts from that of the call before it.
    uint256 private time;
    bytes32[PLANTS] private shown;

    constructor(Heliotrope token_, Genomes genomes_, Climate climate_, Metadata metadata_) {
        token = token_;
        genomes = genomes_;
        climate = climate_;
        metadata = metadata_;
        world = IWorld(msg.sender);
        time = block.timestamp;
    }

    /// @dev Compares what is shown before and after: what has changed must have been announced.
    modifier watched(bool isSilent) {
        vm.warp(time);
        for (uint256 id; id < PLANTS; ++id) {
            shown[id] = _shown(id);
        }
        vm.recordLogs();
        _;
        bool[PLANTS] memory covered = _covered(vm.getRecordedLogs(), isSilent);
        for (uint256 id; id < PLANTS; ++id) {
            if (_shown(id) == shown[id]) continue;
            assertTrue(covered[id], "a change was not announced");
            ++announced;
        }
        _note();
    }

    function move(uint256 id, uint256 station) external watched(false) {
        _choose(id, abi.encodeCall(token.move, (id % PLANTS, station % 4)));
    }

    function pin(uint256 id, uint256 which) external watched(false) {
        uint256 epoch = epochs.length == 0 ? 0 : epochs[which % epochs.length];
        _choose(id, abi.encodeCall(token.pin, (id % PLANTS, epoch)));
    }

    function follow(uint256 id) external watched(false) {
        _choose(id, abi.encodeCall(token.follow, (id % PLANTS)));
    }

    function adoptModel(uint256 id, uint256 model) external watched(false) {
        _choose(id, abi.encodeCall(token.adoptModel, (id % PLANTS, model % 3)));
    }

    function adoptArt(uint256 id, uint256 version) external watched(false) {
        _choose(id, abi.encodeCall(token.adoptArt, (id % PLANTS, version % 3)));
    }

    function pass(uint256 id, uint256 to) external watched(true) {
        address holder = _holder(id % PLANTS);
        if (holder == address(0)) return;
        vm.prank(holder);
        token.transferFrom(holder, people[to % 2], id % PLANTS);
    }

    /// @dev One plant in three may go; the others live on.
    function burn(uint256 id) external watched(true) {
        id = id % 2 * 3;
        address holder = _holder(id);
        if (holder == address(0)) return;
        vm.prank(holder);
        token.burn(id);
    }

    function germinate(bytes32 randao) external watched(false) {
        (,, bool ripe,) = genomes.pendingBatch();
        if (ripe) world.germinate(randao);
    }

    /// @dev The weather of the present epoch arrives.
    function observe(uint256 seed) external watched(false) {
        uint256 epoch = climate.epochAt(time);
        if (climate.acceptedAt(epoch) == 0) world.observe(epoch, seed);
    }

    /// @dev Up to 30 epochs go by without weather: what changes by that anyone may announce.
    function wait(uint256 count) external {
        vm.warp(time);
        for (uint256 id; id < PLANTS; ++id) {
            shown[id] = _shown(id);
        }
        // Mostly one epoch: then the weather may still come for it.
        time += 25_200 * (count % 4 == 3 ? 1 + (count >> 2) % 30 : 1);
        vm.warp(time);
        bool isChanged;
        for (uint256 id; id < PLANTS; ++id) {
            isChanged = isChanged || _shown(id) != shown[id];
        }
        if (isChanged) {
            vm.recordLogs();
            token.announce();
            bool[PLANTS] memory covered = _covered(vm.getRecordedLogs(), false);
            assertTrue(covered[0] && covered[PLANTS - 1], "the change could not be announced");
            ++aged;
        }
        _note();
    }

    function epochCount() external view returns (uint256) {
        return epochs.length;
    }

    /// @dev What is said of a plant at an epoch, whoever asks and whenever.
    function sayOf(uint256 id, uint256 epoch) public view returns (bytes32) {
        return keccak256(
            abi.encode(
                token.stateAt(id, epoch), token.stayAt(id, epoch), token.metadataAt(id, epoch)
            )
        );
    }

    /// @dev A choice that is refused changes nothing; one that is made raises the nonce.
    function _choose(uint256 id, bytes memory choice) private {
        id %= PLANTS;
        address holder = _holder(id);
        if (holder == address(0)) return;
        bytes32 hash = token.stateHash(id);
        vm.prank(holder);
        (bool ok,) = address(token).call(choice);
        assertEq(token.stateHash(id) != hash, ok, "a hash that does not follow the choice");
        if (ok) ++choices[id];
    }

    /// @dev Everything that JSON is made of.
    function _shown(uint256 id) private view returns (bytes32) {
        (uint256 epoch,,) = climate.shownEpoch(block.timestamp);
        return
            keccak256(abi.encode(metadata.sceneOf(token, id, epoch), token.metadataAt(id, epoch)));
    }

    function _covered(Vm.Log[] memory logs, bool isSilent)
        private
        view
        returns (bool[PLANTS] memory covered)
    {
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(token)) continue;
            bool isOne = logs[i].topics[0] == ONE;
            if (!isOne && logs[i].topics[0] != RANGE) continue;
            assertFalse(isSilent, "an announcement of nothing");
            uint256 from = abi.decode(logs[i].data, (uint256));
            uint256 to = from;
            if (!isOne) (from, to) = abi.decode(logs[i].data, (uint256, uint256));
            for (uint256 id; id < PLANTS; ++id) {
                if (from <= id && id <= to) covered[id] = true;
            }
        }
    }

    function _holder(uint256 id) private view returns (address) {
        try token.ownerOf(id) returns (address holder) {
            return holder;
        } catch {
            return address(0);
        }
    }

    /// @dev The instant of the present epoch has passed: what is said of it now is said for ever.
    function _note() private {
        uint256 epoch = climate.epochAt(time);
        if (epochs.length != 0 && epochs[epochs.length - 1] == epoch) return;
        epochs.push(epoch);
        for (uint256 id; id < PLANTS; ++id) {
            said[epoch][id] = sayOf(id, epoch);
        }
    }
}
