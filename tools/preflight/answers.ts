// What tokenURI answers: whether, for how much gas, how long, and the same each time.
import { decodeAbiParameters, encodeAbiParameters, type Hex, parseAbi, size } from "viem";
import { type Checks, comma, type Fault, type Notes } from "./check.ts";
import { type Answer, CALL_GAS, type Reader } from "./reader.ts";

const LONGEST = 100_000;
const CAPS = { "gas-30": 30_000_000n, "gas-25": 25_000_000n } as const;

export const ANSWER_CHECKS = {
  "uri-answers": {
    severity: "failure",
    what: "tokenURI answers for a token that exists",
    why: "A token without metadata is a grey square everywhere.",
    remedy: "Implement tokenURI (ERC-721 Metadata) so that it never reverts for an existing token.",
  },
  "gas-50": {
    severity: "failure",
    what: "tokenURI answers within 50,000,000 gas",
    why: "geth, Erigon and reth grant a call no more unless their operator says otherwise, and most providers run them.",
    remedy: "Store what does not change, draw less, or write pieces together without copying them.",
  },
  "gas-30": {
    severity: "warning",
    what: "the same answer within 30,000,000 gas",
    why: "Monad's nodes grant 30,000,000 by default; hardhat, anvil and other local nodes a block's gas, often as much.",
    remedy: "Leave room: aim at half of 50,000,000.",
  },
  "gas-25": {
    severity: "warning",
    what: "the same answer within 25,000,000 gas",
    why: "geth before London, and chains that forked from it then, grant 25,000,000 by default; some still do.",
    remedy: "Leave room: aim at half of 50,000,000.",
  },
  "answer-abi": {
    severity: "failure",
    what: "the answer is an ABI-encoded string, to the last byte",
    why: "Strict decoders (ethers, alloy, Go) refuse what others read by luck.",
    remedy: "Return `string memory`; assembly that writes it has to pad to 32 bytes.",
  },
  "answer-length": {
    severity: "failure",
    what: `the answer has at most ${comma(LONGEST)} bytes, encoding included`,
    why: "At least one large provider cuts answers there, and indexers have limits of their own.",
    remedy: "Encode once, not twice: percent-encode inner URIs; compress pages; draw fewer points.",
  },
  "answer-stable": {
    severity: "failure",
    what: "the same answer twice in a block",
    why: "Caches and marketplaces compare: a token that differs each time is refreshed for ever, or distrusted.",
    remedy: "Depend on state and on the block alone, not on gasleft() or on who asks.",
  },
} as const satisfies Checks;

export interface TokenAnswer {
  readonly uri?: string;
  readonly faults: readonly Fault<keyof typeof ANSWER_CHECKS>[];
  readonly notes: Notes;
}

const ABI = parseAbi(["function tokenURI(uint256) view returns (string)"]);

/** @param measure whether to look for the least gas too, by about ten more calls */
export async function askTokenUri(
  reader: Reader,
  id: bigint,
  measure: boolean,
): Promise<TokenAnswer> {
  const ask = (gas: bigint) => reader.ask(ABI, "tokenURI", [id], gas);
  const answer = await ask(CALL_GAS);
  const last = (check: keyof typeof ANSWER_CHECKS, found: string): TokenAnswer => ({
    faults: [{ check, found, isLast: true }],
    notes: {},
  });
  if (answer.kind === "gas") return last("gas-50", `not within 50,000,000: ${answer.reason}`);
  if (answer.kind === "node") return last("answer-length", `the node refuses: ${answer.reason}`);
  if (answer.kind === "revert") return last("uri-answers", `it reverts: ${answer.reason}`);
  if (answer.data === "0x") return last("uri-answers", "an empty answer: no such function");
  const faults: Fault<keyof typeof ANSWER_CHECKS>[] = [];
  const notes: Record<string, Notes[string]> = {};
  const same = (other: Answer) => other.kind === "data" && other.data === answer.data;
  if (!same(await ask(CALL_GAS)))
    faults.push({ check: "answer-stable", found: "two answers differ" });
  for (const [check, gas] of Object.entries(CAPS) as [keyof typeof CAPS, bigint][]) {
    const other = await ask(gas);
    if (same(other)) continue;
    const found = other.kind === "data" ? "another answer" : "no answer";
    faults.push({ check, found: `${found} with ${comma(gas)} gas` });
  }
  if (measure) {
    const gas = await leastGas(ask, same);
    notes["gas-50"] = { found: `the answer needs about ${comma(gas)} gas`, weight: Number(gas) };
  }
  const length = size(answer.data);
  notes["answer-length"] = { found: `${comma(length)} bytes`, weight: length };
  if (length > LONGEST) faults.push({ check: "answer-length", found: `${comma(length)} bytes` });
  const uri = decodeString(answer.data);
  if (uri === undefined) {
    faults.push({ check: "answer-abi", found: `${answer.data.slice(0, 74)}…` });
    return { faults, notes };
  }
  return { uri, faults, notes };
}

/** The least gas for the same answer, to two in a hundred. */
async function leastGas(
  ask: (gas: bigint) => Promise<Answer>,
  same: (other: Answer) => boolean,
): Promise<bigint> {
  let [low, high] = [21_000n, CALL_GAS];
  while (high - low > high / 50n) {
    // Halves of the ratio, since costs span three orders of magnitude.
    const ratio = BigInt(Math.round(Math.sqrt(Number(low) * Number(high))));
    const middle = ratio > low && ratio < high ? ratio : (low + high) / 2n;
    if (same(await ask(middle))) high = middle;
    else low = middle;
  }
  return high;
}

/** A string whose encoding is exactly what the ABI says; undefined otherwise. */
export function decodeString(data: Hex): string | undefined {
  try {
    const [text] = decodeAbiParameters([{ type: "string" }], data);
    const canonical = encodeAbiParameters([{ type: "string" }], [text]);
    return canonical === data ? text : undefined;
  } catch {
    return undefined;
  }
}
