import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { parseEther, parseGwei } from "viem";
import { z } from "zod";
import { FatalError } from "./errors.ts";
import { NODE_BACKENDS } from "./render/backends.ts";
import type { BackendChoice } from "./render/pool.ts";

export const HELP = `Usage: npm run keeper -- <command> [options]

Commands
  run             germinate, report weather, render, commit, reveal, watch and challenge, epoch after epoch
  run --once      the same until one epoch is revealed that was accepted after the start and holds every
                  minted plant; prints a JSON summary as its last line and exits 0

  audit --epoch E paints epoch E here, holds every root that was revealed for it against that, and prints a verdict
                  for each: honest, lies (and where), or not checkable (and why); exits 0 when all are honest, 1
                  otherwise. Sends nothing, and needs no key

Options (each may also be given through the environment, in brackets)
  --rpc URL[,URL]       nodes; the first that answers is read, all are sent to    [RPC_URL] http://127.0.0.1:8545
  --deployment FILE     deploy record with the contracts' addresses              [DEPLOYMENT] deployments/<chain id>.json
  --data-dir DIR        database, rasters and salts of this keeper               [DATA_DIR] .heliotrope/keeper
  --port PORT           its HTTP API; 0 takes any free port                      [PORT] 4750
  --host HOST           the address it listens on                                [HOST] 127.0.0.1
  --help                this text

Environment only
  KEEPER_KEY            private key that pays for transactions (required)
  REPORTER_KEYS         private keys of weather reporters, separated by commas (none: reports no weather)
  WEATHER_FILE          recording to replay instead of vega-datasets' weather.csv
  MODEL_FILE            sky model to use when its hash is the chain's; by default the chain's own bytes
  BOND_LIMIT_ETHER      ether of this key that may lie in the almanac: where a bond is short and this leaves room, what is
                        missing is deposited (default 1.2, six bonds; 0 never deposits)
  DEMAND_LIMIT_ETHER    ether that may lie in demands against roots that lie; it comes back when they fall (default 0.1)
  PEERS                 other keepers' addresses, separated by commas: what they serve spares demands (none)
  RENDER_WORKERS        threads that paint (default: one for each processor, at most 8)
  RENDER_BACKEND        auto, webgpu, tensorflow, wasm, cpu or integer: the first backend to try (default auto, the
                        best that is there); one that is absent, refused or lost is replaced by the next of this list
  RENDERER_URL          another renderer's address: its pictures are signed and served, never committed (none)
  RENDERER_TIMEOUT_S    how long it may take for one picture, in seconds (default 60)
  KEEP_EPOCHS           epochs whose rasters are kept on disk (default 24)
  CONFIRMATIONS         blocks below the head at which the chain is believed (default 2; 0 on a local chain)
  TIP_GWEI, MAX_FEE_GWEI  tip, and the absolute limit of the fee cap (defaults 1 and 200)
  POLL_MS               pause between looks at the chain (default 250 on a local chain, 2000 elsewhere)
  LOG_LEVEL             trace, debug, info, warn, error or silent (default info); logs go to standard error`;

const LOCAL_CHAIN = 31_337;

/** What every command needs. */
export interface Settings {
  readonly rpcUrls: readonly string[];
  /** Undefined: the record of the chain that answers. */
  readonly deployment: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly reporterKeys: readonly `0x${string}`[];
  readonly weatherFile: string | undefined;
  readonly modelFile: string | undefined;
  readonly workers: number | undefined;
  readonly backend: BackendChoice;
  readonly rendererUrl: string | undefined;
  readonly rendererTimeoutMs: number;
  readonly keepEpochs: number;
  readonly confirmations: number | undefined;
  readonly tipWei: bigint;
  readonly limitWei: bigint;
  readonly bondLimit: bigint;
  readonly demandLimit: bigint;
  readonly peers: readonly string[];
  readonly pollMs: number | undefined;
  readonly logLevel: string;
}

export interface Config extends Settings {
  readonly once: boolean;
  readonly keeperKey: `0x${string}`;
}

export type Command =
  | { readonly help: true }
  | { readonly help: false; readonly name: "run"; readonly config: Config }
  | {
      readonly help: false;
      readonly name: "audit";
      readonly epoch: bigint;
      readonly config: Settings;
    };

const key = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, "is not a private key (0x and 64 hexadecimal digits)")
  .transform((value) => value as `0x${string}`);
const list = (text: string) =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
const url = z.string().regex(/^https?:\/\/[^\s/]/, "is not an http(s) address");
const gwei = z
  .string()
  .regex(/^\d+(\.\d{1,9})?$/, "is not an amount of gwei")
  .transform((value) => parseGwei(value));
const ether = z
  .string()
  .regex(/^\d+(\.\d{1,18})?$/, "is not an amount of ether")
  .transform((value) => parseEther(value));
const whole = (lowest: number, highest: number) =>
  z
    .string()
    .regex(/^\d+$/, "is not a whole number")
    .transform(Number)
    .pipe(z.number().min(lowest, `is below ${lowest}`).max(highest, `is above ${highest}`));

const environment = z.object({
  RPC_URL: z
    .string()
    .default("http://127.0.0.1:8545")
    .transform(list)
    .pipe(z.array(url).min(1, "is empty")),
  DEPLOYMENT: z.string().optional(),
  DATA_DIR: z.string().default(".heliotrope/keeper"),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.string().default("4750").pipe(whole(0, 65_535)),
  KEEPER_KEY: key,
  REPORTER_KEYS: z.string().default("").transform(list).pipe(z.array(key)),
  WEATHER_FILE: z.string().optional(),
  MODEL_FILE: z.string().optional(),
  RENDER_WORKERS: whole(1, 256).optional(),
  RENDER_BACKEND: z
    .enum(["auto", ...NODE_BACKENDS], `is none of auto, ${NODE_BACKENDS.join(", ")}`)
    .default("auto"),
  RENDERER_URL: url.optional(),
  RENDERER_TIMEOUT_S: z.string().default("60").pipe(whole(1, 600)),
  KEEP_EPOCHS: z.string().default("24").pipe(whole(1, 1_000_000)),
  CONFIRMATIONS: whole(0, 1_000).optional(),
  TIP_GWEI: z.string().default("1").pipe(gwei),
  MAX_FEE_GWEI: z.string().default("200").pipe(gwei),
  BOND_LIMIT_ETHER: z.string().default("1.2").pipe(ether),
  DEMAND_LIMIT_ETHER: z.string().default("0.1").pipe(ether),
  PEERS: z.string().default("").transform(list).pipe(z.array(url)),
  POLL_MS: whole(10, 600_000).optional(),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"], "is not a level of logging")
    .default("info"),
});

/** An audit signs nothing. */
const auditing = environment.extend({ KEEPER_KEY: key.optional() });

/** Reads flags and environment; a flag wins. Throws FatalError with one sentence per setting that is wrong. */
export function readCommand(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Command {
  let values: Record<string, string | boolean | undefined>;
  let positionals: string[];
  try {
    ({ values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" },
        once: { type: "boolean" },
        epoch: { type: "string" },
        rpc: { type: "string" },
        deployment: { type: "string" },
        "data-dir": { type: "string" },
        port: { type: "string" },
        host: { type: "string" },
      },
    }));
  } catch (error) {
    throw new FatalError(
      `${(error as Error).message.split(". ")[0]}. See --help for what there is.`,
    );
  }
  if (values.help === true || positionals[0] === "help") return { help: true };
  const name = positionals[0];
  if (positionals.length !== 1 || (name !== "run" && name !== "audit")) {
    const given = positionals.length === 0 ? "No command" : `"${positionals.join(" ")}"`;
    throw new FatalError(
      `${given} is not something the keeper does. Try "run", "audit", or --help.`,
    );
  }
  const epoch = epochOf(name, values.epoch);
  const given: Record<string, string> = {};
  for (const name of Object.keys(environment.shape)) {
    const value = env[name];
    if (value !== undefined && value !== "") given[name] = value;
  }
  for (const [flag, name] of [
    ["rpc", "RPC_URL"],
    ["deployment", "DEPLOYMENT"],
    ["data-dir", "DATA_DIR"],
    ["port", "PORT"],
    ["host", "HOST"],
  ] as const) {
    if (typeof values[flag] === "string") given[name] = values[flag];
  }
  const result = (name === "run" ? environment : auditing).safeParse(given);
  if (!result.success) {
    // Names only, never values: a mistyped key is still a key.
    const faults = result.error.issues.map(({ path, message, code, input }) => {
      const name = String(path[0]);
      const place = path.length > 1 ? ` (item ${Number(path[1]) + 1})` : "";
      return code === "invalid_type" && (input === undefined || given[name] === undefined)
        ? `${name} is not set`
        : `${name}${place} ${message}`;
    });
    throw new FatalError(
      `${[...new Set(faults)].join("; ")}. Correct it in the environment; --help lists every setting.`,
    );
  }
  const e = result.data;
  const keys = e.REPORTER_KEYS.map((word) => word.toLowerCase());
  if (e.KEEPER_KEY !== undefined && keys.includes(e.KEEPER_KEY.toLowerCase())) {
    throw new FatalError(
      "KEEPER_KEY is also one of REPORTER_KEYS. Give the keeper a key of its own, so that whoever takes one does not have both.",
    );
  }
  const settings: Settings = {
    rpcUrls: e.RPC_URL,
    deployment: e.DEPLOYMENT,
    dataDir: resolve(e.DATA_DIR),
    host: e.HOST,
    port: e.PORT,
    reporterKeys: e.REPORTER_KEYS,
    weatherFile: e.WEATHER_FILE,
    modelFile: e.MODEL_FILE,
    workers: e.RENDER_WORKERS,
    backend: e.RENDER_BACKEND,
    rendererUrl: e.RENDERER_URL,
    rendererTimeoutMs: e.RENDERER_TIMEOUT_S * 1000,
    keepEpochs: e.KEEP_EPOCHS,
    confirmations: e.CONFIRMATIONS,
    tipWei: e.TIP_GWEI,
    limitWei: e.MAX_FEE_GWEI,
    bondLimit: e.BOND_LIMIT_ETHER,
    demandLimit: e.DEMAND_LIMIT_ETHER,
    peers: e.PEERS.map((peer) => peer.replace(/\/+$/, "")),
    pollMs: e.POLL_MS,
    logLevel: e.LOG_LEVEL,
  };
  if (epoch !== null) return { help: false, name: "audit", epoch, config: settings };
  const config = { ...settings, once: values.once === true, keeperKey: e.KEEPER_KEY! };
  return { help: false, name: "run", config };
}

/** Null for a command that looks at no epoch in particular. */
function epochOf(name: "run" | "audit", given: string | boolean | undefined): bigint | null {
  if (name === "run" && given === undefined) return null;
  if (name === "audit" && typeof given === "string" && /^\d{1,10}$/.test(given))
    return BigInt(given);
  throw new FatalError(
    name === "run"
      ? '--epoch goes with "audit"; "run" keeps every epoch.'
      : 'An audit is of one epoch: give its number, as in "audit --epoch 1234".',
  );
}

/** What depends on the chain that answers: a local chain is believed at once and looked at often. */
export function paceOf(
  config: Settings,
  chainId: number,
): { confirmations: bigint; pollMs: number } {
  const local = chainId === LOCAL_CHAIN;
  return {
    confirmations: BigInt(config.confirmations ?? (local ? 0 : 2)),
    pollMs: config.pollMs ?? (local ? 250 : 2_000),
  };
}
