// A process that does nothing but send, for tests that kill it: store, lease and sender as the keeper has them.
// Its words come as arguments; it says "up" when it begins to send, and goes on until it is ended.
import { pino } from "pino";
import { toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { connect } from "../../keeper/chain/rpc.ts";
import { createSender } from "../../keeper/chain/sender.ts";
import { oneLine } from "../../keeper/errors.ts";
import { holderIn } from "../../keeper/store/home.ts";
import { takeLease } from "../../keeper/store/lease.ts";
import { openStore } from "../../keeper/store/open.ts";
import { KEYS } from "./anvil.ts";
import { TARGET } from "./desk.ts";

const { RPC_URL, DATA_DIR, DATABASE_URL } = process.env;
const [mode, ...words] = process.argv.slice(2);
const log = pino({ base: null, level: "info" }, pino.destination({ dest: 2, sync: true }));
const account = privateKeyToAccount(KEYS[0]);
const stopping = new AbortController();
process.on("SIGTERM", () => stopping.abort());

const store = await openStore(DATA_DIR!, { databaseUrl: DATABASE_URL });
const lease = await takeLease({
  db: store.db,
  name: account.address,
  holder: holderIn(store),
  log,
  standby: mode === "standby",
  signal: stopping.signal,
});
if (lease !== null) {
  const rpc = await connect([RPC_URL!]);
  const sender = await createSender({
    db: lease.fenced(store.db),
    rpc,
    account,
    confirmations: 0n,
    log,
    tipWei: 10n ** 9n,
    limitWei: 200n * 10n ** 9n,
  });
  console.log("up");
  while (!stopping.signal.aborted) {
    try {
      for (const word of words) {
        const data = toHex(word);
        const wish = { kind: "commit", subject: word, target: TARGET, data } as const;
        await sender.enqueue({ ...wish, expiresAt: 10n ** 12n });
      }
      await sender.turn(await rpc.head());
    } catch (error) {
      log.warn({ why: oneLine(error) }, "a turn did not finish");
    }
    await new Promise((resolve) => setTimeout(resolve, 80));
  }
  await lease.release();
}
await store.close();
process.exit(0);
