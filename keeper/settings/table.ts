/**
 * Every setting, once. --help and the table in docs/keeper.md are made from these rows, and a command is given what
 * its rows name it for, nothing else: a worker never sees a key.
 */
import { resolve } from "node:path";
import { z } from "zod";
import { NODE_BACKENDS } from "../render/backends.ts";
import { SOURCE_NAMES } from "../weather/names.ts";
import { COMMAND_NAMES, type CommandName } from "./commands.ts";
import {
  airports,
  apiKey,
  baseUrl,
  ether,
  gwei,
  key,
  listOf,
  oneOf,
  postgresUrl,
  signerUri,
  url,
  whole,
  yesOrNo,
} from "./shapes.ts";

export const GROUPS = [
  "Chain",
  "This keeper",
  "Keys",
  "Weather",
  "Almanac",
  "Painting",
  "Storage",
  "Serving",
  "Fees",
] as const;

export interface Row {
  /** The property of a command's settings. */
  readonly as: string;
  readonly group: (typeof GROUPS)[number];
  /** The commands that read it. */
  readonly commands: readonly CommandName[];
  /** How the value is written. */
  readonly shape: string;
  /** One line: what it is. The default is appended. */
  readonly text: string;
  readonly schema: z.ZodType<unknown, string>;
  readonly default?: string;
  /** Where there is no default: what is so when it is not set. */
  readonly unset?: string;
  /** The flag that says the same, and wins. */
  readonly flag?: string;
}

const EVERY = COMMAND_NAMES;
/** A worker knows nothing of a chain. */
const ON_CHAIN = COMMAND_NAMES.filter((name) => name !== "worker" && name !== "address");
const PAINTERS = ["run", "audit", "dry-run"] as const;
const THREADS = ["run", "worker", "audit", "dry-run", "replay"] as const;
const OBSERVERS = ["run", "reporter", "dry-run"] as const;
/** They look at a keeper's affairs from outside. */
const LOOKERS = ["status", "dry-run"] as const;
const SEEN = [...OBSERVERS, "status"] as const;
/** Those that send. */
const SENDERS = ["run", "withdraw"] as const;
const SIGNERS = [...SENDERS, "address"] as const;
const path = z.string().transform((value) => resolve(value));

export const TABLE = {
  RPC_URL: {
    as: "rpcUrls",
    group: "Chain",
    commands: ON_CHAIN,
    shape: "URL[,URL]",
    text: "nodes; the first that answers is read, all are sent to",
    schema: listOf(url).refine((urls) => urls.length > 0, "is empty"),
    default: "http://127.0.0.1:8545",
    flag: "rpc",
  },
  DEPLOYMENT: {
    as: "deployment",
    group: "Chain",
    commands: ON_CHAIN,
    shape: "FILE",
    text: "deploy record with the contracts' addresses",
    schema: z.string(),
    unset: "deployments/<chain id>.json",
    flag: "deployment",
  },
  CONFIRMATIONS: {
    as: "confirmations",
    group: "Chain",
    commands: ON_CHAIN,
    shape: "BLOCKS",
    text: "blocks below the head at which the chain is believed",
    schema: whole(0, 1_000),
    unset: "2; 0 on a local chain",
  },
  POLL_MS: {
    as: "pollMs",
    group: "Chain",
    commands: OBSERVERS,
    shape: "MS",
    text: "pause between looks at the chain",
    schema: whole(10, 600_000),
    unset: "2000; 250 on a local chain",
  },
  DATA_DIR: {
    as: "dataDir",
    group: "This keeper",
    commands: [...OBSERVERS, "withdraw"],
    shape: "FOLDER",
    text: "database, rasters and salts of this keeper; a reporter has its own database in a folder of it",
    schema: path,
    default: ".heliotrope/keeper",
    flag: "data-dir",
  },
  DATABASE_URL: {
    as: "databaseUrl",
    group: "This keeper",
    commands: ["run", "worker", "withdraw"],
    shape: "URL",
    text: "PostgreSQL, for render workers and for a second machine that may take over; one database for each keeper key, as in postgresql://user:password@host:5432/name",
    schema: postgresUrl,
    unset: "an embedded database in DATA_DIR",
  },
  DRAIN_S: {
    as: "drainMs",
    group: "This keeper",
    commands: ["run", "worker"],
    shape: "SECONDS",
    text: "how long transactions in flight, or a worker's batches, are seen through after SIGTERM or Ctrl-C; again ends at once",
    schema: whole(0, 3_600).transform((seconds) => seconds * 1_000),
    default: "60",
  },
  HOST: {
    as: "host",
    group: "This keeper",
    commands: SEEN,
    shape: "HOST",
    text: "the address that its HTTP API listens on",
    schema: z.string(),
    default: "127.0.0.1",
    flag: "host",
  },
  PORT: {
    as: "port",
    group: "This keeper",
    commands: SEEN,
    shape: "PORT",
    text: "the port of its HTTP API; 0 takes any free one",
    schema: whole(0, 65_535),
    default: "4750",
    flag: "port",
  },
  LOG_LEVEL: {
    as: "logLevel",
    group: "This keeper",
    commands: EVERY,
    shape: "LEVEL",
    text: "trace, debug, info, warn, error or silent; logs go to standard error",
    schema: oneOf(
      ["trace", "debug", "info", "warn", "error", "silent"],
      "is not a level of logging",
    ),
    default: "info",
  },
  KEEPER_KEY_FILE: {
    as: "keeperKeyFile",
    group: "Keys",
    commands: SIGNERS,
    shape: "FILE",
    text: "the private key that pays for transactions: 0x and 64 hexadecimal digits, or an encrypted keystore of version 3; no other user may read it",
    schema: path,
    unset: "KEEPER_SIGNER or KEEPER_KEY",
  },
  KEEPER_PASSWORD_FILE: {
    as: "keeperPasswordFile",
    group: "Keys",
    commands: SIGNERS,
    shape: "FILE",
    text: "the password of KEEPER_KEY_FILE, or the PIN of the module in KEEPER_SIGNER; no other user may read it",
    schema: path,
  },
  KEEPER_SIGNER: {
    as: "keeperSigner",
    group: "Keys",
    commands: SIGNERS,
    shape: "URI",
    text: "a key that never leaves its place: pkcs11:token=NAME;object=KEY?module-path=LIBRARY, through OpenSC's pkcs11-tool, or kms:KEY-ID at AWS (node tools/optional.ts kms, once)",
    schema: signerUri,
    unset: "KEEPER_KEY_FILE or KEEPER_KEY",
  },
  KEEPER_KEY: {
    as: "keeperKey",
    group: "Keys",
    commands: SIGNERS,
    shape: "HEX",
    text: "the private key itself, where a test wants it quick: whoever sees the process's environment has it",
    schema: key,
    unset: "KEEPER_KEY_FILE or KEEPER_SIGNER",
  },
  REPORTER_KEYS: {
    as: "reporterKeys",
    group: "Keys",
    commands: SEEN,
    shape: "HEX[,HEX]",
    text: "private keys of weather reporters",
    schema: listOf(key),
    default: "",
    unset: "reports no weather",
  },
  REPORTERS: {
    as: "reporters",
    group: "Weather",
    commands: ["run", ...LOOKERS],
    shape: "URL[,URL]",
    text: "other reporters' addresses, whose signed reports are collected and submitted",
    schema: listOf(baseUrl),
    default: "",
    unset: "none",
  },
  WEATHER_SOURCES: {
    as: "weatherSources",
    group: "Weather",
    commands: OBSERVERS,
    shape: "NAME[,NAME]",
    text: "what the reporters here look at: replay (recorded days, seen through small errors), or live sources among metar, met-norway and open-meteo, the first that has a station being believed",
    schema: listOf(oneOf(SOURCE_NAMES, `is none of ${SOURCE_NAMES.join(", ")}`)),
    default: "replay",
  },
  WEATHER_FILE: {
    as: "weatherFile",
    group: "Weather",
    commands: OBSERVERS,
    shape: "FILE",
    text: "recording to replay instead of vega-datasets' weather.csv",
    schema: z.string(),
  },
  WEATHER_CONTACT: {
    as: "weatherContact",
    group: "Weather",
    commands: OBSERVERS,
    shape: "TEXT",
    text: "address or page at which the services can reach whoever runs this; MET Norway wants it",
    schema: z
      .string()
      .regex(/^[\x21-\x7e]{3,200}$/, "is not an address or a page in plain letters"),
    unset: "met-norway cannot be used",
  },
  METAR_STATIONS: {
    as: "metarStations",
    group: "Weather",
    commands: OBSERVERS,
    shape: "NAME=ICAO[,...]",
    text: "airports of the climate's stations, as in Seattle=KSEA; a station called by four capitals is its own",
    schema: airports,
    default: "Seattle=KSEA,New York=KLGA",
  },
  OPEN_METEO_URL: {
    as: "openMeteoUrl",
    group: "Weather",
    commands: OBSERVERS,
    shape: "URL",
    text: "Open-Meteo of one's own, or with a contract; the free one is for non-commercial use",
    schema: baseUrl,
    unset: "https://api.open-meteo.com/v1/forecast",
  },
  METAR_URL: {
    as: "metarUrl",
    group: "Weather",
    commands: OBSERVERS,
    shape: "URL",
    text: "where METARs are asked for",
    schema: baseUrl,
    unset: "https://aviationweather.gov/api/data/metar",
  },
  MET_NORWAY_URL: {
    as: "metNorwayUrl",
    group: "Weather",
    commands: OBSERVERS,
    shape: "URL",
    text: "where MET Norway's forecast is asked for",
    schema: baseUrl,
    unset: "https://api.met.no/weatherapi/locationforecast/2.0/compact",
  },
  BOND_LIMIT_ETHER: {
    as: "bondLimit",
    group: "Almanac",
    commands: ["run", ...LOOKERS],
    shape: "ETHER",
    text: "ether of this key that may lie in the almanac: where a bond is short and this leaves room, what is missing is deposited; six bonds by default, and 0 never deposits",
    schema: ether,
    default: "1.2",
  },
  DEMAND_LIMIT_ETHER: {
    as: "demandLimit",
    group: "Almanac",
    commands: ["run", "dry-run"],
    shape: "ETHER",
    text: "ether that may lie in demands against roots that lie; it comes back when they fall",
    schema: ether,
    default: "0.1",
  },
  PEERS: {
    as: "peers",
    group: "Almanac",
    commands: PAINTERS,
    shape: "URL[,URL]",
    text: "other keepers' addresses: what they serve spares demands",
    schema: listOf(baseUrl),
    default: "",
    unset: "none",
  },
  MODEL_FILE: {
    as: "modelFile",
    group: "Painting",
    commands: [...PAINTERS, "verify", "replay"],
    shape: "FILE",
    text: "sky model to use when its hash is the chain's",
    schema: z.string(),
    unset: "the chain's own bytes",
  },
  RENDER_WORKERS: {
    as: "workers",
    group: "Painting",
    commands: THREADS,
    shape: "N",
    text: "threads that paint; 0, for run with DATABASE_URL, leaves painting to workers and only checks them",
    schema: whole(0, 256),
    unset: "one for each processor, at most 8",
  },
  RENDER_BACKEND: {
    as: "backend",
    group: "Painting",
    commands: THREADS,
    shape: "NAME",
    text: `auto, ${NODE_BACKENDS.slice(0, -1).join(", ")} or ${NODE_BACKENDS.at(-1)}: the first backend to try; auto is the best that is there, and one that is absent, refused or lost is replaced by the next of this list`,
    schema: oneOf(["auto", ...NODE_BACKENDS], `is none of auto, ${NODE_BACKENDS.join(", ")}`),
    default: "auto",
  },
  CHECK_RUNS: {
    as: "checkRuns",
    group: "Painting",
    commands: ["run", "worker"],
    shape: "N",
    text: "random runs of every raster that are computed again with plain integers, whoever painted it: 16 take 5 ms",
    schema: whole(0, 3_600),
    default: "16",
  },
  CHECK_ALL: {
    as: "checkAll",
    group: "Painting",
    commands: ["run", "worker"],
    shape: "true|false",
    text: "whether every raster is painted twice, those of workers by the keeper itself",
    schema: yesOrNo,
    default: "false",
  },
  RENDERER_URL: {
    as: "rendererUrl",
    group: "Painting",
    commands: ["run"],
    shape: "URL",
    text: "another renderer's address: its pictures are signed and served, never committed",
    schema: url,
    unset: "none",
  },
  RENDERER_TIMEOUT_S: {
    as: "rendererTimeoutMs",
    group: "Painting",
    commands: ["run"],
    shape: "SECONDS",
    text: "how long it may take for one picture",
    schema: whole(1, 600).transform((seconds) => seconds * 1_000),
    default: "60",
  },
  KEEP_EPOCHS: {
    as: "keepEpochs",
    group: "Painting",
    commands: ["run"],
    shape: "N",
    text: "epochs whose rasters are kept on disk",
    schema: whole(1, 1_000_000),
    default: "24",
  },
  COMPOSE: {
    as: "compose",
    group: "Storage",
    commands: ["run"],
    shape: "WHEN",
    text: "when plants over their skies are encoded as PNG and AVIF: demand, all (every token of every revealed epoch, in the background, kept as long as its rasters), or none",
    schema: oneOf(["demand", "all", "none"], "is none of demand, all, none"),
    default: "demand",
  },
  PIN_KUBO: {
    as: "pinKubo",
    group: "Storage",
    commands: ["run"],
    shape: "URL",
    text: "RPC of a kubo node that is given every revealed epoch and pins the newest KEEP_EPOCHS, and the first and last of each season",
    schema: baseUrl,
    unset: "none",
  },
  PIN_SERVICE: {
    as: "pinService",
    group: "Storage",
    commands: ["run"],
    shape: "URL",
    text: "endpoint of an IPFS pinning service, without /pins, that is asked to keep the same epochs",
    schema: baseUrl,
    unset: "none",
  },
  PIN_SERVICE_TOKEN: {
    as: "pinServiceToken",
    group: "Storage",
    commands: ["run"],
    shape: "TOKEN",
    text: "what that service knows this keeper by",
    schema: z.string(),
    unset: "none",
  },
  PIN_ORIGINS: {
    as: "pinOrigins",
    group: "Storage",
    commands: ["run"],
    shape: "ADDRESS[,ADDRESS]",
    text: "multiaddresses from which that service fetches, such as /dns4/keeper.example.org/tcp/443/https of this keeper's gateway",
    schema: listOf(
      z.string().regex(/^\/[a-z0-9]+\//, "is not a multiaddress (/dns4/name/tcp/443/https)"),
    ),
    default: "",
  },
  PIN_ARWEAVE: {
    as: "pinArweave",
    group: "Storage",
    commands: ["run"],
    shape: "URL",
    text: "endpoint of a service that bundles data items for Arweave, without /tx, as in https://upload.ardrive.io/v1; the same epochs go there as CARs, are paid for once and stay for ever: nothing can be deleted there",
    schema: baseUrl,
    unset: "none",
  },
  PIN_ARWEAVE_KEY_FILE: {
    as: "pinArweaveKeyFile",
    group: "Storage",
    commands: ["run"],
    shape: "FILE",
    text: "the Arweave wallet (a JSON Web Key) that signs the items, and whose credit at that service pays; no other user may read it",
    schema: path,
  },
  PIN_ARWEAVE_GATEWAY: {
    as: "pinArweaveGateway",
    group: "Storage",
    commands: ["run"],
    shape: "URL",
    text: "gateway with GraphQL that is asked what is on Arweave before anything is sent, and afterwards whether it arrived",
    schema: baseUrl,
    default: "https://arweave.net",
  },
  API_KEYS: {
    as: "apiKeys",
    group: "Serving",
    commands: OBSERVERS,
    shape: "NAME=KEY[,NAME=KEY]",
    text: "keys that may ask the HTTP API ten times as often, 16 characters or more each; once there are any, /metrics wants one",
    schema: listOf(apiKey),
    default: "",
    unset: "none",
  },
  RATE_LIMIT: {
    as: "perMinute",
    group: "Serving",
    commands: OBSERVERS,
    shape: "N",
    text: "requests that one network may make of the HTTP API in a minute; 0 sets no limit, and this machine has none",
    schema: whole(0, 1_000_000),
    default: "600",
  },
  APP_URL: {
    as: "appUrl",
    group: "Serving",
    commands: ["run"],
    shape: "URL",
    text: "the web app, to which the pages at /share and the feeds lead",
    schema: baseUrl,
    unset: "the link that the collection names on chain, as it is when the keeper starts",
  },
  ALERT_EPOCHS: {
    as: "alertEpochs",
    group: "Fees",
    commands: ["run", ...LOOKERS],
    shape: "N",
    text: "alarm when the key pays for fewer epochs than this at the present price of gas; a week by default",
    schema: whole(0, 1_000_000),
    default: "24",
  },
  TIP_GWEI: {
    as: "tipWei",
    group: "Fees",
    commands: [...SENDERS, ...LOOKERS],
    shape: "GWEI",
    text: "what the block's proposer is given for each unit of gas",
    schema: gwei,
    default: "1",
  },
  MAX_FEE_GWEI: {
    as: "limitWei",
    group: "Fees",
    commands: SENDERS,
    shape: "GWEI",
    text: "the absolute limit of the fee cap; a transaction that needs more waits",
    schema: gwei,
    default: "200",
  },
} as const satisfies Record<string, Row>;

export type SettingName = keyof typeof TABLE;

/** The rows as rows, for whoever goes through all of them. */
export const ROWS = Object.entries(TABLE) as readonly (readonly [SettingName, Row])[];

type Value<R extends Row> = R extends { readonly default: string }
  ? z.output<R["schema"]>
  : z.output<R["schema"]> | undefined;

/** What a command is given. */
export type SettingsOf<N extends CommandName> = {
  readonly [K in SettingName as N extends (typeof TABLE)[K]["commands"][number]
    ? (typeof TABLE)[K]["as"]
    : never]: Value<(typeof TABLE)[K]>;
};
