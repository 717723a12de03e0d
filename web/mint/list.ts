// Who is listed for how many: the list as OpenZeppelin's StandardMerkleTree writes it, or one proof of it.
// Nothing is believed: a proof counts only against the root that the token has.
import { type Address, concat, encodeAbiParameters, type Hex, isHex, keccak256 } from "viem";
import type { Listing } from "./order.ts";

/** What a leaf is made of: chain, token, wallet, how many in all. See `mintListed` in contracts/interfaces/ISale.sol. */
export const LEAF = ["uint256", "address", "address", "uint256"] as const;
const DUMP_FORMAT = "standard-v1";

export type Leaf = [chainId: string, token: string, wallet: string, maximum: string];

/** A tree as an array: the root first, the children of `i` at `2i + 1` and `2i + 2`. */
interface Dump {
  tree: readonly unknown[];
  values: readonly ({ value?: readonly unknown[]; treeIndex?: unknown } | null)[];
}

/** What somebody handed in: the whole list, or one proof. */
export type Papers = { kind: "list"; dump: Dump } | { kind: "proof"; listing: Listing };

/** A file or a text that cannot be used; `message` is shown as is. */
export class PapersError extends Error {
  override name = "PapersError";
}

export interface Applicant {
  chainId: number;
  token: Address;
  wallet: Address;
  /** The root that the token has. */
  root: Hex;
}

/** Reads a list or a proof. @throws PapersError with what is wrong and what is wanted. */
export function parsePapers(text: string): Papers {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new PapersError(
      "This is not JSON. Use the list's file as it was published, or a proof as it was given to you.",
    );
  }
  const record = (json ?? {}) as Record<string, unknown>;
  const { tree, values } = record;
  if (record.format === DUMP_FORMAT && Array.isArray(tree) && Array.isArray(values)) {
    return { kind: "list", dump: { tree, values } };
  }
  const { maximum, proof } = record;
  if (!Array.isArray(proof) || !proof.every(isHash)) {
    throw new PapersError(
      'There is neither a list in this nor a proof. A proof looks like {"maximum": 3, "proof": ["0x…"]}.',
    );
  }
  const most = Number(maximum);
  if (!Number.isSafeInteger(most) || most < 1) {
    throw new PapersError(
      'The proof does not say for how many plants it was made. It belongs beside it, as "maximum".',
    );
  }
  return { kind: "proof", listing: { maximum: most, proof } };
}

/**
 * The proof of an account, found in a list or checked as it was given, against the root on chain. Of a list only the
 * account's own path is hashed: all of it, for ten thousand wallets, would hold up the page for seconds.
 * @throws PapersError where it does not show that the account is listed.
 */
export function listingOf(papers: Papers, applicant: Applicant): Listing {
  if (papers.kind === "proof") {
    if (proves(papers.listing, applicant)) return papers.listing;
    throw new PapersError(
      `This proof does not show that ${applicant.wallet} is listed for ${papers.listing.maximum}: it was made for another account, another number or another list. Connect the account that it was made for, or use the list itself.`,
    );
  }
  const { tree, values } = papers.dump;
  if (String(tree[0]).toLowerCase() !== applicant.root.toLowerCase()) {
    throw new PapersError(
      "This list is not the one that the token has: it is older or newer, or for another collection. Get the one that is published with the sale.",
    );
  }
  let isNamed = false;
  for (const entry of values) {
    const value = entry?.value;
    if (String(value?.[2]).toLowerCase() !== applicant.wallet.toLowerCase()) continue;
    isNamed = true;
    const listing = { maximum: Number(value?.[3]), proof: pathOf(tree, Number(entry?.treeIndex)) };
    if (proves(listing, applicant)) return listing;
  }
  throw new PapersError(
    isNamed
      ? "The list's file is damaged. Get it again from where it was published."
      : `${applicant.wallet} is not on this list. Connect the account that is.`,
  );
}

function proves({ maximum, proof }: Listing, { chainId, token, wallet, root }: Applicant): boolean {
  if (!Number.isSafeInteger(maximum) || maximum < 1) return false;
  const types = LEAF.map((type) => ({ type }));
  const inner = encodeAbiParameters(types, [BigInt(chainId), token, wallet, BigInt(maximum)]);
  // Hashed twice, as in contracts/token/Sale.sol.
  const leaf = keccak256(keccak256(inner));
  const top = proof.reduce((node, sibling) => {
    const other = sibling.toLowerCase() as Hex;
    return keccak256(concat(node < other ? [node, other] : [other, node]));
  }, leaf);
  return top === root.toLowerCase();
}

/** What lies beside the way from a leaf to the root; it ends early where the file has no such place. */
function pathOf(tree: readonly unknown[], leaf: number): Hex[] {
  const path: Hex[] = [];
  for (let at = leaf; at > 0; at = (at - 1) >> 1) {
    const sibling = tree[at % 2 === 0 ? at - 1 : at + 1];
    if (!isHash(sibling)) break;
    path.push(sibling);
  }
  return path;
}

function isHash(value: unknown): value is Hex {
  return isHex(value) && value.length === 66;
}
