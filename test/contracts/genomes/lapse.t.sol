// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Batch, IGenomes} from "../../../contracts/interfaces/IGenomes.sol";
import {DRAWN} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Genome, express} from "../../../contracts/types/Genome.sol";
import {Fixture} from "../Fixture.sol";

/// @dev Batches that nobody germinated in time, on chains that remember long, shortly, or hardly.
contract LapseTest is Fixture {
    uint256 private constant REMEMBERED = 8191;

    function test_germinate_threeHundredBlocksLate() public {
        uint256 target = _mintAndWait(300);
        assertEq(_germinate("late"), 3);
        _assertDrawnFrom(target, "late");
    }

    function test_germinate_nineThousandBlocksLateTakesTheNextTarget() public {
        uint256 target = _mintAndWait(9000);
        assertEq(_germinate("very late"), 3);
        _assertDrawnFrom(target + REMEMBERED, "very late");
    }

    function test_pendingBatch_withoutHistoryIsRipeFor256BlocksAfterEachTarget() public {
        uint256 target = _mintAndWait(0);
        vm.etch(HISTORY, "");
        for (uint256 lapse; lapse < 3; ++lapse) {
            uint256 targetNow = target + lapse * REMEMBERED;
            _assertRipe(targetNow, targetNow, false);
            _assertRipe(targetNow + 1, targetNow, true);
            _assertRipe(targetNow + 256, targetNow, true);
            _assertRipe(targetNow + 257, targetNow, false);
            _assertRipe(targetNow + REMEMBERED - 1, targetNow, false);
        }
    }

    function test_RevertWhen_germinate_theChainForgotTheTarget() public {
        uint256 target = _mintAndWait(257);
        vm.etch(HISTORY, "");
        bytes memory header = _header("gone");
        bytes memory gone =
            abi.encodeWithSelector(IGenomes.TargetForgotten.selector, target, target + REMEMBERED);
        vm.expectRevert(gone);
        genomes.germinate(header, 3);
        // And so where the history is younger than the target.
        vm.etch(HISTORY, HISTORY_CODE);
        vm.expectRevert(gone);
        genomes.germinate(header, 3);
        // The next one does.
        vm.etch(HISTORY, "");
        vm.roll(target + REMEMBERED + 256);
        vm.setBlockhash(target + REMEMBERED, keccak256(header));
        assertEq(genomes.germinate(header, 3), 3);
        _assertDrawnFrom(target + REMEMBERED, "gone");
    }

    function test_germinate_withoutHistoryAProvenBatchGoesOn() public {
        uint256 target = _mintAndWait(1);
        vm.etch(HISTORY, "");
        genomes.germinate(_ripen("chance"), 1);
        vm.roll(target + 5000);
        (, uint256 targetNow, bool ripe, bool proven) = genomes.pendingBatch();
        assertEq(targetNow, target);
        assertTrue(ripe && proven);
        assertEq(genomes.germinate("", 9), 2);
        _assertDrawnFrom(target, "chance");
    }

    /// @dev `ripe` is what keepers go by: it must be true exactly when a call with the right header succeeds.
    function test_fuzz_pendingBatch_ripeTellsTheTruth(
        uint32 wait,
        bool hasHistory,
        bool isPartial,
        bool isEarly
    ) public {
        uint256 target = _mintAndWait(1);
        if (isPartial) genomes.germinate(_ripen("chance"), 1);
        uint256 behind = bound(wait, 0, 3 * REMEMBERED);
        vm.roll(isEarly ? target - behind % 32 : target + 1 + behind);
        if (!hasHistory) vm.etch(HISTORY, "");
        (, uint256 targetNow, bool ripe, bool proven) = genomes.pendingBatch();
        bytes memory header = proven ? bytes("") : _header("chance");
        if (!proven && targetNow < block.number) {
            if (block.number - targetNow <= 256 || hasHistory) {
                _remember(targetNow, keccak256(header));
            }
        }
        (,, ripe,) = genomes.pendingBatch();
        try genomes.germinate(header, 9) returns (uint256 count) {
            assertTrue(ripe);
            assertEq(count, isPartial ? 2 : 3);
        } catch {
            assertFalse(ripe);
        }
    }

    function _mintAndWait(uint256 blocks) private returns (uint256 target) {
        _mint(alice, 3);
        (, target,,) = genomes.pendingBatch();
        vm.roll(target + blocks);
    }

    function _assertRipe(uint256 at, uint256 targetNow, bool isRipe) private {
        // The block of a target is still the last one of the window before.
        vm.roll(at);
        (, uint256 actual, bool ripe,) = genomes.pendingBatch();
        if (isRipe || at != targetNow) assertEq(actual, targetNow);
        assertEq(ripe, isRipe, vm.toString(at));
    }

    function _assertDrawnFrom(uint256 target, bytes32 randao) private view {
        bytes32 entropy = keccak256(abi.encode(block.chainid, address(genomes), target, randao));
        for (uint256 id; id < 3; ++id) {
            bytes32 expected = Genome.unwrap(express(entropy, id, 2, DRAWN));
            assertEq(Genome.unwrap(genomes.genomeOf(id)), expected);
        }
    }
}

/// @dev A chain whose header field 13 is no randomness: the block hash is what there is.
contract GerminateWithoutPrevRandaoTest is Fixture {
    bytes32 private constant HASH = keccak256("some block");

    function _settings() internal override returns (Settings memory settings) {
        settings = super._settings();
        settings.hasPrevRandao = false;
    }

    function test_germinate_drawsFromTheBlockHash() public {
        assertFalse(genomes.hasPrevRandao());
        uint256 target = _ripe(1);
        genomes.germinate("", 5);
        bytes32 entropy = keccak256(abi.encode(block.chainid, address(genomes), target, HASH));
        bytes32 expected = Genome.unwrap(express(entropy, 4, 2, DRAWN));
        assertEq(Genome.unwrap(genomes.genomeOf(4)), expected);
    }

    function test_fuzz_germinate_ignoresTheHeader(bytes calldata header) public {
        _ripe(1);
        uint256 before = vm.snapshotState();
        genomes.germinate("", 5);
        bytes32 genome = Genome.unwrap(genomes.genomeOf(3));
        vm.revertToState(before);
        genomes.germinate(header, 5);
        assertEq(Genome.unwrap(genomes.genomeOf(3)), genome);
    }

    function test_germinate_usesTheHistoryToo() public {
        _ripe(300);
        assertEq(genomes.germinate("", 5), 5);
    }

    function test_RevertWhen_germinate_notRipeOrForgotten() public {
        uint256 target = _ripe(0);
        vm.expectRevert(abi.encodeWithSelector(IGenomes.NotRipe.selector, target));
        genomes.germinate("", 5);
        vm.etch(HISTORY, "");
        vm.roll(target + 257);
        vm.expectRevert(
            abi.encodeWithSelector(IGenomes.TargetForgotten.selector, target, target + 8191)
        );
        genomes.germinate("", 5);
    }

    function _ripe(uint256 blocks) private returns (uint256 target) {
        _mint(alice, 5);
        Batch memory batch;
        (batch, target,,) = genomes.pendingBatch();
        assertEq(batch.count, 5);
        vm.roll(target + blocks);
        if (blocks != 0) _remember(target, HASH);
    }
}
