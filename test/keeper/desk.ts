// A sender, the chain it sends to and the database it writes to, for tests of what becomes of what is asked for.
import { pino } from "pino";
import { type Hash, type Hex, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { connect, type Rpc, readHead } from "../../keeper/chain/rpc.ts";
import { createSender, type Sender } from "../../keeper/chain/sender.ts";
import type { Metrics } from "../../keeper/metrics.ts";
import type { Engine } from "../../keeper/store/database.ts";
import { migrate } from "../../keeper/store/schema.ts";
import { type Anvil, allTransactions, KEYS, startAnvil } from "./anvil.ts";

/** What is sent goes here: nobody has the key, and whatever comes is taken. */
export const TARGET = "0x00000000000000000000000000000000000ca11e";
const LATER = 10n ** 12n;

export const account = privateKeyToAccount(KEYS[0]);

export interface Desk {
  readonly anvil: Anvil;
  readonly db: Engine;
  /** The node itself, without anybody between. */
  readonly rpc: Rpc;
  /** A rpc to which nothing can be handed: what is stored stays unsent, as after a kill. */
  readonly mute: Rpc;
  /** Another process's sender, when called twice: they share nothing but the database. */
  sender(settings?: {
    limitGwei?: bigint;
    rpc?: Rpc;
    confirmations?: bigint;
    metrics?: Metrics;
  }): Promise<Sender>;
  /** One turn; where anvil mines by itself, it answers before it has mined, so that is waited for. */
  turn(sender: Sender): Promise<void>;
  /** What reached the chain, in order. */
  words(): Promise<string[]>;
  statuses(): Promise<Record<string, string>>;
  attempts(): Promise<{ hash: Hash; raw: Hex }[]>;
  close(): Promise<void>;
}

export function wish(word: string, expiresAt = LATER) {
  return { kind: "commit", subject: word, target: TARGET, data: toHex(word), expiresAt } as const;
}

/** @param db is emptied first. */
export async function setDesk(db: Engine): Promise<Desk> {
  await db.exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  await migrate(db);
  const anvil = await startAnvil();
  const rpc = await connect([anvil.url]);
  return {
    anvil,
    db,
    rpc,
    mute: { ...rpc, broadcast: async () => [{ state: "refused", reason: "killed" }] },
    sender: (settings = {}) =>
      createSender({
        db,
        rpc: settings.rpc ?? rpc,
        account,
        confirmations: settings.confirmations ?? 0n,
        tipWei: 10n ** 9n,
        limitWei: (settings.limitGwei ?? 200n) * 10n ** 9n,
        log: pino({ level: "silent" }),
        metrics: settings.metrics,
      }),
    turn: async (sender) => {
      await sender.turn(await readHead(rpc.client));
      if (!(await anvil.client.getAutomine())) return;
      for (let i = 0; i < 2_000; i++) {
        if ((await anvil.client.getTxpoolStatus()).pending === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error("anvil does not mine");
    },
    words: async () => {
      const mined = await allTransactions(anvil);
      return mined
        .filter(({ to }) => to === TARGET)
        .map(({ input }) => Buffer.from(input.slice(2), "hex").toString());
    },
    statuses: async () => {
      const { rows } = await db.query<{ subject: string; status: string }>(
        "SELECT subject, status FROM intents",
      );
      return Object.fromEntries(rows.map(({ subject, status }) => [subject, status]));
    },
    attempts: async () =>
      (await db.query<{ hash: Hash; raw: Hex }>("SELECT hash, raw FROM attempts ORDER BY cap_wei"))
        .rows,
    close: () => anvil.stop(),
  };
}
