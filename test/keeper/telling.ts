import { type Address, formatEther } from "viem";
import type { Entry } from "./ledger.ts";

const HEADING = `# A tournament

Five keepers and one epoch on a local chain: an honest one, and four that cheat. Nobody helps the honest one: its
own watchtower finds every lie. This is what each sent to the almanac, in order, and what it cost; written by
\`HELIOTROPE_WRITE_VECTORS=1 npx vitest run --config test/vitest.config.ts test/keeper/tournament.test.ts\`,
which also holds every balance to the wei.

- **honest** runs \`npm run keeper\` as it is.
- **copier** copies the honest commitment, which is refused; commits to noise, and then tries the honest root,
  which is refused as well. Its noise expires.
- **liar** tells the lowest bit of one colour of one pixel wrong, and answers whatever it is asked.
- **withholder** tells a lie as small, and answers nothing.
- **hollow** has a leaf that nothing hashes to, and answers until it is asked for its pixels.

A block is 14 minutes here; windows and bonds are those of production.
`;

/** What happened, as a document. */
export function tellTournament(
  ledger: readonly Entry[],
  since: bigint,
  nameOf: (address: Address) => string,
): string {
  const rows = ledger.map(({ block, from, call, args, value, refused, gas }) => {
    const ether = value === 0n ? "" : formatEther(value);
    const what = `\`${call}\`${detailOf(call, args, nameOf)}`;
    const outcome = refused === null ? "" : `refused: \`${refused}\``;
    return `| ${block - since} | ${nameOf(from)} | ${what} | ${ether} | ${gas.toLocaleString("en")} | ${outcome} |`;
  });
  const table = [
    "| block | who | what | ether sent | gas | |",
    "|---:|---|---|---:|---:|---|",
    ...rows,
  ];
  return `${HEADING}\n${table.join("\n")}\n`;
}

/** Whose root, and which node. */
function detailOf(
  call: string,
  args: readonly unknown[],
  nameOf: (address: Address) => string,
): string {
  const whose = () => ` of ${nameOf(args[1] as Address)}`;
  switch (call) {
    case "demand": {
      const { height, index } = args[2] as { height: bigint; index: bigint };
      return `${whose()}: node ${index} at height ${height}`;
    }
    case "answer":
    case "silence":
    case "settleDemand":
      return `${whose()}: node ${args[3]} at height ${args[2]}`;
    case "challenge":
      return `${whose()}: run ${args[3]} of token ${args[2]}`;
    case "claim":
    case "expire":
    case "settle":
      return whose();
    default:
      return "";
  }
}
