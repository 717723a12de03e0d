// Steps as a tired hand might write them. The checker must find a case in which each goes wrong.

export interface FormalMutant {
  readonly file: string;
  /** What it breaks. */
  readonly property: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly replacement: string;
}

export const FORMAL_MUTANTS: readonly FormalMutant[] = [
  {
    file: "Median.sol",
    property: "guard",
    text: "uint256 difference = a + 65_536 - b;",
    replacement: "uint256 difference = a + 65_535 - b;",
  },
  {
    file: "Median.sol",
    property: "signs",
    text: "? a + 65_536 : a) + 32_768)",
    replacement: "? a + 65_536 : a) + 0)",
  },
  {
    file: "Median.sol",
    property: "range",
    text: "- least) / 65_536 == 1 &&",
    replacement: "- most) / 65_536 == 1 &&",
  },
  {
    file: "Median.sol",
    property: "three",
    text: "(least, middle) = _exchange(least, middle);\n        return middle;",
    replacement: "return middle;",
  },
  {
    file: "Median.sol",
    property: "five",
    text: "(a, b) = _exchange(a, b);\n        return (a, b, c, d, e);",
    replacement: "return (a, b, c, d, e);",
  },
  { file: "Median.sol", property: "quorum", text: "k * 2 > n", replacement: "k * 2 + 1 > n" },
  {
    file: "Exposure.sol",
    property: "add",
    text: "(carry != a.bit) != b.bit",
    replacement: "carry || a.bit || b.bit",
  },
  {
    file: "Exposure.sol",
    property: "minus",
    text: "uint256 difference = a.low + top - b.low;",
    replacement: "uint256 difference = a.low + top - 1 - b.low;",
  },
  {
    file: "Exposure.sol",
    property: "between",
    text: "uint256 later = (before + added) % 2 ** 34;",
    replacement: "uint256 later = (before + added) % 2 ** 33;",
  },
  {
    file: "Exposure.sol",
    property: "rain",
    text: "assert(sum + value < 2 ** 34);",
    replacement: "assert(sum + value < 2 ** 32);",
  },
  {
    file: "Exposure.sol",
    property: "observed",
    text: "assert(sum + value < 2 ** 17);",
    replacement: "assert(sum + value < 2 ** 16);",
  },
  {
    file: "Accounting.sol",
    property: "refund",
    text: "if (amount > most) amount = most;",
    replacement: "",
  },
  {
    file: "Accounting.sol",
    property: "refund",
    text: "if (gasPrice < price) price = gasPrice;",
    replacement: "",
  },
  {
    file: "Accounting.sol",
    property: "rewards",
    text: "left < due ? left : due",
    replacement: "due",
  },
  {
    file: "Accounting.sol",
    property: "rewards",
    text: "uint256 kept = owed + waiting;",
    replacement: "uint256 kept = waiting;",
  },
  {
    file: "Accounting.sol",
    property: "royalty",
    text: "require(bps <= 1000);",
    replacement: "require(bps <= 1001);",
  },
  {
    file: "Accounting.sol",
    property: "royaltyIsExact",
    text: "price % 10_000 * 750 / 10_000 == price",
    replacement: "price % 10_000 / 10_000 * 750 == price",
  },
  {
    file: "Bonds.sol",
    property: "claim",
    text: "uint256 burned = lost - reward;",
    replacement: "uint256 burned = lost / 2;",
  },
  {
    file: "Bonds.sol",
    property: "expire",
    text: "uint256 burned = penalty - reward;",
    replacement: "uint256 burned = penalty / 2;",
  },
  {
    file: "Bonds.sol",
    property: "born",
    text: "assert(token / 128 * 128 < supply);",
    replacement: "assert((token / 128 + 1) * 128 < supply);",
  },
  {
    file: "Bonds.sol",
    property: "walk",
    text: "require(d2 < a1 + follow && a2 < d2 + answer);",
    replacement: "require(d2 < a1 + follow && a2 < d2 + answer + follow);",
  },
];
