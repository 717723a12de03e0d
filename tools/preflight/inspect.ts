// A preflight from beginning to end: everything that a marketplace would ask, in its order.
import { type Address, type Hex, isAddress, numberToHex } from "viem";
import { comma, type Finding, judged, quote } from "./check.ts";
import {
  askContractUri,
  COLLECTION_CHECKS,
  COLLECTION_SCHEMA_CHECKS,
  collectionFaults,
} from "./collection.ts";
import { inspectContract } from "./contract.ts";
import { type DocumentOptions, inspectDocument } from "./documents.ts";
import { CannotRun, openReader } from "./reader.ts";
import { ROYALTY_CHECKS, royaltyFaults } from "./royalty.ts";
import { inspectToken, judgeTokens } from "./token.ts";
import { allTokens, ownerOf, sampleTokens, type Tokens } from "./tokens.ts";

export interface Options extends DocumentOptions {
  readonly rpc: string;
  readonly address: string;
  readonly tokens: readonly bigint[] | "all" | "sample";
  /** The most tokens that are looked at. */
  readonly limit: number;
  /** Milliseconds for one answer, and how often a node is asked again. */
  readonly timeout: number;
  readonly retries: number;
  readonly say?: (line: string) => void;
}

export interface Report {
  readonly address: Address;
  readonly chainId: number;
  readonly block: bigint;
  readonly tokens: readonly bigint[];
  readonly findings: readonly Finding[];
  /** Drawn pictures, by what they are of. */
  readonly pictures: readonly (readonly [subject: string, png: Buffer])[];
}

const SAMPLE = 3;
/** The least gas is looked for in so many tokens: ten calls each. */
const MEASURED = 3;
const AT_ONCE = 4;
/** More pictures than that on one sheet help nobody. */
const MOST_PICTURES = 400;

/** @throws CannotRun when nothing can be said about the contract. */
export async function inspect(options: Options): Promise<Report> {
  const { address } = options;
  if (!isAddress(address, { strict: false })) {
    throw new CannotRun(`--address ${quote(address)} is no address: 0x and 40 hexadecimal digits.`);
  }
  const isChecked: boolean = isAddress(address);
  // Mixed case is a checksum (ERC-55); all of one case is none.
  const digits: string = address.slice(2);
  if (digits !== digits.toLowerCase() && digits !== digits.toUpperCase() && !isChecked) {
    throw new CannotRun(
      `--address ${address} has a wrong checksum: a digit may be mistyped. Copy it again.`,
    );
  }
  const reader = await openReader(options.rpc, address, options);
  const code = await reader.request<Hex>("eth_getCode", [address, numberToHex(reader.block)]);
  if (code === "0x") {
    throw new CannotRun(
      `${address} has no code on chain ${reader.chainId} at block ${reader.block}: no contract is there. Check the address and the chain.`,
    );
  }
  const { findings, declares } = await inspectContract(reader);
  const tokens = await tokensOf();
  const isNone = ["erc165-721", "erc165-self", "erc165-metadata"].every((id) => !declares.has(id));
  if (isNone && !(await anyOwned())) {
    throw new CannotRun(
      `${address} is a contract, but no ERC-721: it declares nothing (ERC-165), and no token of it has an owner. Check the address.`,
    );
  }
  findings.push(...judgeTokens(tokens, options.tokens === "all"));
  if (declares.has("erc165-2981")) {
    const { faults, notes } = await royaltyFaults(reader, tokens.ids[0] ?? 1n);
    findings.push(...judged(ROYALTY_CHECKS, "contract", faults, notes));
  }
  const pictures: [string, Buffer][] = [];
  const { uri, faults } = await askContractUri(reader);
  findings.push(...judged(COLLECTION_CHECKS, "contractURI", faults));
  if (uri) {
    const schema = { checks: COLLECTION_SCHEMA_CHECKS, faults: collectionFaults };
    const seen = await inspectDocument(uri, "contractURI", schema, options);
    findings.push(...seen.findings);
    if (seen.picture) pictures.push(["contractURI", seen.picture]);
  }
  const seen = await pooled(tokens.ids, async (id, i) => {
    if (i > 0 && i % 100 === 0) options.say?.(`${comma(i)} of ${comma(tokens.ids.length)} tokens`);
    return inspectToken(reader, id, { ...options, measure: i < MEASURED });
  });
  for (const [i, { findings: own, picture }] of seen.entries()) {
    findings.push(...own);
    if (picture && pictures.length < MOST_PICTURES) {
      pictures.push([`token ${tokens.ids[i]}`, picture]);
    }
  }
  const { chainId, block } = reader;
  return { address, chainId, block, tokens: tokens.ids, findings, pictures };

  async function anyOwned(): Promise<boolean> {
    for (const id of tokens.ids.slice(0, SAMPLE)) if (await ownerOf(reader, id)) return true;
    return false;
  }

  async function tokensOf(): Promise<Tokens> {
    if (options.tokens === "all") return allTokens(reader, options.limit);
    if (options.tokens === "sample") return sampleTokens(reader, SAMPLE);
    return { ids: options.tokens, how: "being named" };
  }
}

/** Works on all of them, a few at once, and answers in their order. */
async function pooled<T, R>(items: readonly T[], work: (item: T, i: number) => Promise<R>) {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]!, i);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
