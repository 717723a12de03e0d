// A process that another has taken over from: whatever it was about to do, it signs nothing.
import { pino } from "pino";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Rpc, readHead } from "../../keeper/chain/rpc.ts";
import { createSender, type Sender } from "../../keeper/chain/sender.ts";
import { FatalError } from "../../keeper/errors.ts";
import { type Lease, takeLease } from "../../keeper/store/lease.ts";
import { type Anvil, KEYS, startAnvil } from "./anvil.ts";
import { openBlank } from "./blank.ts";

const db = await openBlank();
const log = pino({ level: "silent" });
const account = privateKeyToAccount(KEYS[0]);
const target = "0x00000000000000000000000000000000000ca11e";
let anvil: Anvil;
let rpc: Rpc;
let lease: Lease;
let sender: Sender;
let signed = 0;

beforeAll(async () => {
  anvil = await startAnvil(["--no-mining"]);
  rpc = await connect([anvil.url]);
  lease = (await takeLease({
    db,
    name: "keeper",
    holder: { text: "process 1", home: "1" },
    log,
    standby: false,
    signal: new AbortController().signal,
  }))!;
  sender = await createSender({
    db: lease.fenced(db),
    rpc,
    confirmations: 0n,
    tipWei: 10n ** 9n,
    limitWei: 10n ** 11n,
    log,
    account: {
      ...account,
      signTransaction: (...args) => {
        signed++;
        return account.signTransaction(...args);
      },
    },
  });
});

afterAll(async () => {
  await lease.release();
  await anvil.stop();
  await db.close();
});

async function wish(subject: string): Promise<void> {
  await sender.enqueue({ kind: "germinate", subject, target, data: "0x", expiresAt: 10n ** 12n });
}

test("error: after a takeover nothing is signed: no new transaction, no replacement, no filled hole", async () => {
  await wish("stuck");
  await sender.turn(await readHead(rpc.client));
  expect(signed).toBe(1);
  await wish("queued");
  await db.query("UPDATE leases SET fence = fence + 1, holder = 'process 2', home = '2'");
  await expect(wish("late")).rejects.toThrow(FatalError);
  // One in flight, one queued: the queued one would be sent.
  await expect(sender.turn(await readHead(rpc.client))).rejects.toThrow("has taken over");
  // Stuck for three blocks: a replacement would be due.
  const { rows } = await db.query<{ raw: `0x${string}` }>("SELECT raw FROM attempts");
  await db.query("UPDATE attempts SET signed_at_block = -10, cap_wei = 1, tip_wei = 1");
  await expect(sender.turn(await readHead(rpc.client))).rejects.toThrow("has taken over");
  // A gap below its nonce would be filled.
  await db.query("UPDATE intents SET nonce = 3 WHERE status = 'sent'");
  await db.query("UPDATE attempts SET nonce = 3, signed_at_block = 0, cap_wei = 1e12");
  await db.query("UPDATE signers SET next_nonce = 4");
  await expect(sender.turn(await readHead(rpc.client))).rejects.toThrow("has taken over");
  expect(signed).toBe(1);
  expect(rows).toHaveLength(1);
  expect((await db.query("SELECT raw FROM attempts")).rows).toEqual(rows);
});
