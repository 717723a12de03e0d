// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IGenomes} from "../../../contracts/interfaces/IGenomes.sol";
import {IHeliotrope, TokenState} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Genome} from "../../../contracts/types/Genome.sol";
import {Fixture} from "../Fixture.sol";

contract GenomeViewsTest is Fixture {
    function test_supplyAt_countsByEpoch() public {
        uint256[] memory births = new uint256[](9);
        for (uint256 i; i < 9; ++i) {
            _mint(alice, 1 + i % 4);
            _germinate(bytes32(i));
            births[i] = genomes.birthEpochOf(genomes.germinated() - 1);
            // Every third germination shares its epoch with the next.
            if (i % 3 != 0) vm.warp(block.timestamp + 25_200 * (1 + i));
        }
        assertEq(genomes.pageCount(), 9);
        uint256 all = genomes.germinated();
        for (uint256 epoch = births[0] - 1; epoch < births[8] + 2; ++epoch) {
            uint256 plain;
            for (uint256 id; id < all; ++id) {
                if (genomes.birthEpochOf(id) <= epoch) ++plain;
            }
            assertEq(genomes.supplyAt(epoch), plain);
        }
        assertEq(genomes.supplyAt(0), 0);
        assertEq(genomes.supplyAt(type(uint256).max), all);
    }

    function test_supplyAt_isFixedOnceTheInstantHasPassed() public {
        _mint(alice, 3);
        _germinate("one");
        uint256 epoch = _nextEpoch();
        uint256 before = genomes.supplyAt(epoch);
        _mint(alice, 3);
        _germinate("two");
        assertEq(genomes.supplyAt(epoch), before);
    }

    function test_genomesIn_holdsEveryGenome() public {
        for (uint256 i; i < 5; ++i) {
            _mint(alice, 1 + i);
            _germinate(bytes32(i));
        }
        uint256 id;
        for (uint256 page; page < genomes.pageCount(); ++page) {
            (uint32 first, uint40 birth, Genome[] memory all) = genomes.genomesIn(page);
            assertEq(first, id);
            for (uint256 i; i < all.length; ++i) {
                assertEq(Genome.unwrap(genomes.genomeOf(id)), Genome.unwrap(all[i]));
                assertEq(genomes.birthEpochOf(id), birth);
                ++id;
            }
        }
        assertEq(id, 15);
        vm.expectRevert(abi.encodeWithSelector(IGenomes.PageUnknown.selector, 5));
        genomes.genomesIn(5);
    }

    function test_views_answerForWhatIsNotThere() public {
        _mint(alice, 1);
        assertEq(Genome.unwrap(genomes.genomeOf(0)), 0);
        assertEq(genomes.birthEpochOf(type(uint256).max), 0);
        assertEq(genomes.supplyAt(type(uint256).max), 0);
        TokenState memory state = token.stateAt(0, 0);
        assertEq(state.birthEpoch, 0);
    }

    function test_stateAt_isWhereAndWhenItWasBorn() public {
        _mint(alice, 10);
        _germinate("chance");
        for (uint256 id; id < 10; ++id) {
            TokenState memory state = token.stateAt(id, genomes.birthEpochOf(id));
            assertEq(state.station, genomes.genomeOf(id).homeStation());
            assertEq(state.birthEpoch, genomes.birthEpochOf(id));
            assertEq(state.model, 0);
            assertEq(state.pinnedEpoch, 0);
        }
    }

    /// @dev What an epoch was drawn from must not change behind it.
    function test_stateAt_ofAnEpochThatHasBegunOutlivesTheGermination() public {
        _mint(alice, 3);
        uint256 epoch = _nextEpoch();
        bytes32 before = keccak256(abi.encode(token.stateAt(1, epoch)));
        _germinate("chance");
        assertEq(keccak256(abi.encode(token.stateAt(1, epoch))), before);
        assertEq(token.stateAt(1, epoch + 1).birthEpoch, epoch + 1);
    }
}
