/** What the verdict is about: everything that the chain and the store say of one keeper, read when it is dead. */
import {
  type Address,
  decodeFunctionData,
  type Hash,
  type Hex,
  type PublicClient,
  parseEventLogs,
} from "viem";
import { almanacAbi, climateAbi } from "../../../contracts/abi.ts";
import type { Contracts } from "../../../keeper/chain/deployment.ts";
import { readEpoch } from "../../../keeper/chain/epochs.ts";
import { connect } from "../../../keeper/chain/rpc.ts";
import { cidBytes } from "../../../keeper/render/cid.ts";
import type { Queries } from "../../../keeper/store/database.ts";
import { commitmentHash, epochTree } from "../../../renderer/merkle.ts";

/** A mined transaction of the keeper's key. */
export interface Mined {
  readonly hash: Hash;
  readonly nonce: number;
  readonly block: bigint;
  readonly succeeded: boolean;
  /** What it does, so that two of the same can be told without the store: contract, function, and epoch if any. */
  readonly effect: string;
}

/** An epoch of the climate, as chain and almanac have it. */
export interface EpochFacts {
  readonly epoch: bigint;
  readonly job: Hex;
  /** Plants born by then. */
  readonly supply: number;
  readonly acceptedAt: bigint;
  readonly commitEnds: bigint;
  readonly revealEnds: bigint;
  /** The keeper's own word. */
  readonly commitment: Hex | null;
  readonly root: Hex | null;
}

/** What the store keeps of a render, opened: what a commitment to it must be. */
export interface KeptRender {
  readonly job: Hex;
  readonly root: Hex;
  /** The root of the block that is kept, computed anew. */
  readonly blockRoot: Hex;
  readonly opens: Hex;
}

export interface Facts {
  readonly head: bigint;
  /** Block timestamps, from block 0 to the head. */
  readonly times: readonly bigint[];
  readonly epochSeconds: bigint;
  /** The key's next nonce on chain. */
  readonly nonce: number;
  readonly mined: readonly Mined[];
  readonly epochs: readonly EpochFacts[];
  readonly store: {
    readonly nextNonce: number;
    readonly attempts: readonly {
      readonly hash: Hash;
      readonly intent: string;
      readonly nonce: number;
      readonly noop: boolean;
    }[];
    readonly intents: readonly {
      readonly id: string;
      readonly kind: string;
      readonly status: string;
      readonly nonce: number | null;
    }[];
    readonly renders: readonly KeptRender[];
  };
}

/** Requests that one POST carries. */
const BATCH = 200;

export async function readFacts(
  client: PublicClient,
  rpcUrl: string,
  contracts: Contracts,
  keeper: Address,
  store: { readonly db: Queries },
): Promise<Facts> {
  const rpc = await connect([rpcUrl]);
  const head = await client.getBlockNumber();
  const { times, mined } = await readBlocks(rpcUrl, head, keeper, contracts);
  const climate = { address: contracts.Climate, abi: climateAbi } as const;
  const logs = await client.getLogs({ address: contracts.Climate, fromBlock: 0n, toBlock: head });
  const accepted = parseEventLogs({ abi: climateAbi, logs, eventName: "EpochAccepted" });
  const words = await client.getLogs({ address: contracts.Almanac, fromBlock: 0n, toBlock: head });
  const said = parseEventLogs({ abi: almanacAbi, logs: words }).flatMap((log) =>
    (log.eventName === "Committed" || log.eventName === "Revealed") && isOf(log.args.keeper, keeper)
      ? [log]
      : [],
  );
  const epochs: EpochFacts[] = [];
  for (const { args } of accepted) {
    const view = await readEpoch({ rpc, contracts }, args.epoch, head);
    const { epoch } = args;
    const word: { commitment: Hex | null; root: Hex | null } = { commitment: null, root: null };
    for (const log of said) {
      if (log.args.epoch !== epoch) continue;
      if (log.eventName === "Committed") word.commitment = log.args.commitment;
      else word.root = log.args.root;
    }
    epochs.push({ ...view!, ...word });
  }
  return {
    head,
    times,
    epochSeconds: BigInt(await client.readContract({ ...climate, functionName: "EPOCH_SECONDS" })),
    nonce: await client.getTransactionCount({ address: keeper }),
    mined,
    epochs,
    store: await readStore(store, { chainId: rpc.chainId, almanac: contracts.Almanac, keeper }),
  };
}

async function readStore(
  { db }: { readonly db: Queries },
  domain: { readonly chainId: number; readonly almanac: Address; readonly keeper: Address },
): Promise<Facts["store"]> {
  const keeper = domain.keeper.toLowerCase();
  const signers = await db.query<{ next_nonce: number | bigint }>(
    "SELECT next_nonce FROM signers WHERE address = $1",
    [keeper],
  );
  const attempts = await db.query<{
    hash: Hash;
    intent_id: string;
    nonce: number | bigint;
    noop: boolean;
  }>("SELECT hash, intent_id, nonce, noop FROM attempts WHERE sender = $1", [keeper]);
  const intents = await db.query<{
    id: string;
    kind: string;
    status: string;
    nonce: number | bigint | null;
  }>("SELECT id, kind, status, nonce FROM intents WHERE sender = $1", [keeper]);
  const renders = await db.query<{
    job: Hex;
    root: Hex;
    cid: string;
    block: Uint8Array;
    salt: Hex;
  }>("SELECT job, root, cid, block, salt FROM renders");
  return {
    nextNonce: Number(signers.rows[0]?.next_nonce ?? 0),
    attempts: attempts.rows.map(({ hash, intent_id, nonce, noop }) => ({
      hash,
      intent: intent_id,
      nonce: Number(nonce),
      noop,
    })),
    intents: intents.rows.map(({ id, kind, status, nonce }) => ({
      id,
      kind,
      status,
      nonce: nonce === null ? null : Number(nonce),
    })),
    renders: renders.rows.map(({ job, root, cid, block, salt }) => ({
      job,
      root,
      blockRoot: epochTree(block).root,
      opens: commitmentHash({ ...domain, job, root, salt, cid: cidBytes(cid) }),
    })),
  };
}

interface RawBlock {
  readonly number: Hex;
  readonly timestamp: Hex;
  readonly transactions: readonly {
    readonly hash: Hash;
    readonly nonce: Hex;
    readonly from: Address;
    readonly to: Address | null;
    readonly input: Hex;
    readonly value: Hex;
  }[];
}

async function readBlocks(
  url: string,
  head: bigint,
  keeper: Address,
  contracts: Contracts,
): Promise<Pick<Facts, "times" | "mined">> {
  const numbers = Array.from({ length: Number(head) + 1 }, (_, number) => number);
  const blocks = await batched<RawBlock>(
    url,
    numbers.map((number) => ["eth_getBlockByNumber", [`0x${number.toString(16)}`, true]]),
  );
  const ours = blocks.flatMap(({ number, transactions }) =>
    transactions
      .filter(({ from }) => from.toLowerCase() === keeper.toLowerCase())
      .map((one) => ({ ...one, block: BigInt(number) })),
  );
  const receipts = await batched<{ status: Hex }>(
    url,
    ours.map(({ hash }) => ["eth_getTransactionReceipt", [hash]]),
  );
  const mined = ours.map(({ hash, nonce, block, to, input, value }, index) => ({
    hash,
    nonce: Number(nonce),
    block,
    succeeded: receipts[index]!.status === "0x1",
    effect: effectOf(to, input, value, contracts),
  }));
  return { times: blocks.map(({ timestamp }) => BigInt(timestamp)), mined };
}

function effectOf(to: Address | null, data: Hex, value: Hex, contracts: Contracts): string {
  const target = to?.toLowerCase();
  const abi =
    target === contracts.Almanac.toLowerCase()
      ? almanacAbi
      : target === contracts.Climate.toLowerCase()
        ? climateAbi
        : null;
  if (abi === null) return `${target} ${data} ${value}`;
  const { functionName, args } = decodeFunctionData<readonly unknown[]>({ abi, data });
  // Reports, signatures and salts may vary; the epoch, or whom it is for, may not.
  return `${functionName} ${String(args?.[0])}`;
}

type Request = readonly [method: string, params: readonly unknown[]];

async function batched<T>(url: string, requests: readonly Request[]): Promise<T[]> {
  const answers: T[] = [];
  for (let first = 0; first < requests.length; first += BATCH) {
    const some = requests.slice(first, first + BATCH);
    const body = some.map(([method, params], id) => ({ jsonrpc: "2.0", id, method, params }));
    const reply = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const rows = (await reply.json()) as { id: number; result: T }[];
    for (const row of rows.sort((a, b) => a.id - b.id)) answers.push(row.result);
  }
  return answers;
}

function isOf(one: Address, other: Address): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
