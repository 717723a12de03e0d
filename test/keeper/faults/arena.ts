/**
 * Where keepers are ill-treated: a chain with plants on it and a clock of its own, and places in which one keeper at a
 * time lives, each with its key, its data folder and its database.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Address,
  createPublicClient,
  createTestClient,
  http,
  type PublicClient,
  parseEther,
} from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { type Contracts, loadDeployment } from "../../../keeper/chain/deployment.ts";
import { connect } from "../../../keeper/chain/rpc.ts";
import { openStore, type Store } from "../../../keeper/store/open.ts";
import { privateKey, RECORD } from "../../../tools/demo/chain.ts";
import { type Child, stop } from "../../../tools/processes.ts";
import { type KeeperProcess, killKeepers, startKeeper } from "../process.ts";
import { type Facts, readFacts } from "./facts.ts";
import { startGround } from "./ground.ts";
import { hasEnded, type Pace, type PaceOptions, startPace } from "./pace.ts";
import { judge, type Verdict } from "./verdict.ts";

export interface Place {
  readonly name: string;
  readonly keeper: Address;
  /** The keeper's data folder. */
  readonly folder: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Starts a keeper here. The chain follows it as soon as it is up. */
  launch(extra?: Readonly<Record<string, string>>, flags?: readonly string[]): KeeperProcess;
  /** The same, and resolves when it is up or has ended. */
  start(extra?: Readonly<Record<string, string>>): Promise<KeeperProcess>;
  /** Runs on for so many blocks, then ends the keeper in good order. */
  settle(keeper: KeeperProcess, blocks: number): Promise<void>;
  /** The store, of a keeper that is dead. */
  open<T>(look: (store: Store) => Promise<T>): Promise<T>;
  facts(): Promise<Facts>;
  /** On everything since the place was made. */
  verdict(isStrict: boolean): Promise<Verdict>;
}

export interface Arena {
  readonly rpcUrl: string;
  readonly client: PublicClient;
  readonly contracts: Contracts;
  readonly pace: Pace;
  readonly folder: string;
  /** A place whose keeper has the key of an account that nobody else uses; with an address, on PostgreSQL. */
  newPlace(databaseUrl?: string): Promise<{ readonly place: Place; readonly account: number }>;
  close(): Promise<void>;
}

/** Beyond the accounts that the chain gives ether to, and that others act with. */
const FIRST_ACCOUNT = 20;

export async function openArena(tokens: number, options: PaceOptions = {}): Promise<Arena> {
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-arena-"));
  const children: Child[] = [];
  process.once("exit", killKeepers);
  const opened: { pace?: Pace } = {};
  const close = async () => {
    process.off("exit", killKeepers);
    killKeepers();
    await opened.pace?.stop().catch(() => {});
    for (const child of children) await stop(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { rpcUrl } = await startGround(folder, tokens, (child) => children.push(child));
    const client = createPublicClient({ transport: http(rpcUrl), cacheTime: 0 });
    const { contracts } = await loadDeployment(await connect([rpcUrl]), join(folder, RECORD));
    const pace = await startPace(rpcUrl, options);
    opened.pace = pace;
    let account = FIRST_ACCOUNT;
    const newPlace: Arena["newPlace"] = async (databaseUrl) => {
      const own = account++;
      const around = { client, contracts, folder, pace, rpcUrl };
      return { place: await openPlace(around, own, databaseUrl), account: own };
    };
    return { client, close, contracts, folder, pace, newPlace, rpcUrl };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openPlace(
  arena: Pick<Arena, "client" | "contracts" | "folder" | "pace" | "rpcUrl">,
  account: number,
  databaseUrl: string | undefined,
): Promise<Place> {
  const { client, contracts, pace, rpcUrl } = arena;
  const key = privateKey(account);
  const keeper = privateKeyToAddress(key);
  const folder = join(arena.folder, `keeper-${account}`);
  mkdirSync(folder, { recursive: true });
  const anvil = createTestClient({ mode: "anvil", transport: http(rpcUrl) });
  await anvil.setBalance({ address: keeper, value: parseEther("1000") });
  const since = await client.getBlockNumber();
  const settings = {
    RPC_URL: rpcUrl,
    DEPLOYMENT: join(arena.folder, RECORD),
    DATA_DIR: folder,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    KEEPER_KEY: key,
    REPORTER_KEYS: [1, 2, 3, 4].map(privateKey).join(","),
    RENDER_WORKERS: "1",
    POLL_MS: "30",
  };
  const open: Place["open"] = async (look) => {
    const store = await openStore(folder, { databaseUrl });
    try {
      return await look(store);
    } finally {
      await store.close();
    }
  };
  const launch: Place["launch"] = (extra = {}, flags = []) => {
    const one = startKeeper(["run", ...flags], { ...settings, ...extra });
    pace.follow(one);
    return one;
  };
  const facts = () => open((store) => readFacts(client, rpcUrl, contracts, keeper, store));
  return {
    name: databaseUrl === undefined ? "PGlite" : "PostgreSQL",
    facts,
    folder,
    keeper,
    open,
    settings,
    launch,
    start: async (extra) => {
      const one = launch(extra);
      await one.up;
      return one;
    },
    settle: async (one, blocks) => {
      const head = await client.getBlockNumber();
      await pace.reached(head + BigInt(blocks));
      pace.follow(null);
      if (hasEnded(one)) throw new Error(`The keeper ended by itself:\n${one.log()}`);
      one.child.kill("SIGTERM");
      const code = await one.exited;
      if (code !== 0) throw new Error(`The keeper ended with code ${code}:\n${one.log()}`);
    },
    verdict: async (isStrict) => {
      const { witnessed } = pace;
      return judge(await facts(), { since, witnessed, isStrict, reports: true });
    },
  };
}
