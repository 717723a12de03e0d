import type { Hash, Hex, PublicClient } from "viem";
import { createPublicClient, fallback, http } from "viem";
import { FatalError, oneLine } from "../errors.ts";

/** What the keeper needs of a chain: one client for reading, and every node for sending. */
export interface Rpc {
  readonly client: PublicClient;
  readonly chainId: number;
  readonly urls: readonly string[];
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
  readonly timestamp: bigint;
  readonly baseFeePerGas: bigint;
}

const TIMEOUT_MS = 10_000;

/** Connects to the nodes at `urls`. Throws FatalError when none of them answers. */
export async function connect(urls: readonly string[]): Promise<Rpc> {
  const transports = urls.map((url) =>
    http(url, { timeout: TIMEOUT_MS, retryCount: 1, batch: { batchSize: 100 } }),
  );
  const client = createPublicClient({
    transport: transports.length === 1 ? transports[0]! : fallback(transports),
    // Two reads of one turn must not see a block number cached from the turn before.
    cacheTime: 0,
  });
  const nodes = urls.map((url) =>
    createPublicClient({ transport: http(url, { timeout: TIMEOUT_MS, retryCount: 0 }) }),
  );
  let chainId: number;
  try {
    chainId = await client.getChainId();
  } catch (error) {
    throw new FatalError(
      `No Ethereum node answers at ${urls.join(" or ")} (${oneLine(error)}). Start one (npm start runs its own), or point RPC_URL at one that runs.`,
    );
  }
  return {
    client,
    chainId,
    urls,
    broadcast: (raw) =>
      Promise.all(
        nodes.map(async (node): Promise<BroadcastReply> => {
          try {
            await node.request({ method: "eth_sendRawTransaction", params: [raw] });
            return { state: "taken" };
          } catch (error) {
            return classify(oneLine(error));
          }
        }),
      ),
  };
}

/** The newest block, with what the keeper uses of it. */
export async function readHead(client: PublicClient): Promise<Head> {
  const { number, hash, timestamp, baseFeePerGas } = await client.getBlock();
  return { number, hash, timestamp, baseFeePerGas: baseFeePerGas ?? 0n };
}

/** Reads a node's refusal. geth, anvil, Nethermind and Besu word the same thing differently. */
export function classify(reason: string): BroadcastReply {
  if (/already (known|imported|exists)|known transaction|already_exists/i.test(reason)) {
    return { state: "taken" };
  }
  if (/nonce (is )?too low|old ?nonce/i.test(reason)) return { state: "too-low", reason };
  return { state: "refused", reason };
}
