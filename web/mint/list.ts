// Who is listed for how many: the list as OpenZeppelin's StandardMerkleTree writes it, or one proof of it.
// Nothing is believed: a proof counts only against the root that the token has.
import type { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { type Address, type Hex, isHex } from "viem";
import type { Listing } from "./order.ts";

/** What a leaf is made of: chain, token, wallet, how many in all. See `mintListed` in contracts/interfaces/ISale.sol. */
export const LEAF = ["uint256", "address", "address", "uint256"];
const DUMP_FORMAT = "standard-v1";

export type Leaf = [chainId: string, token: string, wallet: string, maximum: string];
type Dump = Parameters<typeof StandardMerkleTree.load<Leaf>>[0];

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
  if (record.format === DUMP_FORMAT && Array.isArray(record.values)) {
    return { kind: "list", dump: record as unknown as Dump };
  }
  const { maximum, proof } = record;
  if (!Array.isArray(proof) || !proof.every((each) => isHex(each) && each.length === 66)) {
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
  return { kind: "proof", listing: { maximum: most, proof: proof as Hex[] } };
}

/**
 * The proof of an account, found in a list or checked as it was given, against the root on chain.
 * @throws PapersError where it does not show that the account is listed.
 */
export async function listingOf(papers: Papers, applicant: Applicant): Promise<Listing> {
  // Comes when somebody has a list; most visitors have none.
  const { StandardMerkleTree } = await import("@openzeppelin/merkle-tree");
  const leafOf = (maximum: number): Leaf => [
    ...([String(applicant.chainId), applicant.token, applicant.wallet] as const),
    String(maximum),
  ];
  const proves = ({ maximum, proof }: Listing) =>
    StandardMerkleTree.verify(applicant.root, LEAF, leafOf(maximum), [...proof]);
  if (papers.kind === "proof") {
    if (proves(papers.listing)) return papers.listing;
    throw new PapersError(
      `This proof does not show that ${applicant.wallet} is listed for ${papers.listing.maximum}: it was made for another account, another number or another list. Connect the account that it was made for, or use the list itself.`,
    );
  }
  let tree: StandardMerkleTree<Leaf>;
  try {
    tree = StandardMerkleTree.load<Leaf>(papers.dump);
  } catch {
    throw new PapersError("The list's file is damaged. Get it again from where it was published.");
  }
  let isAnyonesElse = true;
  for (const [index, [, , wallet, maximum]] of tree.entries()) {
    if (String(wallet).toLowerCase() !== applicant.wallet.toLowerCase()) continue;
    isAnyonesElse = false;
    const listing = { maximum: Number(maximum), proof: tree.getProof(index) as Hex[] };
    if (proves(listing)) return listing;
  }
  throw new PapersError(
    isAnyonesElse
      ? `${applicant.wallet} is not on this list. Connect the account that is.`
      : "This list is not the one that the token has: it is older or newer, or for another collection. Get the one that is published with the sale.",
  );
}
