// In which bits two genomes differ, and what those bits are for.
import type { Genome } from "../../renderer/genome.ts";
import { GENE_NAMES, GENES, type GeneName, geneOf } from "./genes.ts";

export interface Difference {
  gene: GeneName;
  ours: number;
  theirs: number;
  /** How many of its bits differ. */
  bits: number;
}

/** Genes that are not the same, in the genome's own order of importance. */
export function differencesOf(ours: Genome, theirs: Genome): Difference[] {
  return GENE_NAMES.map((gene) => ({
    gene,
    ours: geneOf(ours, gene),
    theirs: geneOf(theirs, gene),
    bits: ones((BigInt(ours) ^ BigInt(theirs)) >> GENES[gene].shift, Number(GENES[gene].bits)),
  })).filter(({ bits }) => bits > 0);
}

/** All 256 bits from the highest down: whether they differ. */
export function bitsOf(ours: Genome, theirs: Genome): boolean[] {
  const both = BigInt(ours) ^ BigInt(theirs);
  return Array.from({ length: 256 }, (_, i) => ((both >> BigInt(255 - i)) & 1n) === 1n);
}

function ones(word: bigint, bits: number): number {
  return BigInt.asUintN(bits, word)
    .toString(2)
    .split("")
    .filter((digit) => digit === "1").length;
}
