// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Almanac} from "../../../contracts/Almanac.sol";
import {Metadata} from "../../../contracts/Metadata.sol";
import {IAlmanac, Node, Outcome} from "../../../contracts/interfaces/IAlmanac.sol";
import {SkyInputs, TOKEN_DEPTH} from "../../../contracts/types/MerkleLayout.sol";
import {ModelFile} from "../models/ModelFile.sol";
import {AlmanacFixture} from "./AlmanacFixture.sol";
import {SmallTree} from "./SmallTree.sol";

/// @dev What happens between an epoch's instant and the challenge changes nothing about that epoch: one
/// whole game with three liars is played without it and with it, at each moment, and everything
/// that the game says or does is compared.
contract StillTest is AlmanacFixture {
    /// @dev When something happens: right after the epoch's instant, before its weather is accepted; after
    /// the commits; after the reveals; right before the challenges.
    uint256 private constant MOMENTS = 4;
    uint256 private constant NEVER = MOMENTS;
    uint256 private constant PLANTS = 3;
    /// @dev In the sky's upper half, where every model paints something.
    uint256 private constant RUN = 15 * 40 + 7;

    address private holder = makeAddr("holder");
    address private watcher = makeAddr("watcher");
    Almanac private next;
    uint256 private late;

    function setUp() public override {
        super.setUp();
        vm.deal(holder, 1 ether);
        _mint(holder, PLANTS);
        _germinate("plants");
        _observeNext();
        _observeNext();
        next = new Almanac(rules, climate, token);
        vm.prank(owner);
        almanac.announceUpgrade(address(next), "");
        vm.warp(almanac.announcedUpgrade().readyAt);
        late = _observeNext();
    }

    function test_move_changesNothing() public {
        _assertStill(this.move);
    }

    function test_pin_changesNothing() public {
        _assertStill(this.pin);
    }

    function test_adoptModel_changesNothing() public {
        _assertStill(this.adoptModel);
    }

    function test_adoptArt_changesNothing() public {
        _assertStill(this.adoptArt);
    }

    function test_burn_changesNothing() public {
        _assertStill(this.burn);
    }

    function test_transferFrom_changesNothing() public {
        _assertStill(this.transfer);
    }

    function test_germinate_changesNothing() public {
        _assertStill(this.germinate);
    }

    function test_setSigners_changesNothing() public {
        _assertStill(this.changeClimate);
    }

    function test_upgradeToAndCall_changesNothing() public {
        _assertStill(this.upgrade);
    }

    function test_lock_changesNothing() public {
        _assertStill(this.lock);
    }

    /// @dev Together, since each alone may be undone by another.
    function test_allOfIt_changesNothing() public {
        _assertStill(this.everything);
    }

    /// @dev The next epoch's weather, and all that then shows.
    function test_submit_changesNothing() public {
        bytes32 still = _replay(this.nothing, NEVER);
        assertEq(_replay(this.nextWeather, MOMENTS - 1), still);
    }

    /// @dev Were the comparison blind, all of the above would say nothing.
    function test_theComparisonSees() public {
        bytes32 still = _replay(this.nothing, NEVER);
        uint256 model = _register();
        vm.prank(holder);
        token.adoptModel(0, model);
        assertTrue(_replay(this.nothing, NEVER) != still);
    }

    // What happens.

    function nothing() external {}

    function move() public {
        uint256 station = choices.stateAt(0, late).station == 0 ? 1 : 0;
        vm.prank(holder);
        token.move(0, station);
    }

    function pin() public {
        vm.prank(holder);
        token.pin(1, late);
    }

    function adoptModel() public {
        uint256 model = _register();
        vm.startPrank(holder);
        token.adoptModel(0, model);
        token.adoptModel(1, model);
        vm.stopPrank();
    }

    function adoptArt() public {
        address art = address(new Metadata(plant, skies, documents, causes, livingPage));
        vm.prank(owner);
        uint256 version = models.registerArt(art);
        vm.prank(holder);
        token.adoptArt(0, version);
    }

    function burn() public {
        vm.startPrank(holder);
        token.burn(0);
        token.burn(PLANTS - 1);
        vm.stopPrank();
    }

    function transfer() public {
        vm.prank(holder);
        token.transferFrom(holder, bob, 1);
    }

    function germinate() public {
        _mint(holder, 2);
        _germinate("more");
        assertEq(genomes.germinated(), PLANTS + 2);
    }

    function changeClimate() public {
        vm.startPrank(owner);
        climate.addStation("Reykjavik", 64_146_600, -21_942_600);
        address[] memory others = new address[](3);
        for (uint160 i; i < 3; ++i) {
            others[i] = address(1 + i);
        }
        climate.setSigners(others, 3);
        vm.stopPrank();
    }

    function upgrade() public {
        vm.prank(owner);
        almanac.upgradeToAndCall(address(next), "");
    }

    function lock() public {
        vm.startPrank(owner);
        almanac.lock(type(uint256).max);
        models.lock(type(uint256).max);
        token.lock(type(uint256).max);
        climate.lock(type(uint256).max);
        vm.stopPrank();
    }

    function everything() public {
        upgrade();
        move();
        pin();
        adoptModel();
        adoptArt();
        transfer();
        burn();
        germinate();
        changeClimate();
        lock();
    }

    function nextWeather() public {
        _observeNext();
    }

    function _register() private returns (uint256) {
        vm.prank(owner);
        return models.register(ModelFile.blank(), address(engine));
    }

    // The game.

    function _assertStill(function() external happens) private {
        bytes32 still = _replay(this.nothing, NEVER);
        for (uint256 moment; moment < MOMENTS; ++moment) {
            assertEq(_replay(happens, moment), still, vm.toString(moment));
        }
    }

    function _replay(function() external happens, uint256 moment) private returns (bytes32 said) {
        uint256 before = vm.snapshotState();
        said = _play(happens, moment);
        vm.revertToState(before);
    }

    /// @dev Everything that the game said, as one hash.
    function _play(function() external happens, uint256 moment) private returns (bytes32 said) {
        epoch = _nextEpoch();
        if (moment == 0) happens();
        _observe(epoch, _mild());
        (commitEnds, revealEnds, challengeEnds) = almanac.windowsOf(epoch);
        said = _look();
        (address[] memory keepers, bytes32[][] memory trees) = _trees();
        for (uint256 i; i < keepers.length; ++i) {
            _commit(keepers[i], SmallTree.rootOf(trees[i]));
        }
        if (moment == 1) happens();
        vm.warp(commitEnds);
        for (uint256 i; i < keepers.length; ++i) {
            _reveal(keepers[i], SmallTree.rootOf(trees[i]));
        }
        if (moment == 2) happens();
        vm.warp(revealEnds);
        if (moment == 3) happens();
        // Now that something may have happened, the chain must still say the same.
        assertEq(_look(), said);
        for (uint256 i; i < keepers.length; ++i) {
            said = keccak256(abi.encode(said, _challenge(keepers[i], trees[i])));
        }
        vm.warp(challengeEnds);
        return keccak256(abi.encode(said, _finish(keepers)));
    }

    /// @dev What everybody renders the epoch from, and what that gives.
    function _look() private view returns (bytes32 seen) {
        uint256 born = genomes.supplyAt(epoch);
        assertEq(born, PLANTS);
        seen = keccak256(abi.encode(born, almanac.jobOf(epoch), commitEnds, challengeEnds));
        for (uint256 id; id < born; ++id) {
            SkyInputs memory inputs = _inputs(id);
            seen = keccak256(abi.encode(seen, inputs, _paint(inputs)));
        }
    }

    function _inputs(uint256 id) private view returns (SkyInputs memory inputs) {
        (inputs.model, inputs.latent, inputs.condition) = token.skyInputsAt(id, epoch);
    }

    function _paint(SkyInputs memory i) private view returns (bytes memory) {
        return engine.skyRun(i.model, i.latent, i.condition, 240, (RUN % 15) * 16, RUN / 15);
    }

    /// @dev The first keeper is honest; the others lie about a run, about inputs, and about who is born.
    function _trees() private view returns (address[] memory keepers, bytes32[][] memory trees) {
        keepers = new address[](4);
        (keepers[0], keepers[1], keepers[2], keepers[3]) = (keeper, alice, bob, mallory);
        trees = new bytes32[][](4);
        for (uint256 i; i < 4; ++i) {
            trees[i] = new bytes32[](i == 3 ? PLANTS + 1 : PLANTS);
            for (uint256 id; id < PLANTS; ++id) {
                trees[i][id] = SmallTree.tokenOf(_claimedInputs(i, id), _claimedRuns(i, id));
            }
        }
        trees[3][PLANTS] = keccak256("a plant that is not born");
    }

    function _claimedInputs(uint256 by, uint256 id) private view returns (SkyInputs memory inputs) {
        inputs = _inputs(id);
        if (by == 2 && id == 1) inputs.condition ^= bytes32(uint256(1) << 255);
    }

    function _claimedPixels(uint256 by, uint256 id) private view returns (bytes memory pixels) {
        pixels = _paint(_inputs(id));
        if (by == 1 && id == 0) pixels[47] ^= 0x01;
    }

    function _claimedRuns(uint256 by, uint256 id) private view returns (bytes32) {
        return SmallTree.runsOf(almanac.jobOf(epoch), id, RUN, _claimedPixels(by, id));
    }

    /// @dev Every challenge that there is, for every plant, against the root of one keeper. Answers what came
    /// of each; the lie comes last, since after it the root has fallen.
    function _challenge(address against, bytes32[] memory tree) private returns (bytes32 came) {
        uint256 by = against == keeper ? 0 : against == alice ? 1 : against == bob ? 2 : 3;
        vm.startPrank(watcher);
        for (uint256 i; i < PLANTS; ++i) {
            uint256 id = PLANTS - 1 - i;
            came = keccak256(abi.encode(came, _tryRun(against, by, tree, id)));
            came = keccak256(abi.encode(came, _tryInputs(against, by, tree, id)));
            came = keccak256(abi.encode(came, _tryPadding(against, tree, id)));
        }
        came = keccak256(abi.encode(came, _tryPadding(against, tree, PLANTS)));
        vm.stopPrank();
        assertEq(almanac.standOf(epoch, against).fallen, by != 0);
    }

    function _tryRun(address against, uint256 by, bytes32[] memory tree, uint256 id)
        private
        returns (bytes memory why)
    {
        bytes32[] memory path = SmallTree.pathOf(tree, id);
        bytes memory pixels = _claimedPixels(by, id);
        SkyInputs memory inputs = _claimedInputs(by, id);
        // Other inputs paint another run, which would be a lie of its own.
        if (by == 2 && id == 1) return "";
        try almanac.challenge(epoch, against, id, RUN, pixels, inputs, path, 0) {}
        catch (bytes memory reason) {
            why = reason;
        }
        _assertJudged(why, by == 1 && id == 0, against);
    }

    function _tryInputs(address against, uint256 by, bytes32[] memory tree, uint256 id)
        private
        returns (bytes memory why)
    {
        bytes32[] memory path = SmallTree.above(tree, id);
        SkyInputs memory inputs = _claimedInputs(by, id);
        try almanac.challengeInputs(epoch, against, id, inputs, _claimedRuns(by, id), path, 0) {}
        catch (bytes memory reason) {
            why = reason;
        }
        _assertJudged(why, by == 2 && id == 1, against);
    }

    function _tryPadding(address against, bytes32[] memory tree, uint256 id)
        private
        returns (bytes memory why)
    {
        Node memory node;
        node.height = TOKEN_DEPTH;
        node.index = id;
        if (id < tree.length) node.hash = tree[id];
        node.path = SmallTree.above(tree, id);
        try almanac.challengePadding(epoch, against, node, 0) {}
        catch (bytes memory reason) {
            why = reason;
        }
        if (id < PLANTS) {
            // Where a plant is born there is no padding, whether the root stands or not.
            assertEq(bytes4(why), IAlmanac.NodeInvalid.selector);
        } else {
            _assertJudged(why, against == mallory, against);
        }
    }

    /// @dev A lie succeeds once; the truth never does.
    function _assertJudged(bytes memory why, bool isLie, address against) private view {
        if (isLie) {
            assertEq(why.length, 0);
        } else if (almanac.standOf(epoch, against).fallen) {
            assertEq(bytes4(why), IAlmanac.AlreadyFallen.selector);
        } else {
            assertEq(bytes4(why), IAlmanac.RootHolds.selector);
        }
    }

    /// @dev The verdict, and who has what in the end.
    function _finish(address[] memory keepers) private returns (bytes32 end) {
        almanac.finalize(epoch, keeper);
        for (uint256 i; i < keepers.length; ++i) {
            almanac.settle(epoch, keepers[i]);
            if (i != 0) almanac.claim(epoch, keepers[i]);
            end = keccak256(abi.encode(end, almanac.accountOf(keepers[i])));
        }
        (Outcome outcome, bytes32 root, address winner) = almanac.artworkAt(PLANTS - 1, epoch);
        assertTrue(outcome == Outcome.Decided);
        assertEq(winner, keeper);
        assertEq(almanac.accountOf(watcher).balance, 3 * (rules.bond / 2));
        (, bytes32 none,) = almanac.artworkAt(PLANTS, epoch);
        assertEq(none, 0);
        return keccak256(abi.encode(end, root, almanac.epochOf(epoch), address(almanac).balance));
    }
}
