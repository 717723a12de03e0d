/**
 * Never acts on a chain that rewrites what was final. Confirmations and durable intents bear any reorganisation above
 * the finalized block; below it there is none on an honest chain, so whoever shows another past is a wrong node, or
 * the chain itself has broken its word, and a person must look. Bonds are worth more than an epoch.
 */
import { type Hex, hexToBigInt, numberToHex, type RpcBlock } from "viem";
import { FatalError, RetryableError } from "../errors.ts";
import type { Database } from "../store/database.ts";
import type { Rpc } from "./rpc.ts";

/** Written down this often: after a restart an older hash guards as well. */
const STORED_EVERY = 32n;
const NAME = "finalized";

interface Fixed {
  readonly number: bigint;
  readonly hash: Hex;
}

export interface Finality {
  /** Looks whether the chain still has what was final; call it before a turn acts. Throws FatalError where not. */
  check(): Promise<void>;
}

export function openFinality(rpc: Rpc, db: Database): Finality {
  let fixed: Fixed | null = null;
  let stored: Fixed | null = null;

  async function load(): Promise<void> {
    const { rows } = await db.query<{ value: string }>(
      "SELECT value FROM identity WHERE name = $1",
      [NAME],
    );
    const [number, hash] = rows[0]?.value.split(" ") ?? [];
    if (number === undefined || hash === undefined) return;
    stored = { number: BigInt(number), hash: hash as Hex };
    fixed = stored;
  }

  async function store(one: Fixed): Promise<void> {
    await db.query(
      `INSERT INTO identity VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [NAME, `${one.number} ${one.hash}`],
    );
    stored = one;
  }

  return {
    check: async () => {
      if (stored === null) await load();
      if (fixed !== null) await stillHas(rpc, fixed);
      const newest = await finalizedOf(rpc);
      // A node without the notion, or one that finalizes late: what was final stays final.
      // The first block is final by itself, which says nothing.
      if (
        newest === null ||
        newest.number === 0n ||
        (fixed !== null && newest.number <= fixed.number)
      )
        return;
      fixed = newest;
      if (stored === null || newest.number >= stored.number + STORED_EVERY) await store(newest);
    },
  };
}

/** One node that agrees is enough to go on, with a pause: then it is the others that are wrong. */
async function stillHas(rpc: Rpc, { number, hash }: Fixed): Promise<void> {
  const call = { method: "eth_getBlockByNumber", params: [numberToHex(number), false] } as const;
  const followed = hashOf(await rpc.client.request(call as never));
  // A node that prunes, or has not come so far yet, says nothing about it.
  if (followed === null || followed === hash) return;
  const others = (await rpc.everywhere(call)).map((block) => hashOf(block));
  if (others.includes(hash)) {
    throw new RetryableError(
      `The node that is followed has another block ${number} than the one that was final (${followed} instead of ${hash}), and another node still has that one. Nothing is done while they disagree; take the wrong one out of RPC_URL.`,
    );
  }
  throw new FatalError(
    `Block ${number} was final as ${hash}, and now it is ${followed}. No chain rewrites what is final: RPC_URL points at a wrong or broken node, or at a local chain that was set back. Nothing was done on it. Compare with a block explorer; if the new past is the true one, start again with a DATA_DIR (or database) of its own, and keep the old one: unrevealed salts are in it.`,
  );
}

async function finalizedOf(rpc: Rpc): Promise<Fixed | null> {
  try {
    const block = (await rpc.client.request({
      method: "eth_getBlockByNumber",
      params: ["finalized", false],
    })) as RpcBlock | null;
    if (block?.number == null || block.hash === null) return null;
    return { number: hexToBigInt(block.number), hash: block.hash };
  } catch {
    // Chains without finality refuse the word.
    return null;
  }
}

function hashOf(block: unknown): Hex | null {
  return (block as RpcBlock | null)?.hash ?? null;
}
