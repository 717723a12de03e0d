/** The chain as the keeper sees it: several nodes, of which one at a time is followed. */
import type { Hash, Hex, PublicClient } from "viem";
import { createPublicClient, custom, formatBlock, hexToNumber, http, type RpcBlock } from "viem";
import { FatalError, oneLine, RetryableError } from "../errors.ts";
import type { Metrics } from "../metrics.ts";
import { openHeads, type Told } from "./heads.ts";
import {
  type Call,
  isLimit,
  isRevert,
  type Node,
  NodeError,
  type NodeOptions,
  openNode,
} from "./node.ts";

/** What the keeper needs of a chain: one client for reading, and every node for sending. */
export interface Rpc {
  /** Reads from the node whose head was chosen last; where that fails, from others that have the same block. */
  readonly client: PublicClient;
  readonly chainId: number;
  readonly urls: readonly string[];
  /**
   * The newest block of the chain. Throws RetryableError while no node answers, or while what they say cannot be told
   * from nodes that lag.
   */
  head(): Promise<Head>;
  /** Throws RetryableError unless the node that is followed still says that it is this chain. Ask before signing. */
  confirmChain(): Promise<void>;
  /** Asks every node that there is, and answers what each said; whoever fails is left out. */
  everywhere(call: Call): Promise<readonly unknown[]>;
  /** Hands the same bytes to every node. Resolves to what each said; never throws. */
  broadcast(raw: Hex): Promise<readonly BroadcastReply[]>;
}

/** `taken`: the node has it, now or already. `too-low`: the nonce is used; our own hashes tell by whom. */
export type BroadcastReply =
  | { readonly state: "taken" }
  | { readonly state: "too-low" | "refused"; readonly reason: string };

export interface Head {
  readonly number: bigint;
  readonly hash: Hash;
  readonly parentHash: Hash;
  readonly timestamp: bigint;
  readonly baseFeePerGas: bigint;
}

export interface ConnectOptions {
  /** Told when a node changes for the worse or the better. */
  readonly warn?: (message: string) => void;
  readonly timeoutMs?: number;
  readonly metrics?: Metrics | undefined;
}

const TIMEOUT_MS = 10_000;
/** Once one node has told its head, how long the others are waited for. */
const OTHERS_MS = 1_000;
const FIRST_TRIES = 3;

/** Connects to the nodes at `urls`. Throws FatalError when none of them answers, or they speak for different chains. */
export async function connect(
  urls: readonly string[],
  { warn = () => {}, timeoutMs = TIMEOUT_MS, metrics }: ConnectOptions = {},
): Promise<Rpc> {
  const chainId = await agreedChain(urls, timeoutMs);
  const nodes = urls.map((url, place) => {
    // By their places in RPC_URL: an address may hold a key.
    const node = String(place + 1);
    const tell: NodeOptions["tell"] = (outcome, seconds) => {
      metrics?.rpcRequests.inc({ node, outcome });
      metrics?.rpcSeconds.observe({ node }, seconds);
      metrics?.nodeUp.set({ node }, outcome === "answered" ? 1 : 0);
    };
    return openNode(url, { chainId, timeoutMs, warn, tell });
  });
  const heads = openHeads(nodes.length);
  /** The height that each node told last: whoever is below the chosen one cannot stand in for it. */
  const heights = new Map<Node, bigint>();

  async function lookAt(node: Node, place: number): Promise<Told> {
    // Two questions, one message: behind an address that answers may be another chain since the last look.
    const [, block] = await Promise.all([
      node.confirm(),
      node.ask({ method: "eth_getBlockByNumber", params: ["latest", false] }),
    ]);
    if (block === null) throw new NodeError(`${node.url} has no newest block`);
    const told = { ...headOf(block as RpcBlock), node: place };
    heights.set(node, told.number);
    return told;
  }

  async function head(): Promise<Head> {
    const told: Told[] = [];
    const failures: unknown[] = [];
    let answered: () => void = () => {};
    const first = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const looks = nodes.map((node, place) =>
      lookAt(node, place).then(
        (one) => {
          told.push(one);
          answered();
        },
        (error: unknown) => void failures.push(error),
      ),
    );
    const all = Promise.all(looks);
    // A node that hangs must not hold up those that do not.
    await Promise.race([all, first.then(() => pause(OTHERS_MS, all))]);
    if (told.length === 0) throw failures[0];
    // In the order of RPC_URL, not that of their answers.
    const chosen = heads.choose(told.sort((a, b) => a.node - b.node));
    if (chosen !== null) return chosen;
    const [highest] = told.map(({ number }) => number).sort((a, b) => (a > b ? -1 : 1));
    throw new NodeError(
      `The newest block that a node has is ${highest}, and ${heads.seen()!.number} was seen before: a node that lags, or a reorganisation that a second node has not told of yet. Waiting; with a second address in RPC_URL this is settled sooner.`,
    );
  }

  /** Whom to ask, in this order. */
  function candidates(): readonly Node[] {
    const seen = heads.seen();
    if (seen === null) return nodes;
    const leader = nodes[seen.node]!;
    const others = nodes.filter(
      (node) => node !== leader && (heights.get(node) ?? -1n) >= seen.number,
    );
    const able = [leader, ...others].filter((node) => node.state() !== "stranger");
    const good = able.filter((node) => node.state() === "good");
    return [...good, ...able.filter((node) => !good.includes(node))];
  }

  async function request(call: Call): Promise<unknown> {
    let failure: unknown = new NodeError("No node of RPC_URL speaks for this chain now.");
    for (const node of candidates()) {
      try {
        return await node.ask(call);
      } catch (error) {
        if (isRevert(error)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  return {
    // Two reads of one turn must not see a block number cached from the turn before.
    client: createPublicClient({
      transport: custom({ request: request as never }, { retryCount: 0 }),
      cacheTime: 0,
    }),
    chainId,
    urls,
    head,
    confirmChain: async () => {
      let failure: unknown = new NodeError("No node of RPC_URL speaks for this chain now.");
      for (const node of candidates()) {
        try {
          return await node.confirm();
        } catch (error) {
          failure = error;
        }
      }
      throw new RetryableError(`Nothing is signed: ${oneLine(failure)}`);
    },
    everywhere: async (call) => {
      const answers = await Promise.allSettled(nodes.map((node) => node.ask(call)));
      return answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    },
    broadcast: (raw) =>
      Promise.all(
        nodes.map(async (node): Promise<BroadcastReply> => {
          try {
            await node.ask({ method: "eth_sendRawTransaction", params: [raw] });
            return { state: "taken" };
          } catch (error) {
            return classify(oneLine(error));
          }
        }),
      ),
  };
}

/** The newest block as a client has it, for whoever follows one node. */
export async function readHead(client: PublicClient): Promise<Head> {
  const { number, hash, parentHash, timestamp, baseFeePerGas } = await client.getBlock();
  return { number, hash, parentHash, timestamp, baseFeePerGas: baseFeePerGas ?? 0n };
}

/** Reads a node's refusal. geth, anvil, Nethermind and Besu word the same thing differently. */
export function classify(reason: string): BroadcastReply {
  if (/already (known|imported|exists)|known transaction|already_exists/i.test(reason)) {
    return { state: "taken" };
  }
  if (/nonce (is )?too low|old ?nonce/i.test(reason)) return { state: "too-low", reason };
  return { state: "refused", reason };
}

/** The chain of all nodes that answer. */
async function agreedChain(urls: readonly string[], timeoutMs: number): Promise<number> {
  const answers = await Promise.allSettled(
    urls.map(async (url) => ({ url, chainId: await chainOf(url, timeoutMs) })),
  );
  const said = answers.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const [first] = said;
  if (first === undefined) {
    const [why] = answers.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    throw new FatalError(
      `No Ethereum node answers at ${urls.join(" or ")} (${oneLine(why)}). Start one (npm start runs its own), or point RPC_URL at one that runs.`,
    );
  }
  const other = said.find(({ chainId }) => chainId !== first.chainId);
  if (other !== undefined) {
    throw new FatalError(
      `${first.url} is chain ${first.chainId} and ${other.url} is chain ${other.chainId}. Every address in RPC_URL must be a node of the same chain: take the wrong one out.`,
    );
  }
  return first.chainId;
}

/** At the start a node's wish for fewer questions is respected a few times, not for as long as it likes. */
async function chainOf(url: string, timeoutMs: number): Promise<number> {
  const transport = http(url, { timeout: timeoutMs, retryCount: 0 })({});
  for (let tries = 1; ; tries++) {
    try {
      return hexToNumber(await transport.request({ method: "eth_chainId" }));
    } catch (error) {
      if (tries > FIRST_TRIES || !isLimit(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * tries));
    }
  }
}

function headOf(block: RpcBlock): Head {
  const { number, hash, parentHash, timestamp, baseFeePerGas } = formatBlock(block);
  return {
    number: number!,
    hash: hash!,
    parentHash,
    timestamp,
    baseFeePerGas: baseFeePerGas ?? 0n,
  };
}

/** Waits for a time, or less. */
async function pause(milliseconds: number, orUntil: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([over, orUntil]);
  clearTimeout(timer);
}
