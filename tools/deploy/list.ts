// Who may mint early: a file of wallets becomes the tree whose root the token holds, and a tree is held against the
// deployment that it is meant for.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { type Address, getAddress, isAddress } from "viem";
import { LEAF, type Leaf } from "../../web/mint/list.ts";
import { type Collection, MOST_TOKENS } from "./collection.ts";

/** A wallet, and how many plants it may mint in all. */
export interface Listed {
  readonly wallet: Address;
  readonly maximum: number;
}

/** The token that a list is for: its proofs count nowhere else. */
export interface Shop {
  readonly chainId: number;
  readonly token: Address;
}

type Tree = StandardMerkleTree<Leaf>;

const ZERO = /^0x0{40}$/;
/** Mistakes that are told at once; a file with more is another file. */
const MOST_TOLD = 20;

/**
 * Reads lines such as `0x…,3`: a wallet and how many it may mint in all. Empty lines, what follows a `#`, and a
 * heading that begins with "wallet" or "address" are passed over.
 * @throws Error that names every line that is wrong, and what would be right.
 */
export function readWallets(text: string, file: string): Listed[] {
  const found: Listed[] = [];
  const lines = new Map<Address, number>();
  const problems: string[] = [];
  for (const [i, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = raw.replace(/#.*/, "").trim();
    if (line === "" || (found.length === 0 && /^(wallet|address)\b/i.test(line))) continue;
    const [wallet = "", maximum = "", ...more] = line.split(/\s*[,;\t]\s*|\s+/);
    const at = `line ${i + 1}`;
    if (!isAddress(wallet) || ZERO.test(wallet)) {
      problems.push(
        `${at}: ${wallet} is no wallet's address, or its checksum is wrong; copy it again`,
      );
      continue;
    }
    const isWhole = /^\d{1,6}$/.test(maximum) && more.length === 0;
    if (!isWhole || Number(maximum) < 1 || Number(maximum) > MOST_TOKENS) {
      problems.push(
        `${at}: after the wallet belongs how many it may mint, from 1 to ${MOST_TOKENS}`,
      );
      continue;
    }
    const before = lines.get(getAddress(wallet));
    if (before !== undefined) {
      problems.push(`${at}: ${wallet} is in line ${before} already; keep one of the two`);
      continue;
    }
    lines.set(getAddress(wallet), i + 1);
    found.push({ wallet: getAddress(wallet), maximum: Number(maximum) });
  }
  if (problems.length === 0 && found.length === 0) {
    problems.push("there is no wallet in it; write one a line, such as 0x…,3");
  }
  if (problems.length > 0) {
    const told = problems.slice(0, MOST_TOLD).map((problem) => `  ${problem}`);
    if (problems.length > MOST_TOLD) told.push(`  and ${problems.length - MOST_TOLD} more`);
    throw new Error(`${file} is no list; nothing was written:\n${told.join("\n")}`);
  }
  return found;
}

/** The same wallets make the same root, in whatever order they stand. */
export function listTree(listed: readonly Listed[], { chainId, token }: Shop): Tree {
  return StandardMerkleTree.of<Leaf>(
    listed.map(({ wallet, maximum }) => [String(chainId), token, wallet, String(maximum)]),
    [...LEAF],
  );
}

/**
 * Looks at the list before anything is sent: its proofs name the token, whose address is known by then.
 * `collection` is the file that names it.
 * @throws Error where nobody could mint by it.
 */
export function examineList(
  list: Collection["list"],
  collection: string,
  shop: Shop,
  say: (line: string) => void,
): void {
  if (list === undefined) return;
  if (list.file === undefined) {
    say(
      "WARNING: without list.file nobody has seen whether list.root is of a list for this token.",
    );
  } else {
    const file = resolve(dirname(collection), list.file);
    requireList(file, list.root, shop);
    say(`${file} has list.root, for this token.`);
  }
  if (list.url === undefined) {
    say(
      "WARNING: without list.url the page does not know the list: visitors will have to bring it.",
    );
  }
}

/**
 * Holds the file that is going to be published against the root and the token that it is for.
 * @throws Error with what would let nobody mint, and the command that mends it.
 */
function requireList(file: string, root: string, { chainId, token }: Shop): void {
  const remedy = `Make it with \`npm run list -- WALLETS --chain ${chainId} --token ${token}\`, and put the root that it prints into the collection.`;
  let tree: Tree;
  try {
    tree = StandardMerkleTree.load<Leaf>(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new Error(
      `list.file ${file} cannot be used (${(error as Error).message.split("\n")[0]}); nothing was sent. ${remedy}`,
    );
  }
  const stranger = [...tree.entries()].find(
    ([, [chain, of]]) => chain !== String(chainId) || of.toLowerCase() !== token.toLowerCase(),
  );
  if (stranger) {
    const [, [chain, of]] = stranger;
    throw new Error(
      `list.file ${file} is for the token ${of} on chain ${chain}, and this one will be at ${token} on chain ${chainId}: nobody could mint by it, so nothing was sent. ${remedy}`,
    );
  }
  if (tree.root !== root.toLowerCase()) {
    throw new Error(
      `list.root is ${root}, and list.file ${file} has ${tree.root}; nothing was sent. ${remedy}`,
    );
  }
}
