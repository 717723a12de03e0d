// Faults that our own tests must notice: each is one that a tired hand could make.

export interface Mutant {
  /** What is wrong with it. */
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly replacement: string;
  /** Test files below test/contracts, without their ending, of which one must fail. */
  readonly tests: readonly string[];
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: "ether may come with a transfer",
    file: "contracts/HeliotropeCore.sol",
    text: "if (from != address(0) && msg.value != 0) revert EtherNotAccepted();",
    replacement: "",
    tests: ["token/standards"],
  },
  {
    name: "a transfer forgets the mint window",
    file: "contracts/HeliotropeCore.sol",
    text: "if (from != address(0)) return previous;",
    replacement: "previous;",
    tests: ["token/batch"],
  },
];
