// Five keepers and one epoch: an honest one, and four that cheat, each in a process of its own. Nobody helps the
// honest one. HELIOTROPE_WRITE_VECTORS=1 writes what happened to docs/almanac-tournament.md.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Address,
  createPublicClient,
  createTestClient,
  type Hex,
  http,
  type PublicClient,
  type parseEventLogs,
} from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { foundry } from "viem/chains";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { almanacAbi, genomesAbi } from "../../contracts/abi.ts";
import {
  BLOCK_SECONDS,
  type DemoChain,
  keepRecord,
  MNEMONIC,
  mint,
  privateKey,
  RECORD,
  startChain,
} from "../../tools/demo/chain.ts";
import { type Clock, startClock } from "../../tools/demo/clock.ts";
import { endow } from "../../tools/demo/stakes.ts";
import { answer, type Child, freePort, start, stop } from "../../tools/processes.ts";
import { sendWeather } from "./accept.ts";
import { furnish } from "./blank.ts";
import { type Entry, readLedger } from "./ledger.ts";
import { tellTournament } from "./telling.ts";

const TOKENS = 3;
/** Accounts of the chain. The fifth sends the weather and plays no other part. */
const CAST = { honest: 5, copier: 6, liar: 9, withholder: 10, hollow: 11 } as const;
const WEATHER_SENDER = 4;
const CHEATS = ["copier", "liar", "withholder", "hollow"] as const;
const FELLED = ["liar", "withholder", "hollow"] as const;
type Role = keyof typeof CAST;
const roles = Object.keys(CAST) as Role[];
const addresses = Object.fromEntries(
  roles.map((role) => [role, privateKeyToAddress(privateKey(CAST[role]))]),
) as Record<Role, Address>;
const addressOf = (role: Role) => addresses[role];
const roleOf = (address: Address) =>
  roles.find((role) => addresses[role].toLowerCase() === address.toLowerCase());

const EPOCH_SECONDS = 25_200n;
/** Longer than an epoch's whole game. */
const MOST_BLOCKS = 150n;
const GROUND = { run: 0, silence: 3 };
const NOBODY = "0x0000000000000000000000000000000000000000";
const COINBASE = "0x00000000000000000000000000000000000c0ffe";

const folder = mkdtempSync(join(tmpdir(), "heliotrope-tournament-"));
const children: Child[] = [];
let clock: Clock | undefined;
let chain: DemoChain;
let client: PublicClient;
let almanac: { address: Address; abi: typeof almanacAbi };

/** The tournament, once it is over. */
interface Played {
  epoch: bigint;
  /** The last block before it, and the last one of it. */
  since: bigint;
  until: bigint;
  /** Wei that each had in its wallet before it, and that lay with nobody. */
  before: Record<Role | "nobody", bigint>;
  deposited: Record<Role, bigint>;
  ledger: Entry[];
  logs: ReturnType<typeof parseEventLogs<typeof almanacAbi, true>>;
}
let played: Played;

beforeAll(async () => {
  const port = await freePort(20_000 + Math.floor(Math.random() * 20_000));
  chain = await startChain(folder, port, (child) => children.push(child));
  keepRecord(folder, chain.deployment);
  const { contracts } = chain.deployment;
  almanac = { address: contracts.Almanac!.address, abi: almanacAbi };
  client = createPublicClient({ chain: foundry, transport: http(chain.rpcUrl), cacheTime: 0 });
  // Where tips go must not be where what is burned goes.
  const test = createTestClient({ mode: "anvil", chain: foundry, transport: http(chain.rpcUrl) });
  await test.setCoinbase({ address: COINBASE });
  await endow(chain.rpcUrl, MNEMONIC, almanac.address, [addressOf("honest")]);
  await mint(chain.rpcUrl, contracts.Heliotrope!.address, TOKENS);

  const urls: string[] = [];
  for (const role of roles) urls.push(await launch(role, port + 200 * (1 + urls.length)));
  await Promise.all(urls.map((url) => answer(() => fetch(`${url}/healthz`), 180)));
  const run = (paceMs: number) =>
    startClock({
      rpcUrl: chain.rpcUrl,
      climate: contracts.Climate!.address,
      almanac: almanac.address,
      blockSeconds: BLOCK_SECONDS,
      paceMs,
      keepers: () => urls,
    });
  clock = await run(20);
  // Until an epoch has begun that finds every plant germinated.
  const { address } = contracts.Genomes!;
  await passes(async () => {
    const { number, timestamp } = await client.getBlock();
    const supply = await client.readContract({
      address,
      abi: genomesAbi,
      functionName: "supplyAt",
      blockNumber: number,
      args: [(timestamp + BigInt(BLOCK_SECONDS)) / EPOCH_SECONDS],
    });
    return supply === BigInt(TOKENS);
  });
  await clock.stop();

  // The weather of one epoch and of no other: everything from here on is about it.
  const head = await client.getBlock();
  const before = await wallets(head.number);
  const deposited = await deposits(head.number);
  const { epoch, hash } = await sendWeather(
    client,
    chain,
    WEATHER_SENDER,
    head.timestamp + BigInt(BLOCK_SECONDS),
  );
  clock = await run(20);
  const { status } = await client.waitForTransactionReceipt({ hash });
  if (status !== "success") throw new Error("The climate refused the weather.");
  await passes(() => isOver(epoch, head.number));
  await clock.stop();
  const until = await client.getBlockNumber();
  const range = { fromBlock: head.number + 1n, toBlock: until };
  const logs = await client.getContractEvents({ ...almanac, ...range, strict: true });
  const ledger = await readLedger(client, almanac.address, head.number, until);
  played = { epoch, since: head.number, until, before, deposited, ledger, logs: logs as never };
}, 600_000);

afterAll(async () => {
  await clock?.stop().catch(() => {});
  for (const child of children.toReversed()) await stop(child);
  rmSync(folder, { recursive: true, force: true });
});

async function launch(role: Role, firstPort: number): Promise<string> {
  const port = await freePort(firstPort);
  const data = join(folder, role);
  if (role === "honest") await furnish(data);
  else mkdirSync(data);
  const program =
    role === "honest" ? ["keeper/main.ts", "run"] : ["tools/villain/main.ts", "--cheat", role];
  const place = ["--rpc", chain.rpcUrl, "--deployment", join(folder, RECORD)];
  const child = start(
    role,
    process.execPath,
    [...program, ...place, "--data-dir", data, "--port", String(port)],
    {
      log: join(folder, `${role}.log`),
      env: { KEEPER_KEY: privateKey(CAST[role]), RENDER_WORKERS: "1", POLL_MS: "50" },
    },
  );
  children.push(child);
  return `http://127.0.0.1:${port}`;
}

/** Waits, by the chain's own clock, until it is so. */
async function passes(isSo: () => Promise<boolean>): Promise<void> {
  const first = await client.getBlockNumber();
  while (!(await isSo())) {
    if ((await client.getBlockNumber()) > first + MOST_BLOCKS) {
      throw new Error(`It did not happen within ${MOST_BLOCKS} blocks.\n${logTails()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** What each said last, for whoever has to find out why. */
function logTails(): string {
  const tail = (role: Role) => {
    const lines = readFileSync(join(folder, `${role}.log`), "utf8")
      .trimEnd()
      .split("\n");
    return `${role}:\n${lines.slice(-12).join("\n")}`;
  };
  return roles.map(tail).join("\n\n");
}

/** Judged, and everything that is the honest keeper's has come home. */
async function isOver(epoch: bigint, since: bigint): Promise<boolean> {
  const range = { fromBlock: since, strict: true } as const;
  const events = await client.getContractEvents({ ...almanac, ...range });
  const count = (name: string) => events.filter(({ eventName }) => eventName === name).length;
  const { outcome } = await client.readContract({
    ...almanac,
    functionName: "epochOf",
    args: [epoch],
  });
  return (
    outcome !== 0 &&
    count("Settled") >= 1 &&
    count("Claimed") >= FELLED.length &&
    count("Expired") >= 1 &&
    count("DemandSettled") === count("Demanded")
  );
}

async function wallets(blockNumber: bigint): Promise<Record<Role | "nobody", bigint>> {
  const at = (address: Address) => client.getBalance({ address, blockNumber });
  const entries = await Promise.all(
    roles.map(async (role) => [role, await at(addressOf(role))] as const),
  );
  return { ...(Object.fromEntries(entries) as Record<Role, bigint>), nobody: await at(NOBODY) };
}

async function deposits(blockNumber: bigint): Promise<Record<Role, bigint>> {
  const balance = async (role: Role) => {
    const args = [addressOf(role)] as const;
    const call = { ...almanac, functionName: "accountOf", args, blockNumber } as const;
    return [role, (await client.readContract(call)).balance] as const;
  };
  return Object.fromEntries(await Promise.all(roles.map(balance))) as Record<Role, bigint>;
}

const eventsNamed = <N extends (typeof played.logs)[number]["eventName"]>(name: N) =>
  played.logs.filter(({ eventName }) => eventName === name) as Extract<
    (typeof played.logs)[number],
    { eventName: N }
  >[];
const calls = (role: Role, call?: string) =>
  played.ledger.filter(
    (entry) => roleOf(entry.from) === role && (call === undefined || entry.call === call),
  );
const rootOf = (role: Role): Hex =>
  eventsNamed("Revealed").find(({ args }) => roleOf(args.keeper) === role)!.args.root;

describe("tournament", () => {
  test("default: the honest root is the epoch's, and every other one has fallen to the honest keeper", async () => {
    const revealed = eventsNamed("Revealed").map(({ args }) => roleOf(args.keeper));
    expect(revealed.sort()).toEqual(["hollow", "honest", "liar", "withholder"]);
    const felled = eventsNamed("Felled").map(({ args }) => [
      args.root,
      roleOf(args.by),
      args.ground,
    ]);
    expect(felled.sort()).toEqual(
      [
        [rootOf("liar"), "honest", GROUND.run],
        [rootOf("withholder"), "honest", GROUND.silence],
        [rootOf("hollow"), "honest", GROUND.silence],
      ].sort(),
    );
    const [, root, keeper] = [
      ...(await client.readContract({
        ...almanac,
        functionName: "artworkAt",
        args: [0n, played.epoch],
      })),
    ];
    expect([root, roleOf(keeper!)]).toEqual([rootOf("honest"), "honest"]);
  });

  test("behavior: nobody helped: each root was asked by the honest keeper alone, and down to its lie", () => {
    for (const { from } of played.ledger) expect(roles).toContain(roleOf(from));
    const asked = (role: Role) =>
      eventsNamed("Demanded")
        .filter(({ args }) => args.root === rootOf(role))
        .map(({ args }) => [roleOf(args.demander), Number(args.height)]);
    const all = (heights: number[]) => heights.map((height) => ["honest", height]);
    expect(asked("liar")).toEqual(all([26, 19, 12, 6]));
    expect(asked("hollow")).toEqual(all([26, 19, 12, 6]));
    expect(asked("withholder")).toEqual(all([26]));
    expect(asked("honest")).toEqual([]);
    // What was demanded of the liar and of the hollow one was answered by them, as long as they could.
    expect(calls("liar", "answer")).toHaveLength(4);
    expect(calls("hollow", "answer")).toHaveLength(3);
    expect(calls("withholder", "answer")).toHaveLength(0);
    // An intent came a block before the challenge.
    const [intend] = calls("honest", "intend");
    const [challenge] = calls("honest", "challenge");
    expect(challenge!.block).toBeGreaterThan(intend!.block);
  });

  test("behavior: a copied commitment is refused, and so is another's root after noise", () => {
    const copies = calls("copier").map(({ call, refused }) => [call, refused]);
    expect(copies).toEqual([
      ["commit", "CommitmentMalformed"],
      ["deposit", null],
      ["commit", null],
      ["reveal", "CommitmentMismatch"],
    ]);
    const [expired] = eventsNamed("Expired");
    expect(roleOf(expired!.args.keeper)).toBe("copier");
    expect(roleOf(expired!.args.by)).toBe("honest");
    // Nobody else was refused anything.
    const others = played.ledger.filter(({ from }) => roleOf(from) !== "copier");
    expect(others.filter(({ refused }) => refused !== null)).toEqual([]);
  });

  test("behavior: every wei is accounted for", async () => {
    const { until, before, deposited, ledger, epoch } = played;
    const { bond, pot } = await client.readContract({ ...almanac, functionName: "rules" });
    const paidIn = (role: Role) =>
      deposited[role] + calls(role, "deposit").reduce((sum, { value }) => sum + value, 0n);
    const demanded = eventsNamed("Demanded").reduce((sum, { args }) => sum + args.bond, 0n);
    const penalty = bond / 4n;
    const felled = BigInt(FELLED.length) * bond;
    const due: Record<Role, bigint> = {
      // Half of three bonds, half of a penalty, the whole pot, and what its demands had cost.
      honest: paidIn("honest") + felled / 2n + penalty / 2n + pot + demanded,
      copier: paidIn("copier") - penalty,
      liar: paidIn("liar") - bond,
      withholder: paidIn("withholder") - bond,
      hollow: paidIn("hollow") - bond,
    };
    const accounts = await deposits(until);
    expect(accounts).toEqual(due);
    for (const role of CHEATS) expect(paidIn(role), role).toBe(bond);

    // Wallets: nothing came, and nothing went but gas and what was sent along.
    const after = await wallets(until);
    for (const role of roles) {
      const fees = ledger
        .filter(({ from }) => roleOf(from) === role)
        .reduce((sum, { fee, value, refused }) => sum + fee + (refused === null ? value : 0n), 0n);
      expect(after[role], role).toBe(before[role] - fees);
    }
    expect(after.nobody - before.nobody).toBe(felled / 2n + penalty / 2n);

    // What the almanac holds is what it owes.
    const treasury = await client.readContract({ ...almanac, functionName: "treasury" });
    const owed = Object.values(accounts).reduce((sum, balance) => sum + balance, treasury);
    expect(await client.getBalance({ address: almanac.address })).toBe(owed);
    const state = await client.readContract({ ...almanac, functionName: "epochOf", args: [epoch] });
    expect(state).toMatchObject({ outcome: 1, share: pot, standing: 1, openDemands: 0 });
    const { locked } = await client.readContract({
      ...almanac,
      functionName: "accountOf",
      args: [addressOf("honest")],
    });
    expect(locked).toBe(0);
  });

  test("behavior: no step costs more gas than it may", () => {
    const gas = (call: string, role: Role = "honest") =>
      calls(role, call).map((entry) => Number(entry.gas));
    const [commit] = gas("commit");
    const [reveal] = gas("reveal");
    expect(commit! + reveal!).toBeLessThanOrEqual(150_000);
    for (const challenge of gas("challenge")) expect(challenge).toBeLessThanOrEqual(400_000);
    const answers = [...gas("answer", "liar"), ...gas("answer", "hollow")];
    for (const one of answers) expect(one).toBeLessThanOrEqual(220_000);
    for (const finalize of gas("finalize")) expect(finalize).toBeLessThanOrEqual(120_000);
    if (process.env.HELIOTROPE_WRITE_VECTORS) {
      const told = tellTournament(played.ledger, played.since, (address) => roleOf(address)!);
      writeFileSync("docs/almanac-tournament.md", told);
    }
  });
});
