// `npm run list`: makes the list of who may mint early, and prints the root that collection.json wants.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { getAddress, isAddress } from "viem";
import { listTree, readWallets, type Shop } from "./deploy/list.ts";

const HELP = `npm run list -- WALLETS --chain ID --token ADDRESS [--out FILE]
npm run list -- WALLETS --record deployments/ID.json [--out FILE]

  WALLETS    a text file, one wallet a line and how many it may mint in all: 0x…,3
  --token    of the collection; before it is deployed, where a dry run says that it will be
  --record   of a collection that is deployed, which says both
  --out      where the list with its proofs goes, to be published (default list.json)

docs/deploy.md tells what to do with it.`;

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      chain: { type: "string" },
      token: { type: "string" },
      record: { type: "string" },
      out: { type: "string", default: "list.json" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    throw new Error("Name one file of wallets. --help says more.");
  }
  const shop = shopOf(values);
  const listed = readWallets(readFileSync(file, "utf8"), file);
  const tree = listTree(listed, shop);
  writeFileSync(values.out, `${JSON.stringify(tree.dump())}\n`);
  const plants = listed.reduce((sum, { maximum }) => sum + maximum, 0);
  console.log(`${listed.length} wallets, ${plants} plants at most`);
  console.log(`root ${tree.root}`);
  console.log(`${values.out}: the list with its proofs, to be published`);
}

function shopOf({ chain, token, record }: Record<string, unknown>): Shop {
  const read = record === undefined ? undefined : JSON.parse(readFileSync(String(record), "utf8"));
  const chainId = Number(chain ?? read?.chainId);
  const address = String(token ?? read?.contracts?.Heliotrope?.address ?? "");
  if (!Number.isSafeInteger(chainId) || chainId < 1 || !isAddress(address)) {
    throw new Error(
      "For which token? A proof counts for one alone: --chain ID --token ADDRESS, or --record FILE of a deployment. A dry run of `npm run deploy` says where the token will be.",
    );
  }
  return { chainId, token: getAddress(address) };
}

try {
  main();
} catch (error) {
  // Only a fault of the program needs its place in the program.
  const isPlain = error instanceof Error && !(error instanceof TypeError);
  console.error(`heliotrope: ${isPlain ? error.message : ((error as Error)?.stack ?? error)}`);
  process.exit(1);
}
