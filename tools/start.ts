// `npm start`: the whole of Heliotrope on this machine. Builds what is stale, starts a chain, deploys, mints,
// runs two keepers over recorded weather and serves the web app; ends its children in order.
import { rmSync } from "node:fs";
import type { Server } from "node:http";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { formatEther } from "viem";
import { addressOf, endOf, type Part, type Player, startPlayer } from "./demo/cast.ts";
import {
  BLOCK_SECONDS,
  type DemoChain,
  keepRecord,
  MNEMONIC,
  mint,
  RECORD,
  startChain,
} from "./demo/chain.ts";
import { type Clock, startClock } from "./demo/clock.ts";
import { lockFolder } from "./demo/lock.ts";
import { serve } from "./demo/serve.ts";
import { type Fallen, firstSlash, followSlashes, type Slashed } from "./demo/slashes.ts";
import { endow } from "./demo/stakes.ts";
import { type EpochSummary, told } from "./demo/summary.ts";
import { answer, type Child, freePort, isFree, run, stop } from "./processes.ts";

const HELP = `npm start [-- options]

  --port N       web app (default 4173; the next free one where it is taken)
  --rpc-port N   chain (default 8545; likewise)
  --tokens N     how many to mint on a new chain (default 15)
  --villain      a third keeper lies about one pixel in every epoch; the others find out, and it is slashed
  --fresh        forget the earlier chain and start clean; otherwise it goes on
  --data FOLDER  where the chain and the keepers keep their state (default .heliotrope)
  --once         run one full epoch after minting, then exit 0; with --villain, until the lie is paid for
  --json         with --once: print a machine-readable summary as the last line
  --help         this text

Everything listens on 127.0.0.1. Ctrl-C ends it all; the next start goes on where it stopped.`;

interface Options {
  port: number;
  rpcPort: number;
  tokens: number;
  data: string;
  fresh: boolean;
  villain: boolean;
  once: boolean;
  json: boolean;
}

interface Running {
  children: Child[];
  clock?: Clock;
  server?: Server;
  /** Ends what follows the chain. */
  ending: AbortController;
  release?: () => void;
}

function readOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "4173" },
      "rpc-port": { type: "string", default: "8545" },
      tokens: { type: "string", default: "15" },
      data: { type: "string", default: ".heliotrope" },
      fresh: { type: "boolean", default: false },
      villain: { type: "boolean", default: false },
      once: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  return {
    port: whole("--port", values.port, 1, 65_535),
    rpcPort: whole("--rpc-port", values["rpc-port"], 1, 65_535),
    tokens: whole("--tokens", values.tokens, 1, 500),
    data: resolve(values.data),
    fresh: values.fresh,
    villain: values.villain,
    once: values.once,
    json: values.json,
  };
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`${flag} ${text} is not a whole number from ${least} to ${most}.`);
  }
  return value;
}

/** Progress belongs on standard error: the last line of standard output may be for a machine. */
const say = (line: string) => console.error(line);

async function choosePort(wanted: number, flag: string): Promise<number> {
  if (await isFree(wanted)) return wanted;
  const port = await freePort(wanted + 1);
  say(`Port ${wanted} is taken, so this start uses ${port} (choose another with ${flag}).`);
  return port;
}

async function build(data: string, withWeb: boolean): Promise<void> {
  const steps: [string, string[]][] = [["forge", ["build", "--skip", "test"]]];
  if (withWeb) steps.push(["vite", ["build", "--logLevel", "warn", "--outDir", join(data, "web")]]);
  for (const [command, args] of steps) {
    // Whoever started this may have set another: React's development build is three times the size.
    const { code, output } = await run(command, args, { env: { NODE_ENV: "production" } });
    if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${output.slice(-4000)}`);
  }
}

async function startAll(options: Options, running: Running): Promise<number | null> {
  const parts: readonly Part[] = [
    "keeper",
    "keeper-2",
    ...(options.villain ? (["villain"] as const) : []),
  ];
  if (options.fresh) {
    // Only what a start has written: the folder may be one that the user keeps other things in.
    const folders = ["keeper", "keeper-2", "villain"].flatMap((part) => [part, `${part}.log`]);
    for (const name of ["chain.json", RECORD, "web", "anvil.log", ...folders]) {
      rmSync(join(options.data, name), { recursive: true, force: true });
    }
  }
  const port = await choosePort(options.port, "--port");
  const rpcPort = await choosePort(options.rpcPort, "--rpc-port");

  say("Building contracts and web app …");
  await build(options.data, !options.once);

  say("Starting the chain …");
  const chain = await startChain(options.data, rpcPort, (child) => running.children.push(child));
  const { contracts } = chain.deployment;
  if (chain.isNew) {
    say(`Minting ${options.tokens} plants …`);
    const honest = (["keeper", "keeper-2"] as const).map(addressOf);
    await endow(chain.rpcUrl, MNEMONIC, contracts.Almanac!.address, honest);
    await mint(chain.rpcUrl, contracts.Heliotrope!.address, options.tokens);
    keepRecord(options.data, chain.deployment);
  } else say("The earlier chain goes on, with the plants that it has (--fresh starts clean).");

  say(options.villain ? "Starting two keepers and a villain …" : "Starting two keepers …");
  const { data } = options;
  const { rpcUrl } = chain;
  // Where a villain is to be slashed, the keepers have to see it through.
  const once = options.once && !options.villain;
  const players = await Promise.all(
    parts.map((part, index) =>
      startPlayer(
        part,
        {
          data,
          rpcUrl,
          once,
          firstPort: rpcPort + 100 * (index + 1),
          appUrl: `http://localhost:${port}`,
        },
        (child) => void running.children.push(child),
      ),
    ),
  );
  /** Only ever rejects: with what a player that should run on has to say of its end. */
  const ended = Promise.race(
    players.map(async ({ part, child }) => {
      const code = await child.exited;
      if (!once || code !== 0) throw new Error(endOf(data, part, code));
      return new Promise<never>(() => {});
    }),
  );
  ended.catch(() => {});
  await Promise.race([
    // As many processes at once are slow to start on a loaded machine.
    Promise.all(players.map(({ url }) => answer(() => fetch(`${url}/healthz`), 180))),
    ended,
  ]);
  running.clock = await startClock({
    rpcUrl,
    climate: contracts.Climate!.address,
    almanac: contracts.Almanac!.address,
    blockSeconds: BLOCK_SECONDS,
    // Nobody watches a single epoch: it passes as fast as the keepers are.
    paceMs: options.once ? 50 : 1_000,
    keepers: () => players.filter(({ isRunning }) => isRunning()).map(({ url }) => url),
  });
  if (options.once) {
    const summary = await Promise.race([
      options.villain ? slashOnce(chain, players, running) : epochOnce(players),
      ended,
    ]);
    tellOnce(options, chain, summary);
    return 0;
  }
  await open(options, chain, players, port, running);
  await Promise.race([
    ended,
    running.children[0]!.exited.then((code) => {
      throw new Error(`anvil ended (${code}).`);
    }),
  ]);
  return null;
}

/** What the keepers say once both have revealed the same epoch. */
async function epochOnce(players: readonly Player[]): Promise<EpochSummary> {
  await Promise.all(players.map(({ child }) => child.exited));
  const [first, ...others] = players.map(({ lastLine }) => JSON.parse(lastLine()) as EpochSummary);
  const other = others.find(({ root }) => root !== first!.root);
  if (other !== undefined) {
    throw new Error(
      `Two honest keepers disagree about epoch ${first!.epoch}: ${first!.root} (${first!.backend}) and ${other.root} (${other.backend}). One backend paints wrong; see --help of the keeper for RENDER_BACKEND.`,
    );
  }
  return first!;
}

/** Waits until a lie of the villain's is paid for. */
async function slashOnce(
  chain: DemoChain,
  players: readonly Player[],
  running: Running,
): Promise<EpochSummary> {
  const slashed = await firstSlash(followed(chain), tellFallen, running.ending.signal);
  return { ...(await told(players[0]!.url, slashed.epoch)), slashed };
}

function tellOnce({ json }: Options, chain: DemoChain, summary: EpochSummary): void {
  const { epoch, root, revealed, renderMs, backend, tokens, slashed } = summary;
  const line = {
    chainId: chain.deployment.chainId,
    rpcUrl: chain.rpcUrl,
    contracts: Object.fromEntries(
      Object.entries(chain.deployment.contracts).map(([name, { address }]) => [name, address]),
    ),
    tokens,
    epoch,
    root,
    revealed,
    renderMs,
    backend,
    ...(slashed && { slashed }),
  };
  if (json) console.log(JSON.stringify(line));
  else {
    say(`Epoch ${epoch}: ${tokens} skies on ${backend} in ${renderMs} ms; root ${root}, revealed.`);
    if (slashed) say(tellSlashed(slashed));
  }
}

async function open(
  { data, villain }: Options,
  chain: DemoChain,
  players: readonly Player[],
  port: number,
  running: Running,
): Promise<void> {
  const [first, second] = players;
  running.server = await serve(
    {
      folder: join(data, "web"),
      deployment: {
        ...chain.deployment,
        rpc: "/rpc",
        keepers: ["", "/keepers/2"],
        development: true,
      },
      rpcUrl: chain.rpcUrl,
      keeperUrl: first!.url,
      others: { 2: second!.url },
    },
    port,
  );
  console.log(`\n  Heliotrope is open at http://localhost:${port}\n`);
  say(`  An epoch of seven hours passes every 30 seconds. Logs: ${data}. Ctrl-C stops.`);
  if (!villain) return;
  say(`  The villain's story is at http://localhost:${port}/#/almanac`);
  void followSlashes(
    followed(chain),
    {
      onFelled: tellFallen,
      onSlashed: (root) => say(tellSlashed(root)),
    },
    running.ending.signal,
  );
}

function followed({ rpcUrl, deployment, head }: DemoChain) {
  const almanac = deployment.contracts.Almanac!.address;
  return { rpcUrl, almanac, villain: addressOf("villain"), since: head };
}

function tellFallen({ epoch, root, by, ground }: Fallen): void {
  say(`  Epoch ${epoch}: the villain's root ${root} fell (${ground}) to ${by}.`);
}

function tellSlashed({ epoch, reward, burned }: Slashed): string {
  const [paid, gone] = [reward, burned].map((wei) => formatEther(BigInt(wei)));
  return `  Epoch ${epoch}: of the villain's bond ${paid} ETH went to whoever felled it, ${gone} ETH are burned.`;
}

/** Ends what runs in the reverse order of starting: nobody talks to a chain that has gone. */
async function shutdown(running: Running): Promise<void> {
  running.ending.abort();
  running.server?.closeAllConnections();
  running.server?.close();
  await running.clock?.stop();
  for (const child of running.children.toReversed()) await stop(child);
  running.release?.();
}

async function main(): Promise<number> {
  const options = readOptions();
  if (!options) {
    console.log(HELP);
    return 0;
  }
  const running: Running = { children: [], ending: new AbortController() };
  running.release = lockFolder(options.data);
  const interrupted = new Promise<null>((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => done(null));
  });
  try {
    return (await Promise.race([startAll(options, running), interrupted])) ?? 0;
  } finally {
    await shutdown(running);
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(`heliotrope: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  },
);
