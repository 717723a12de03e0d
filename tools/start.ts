// `npm start`: the whole of Heliotrope on this machine. Builds what is stale, starts a chain, deploys, mints,
// runs a keeper over recorded weather and serves the web app; ends its children in order.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  type DemoChain,
  keepRecord,
  mint,
  privateKey,
  RECORD,
  runClock,
  startChain,
} from "./demo/chain.ts";
import { lockFolder } from "./demo/lock.ts";
import { serve } from "./demo/serve.ts";
import { answer, type Child, freePort, isFree, run, start, stop } from "./processes.ts";

const HELP = `npm start [-- options]

  --port N       web app (default 4173; the next free one where it is taken)
  --rpc-port N   chain (default 8545; likewise)
  --tokens N     how many to mint on a new chain (default 15)
  --fresh        forget the earlier chain and start clean; otherwise it goes on
  --data FOLDER  where the chain and the keeper keep their state (default .heliotrope)
  --once         run one full epoch after minting, then exit 0
  --json         with --once: print a machine-readable summary as the last line
  --help         this text

Everything listens on 127.0.0.1. Ctrl-C ends it all; the next start goes on where it stopped.`;

/** Which of the chain's own accounts plays which part. */
const KEEPER_ACCOUNT = 5;
const REPORTER_ACCOUNTS = [1, 2, 3, 4];

interface Options {
  port: number;
  rpcPort: number;
  tokens: number;
  data: string;
  fresh: boolean;
  once: boolean;
  json: boolean;
}

interface Running {
  children: Child[];
  server?: Server;
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
  if (options.fresh) {
    // Only what a start has written: the folder may be one that the user keeps other things in.
    for (const name of ["chain.json", RECORD, "keeper", "web", "anvil.log", "keeper.log"]) {
      rmSync(join(options.data, name), { recursive: true, force: true });
    }
  }
  const port = await choosePort(options.port, "--port");
  const rpcPort = await choosePort(options.rpcPort, "--rpc-port");
  const keeperPort = await freePort(rpcPort + 100);

  say("Building contracts and web app …");
  await build(options.data, !options.once);

  say("Starting the chain …");
  const chain = await startChain(options.data, rpcPort, (child) => running.children.push(child));
  const token = chain.deployment.contracts.Heliotrope!.address;
  if (chain.isNew) {
    say(`Minting ${options.tokens} plants …`);
    await mint(chain.rpcUrl, token, options.tokens);
    keepRecord(options.data, chain.deployment);
  } else say("The earlier chain goes on, with the plants that it has (--fresh starts clean).");
  await runClock(chain.rpcUrl);

  say("Starting the keeper …");
  const { keeper, summary } = startKeeper(options, chain, keeperPort);
  running.children.push(keeper);
  if (options.once) {
    const code = await keeper.exited;
    if (code !== 0) throw new Error(keeperEnded(options, code));
    const { epoch, root, revealed, renderMs, backend, tokens } = JSON.parse(summary());
    const line = {
      chainId: chain.deployment.chainId,
      rpcUrl: chain.rpcUrl,
      contracts: Object.fromEntries(
        Object.entries(chain.deployment.contracts).map(([name, { address }]) => [name, address]),
      ),
      ...{ tokens, epoch, root, revealed, renderMs, backend },
    };
    if (options.json) console.log(JSON.stringify(line));
    else
      say(
        `Epoch ${epoch}: ${tokens} skies on ${backend} in ${renderMs} ms; root ${root}, revealed.`,
      );
    return 0;
  }

  const keeperUrl = `http://127.0.0.1:${keeperPort}`;
  await Promise.race([
    answer(() => fetch(`${keeperUrl}/healthz`)),
    keeper.exited.then((code) => {
      throw new Error(keeperEnded(options, code));
    }),
  ]);
  running.server = await serve(
    {
      folder: join(options.data, "web"),
      deployment: { ...chain.deployment, rpc: "/rpc", keepers: [""], development: true },
      rpcUrl: chain.rpcUrl,
      keeperUrl,
    },
    port,
  );
  console.log(`\n  Heliotrope is open at http://localhost:${port}\n`);
  say(`  An epoch of seven hours passes every 30 seconds. Logs: ${options.data}. Ctrl-C stops.`);
  const ended = await Promise.race(
    running.children.map(async (child) => ({ name: child.name, code: await child.exited })),
  );
  throw new Error(
    ended.name === "keeper"
      ? keeperEnded(options, ended.code)
      : `${ended.name} ended (${ended.code}).`,
  );
}

function startKeeper(options: Options, chain: DemoChain, port: number) {
  let lastLine = "";
  const folder = join(options.data, "keeper");
  mkdirSync(folder, { recursive: true });
  const keeper = start(
    "keeper",
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      ...["keeper/main.ts", "run", ...(options.once ? ["--once"] : [])],
      ...["--rpc", chain.rpcUrl, "--deployment", join(options.data, RECORD)],
      ...["--data-dir", folder, "--port", String(port)],
    ],
    {
      log: join(options.data, "keeper.log"),
      env: {
        KEEPER_KEY: privateKey(KEEPER_ACCOUNT),
        REPORTER_KEYS: REPORTER_ACCOUNTS.map(privateKey).join(","),
      },
      onLine: (line) => {
        lastLine = line;
      },
    },
  );
  return { keeper, summary: () => lastLine };
}

function keeperEnded({ data }: Options, code: number): string {
  const log = join(data, "keeper.log");
  const tail = readFileSync(log, "utf8").trimEnd().split("\n").slice(-5).join("\n");
  return `The keeper ended with code ${code}. The end of ${log}:\n${tail}`;
}

/** Ends what runs in the reverse order of starting: nobody talks to a chain that has gone. */
async function shutdown(running: Running): Promise<void> {
  running.server?.closeAllConnections();
  running.server?.close();
  for (const child of running.children.toReversed()) await stop(child);
  running.release?.();
}

async function main(): Promise<number> {
  const options = readOptions();
  if (!options) {
    console.log(HELP);
    return 0;
  }
  const running: Running = { children: [] };
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
