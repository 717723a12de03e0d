// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixture} from "../Fixture.sol";
import {Genome} from "../../../contracts/types/Genome.sol";

contract GerminateTest is Fixture {
    function test_germinate_writesTheBatch() public {
        _mint(alice, 10);
        _mint(bob, 3);
        assertEq(_germinate("chance"), 13);
        assertEq(genomes.germinated(), 13);
        assertTrue(Genome.unwrap(genomes.genomeOf(12)) != 0);
        assertEq(Genome.unwrap(genomes.genomeOf(13)), 0);
    }
}
