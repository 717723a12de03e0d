// A chain with the almanac on it, and keepers of the real kind around it in this process: a block is mined when
// all of them have acted on the one before, so that a busy machine makes a test slow and never wrong.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import {
  type Address,
  createPublicClient,
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  type PublicClient,
  parseEther,
  parseEventLogs,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { almanacAbi } from "../../contracts/abi.ts";
import { type Deployment, loadDeployment } from "../../keeper/chain/deployment.ts";
import { connect, type Rpc, readHead } from "../../keeper/chain/rpc.ts";
import { createSender } from "../../keeper/chain/sender.ts";
import { createThreads } from "../../keeper/crew/threads.ts";
import { openPeers } from "../../keeper/game/peers.ts";
import { type Loop, startLoop } from "../../keeper/loop.ts";
import { createMetrics } from "../../keeper/metrics.ts";
import { type ModelShelf, openShelf } from "../../keeper/render/models.ts";
import { createPool, type Pool } from "../../keeper/render/pool.ts";
import type { Context } from "../../keeper/steps/context.ts";
import { openStore } from "../../keeper/store/open.ts";
import { openBureau } from "../../keeper/weather/bureau.ts";
import { loadRecordings, recordingsFile } from "../../keeper/weather/recordings.ts";
import {
  type DemoChain,
  keepRecord,
  mint,
  privateKey,
  RECORD,
  startChain,
} from "../../tools/demo/chain.ts";
import { type Child, freePort, stop } from "../../tools/processes.ts";
import { CHEATS } from "../../tools/villain/cheats.ts";
import { createForger } from "../../tools/villain/forger.ts";
import { createHand } from "../../tools/villain/hand.ts";
import type { Villain } from "../../tools/villain/villain.ts";
import { furnish } from "./blank.ts";

export interface Keeper {
  readonly context: Context;
  readonly loop: Loop;
  /** Every line that it logged, as one text. */
  readonly log: () => string;
  stop(): Promise<void>;
}

export interface Board {
  readonly chain: DemoChain;
  readonly folder: string;
  readonly client: PublicClient;
  readonly rpc: Rpc;
  readonly deployment: Deployment;
  readonly almanac: { readonly address: Address; readonly abi: typeof almanacAbi };
  /** A keeper with the key of an account of the chain; without reporters. */
  keeper(account: number, settings?: Partial<Context>, databaseUrl?: string): Promise<Keeper>;
  villain(account: number, cheat: keyof typeof CHEATS): Villain;
  /** A call of the almanac by an account, mined with the next block. */
  call(
    account: number,
    functionName: string,
    args: readonly unknown[],
    value?: bigint,
  ): Promise<Hex>;
  /** Waits until all have acted on the head, lets the villains act, and mines one block. */
  mine(): Promise<void>;
  /** Chain seconds from one block to the next, from now on. */
  pace(seconds: number): Promise<void>;
  /** Replaces the newest blocks by as many empty ones. */
  reorg(depth: number): Promise<void>;
  /** Mines until `isDone`, at most `most` blocks. */
  mineUntil(isDone: () => Promise<boolean>, most?: number): Promise<void>;
  /** Whom each block waits for beside the keepers in this process: told the head, resolves when it may go on. */
  readonly guests: Set<(head: bigint) => Promise<void>>;
  /** Everything that the almanac has said. */
  logs(): Promise<ReturnType<typeof parseEventLogs<typeof almanacAbi, true>>>;
  close(): Promise<void>;
}

/** A block of the demonstration's chain. */
const STEP = 840n;

export async function setBoard(tokens: number): Promise<Board> {
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-board-"));
  const children: Child[] = [];
  const clear = async () => {
    for (const child of children) await stop(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return await set(tokens, folder, children, clear);
  } catch (error) {
    await clear();
    throw error;
  }
}

async function set(
  tokens: number,
  folder: string,
  children: Child[],
  clear: () => Promise<void>,
): Promise<Board> {
  const keepers = new Set<Keeper>();
  const guests: Board["guests"] = new Set();
  const villains: Villain[] = [];
  let step = STEP;
  const port = await freePort(20_000 + Math.floor(Math.random() * 20_000));
  const chain = await startChain(folder, port, (child) => children.push(child));
  keepRecord(folder, chain.deployment);
  const client = createPublicClient({ transport: http(chain.rpcUrl), cacheTime: 0 });
  const anvil = createTestClient({ mode: "anvil", chain: foundry, transport: http(chain.rpcUrl) });
  await mint(chain.rpcUrl, chain.deployment.contracts.Heliotrope!.address, tokens);
  const rpc = await connect([chain.rpcUrl]);
  const deployment = await loadDeployment(rpc, join(folder, RECORD));
  const { contracts, startBlock } = deployment;
  const almanac = { address: contracts.Almanac, abi: almanacAbi } as const;
  const recordings = loadRecordings(recordingsFile());
  const quiet = () => {};
  const pool: Pool = createPool({ size: 1, backend: "wasm", warn: quiet });
  const models: ModelShelf = openShelf({
    rpc,
    contracts,
    folder,
    modelFile: undefined,
    warn: quiet,
  });
  for (let account = 4; account < 16; account++) {
    const address = privateKeyToAccount(privateKey(account)).address;
    await anvil.setBalance({ address, value: parseEther("100") });
  }
  await anvil.setAutomine(false);

  async function keeper(
    account: number,
    settings: Partial<Context> = {},
    databaseUrl?: string,
  ): Promise<Keeper> {
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const log = pino({ base: null, level: "info" }, { write });
    const home = join(folder, `keeper-${account}`);
    if (databaseUrl === undefined) await furnish(home);
    const store = await openStore(home, { databaseUrl });
    const sender = await createSender({
      db: store.db,
      rpc,
      account: privateKeyToAccount(privateKey(account)),
      confirmations: settings.confirmations ?? 0n,
      tipWei: 10n ** 9n,
      limitWei: 200n * 10n ** 9n,
      log,
    });
    const metrics = createMetrics();
    const crew = createThreads({ pool: settings.pool ?? pool, models, metrics });
    const bureau = openBureau({ db: store.db, signers: [], sources: [], recordings });
    const context: Context = {
      rpc,
      contracts,
      sender,
      bureau,
      store,
      pool,
      models,
      confirmations: 0n,
      keepEpochs: 24,
      startBlock,
      peers: openPeers([]),
      bondLimit: parseEther("1"),
      demandLimit: parseEther("0.1"),
      log,
      metrics,
      crew,
      ...settings,
    };
    const stopping = new AbortController();
    const loop = startLoop(context, { pollMs: 20, once: false, signal: stopping.signal });
    loop.ended.catch(() => {});
    const one: Keeper = {
      context,
      loop,
      log: () => lines.join(""),
      stop: async () => {
        keepers.delete(one);
        stopping.abort();
        await loop.ended.catch(() => {});
        await store.close();
      },
    };
    keepers.add(one);
    return one;
  }

  async function mineOne(): Promise<void> {
    const head = await readHead(client);
    for (const { loop, context } of keepers) {
      const wanted = head.number - context.confirmations;
      while ((loop.latest()?.blockNumber ?? -1n) < wanted || loop.rendering() !== null) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        // A keeper that has ended says why.
        await Promise.race([loop.ended, Promise.resolve()]);
      }
    }
    for (const guest of guests) await guest(head.number);
    for (const villain of villains) await villain.turn(head, step);
    await anvil.mine({ blocks: 1 });
  }

  return {
    chain,
    folder,
    client,
    rpc,
    deployment,
    almanac,
    keeper,
    guests,
    villain: (account, cheat) => {
      const signer = privateKeyToAccount(privateKey(account));
      const hand = createHand(chain.rpcUrl, signer, almanac.address);
      const villain = createForger(CHEATS[cheat], { rpc, contracts, models, pool }, hand, quiet);
      villains.push(villain);
      return villain;
    },
    call: (account, functionName, args, value = 0n) =>
      createWalletClient({
        account: privateKeyToAccount(privateKey(account)),
        chain: foundry,
        transport: http(chain.rpcUrl),
      }).writeContract({ ...almanac, functionName, args, value, gas: 1_000_000n } as never),
    pace: async (seconds) => {
      step = BigInt(seconds);
      await anvil.setBlockTimestampInterval({ interval: seconds });
    },
    reorg: async (depth) => {
      await anvil.request({ method: "anvil_reorg", params: [depth, []] } as never);
    },
    mine: mineOne,
    mineUntil: async (isDone, most = 200) => {
      for (let i = 0; i < most; i++) {
        if (await isDone()) return;
        await mineOne();
      }
      const said = [...keepers].map(({ log }) => log()).join("\n");
      throw new Error(`it did not happen within ${most} blocks\n${said}`);
    },
    logs: async () => {
      const logs = await client.getLogs({ address: almanac.address, fromBlock: startBlock });
      return parseEventLogs({ abi: almanacAbi, logs });
    },
    close: async () => {
      for (const one of [...keepers]) await one.stop();
      await pool.close();
      await clear();
    },
  };
}
