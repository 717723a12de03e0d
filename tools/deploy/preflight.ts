// Whether a chain is one that the contracts work on, asked by calls alone: nothing is sent.
import {
  type Client,
  decodeAbiParameters,
  type Hex,
  numberToHex,
  parseAbiParameters,
  size,
} from "viem";
import { getHeader } from "../../keeper/chain/header.ts";
import { readArtifact } from "./artifact.ts";

export interface Finding {
  readonly what: string;
  readonly outcome: "ok" | "warning" | "refused";
  readonly because: string;
}

export interface Preflight {
  readonly findings: readonly Finding[];
  /** Whether PREVRANDAO can be the entropy; else it is the block hash. */
  readonly hasPrevRandao: boolean;
}

/** The sky is painted where 23,000,000 gas are left, which 24,100,000 at the start of a call have been. */
export const CALL_GAS = 24_500_000n;
/** The longest `tokenURI` that there may be, ABI encoded; batch views stay below it. */
const LONGEST_ANSWER = 99_904;
/** How far back PREVRANDAO has to change: rollups repeat that of their parent's block for some seconds. */
const RANDAO_DEPTHS = [0n, 1n, 2n, 5n, 11n, 31n];

/** Chains that are known to fail, by what they would be refused for. */
const KNOWN: Record<number, string> = {
  42161: "Arbitrum One: its block.number and blockhash are Ethereum's",
  42170: "Arbitrum Nova: its block.number and blockhash are Ethereum's",
  421614: "Arbitrum Sepolia: its block.number and blockhash are its parent's",
  324: "zkSync Era: its native VM cannot store data as code (SSTORE2)",
  300: "zkSync Sepolia: its native VM cannot store data as code (SSTORE2)",
};

/** What the compiler uses beyond the London rules, and init code that fails without it. */
const OPCODES: readonly (readonly [name: string, fork: string, code: Hex])[] = [
  ["PUSH0", "Shanghai", "0x5f5ff3"],
  ["MCOPY", "Cancun", "0x6000600060005e60006000f3"],
];
/** Returns 0 bytes; and the number of the block. */
const NOTHING: Hex = "0x60006000f3";
const NUMBER: Hex = "0x4360005260206000f3";
const IDENTITY = "0x0000000000000000000000000000000000000004";

const ANSWER = parseAbiParameters([
  "(uint256 number, uint256 prevRandao, uint256 gas, bool stored, bytes32 blockHash, bytes remembered)",
]);

/** Asks everything that matters; a chain that is refused may be asked less. */
export async function preflight(client: Client): Promise<Preflight> {
  const findings: Finding[] = [];
  const find = (
    what: string,
    ok: boolean,
    because: string,
    otherwise: Finding["outcome"] = "refused",
  ) => findings.push({ what, outcome: ok ? "ok" : otherwise, because });
  const stop = () => ({ findings, hasPrevRandao: false });

  const chainId = Number(await request<Hex>(client, "eth_chainId", []));
  const known = KNOWN[chainId];
  if (known !== undefined) {
    find("chain", false, `${known}. Deploy to Ethereum or to an OP-stack rollup.`);
    return stop();
  }
  if ((await attempt(client, { data: NOTHING })) === null) {
    find(
      "EVM",
      false,
      "The node does not run init code in a call, so this is no EVM (zkSync's native VM is such a chain), or the node is broken. Try another node.",
    );
    return stop();
  }
  for (const [name, fork, data] of OPCODES) {
    if ((await attempt(client, { data })) !== null) continue;
    find("EVM", false, `The chain lacks ${name}, which came with ${fork}; the contracts use it.`);
    return stop();
  }
  const before = BigInt(await request<Hex>(client, "eth_blockNumber", []));
  const raw = await attempt(client, { data: readArtifact("Probe").bytecode.object });
  const after = BigInt(await request<Hex>(client, "eth_blockNumber", []));
  if (raw === null) {
    find(
      "SSTORE2",
      false,
      `24,500 bytes could not be stored as code and read back in one call: the node's call gas is below 6,000,000, or the chain forbids it.`,
    );
    return stop();
  }
  const [answer] = decodeAbiParameters(ANSWER, raw);
  find("EVM", true, `init code, ${OPCODES.map(([name]) => name).join(", ")}`);
  find("SSTORE2", answer.stored, "24,500 bytes stored as code and read back");
  find(
    "call gas",
    answer.gas >= CALL_GAS,
    `eth_call grants ${comma(answer.gas)} gas; tokenURI needs ${comma(CALL_GAS)} to paint the sky`,
  );
  const isHead = answer.number >= before && answer.number <= after + 1n;
  find(
    "block.number",
    isHead,
    isHead
      ? `${answer.number}, the node's head`
      : `A contract sees block ${answer.number} while the node is at ${after}: block.number is another chain's, as on Arbitrum, and germination would wait for the wrong blocks.`,
  );
  if (isHead) await watchBlocks(client, after, answer, find);
  await measureAnswer(client, find);
  return {
    findings,
    hasPrevRandao: findings.every(({ what, outcome }) => what !== "PREVRANDAO" || outcome === "ok"),
  };
}

type Find = (what: string, ok: boolean, because: string, otherwise?: Finding["outcome"]) => void;

/** What needs a few blocks behind the head. */
async function watchBlocks(
  client: Client,
  head: bigint,
  answer: { number: bigint; blockHash: Hex; remembered: Hex },
  find: Find,
): Promise<void> {
  if (head < 3n) {
    // Only a chain that was started a moment ago is so young.
    find(
      "blocks",
      false,
      "The chain has fewer than 4 blocks: its past was not looked at.",
      "warning",
    );
    return;
  }
  const seen = await Promise.all(
    [head, head - 1n].map(async (number) => {
      const call = [{ data: NUMBER }, numberToHex(number)];
      return BigInt(await request<Hex>(client, "eth_call", call));
    }),
  );
  const moved = seen[0]! - seen[1]! === 1n;
  find(
    "blocks",
    moved,
    moved
      ? "block.number moves by one per block"
      : `block.number moves by ${seen[0]! - seen[1]!} from one block to the next; mint windows count blocks`,
  );

  const asked = await block(client, answer.number - 2n);
  const isOwn = answer.blockHash === asked.hash;
  find(
    "blockhash",
    isOwn,
    isOwn
      ? "answers the hash of the chain's own block"
      : `A contract sees ${answer.blockHash} as the hash of block ${answer.number - 2n}, the node ${asked.hash}: germination could prove nothing.`,
  );
  if (size(answer.remembered) === 0) {
    find(
      "history",
      false,
      "No history contract (EIP-2935): a batch can only be germinated within 256 blocks of each of its targets, 8,191 blocks apart.",
      "warning",
    );
  } else {
    const agrees = answer.remembered === answer.blockHash;
    find(
      "history",
      agrees,
      agrees
        ? "the history contract agrees with blockhash"
        : `The history contract says ${answer.remembered}, blockhash ${answer.blockHash}: one of them lies.`,
    );
  }

  const depths = RANDAO_DEPTHS.filter((depth) => depth <= head);
  const words = await Promise.all(
    depths.map(async (depth) => (await block(client, head - depth)).mixHash),
  );
  const varies = new Set(words).size > 1 && !words.some((word) => /^0x0*$/.test(word ?? "0x"));
  let because = "varies, and its header proves it";
  let proves = true;
  try {
    await getHeader(client, head - 1n);
  } catch (error) {
    proves = false;
    because = `Headers cannot be proved (${(error as Error).message})`;
  }
  if (!varies) because = `PREVRANDAO was the same in blocks ${head - depths.at(-1)!} to ${head}`;
  find(
    "PREVRANDAO",
    varies && proves,
    varies && proves
      ? because
      : `${because.replace(/\.?\)?$/, (end) => (end.includes(")") ? ")" : ""))}: the entropy is the block hash, which whoever builds blocks can choose among.`,
    "warning",
  );
}

/** The identity precompile sends back what it is sent. */
async function measureAnswer(client: Client, find: Find): Promise<void> {
  const data: Hex = `0x${"5a".repeat(LONGEST_ANSWER)}`;
  const answer = await attempt(client, { to: IDENTITY, data });
  find(
    "answers",
    answer === data,
    answer === data
      ? `${comma(LONGEST_ANSWER)} bytes arrive whole`
      : answer === null
        ? `The node refuses an answer of ${comma(LONGEST_ANSWER)} bytes, and tokenURI may be as long: use another node.`
        : `Of an answer of ${comma(LONGEST_ANSWER)} bytes ${comma(Math.floor((answer.length - 2) / 2))} arrive, and tokenURI may be as long: use another node.`,
  );
}

interface Header {
  readonly hash: Hex;
  readonly mixHash?: Hex;
}

async function block(client: Client, number: bigint): Promise<Header> {
  const found = await request<Header | null>(client, "eth_getBlockByNumber", [
    numberToHex(number),
    false,
  ]);
  if (found === null) throw new Error(`The node has no block ${number}, though its head is later.`);
  return found;
}

/** The answer of a call, or null where the node reports a failure of the call itself. */
async function attempt(client: Client, call: { to?: string; data: Hex }): Promise<Hex | null> {
  try {
    return await request<Hex>(client, "eth_call", [call, "latest"]);
  } catch (error) {
    // A node that cannot be reached says nothing about its chain.
    if (
      error instanceof Error &&
      error.name === "HttpRequestError" &&
      !("status" in error && error.status)
    ) {
      throw error;
    }
    return null;
  }
}

function request<T>(client: Client, method: string, params: unknown[]): Promise<T> {
  return client.request({ method, params } as never);
}

function comma(value: bigint | number): string {
  return value.toLocaleString("en");
}
