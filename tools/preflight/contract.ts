// What the contract says it is, and whether that is so.
import { type Hex, parseAbi } from "viem";
import { decodeString } from "./answers.ts";
import { type Checks, comma, type Fault, type Finding, judged, quote } from "./check.ts";
import type { Reader } from "./reader.ts";
import { ownerOf } from "./tokens.ts";

export const CONTRACT_CHECKS = {
  "erc165-self": {
    severity: "failure",
    what: "supportsInterface answers for ERC-165 itself",
    why: "Marketplaces ask it first, and take a contract that says no for something else.",
    remedy: "Answer true for 0x01ffc9a7.",
  },
  "erc165-invalid": {
    severity: "failure",
    what: "supportsInterface denies 0xffffffff",
    why: "ERC-165 tells from this answer a contract that says yes to everything: its other answers count for nothing.",
    remedy: "Answer true for known ids only.",
  },
  "erc165-721": {
    severity: "failure",
    what: "ERC-721 is declared (0x80ac58cd)",
    why: "Without it wallets do not list the tokens, and marketplaces refuse the collection.",
    remedy: "Answer true for 0x80ac58cd.",
  },
  "erc165-metadata": {
    severity: "failure",
    what: "ERC-721 Metadata is declared (0x5b5e139f)",
    why: "Indexers that see no such id never call tokenURI.",
    remedy: "Answer true for 0x5b5e139f.",
  },
  "erc165-4906": {
    severity: "warning",
    what: "ERC-4906 is declared (0x49064906)",
    why: "Marketplaces read metadata once; they look again when a contract of this kind says that it changed.",
    remedy:
      "Answer true for 0x49064906, and emit MetadataUpdate or BatchMetadataUpdate at every change.",
  },
  "erc165-2981": {
    severity: "warning",
    what: "ERC-2981 is declared (0x2a55205a)",
    why: "Marketplaces ask for the royalty only where it is declared.",
    remedy: "Implement royaltyInfo and answer true for 0x2a55205a, or do without royalties.",
  },
  "erc165-gas": {
    severity: "warning",
    what: "supportsInterface takes less than 30,000 gas",
    why: "ERC-165 allows no more: libraries that ask on chain stop there and take it for a no.",
    remedy: "Compare with constants, and read no storage.",
  },
  "erc721-name": {
    severity: "warning",
    what: "the collection has name() and symbol()",
    why: "Wallets and explorers show them; a collection without is listed as unknown.",
    remedy: "Return strings that are not empty.",
  },
  "erc721-unknown": {
    severity: "failure",
    what: "ownerOf reverts for a token that does not exist",
    why: "ERC-721 asks for it; otherwise anything seems to be owned by the address zero.",
    remedy: "Revert where the owner is the address zero.",
  },
  "uri-unknown": {
    severity: "failure",
    what: "tokenURI reverts for a token that does not exist",
    why: "ERC-721 asks for it. Otherwise indexers list tokens that are none, or burned.",
    remedy: "Check that the token exists before anything is drawn.",
  },
} as const satisfies Checks;

type ContractFault = Fault<keyof typeof CONTRACT_CHECKS>;

const IDS: readonly (readonly [check: keyof typeof CONTRACT_CHECKS, id: Hex, expected: boolean])[] =
  [
    ["erc165-self", "0x01ffc9a7", true],
    ["erc165-invalid", "0xffffffff", false],
    ["erc165-721", "0x80ac58cd", true],
    ["erc165-metadata", "0x5b5e139f", true],
    ["erc165-4906", "0x49064906", true],
    ["erc165-2981", "0x2a55205a", true],
  ];
/** 30,000 for the function, and what a transaction costs before it begins. */
const ERC165_GAS = 30_000n + 21_000n + 36n * 16n;

const ABI = parseAbi([
  "function supportsInterface(bytes4) view returns (bool)",
  "function name() view returns (string)",
  "function symbol() view returns (string)",
  "function tokenURI(uint256) view returns (string)",
]);

/** What the contract declares, by the checks above; and whether it is a collection at all. */
export async function inspectContract(
  reader: Reader,
): Promise<{ findings: Finding[]; declares: ReadonlySet<string> }> {
  const faults: ContractFault[] = [];
  const notes: Record<string, string> = {};
  const declares = new Set<string>();
  for (const [check, id, expected] of IDS) {
    const answer = await reader.ask(ABI, "supportsInterface", [id]);
    const word = answer.kind === "data" && answer.data.length === 66 ? BigInt(answer.data) : -1n;
    const said = word === 0n ? "false" : word === 1n ? "true" : "nothing that is true or false";
    if (word === 1n) declares.add(check);
    notes[check] = `${id}: ${said}`;
    if (word !== (expected ? 1n : 0n)) faults.push({ check, found: `${id}: ${said}` });
  }
  const frugal = await reader.ask(ABI, "supportsInterface", ["0x80ac58cd"], ERC165_GAS);
  if (frugal.kind !== "data") faults.push({ check: "erc165-gas", found: "no answer with 30,000" });
  const names: string[] = [];
  for (const getter of ["name", "symbol"] as const) {
    const answer = await reader.ask(ABI, getter);
    const text = answer.kind === "data" ? decodeString(answer.data) : undefined;
    if (text) names.push(quote(text));
    else faults.push({ check: "erc721-name", found: `no ${getter}()` });
  }
  notes["erc721-name"] = names.join(", ");
  faults.push(...(await unknownFaults(reader)));
  return { findings: judged(CONTRACT_CHECKS, "contract", faults, notes), declares };
}

/** What is said of tokens that nobody has minted. */
async function unknownFaults(reader: Reader): Promise<ContractFault[]> {
  const faults: ContractFault[] = [];
  for (const id of [2n ** 256n - 1n, 2n ** 128n + 12_345n, 987_654_321n]) {
    // An id that has an owner is no stranger.
    if (await ownerOf(reader, id)) continue;
    const owner = await reader.ask(OWNER, "ownerOf", [id]);
    const uri = await reader.ask(ABI, "tokenURI", [id]);
    if (owner.kind === "data" && owner.data !== "0x") {
      faults.push({ check: "erc721-unknown", found: `ownerOf(${id}) answers` });
    }
    if (uri.kind === "data" && uri.data !== "0x") {
      const length = comma((uri.data.length - 2) / 2);
      faults.push({ check: "uri-unknown", found: `tokenURI(${id}) answers ${length} bytes` });
    }
  }
  return faults;
}

const OWNER = parseAbi(["function ownerOf(uint256) view returns (address)"]);
