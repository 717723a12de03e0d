import { pino } from "pino";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Rpc, readHead } from "../../keeper/chain/rpc.ts";
import { createSender, type Sender } from "../../keeper/chain/sender.ts";
import { drain } from "../../keeper/drain.ts";
import type { Survey } from "../../keeper/steps/survey.ts";
import { type Anvil, KEYS, startAnvil } from "./anvil.ts";
import { openBlank } from "./blank.ts";

const db = await openBlank();
const JOB = `0x${"ab".repeat(32)}` as const;
const lines: string[] = [];
const log = pino({ base: null }, { write: (line) => void lines.push(line) });
let anvil: Anvil;
let rpc: Rpc;
let sender: Sender;

beforeAll(async () => {
  anvil = await startAnvil(["--no-mining"]);
  rpc = await connect([anvil.url]);
  sender = await createSender({
    db,
    rpc,
    account: privateKeyToAccount(KEYS[0]),
    confirmations: 1n,
    tipWei: 10n ** 9n,
    limitWei: 10n ** 11n,
    log,
  });
});

afterAll(async () => {
  await anvil.stop();
  await db.close();
});

async function send(subject: string): Promise<void> {
  const target = "0x00000000000000000000000000000000000ca11e";
  await sender.enqueue({ kind: "germinate", subject, target, data: "0x", expiresAt: 10n ** 12n });
}

function drainFor(drainMs: number, latest: Survey | null = null): Promise<void> {
  lines.length = 0;
  return drain({ rpc, sender, log }, { drainMs, pollMs: 20, lost: undefined, latest });
}

test("default: with nothing in flight it is over, though the chain is away and work is queued", async () => {
  await send("queued");
  const dead = { ...rpc, client: undefined as never };
  await drain(
    { rpc: dead, sender, log },
    { drainMs: 1e9, pollMs: 20, lost: undefined, latest: null },
  );
  expect(await sender.inFlight()).toBe(0);
  expect(lines).toEqual([]);
});

test("behavior: what is in flight is seen through to its last confirmation, and nothing new is sent", async () => {
  await sender.turn(await readHead(rpc.client));
  expect(await sender.inFlight()).toBe(1);
  await send("too late");
  let isOver = false;
  const draining = drainFor(1e9).then(() => {
    isOver = true;
  });
  while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(lines.join()).toContain("seeing through what is in flight");
  await anvil.client.mine({ blocks: 1 });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(isOver).toBe(false);
  await anvil.client.mine({ blocks: 1 });
  await draining;
  const { rows } = await db.query("SELECT subject, status FROM intents ORDER BY created_at");
  expect(rows).toEqual([
    { subject: "queued", status: "done" },
    { subject: "too late", status: "queued" },
  ]);
});

test("behavior: after its time it leaves the rest to the next start, and says what must not be forgotten", async () => {
  await sender.turn(await readHead(rpc.client));
  const epoch = { epoch: 7n, job: JOB, revealed: null, commitEnds: 100n, revealEnds: 200n };
  const epochs = [
    { ...epoch, commitment: JOB },
    { ...epoch, epoch: 8n, commitment: null },
  ];
  await drainFor(100, { now: 50n, epochs } as unknown as Survey);
  expect(await sender.inFlight()).toBe(1);
  const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(said.at(-2)).toMatchObject({
    transactions: 1,
    msg: "left in flight; the next start pursues them",
  });
  expect(said.at(-1)).toMatchObject({
    epoch: 7,
    from: "1970-01-01T00:01:40.000Z",
    until: "1970-01-01T00:03:20.000Z",
    msg: "committed and not revealed: start again in time, or part of the bond is lost",
  });
});
