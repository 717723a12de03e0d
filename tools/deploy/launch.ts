// A deployment from beginning to end: check, simulate, send, read back. Nothing is sent before every check
// that can be made without sending has passed.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Address,
  type Client,
  createClient,
  formatEther,
  getAddress,
  type Hex,
  http,
} from "viem";
import { getBalance, getChainId, getCode, getGasPrice, readContract } from "viem/actions";
import { climateAbi } from "../../contracts/abi.ts";
import type { DeployRecord } from "../deploy.ts";
import { run } from "../processes.ts";
import { stakes } from "./almanac.ts";
import { check } from "./check.ts";
import { type Collection, readCollection } from "./collection.ts";
import { deploymentTable, TRANSACTION_GAS, table, tooLarge, totalOf, upkeepTable } from "./cost.ts";
import { writeInputs } from "./inputs.ts";
import { examineList } from "./list.ts";
import { LOCAL_CHAIN, type People, readPeople } from "./people.ts";
import { preflight } from "./preflight.ts";
import { isRight } from "./rows.ts";
import { upkeepOf } from "./running.ts";
import { runScript, type ScriptOptions, type Step } from "./script.ts";

export interface LaunchOptions {
  readonly rpcUrl: string;
  /** `dry-run` sends nothing; `check` only reads an earlier deployment back. */
  readonly mode: "deploy" | "dry-run" | "check";
  readonly gasPrices: readonly string[];
  readonly keepers: number;
  /** Options of forge that say who signs. */
  readonly signing: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the record goes, and comes from; deployments/<chainId>.json where it is left out. */
  readonly record?: string;
  /** Where every transaction is kept; broadcast/ where it is left out. */
  readonly broadcast?: string;
  readonly say: (line: string) => void;
}

/** What stops a launch, told to people; anything else is a fault of the program. */
export class LaunchError extends Error {
  override readonly name = "LaunchError";
}

export async function launch(options: LaunchOptions): Promise<void> {
  const { say, rpcUrl, env } = options;
  const client = createClient({ transport: http(rpcUrl, { timeout: 60_000 }) });
  const file = env.HELIOTROPE_COLLECTION || "collection.json";
  const collection = readCollection(file);
  const chainId = await getChainId(client).catch((error: Error) => {
    throw new LaunchError(
      `The node at --rpc-url does not answer (${error.message.split("\n")[0]})`,
    );
  });
  const isSigned = options.signing.length > 0 || Boolean(env.HELIOTROPE_PRIVATE_KEY);
  if (options.mode === "deploy" && !isSigned) {
    throw new LaunchError(
      "Nobody signs. Set HELIOTROPE_PRIVATE_KEY, or pass --account NAME, --ledger, or --unlocked --sender ADDRESS.",
    );
  }
  const people = readPeople(env, chainId, collection);
  const recordFile = options.record ?? join("deployments", `${chainId}.json`);
  say(`${collection.name} (${collection.symbol}) of ${file}, to chain ${chainId}\n`);

  await build();
  if (options.mode === "check") {
    return readBack(client, { record: readRecord(recordFile), collection, people, say });
  }
  const hasPrevRandao = await survey(client, collection, say);
  const settings = settingsFor(collection, hasPrevRandao);
  const pending = join("deployments", `pending-${process.pid}.json`);
  const broadcast = mkdtempSync(join(tmpdir(), "heliotrope-deploy-"));
  const script: Omit<ScriptOptions, "send"> = {
    rpcUrl,
    chainId,
    settings,
    signing: options.signing,
    record: pending,
    broadcast,
    env: named(env),
  };
  mkdirSync("deployments", { recursive: true });
  try {
    const { deployer, token } = await plan(client, script, collection, options);
    examineList(collection.list, file, { chainId, token }, say);
    if (options.mode === "dry-run") return say("\nA dry run: nothing was sent.");

    // Where the demonstration's chain lives, nobody looks for the transactions afterwards.
    const kept = options.broadcast ?? (chainId === LOCAL_CHAIN ? broadcast : "broadcast");
    say("\nSending, one transaction after another …");
    const { code, output, steps } = await runScript({ ...script, broadcast: kept, send: true });
    // npm's wrapper around forge forgets the code of a failure; `npm run` calls forge itself.
    const isWhole = steps.length > 0 && steps.every(({ isMined }) => isMined);
    if (code !== 0 || !isWhole) throw broken(steps, output);
    const list = collection.list?.url;
    const record = { ...readRecord(pending), ...(list !== undefined && { list }) };
    writeFileSync(recordFile, `${JSON.stringify(record, null, 2)}\n`);
    say(`${steps.length} transactions, ${totalOf(steps).toLocaleString("en")} gas. ${recordFile}`);

    const inputs = recordFile.replace(/\.json$/, ".verify");
    writeInputs(inputs, record.contracts, steps);
    say(`${inputs}/: what explorers need to verify the sources\n`);
    const everybody = chainId === LOCAL_CHAIN ? { ...asLocal(deployer), ...people } : people;
    await readBack(client, { record, collection, people: everybody, hasPrevRandao, say });
  } finally {
    rmSync(pending, { force: true });
    rmSync(broadcast, { recursive: true, force: true });
  }
}

/** Compiles what is stale, so that what is sent is what the sources say. */
async function build(): Promise<void> {
  const { code, output } = await run("forge", ["build", "--skip", "test"]);
  if (code !== 0) throw new LaunchError(`forge build failed; nothing was sent:\n${tail(output)}`);
}

/** Prints what the chain is like; answers whether it has PREVRANDAO to draw from. */
async function survey(
  client: Client,
  collection: Collection,
  say: LaunchOptions["say"],
): Promise<boolean> {
  const { findings, hasPrevRandao } = await preflight(client);
  say("The chain");
  for (const { what, outcome, because } of findings) {
    const mark = { ok: "ok     ", warning: "WARNING", refused: "REFUSED" }[outcome];
    say(`  ${mark}  ${what}: ${because}`);
  }
  const refused = findings.filter(({ outcome }) => outcome === "refused");
  if (refused.length > 0) {
    throw new LaunchError(
      `This chain cannot carry the contracts; nothing was sent:\n${refused.map(({ what, because }) => `  ${what}: ${because}`).join("\n")}`,
    );
  }
  if (collection.entropy === "prevrandao" && !hasPrevRandao) {
    throw new LaunchError(
      'The collection demands PREVRANDAO (entropy), which this chain does not have; nothing was sent. "auto" would take the block hash here.',
    );
  }
  if (collection.shares !== undefined) {
    for (const [name, address] of Object.entries(collection.shares)) {
      const code = await getCode(client, { address });
      if (code === undefined) {
        throw new LaunchError(
          `shares.${name} ${address} has no code on this chain; nothing was sent. Name the record of a deployment on it.`,
        );
      }
    }
  }
  return hasPrevRandao && collection.entropy !== "blockhash";
}

/** Prints gas and cost of everything; answers who deploys, and where the token will be. */
async function plan(
  client: Client,
  script: Omit<ScriptOptions, "send">,
  collection: Collection,
  { gasPrices, keepers, say, mode }: LaunchOptions,
) {
  const { code, output, steps } = await runScript({ ...script, send: false });
  if (code !== 0 || steps.length === 0) {
    throw new LaunchError(`The deployment fails as simulated; nothing was sent:\n${tail(output)}`);
  }
  say("\nThe deployment, as simulated on this chain (creations exactly, calls at most)");
  say(deploymentTable(steps, gasPrices));
  const large = tooLarge(steps);
  if (large.length > 0) {
    throw new LaunchError(
      `${large.map(({ what }) => what).join(", ")} would ask for more than ${TRANSACTION_GAS.toLocaleString("en")} gas, the most that a transaction may (EIP-7825); nothing was sent.`,
    );
  }
  const { climate, shares, maxSupply } = collection;
  const stations = climate?.stations.length ?? 0;
  say(
    `\nA year of it, from the figures of docs/gas.md${stations ? "" : "; the weather is paid for by whom it is shared with"}`,
  );
  const epochSeconds = climate?.epochSeconds ?? (await epochLength(client, shares!.Climate));
  say(upkeepTable(upkeepOf({ stations, epochSeconds, maxSupply, keepers }), gasPrices));
  say("A rollup adds its own fee for data to all of these.");
  say(stakes(collection.almanac, epochSeconds));
  const deployer = getAddress(steps[0]!.from);
  const price = await getGasPrice(client);
  const [balance, due] = [await getBalance(client, { address: deployer }), totalOf(steps) * price];
  say(
    `\n${deployer} has ${formatEther(balance)} ether; at this chain's gas price it takes ${formatEther(due)}.`,
  );
  if (mode === "deploy" && balance < due) {
    throw new LaunchError(
      `${deployer} has ${formatEther(balance)} ether and needs ${formatEther(due)}; nothing was sent. Send it the rest.`,
    );
  }
  const token = steps.find(({ what }) => what === "new Heliotrope")?.address;
  if (!token) throw new Error("The simulation creates no token: look into Deployment.sol.");
  say(`The token will be at ${getAddress(token)}, unless ${deployer} sends something else first.`);
  return { deployer, token: getAddress(token) };
}

async function epochLength(client: Client, address: Address): Promise<number> {
  const climate = { address, abi: climateAbi, functionName: "EPOCH_SECONDS" } as const;
  return Number(await readContract(client, climate));
}

async function readBack(
  client: Client,
  {
    say,
    ...expected
  }: {
    record: DeployRecord;
    collection: Collection;
    people: People;
    hasPrevRandao?: boolean;
    say: LaunchOptions["say"];
  },
): Promise<void> {
  const { record, collection, people, hasPrevRandao } = expected;
  const rows = await check(client, record, collection, people, hasPrevRandao);
  const wrong = rows.filter((row) => !isRight(row));
  say("Read back from the chain");
  say(
    table(
      ["contract", "what", "", "found"],
      rows.map((row) => [row.contract, row.what, isRight(row) ? "ok" : "WRONG", short(row.found)]),
    ),
  );
  if (wrong.length > 0) {
    throw new LaunchError(
      `The deployment is not what it should be:\n${wrong.map(({ contract, what, expected, found }) => `  ${contract}, ${what}: expected ${expected}, found ${found}`).join("\n")}\nDo not use it. Deploy again, or find out who changed it.`,
    );
  }
  if (people.multisig && !(await getCode(client, { address: people.multisig }))) {
    say(
      `WARNING: the multisig ${people.multisig} has no code: a single key proposes to the timelock.`,
    );
  }
  say(`\n${rows.length} of ${rows.length} as they should be.`);
}

function readRecord(file: string): DeployRecord {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as DeployRecord;
  } catch (error) {
    throw new LaunchError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** The collection as the script reads it: with addresses, and with the entropy settled. */
function settingsFor(collection: Collection, hasPrevRandao: boolean): string {
  return JSON.stringify({ ...collection, entropy: hasPrevRandao ? "prevrandao" : "blockhash" });
}

/** On a local chain the deployer plays every part. */
function asLocal(deployer: Hex): People {
  return { multisig: deployer, artist: deployer, guardian: deployer, treasury: deployer };
}

/** The variables that the script reads itself. */
function named(env: LaunchOptions["env"]): Record<string, string> {
  const names = [
    "PRIVATE_KEY",
    "MULTISIG",
    "ARTIST",
    "GUARDIAN",
    "TREASURY",
    "SIGNERS",
    "THRESHOLD",
  ];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = env[`HELIOTROPE_${name}`];
      return value ? [[`HELIOTROPE_${name}`, value]] : [];
    }),
  );
}

function broken(steps: readonly Step[], output: string): LaunchError {
  const mined = steps.filter(({ isMined }) => isMined);
  const list = mined.map(({ what, hash }) => `  ${what} ${hash}`).join("\n");
  const sent = steps.filter(({ isMined, hash }) => hash !== null && !isMined);
  const open = sent.map(({ what, hash }) => `  ${what} ${hash}`).join("\n");
  return new LaunchError(
    [
      `The deployment stopped after ${mined.length} of ${steps.length} transactions.`,
      mined.length > 0 ? `These went through:\n${list}` : "None went through.",
      ...(sent.length > 0 ? [`Sent, without an answer yet:\n${open}`] : []),
      "Nothing else was changed: no record was written, and what was created is of no use to anybody and holds no ether.",
      `Run it again to start clean. What forge said:\n${tail(output)}`,
    ].join("\n"),
  );
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
const tail = (text: string) => text.trimEnd().slice(-2_000);
