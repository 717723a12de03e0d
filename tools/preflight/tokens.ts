// Which tokens there are: the contract is asked, else its log is read, else ids are tried.
import { type Address, decodeAbiParameters, type Hex, numberToHex, pad, parseAbi } from "viem";
import { comma } from "./check.ts";
import { CannotRun, type Reader } from "./reader.ts";

export interface Tokens {
  readonly ids: readonly bigint[];
  /** How they were found, in words. */
  readonly how: string;
  /** What totalSupply says, where there is one. */
  readonly supply?: bigint;
}

const ABI = parseAbi([
  "function totalSupply() view returns (uint256)",
  "function tokenByIndex(uint256) view returns (uint256)",
  "function ownerOf(uint256) view returns (address)",
]);
const TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
/** A sample is looked for among so many first ids before the log is read. */
const TRIED = 12n;
/** Smaller pieces than this have no end on a long chain. */
const MOST_REQUESTS = 400;

/** A few tokens, to look at where nobody named any. */
export async function sampleTokens(reader: Reader, count: number): Promise<Tokens> {
  const supply = await totalSupply(reader);
  const ids: bigint[] = [];
  for (let id = 0n; id < TRIED && ids.length < count; id++) {
    if (await ownerOf(reader, id)) ids.push(id);
  }
  if (ids.length > 0) return { ids, how: "the first that exist", ...known(supply) };
  const all = await allTokens(reader, count);
  return { ...all, ids: all.ids.slice(0, count) };
}

/** Every token, up to `limit`. */
export async function allTokens(reader: Reader, limit: number): Promise<Tokens> {
  const supply = await totalSupply(reader);
  const first = await number(reader, "tokenByIndex", [0n]);
  if (supply !== undefined && supply > 0n && first !== undefined) {
    const ids = [first];
    for (let i = 1n; i < supply && ids.length < limit; i++) {
      const id = await number(reader, "tokenByIndex", [i]);
      if (id === undefined) break;
      ids.push(id);
    }
    return { ids, how: "totalSupply and tokenByIndex", supply };
  }
  try {
    const { ids, requests } = await minted(reader);
    const pieces = requests === 1 ? "in one piece" : `in ${comma(requests)} pieces`;
    return { ids: ids.slice(0, limit), how: `its log of transfers, ${pieces}`, ...known(supply) };
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    const ids: bigint[] = [];
    // Burned tokens leave holes, so a few more ids than the supply are tried.
    const end = BigInt(limit) < (supply ?? 0n) ? BigInt(limit) : (supply ?? 0n);
    for (let id = 0n; id <= end + TRIED && ids.length < limit; id++) {
      if (await ownerOf(reader, id)) ids.push(id);
    }
    return { ids, how: `trying ids, since ${error.message}`, ...known(supply) };
  }
}

export async function ownerOf(reader: Reader, id: bigint): Promise<Address | undefined> {
  const answer = await reader.ask(ABI, "ownerOf", [id]);
  if (answer.kind !== "data" || answer.data.length !== 66) return undefined;
  const [owner] = decodeAbiParameters([{ type: "address" }], pad(`0x${answer.data.slice(26)}`));
  return BigInt(owner) === 0n ? undefined : owner;
}

const totalSupply = (reader: Reader) => number(reader, "totalSupply");
const known = (supply: bigint | undefined) => (supply === undefined ? {} : { supply });

async function number(reader: Reader, name: string, args: unknown[] = []) {
  const answer = await reader.ask(ABI, name, args);
  return answer.kind === "data" && answer.data.length === 66 ? BigInt(answer.data) : undefined;
}

interface Log {
  topics: Hex[];
}

/** Tokens by their last transfer; pieces shrink where a node refuses, and grow again. */
async function minted(reader: Reader): Promise<{ ids: bigint[]; requests: number }> {
  const holders = new Map<bigint, bigint>();
  let from = await birthBlock(reader);
  let span = reader.block - from + 1n;
  let requests = 0;
  while (from <= reader.block) {
    const to = from + span - 1n < reader.block ? from + span - 1n : reader.block;
    if (++requests > MOST_REQUESTS) {
      throw new CannotRun(`the log takes more than ${MOST_REQUESTS} requests from this node`);
    }
    let logs: Log[];
    try {
      logs = await reader.request<Log[]>("eth_getLogs", [
        {
          address: reader.address,
          topics: [TRANSFER],
          fromBlock: numberToHex(from),
          toBlock: numberToHex(to),
        },
      ]);
    } catch (error) {
      if (span === 1n) throw error;
      span = span / 2n;
      continue;
    }
    for (const { topics } of logs) {
      // With an amount in place of the id it is an ERC-20's event.
      if (topics.length === 4) holders.set(BigInt(topics[3]!), BigInt(topics[2]!));
    }
    from = to + 1n;
    if (requests > 1) span = span + span / 4n + 1n;
  }
  const ids = [...holders].filter(([, holder]) => holder !== 0n).map(([id]) => id);
  return { ids: ids.sort((a, b) => (a < b ? -1 : 1)), requests };
}

/** The block that created the contract, where the node remembers; else 0. */
async function birthBlock(reader: Reader): Promise<bigint> {
  let [low, high] = [0n, reader.block];
  try {
    while (low < high) {
      const middle = (low + high) / 2n;
      const code = await reader.request<Hex>("eth_getCode", [reader.address, numberToHex(middle)]);
      if (code === "0x") low = middle + 1n;
      else high = middle;
    }
    return low;
  } catch {
    return 0n;
  }
}
