// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IGenomes, Batch} from "../../../contracts/interfaces/IGenomes.sol";
import {DRAWN} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Genome, express} from "../../../contracts/types/Genome.sol";
import {Fixture} from "../Fixture.sol";

contract GerminateTest is Fixture {
    event BatchMetadataUpdate(uint256 _fromTokenId, uint256 _toTokenId);

    bytes32 private constant RANDAO = keccak256("what the validators mixed");

    function test_germinate_writesWhatTheEntropyExpresses() public {
        _mint(alice, 10);
        _mint(bob, 3);
        (, uint256 target,,) = genomes.pendingBatch();
        assertEq(_germinate(RANDAO), 13);
        bytes32 entropy = _entropy(target, RANDAO);
        for (uint256 id; id < 13; ++id) {
            bytes32 expected = Genome.unwrap(express(entropy, id, 2, DRAWN));
            assertEq(Genome.unwrap(genomes.genomeOf(id)), expected);
        }
        assertEq(genomes.germinated(), 13);
        assertEq(Genome.unwrap(genomes.genomeOf(13)), 0);
    }

    function test_germinate_tellsTheWorldAndTheToken() public {
        _mint(alice, 2);
        _germinate("first");
        _mint(alice, 3);
        bytes memory header = _ripen(RANDAO);
        (, uint256 target,,) = genomes.pendingBatch();
        uint256 birth = block.timestamp / 25_200 + 1;
        vm.expectEmit(address(genomes));
        emit IGenomes.Germinated(2, 3, birth, target, _entropy(target, RANDAO), mallory);
        vm.expectEmit(address(token));
        emit BatchMetadataUpdate(2, 4);
        vm.prank(mallory);
        genomes.germinate(header, 100);
    }

    function test_germinate_birthIsStrictlyAfterIt() public {
        _mint(alice, 1);
        bytes memory header = _ripen(RANDAO);
        vm.warp(60_000 * 25_200);
        genomes.germinate(header, 1);
        assertEq(genomes.birthEpochOf(0), 60_001);
    }

    function test_germinate_goesOnWhereItStopped() public {
        for (uint256 i; i < 3; ++i) {
            _mint(alice, 10);
        }
        bytes memory header = _ripen(RANDAO);
        (, uint256 target,,) = genomes.pendingBatch();
        assertEq(genomes.germinate(header, 7), 7);
        (Batch memory batch,, bool ripe, bool proven) = genomes.pendingBatch();
        assertEq(batch.first, 7);
        assertEq(batch.count, 23);
        assertTrue(ripe && proven);
        assertEq(genomes.germinate("", 20), 20);
        // However long it takes: the entropy is the one that was proven.
        vm.roll(block.number + 100_000);
        assertEq(genomes.germinate("", 20), 3);
        bytes32 expected = Genome.unwrap(express(_entropy(target, RANDAO), 29, 2, DRAWN));
        assertEq(Genome.unwrap(genomes.genomeOf(29)), expected);
        assertEq(genomes.pageCount(), 3);
    }

    function test_germinate_writesOnePageOfAtMost512() public {
        for (uint256 i; i < 52; ++i) {
            _mint(alice, 10);
        }
        bytes memory header = _ripen(RANDAO);
        uint256 used = gasleft();
        assertEq(genomes.germinate(header, type(uint256).max), 512);
        assertLt(used - gasleft(), 6_000_000);
        (,, Genome[] memory page) = genomes.genomesIn(0);
        assertEq(page.length, 512);
        // "0x", and two characters a byte.
        assertLt(2 + 2 * abi.encode(uint256(0), uint256(0), page).length, 100_000);
        assertEq(genomes.germinate("", type(uint256).max), 8);
    }

    function test_germinate_keepsWindowsApart() public {
        vm.roll(32 * 100 + 31);
        _mint(alice, 2);
        assertEq(token.targetOf(1), 32 * 102);
        vm.roll(32 * 101);
        _mint(bob, 4);
        assertEq(token.targetOf(2), 32 * 103);
        (Batch memory batch, uint256 target,,) = genomes.pendingBatch();
        assertEq(batch.count, 2);
        assertEq(target, 32 * 102);
        assertEq(_germinate("one"), 2);
        assertEq(_germinate("two"), 4);
    }

    function test_fuzz_germinate_aLaterMintNeverJoinsOrMovesABatch(uint16 wait) public {
        _mint(alice, 2);
        (, uint256 target,,) = genomes.pendingBatch();
        vm.roll(block.number + wait);
        _mint(bob, 1);
        assertEq(token.targetOf(0), target);
        (Batch memory batch,,,) = genomes.pendingBatch();
        // Who mints with the batch cannot have seen a block near its target.
        if (batch.count == 3) assertGt(target, block.number + 32);
    }

    function test_germinate_usesTheHistoryPastTheOpcode() public {
        _mint(alice, 1);
        (, uint256 target,,) = genomes.pendingBatch();
        vm.roll(target + 257);
        bytes memory header = _ripen(RANDAO);
        assertEq(genomes.germinate(header, 1), 1);
    }

    function test_germinate_worksInTheLastBlockOfTheMemory() public {
        _mint(alice, 1);
        (, uint256 target,,) = genomes.pendingBatch();
        vm.roll(target + 8191);
        (, uint256 targetNow,,) = genomes.pendingBatch();
        assertEq(targetNow, target);
        assertEq(_germinate(RANDAO), 1);
    }

    function test_germinate_takesTheOnlyTargetInMemoryAfterALapse() public {
        _mint(alice, 1);
        (Batch memory batch,,,) = genomes.pendingBatch();
        for (uint256 lapses = 1; lapses < 4; ++lapses) {
            vm.roll(batch.target + lapses * 8191 + 1);
            (, uint256 targetNow, bool ripe,) = genomes.pendingBatch();
            assertEq(targetNow, batch.target + lapses * 8191);
            assertTrue(ripe);
        }
        // The block that lapsed is refused, though its header is genuine.
        bytes memory old = _header("old");
        _remember(batch.target + 2 * 8191, keccak256(old));
        bytes memory header = _ripen(RANDAO);
        vm.expectPartialRevert(IGenomes.HeaderMismatch.selector);
        genomes.germinate(old, 1);
        assertEq(genomes.germinate(header, 1), 1);
        bytes32 entropy = _entropy(batch.target + 3 * 8191, RANDAO);
        assertEq(Genome.unwrap(genomes.genomeOf(0)), Genome.unwrap(express(entropy, 0, 2, DRAWN)));
    }

    function test_fuzz_pendingBatch_hasExactlyOneRememberedTarget(uint32 wait) public {
        _mint(alice, 1);
        (Batch memory batch,,,) = genomes.pendingBatch();
        vm.roll(batch.target + 1 + wait);
        (, uint256 targetNow,,) = genomes.pendingBatch();
        assertEq((targetNow - batch.target) % 8191, 0);
        assertLt(targetNow, block.number);
        assertGe(targetNow + 8191, block.number);
        assertGt(targetNow + 8191, block.number - 1);
    }

    function test_germinate_drawsAmongTheStationsOfTheTarget() public {
        for (uint256 i; i < 5; ++i) {
            _mint(alice, 10);
        }
        bytes memory header = _ripen(RANDAO);
        vm.prank(owner);
        climate.addStation("Too late", 0, 0);
        genomes.germinate(header, 50);
        uint256[3] memory homes;
        for (uint256 id; id < 50; ++id) {
            ++homes[genomes.genomeOf(id).homeStation()];
        }
        assertGt(homes[0], 0);
        assertGt(homes[1], 0);
        assertEq(homes[2], 0);
    }

    function test_germinate_includesBurnedTokens() public {
        _mint(alice, 5);
        vm.prank(alice);
        token.burn(2);
        assertEq(_germinate(RANDAO), 5);
        assertTrue(Genome.unwrap(genomes.genomeOf(2)) != 0);
    }

    function test_RevertWhen_nothingIsPending() public {
        vm.expectRevert(IGenomes.NothingPending.selector);
        genomes.germinate("", 1);
        _mint(alice, 1);
        _germinate(RANDAO);
        vm.expectRevert(IGenomes.NothingPending.selector);
        genomes.germinate("", 1);
    }

    function test_RevertWhen_noTokenIsAskedFor() public {
        _mint(alice, 1);
        bytes memory header = _ripen(RANDAO);
        vm.expectRevert(IGenomes.MaxTokensZero.selector);
        genomes.germinate(header, 0);
    }

    function test_RevertWhen_theTargetIsNotPastYet() public {
        _mint(alice, 1);
        (, uint256 target, bool ripe,) = genomes.pendingBatch();
        assertFalse(ripe);
        vm.roll(target);
        vm.expectRevert(abi.encodeWithSelector(IGenomes.NotRipe.selector, target));
        genomes.germinate("", 1);
    }

    function test_fuzz_RevertWhen_theHeaderIsForged(uint256 at, uint8 flip) public {
        vm.assume(flip != 0);
        _mint(alice, 1);
        bytes memory header = _ripen(RANDAO);
        at = bound(at, 0, header.length - 1);
        header[at] = bytes1(uint8(header[at]) ^ flip);
        vm.expectPartialRevert(IGenomes.HeaderMismatch.selector);
        genomes.germinate(header, 1);
    }

    function test_RevertWhen_theHeaderIsNotOfTheKnownForm() public {
        _mint(alice, 1);
        _ripen(RANDAO);
        (, uint256 target,,) = genomes.pendingBatch();
        bytes memory strange = hex"c3808080";
        vm.setBlockhash(target, keccak256(strange));
        vm.expectRevert(IGenomes.HeaderMalformed.selector);
        genomes.germinate(strange, 1);
    }

    function _entropy(uint256 target, bytes32 randao) private view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(genomes), target, randao));
    }
}

contract GerminateWithoutStationsTest is Fixture {
    function _settings() internal override returns (Settings memory settings) {
        settings = super._settings();
        delete settings.stations;
    }

    function test_RevertWhen_thereIsNoStationToBeBornAt() public {
        _mint(alice, 1);
        bytes memory header = _ripen("chance");
        (, uint256 target,,) = genomes.pendingBatch();
        vm.prank(owner);
        climate.addStation("Too late", 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IGenomes.NoStation.selector, target));
        genomes.germinate(header, 1);
        vm.roll(target + 8191 + 1);
        assertEq(_germinate("another chance"), 1);
    }

    function test_pendingBatch_isNotRipeWhereThereIsNoStation() public {
        _mint(alice, 1);
        _ripen("chance");
        (, uint256 target, bool ripe,) = genomes.pendingBatch();
        assertLt(target, block.number);
        assertFalse(ripe);
        vm.prank(owner);
        climate.addStation("In time for the next", 0, 0);
        (,, ripe,) = genomes.pendingBatch();
        assertFalse(ripe);
        vm.roll(target + 8191 + 1);
        (,, ripe,) = genomes.pendingBatch();
        assertTrue(ripe);
    }
}
