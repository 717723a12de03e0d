// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Genome} from "../../../contracts/types/Genome.sol";
import {InvariantFixture} from "./Actors.sol";

/// @dev What holds of token and genomes after any mints, transfers, burns and germinations.
/// forge-config: default.invariant.runs = 6
/// forge-config: default.invariant.depth = 48
/// forge-config: long.invariant.runs = 250
/// forge-config: long.invariant.depth = 200
/// forge-config: default.invariant.fail-on-revert = true
/// forge-config: long.invariant.fail-on-revert = true
contract PlantsInvariant is InvariantFixture {
    function invariant_supplyIsTheSumOfBalances() public view {
        uint256 balances;
        for (uint256 i; i < 3; ++i) {
            balances += token.balanceOf(actors.people(i));
        }
        assertEq(balances, token.totalSupply());
        assertEq(token.totalMinted(), actors.minted());
        assertEq(token.totalMinted() - token.totalSupply(), actors.burned());
    }

    function invariant_everyPlantHasOneHolderOrNone() public view {
        uint256 held;
        for (uint256 id; id < token.totalMinted(); ++id) {
            try token.ownerOf(id) {
                ++held;
            } catch {}
        }
        assertEq(held, token.totalSupply());
    }

    function invariant_noMoreGerminateThanWereMinted() public view {
        assertLe(genomes.germinated(), token.totalMinted());
        assertEq(genomes.germinated(), actors.birthCount());
    }

    function invariant_birthsAreForEver() public view {
        uint256 born = actors.birthCount();
        uint256 last;
        for (uint256 id; id < born; ++id) {
            (Genome genome, uint40 epoch) = actors.births(id);
            assertTrue(genome.germinated());
            assertEq(Genome.unwrap(genomes.genomeOf(id)), Genome.unwrap(genome));
            assertEq(genomes.birthEpochOf(id), epoch);
            assertGe(epoch, last);
            last = epoch;
        }
        assertEq(Genome.unwrap(genomes.genomeOf(born)), 0);
    }

    function invariant_supplyOfAnEpochThatHasBegunIsSettledAndNeverFalls() public view {
        uint256 last;
        for (uint256 i; i < actors.epochCount(); ++i) {
            uint256 epoch = actors.epochs(i);
            assertEq(genomes.supplyAt(epoch), actors.supplies(epoch));
            assertGe(genomes.supplyAt(epoch), last);
            last = genomes.supplyAt(epoch);
        }
        assertLe(last, genomes.germinated());
        assertEq(genomes.supplyAt(type(uint256).max), genomes.germinated());
    }

    function invariant_batchesGerminateInTheOrderOfTheirTargets() public view {
        uint256 last;
        for (uint256 id; id < token.totalMinted(); ++id) {
            assertGe(token.targetOf(id), last);
            last = token.targetOf(id);
        }
    }

    function invariant_everyWeiIsAccountedFor() public view {
        assertEq(address(token).balance, actors.received() - actors.paid());
        uint256 owed;
        for (uint256 i; i < 3; ++i) {
            owed += token.rewardOf(actors.people(i));
        }
        assertEq(token.rewardsOwed(), owed);
        assertGe(address(token).balance, owed);
    }

    function invariant_numberMintedCountsWhatEachWalletWasMinted() public view {
        for (uint256 i; i < 3; ++i) {
            address person = actors.people(i);
            assertEq(token.numberMinted(person), actors.given(person));
        }
    }

    function invariant_pagesHoldEveryPlantOnce() public view {
        uint256 next;
        for (uint256 page; page < genomes.pageCount(); ++page) {
            (uint32 first,, Genome[] memory list) = genomes.genomesIn(page);
            assertEq(first, next);
            for (uint256 i; i < list.length; ++i) {
                assertEq(Genome.unwrap(list[i]), Genome.unwrap(genomes.genomeOf(next + i)));
            }
            next += list.length;
        }
        assertEq(next, genomes.germinated());
    }
}
