// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {DRAWN} from "../../../contracts/interfaces/IHeliotrope.sol";
import {
    Genome,
    MUTATION_COUNT,
    PALETTE_COUNT,
    SCHOOL_COUNT,
    SPECIES_COUNT,
    express
} from "../../../contracts/types/Genome.sol";

contract GenomeTest is Test {
    function test_fuzz_getters_readBackWhatWasPacked(
        uint128 seed,
        uint16 station,
        uint8[7] memory genes
    ) public pure {
        uint256 word =
            uint256(seed) | (uint256(station) << 128) | (uint256(1) << 248);
        for (uint256 i; i < 7; ++i) {
            word |= uint256(genes[i]) << (144 + 8 * i);
        }
        Genome g = Genome.wrap(bytes32(word));
        assertEq(g.seed(), seed);
        assertEq(g.homeStation(), station);
        assertEq(g.species(), genes[0]);
        assertEq(g.school(), genes[1]);
        assertEq(g.palette(), genes[2]);
        assertEq(g.petals(), genes[3]);
        assertEq(g.layers(), genes[4]);
        assertEq(g.stature(), genes[5]);
        assertEq(g.mutation(), genes[6]);
        assertTrue(g.germinated());
        assertEq(uint256(g.latentOf()), uint256(seed) | (uint256(genes[1]) << 128));
    }

    function test_fuzz_express_staysInRange(bytes32 entropy, uint256 tokenId, uint16 stations)
        public
        pure
    {
        Genome g = express(entropy, tokenId, stations, DRAWN);
        assertTrue(g.germinated());
        if (stations == 0) assertEq(g.homeStation(), 0);
        else assertLt(g.homeStation(), stations);
        assertLt(g.species(), SPECIES_COUNT);
        assertLt(g.school(), SCHOOL_COUNT);
        assertLt(g.palette(), PALETTE_COUNT);
        assertLe(g.mutation(), MUTATION_COUNT);
        assertEq(uint256(Genome.unwrap(g)) >> 200, 1 << 48);
    }

    /// @dev Whoever chooses a home chooses nothing else: the rest is what it would have been.
    function test_fuzz_express_aChosenHomeChangesNothingElse(
        bytes32 entropy,
        uint256 tokenId,
        uint16 stations,
        uint16 home
    ) public pure {
        if (home == DRAWN) home = 0;
        Genome g = express(entropy, tokenId, stations, home);
        assertEq(g.homeStation(), home);
        uint256 others = ~(uint256(type(uint16).max) << 128);
        bytes32 drawn = Genome.unwrap(express(entropy, tokenId, stations, DRAWN));
        assertEq(uint256(Genome.unwrap(g)) & others, uint256(drawn) & others);
    }

    function test_express_keepsItsOdds() public pure {
        uint256[SPECIES_COUNT] memory kinds;
        uint256 mutants;
        for (uint256 i; i < 10_240; ++i) {
            Genome g = express("odds", i, 2, DRAWN);
            ++kinds[g.species()];
            if (g.mutation() != 0) ++mutants;
        }
        // 1,024 of each are expected, 30 the deviation; 160 mutants, 13.
        for (uint256 i; i < SPECIES_COUNT; ++i) {
            assertApproxEqAbs(kinds[i], 1024, 120);
        }
        assertApproxEqAbs(mutants, 160, 50);
    }

    /// @dev `HELIOTROPE_WRITE_VECTORS=true forge test --mc GenomeTest` writes them anew.
    function test_vectors_genomesAreCurrent() public {
        string memory fresh = "[";
        for (uint256 i; i < 32; ++i) {
            bytes32 entropy = i == 0 ? bytes32(0) : keccak256(abi.encode("entropy", i));
            uint256 tokenId = i == 1 ? type(uint256).max : i * 31;
            uint16 stations = i == 2 ? type(uint16).max : uint16(i % 9);
            uint16 home = i % 3 == 1 ? uint16(i == 4 ? 65_534 : i % 2) : DRAWN;
            Genome g = express(entropy, tokenId, stations, home);
            fresh = string.concat(fresh, i == 0 ? "\n" : ",\n", '["', vm.toString(entropy), '","');
            fresh = string.concat(fresh, vm.toString(tokenId), '",', vm.toString(stations), ",");
            fresh = string.concat(fresh, vm.toString(home), ',"');
            fresh = string.concat(fresh, vm.toString(Genome.unwrap(g)), '"]');
        }
        fresh = string.concat(fresh, "\n]\n");
        string memory path = "test/vectors/genomes.json";
        if (vm.envOr("HELIOTROPE_WRITE_VECTORS", false)) vm.writeFile(path, fresh);
        assertEq(vm.readFile(path), fresh);
    }
}
