// An hour (or as long as is said) of a keeper's life with random kills and reorganisations, on a chain whose clock
// does not wait for it: node test/keeper/faults/soak.ts --minutes 60 --out FILE [--store postgres] [--seed N].
// Every few minutes the keeper is stopped, judged, and a line of figures is added to the file; what cannot be told
// yet (epochs that are still open) is told by the next one. What every keeper logged lies in FILE.log.
import { appendFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startCluster } from "../../../tools/postgres/cluster.ts";
import type { KeeperProcess } from "../process.ts";
import { openArena } from "./arena.ts";
import { seeded } from "./kills.ts";
import { pause } from "./pace.ts";
import { supervise } from "./supervisor.ts";

const HELP =
  "node test/keeper/faults/soak.ts --minutes 60 --out FILE [--store pglite|postgres] [--seed N]";
/** A block, while no keeper is alive: an epoch of 30 in nine seconds. */
const ALONE_MS = 300;
/** Between two strikes at most: an epoch. */
const MOST_BLOCKS = 30;
const JUDGE_EVERY_MS = 300_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "60" },
      out: { type: "string" },
      store: { type: "string", default: "pglite" },
      seed: { type: "string", default: "1" },
    },
  });
  if (values.out === undefined) throw new Error(`Say where the figures go. ${HELP}`);
  const out = values.out;
  const random = seeded(Number(values.seed));
  const cluster = values.store === "postgres" ? await startCluster() : undefined;
  const arena = await openArena(2, { aloneMs: ALONE_MS });
  const started = performance.now();
  const ends = started + Number(values.minutes) * 60_000;
  const struck = { kills: 0, reorganisations: 0, deepest: 0, restarts: 0 };
  let isFine = true;
  writeFileSync(out, "");
  writeFileSync(`${out}.log`, "");
  const keepLog = (one: KeeperProcess) =>
    appendFileSync(`${out}.log`, `${one.log()}-- process ${one.child.pid} ended\n`);
  const tell = (line: object) => appendFileSync(out, `${JSON.stringify(line)}\n`);
  try {
    const { place } = await arena.newPlace(await cluster?.database());
    const passed = async (share: number) => {
      const head = await arena.client.getBlockNumber();
      await arena.pace.passed(head + BigInt(Math.ceil(share * MOST_BLOCKS)));
    };
    while (performance.now() < ends) {
      const until = Math.min(ends, performance.now() + JUDGE_EVERY_MS);
      const supervisor = supervise(place, {}, keepLog);
      while (performance.now() < until) {
        // In blocks, so that a busy machine lets it live as long as a quiet one; now and then while it starts.
        if (random() < 0.1) await pause(random() * 2_000);
        else await passed(random());
        if (random() < 0.5) {
          const depth = 1 + Math.floor(random() * 8);
          await arena.pace.reorganise(depth);
          struck.reorganisations++;
          struck.deepest = Math.max(struck.deepest, depth);
        } else {
          // Mostly a restart at once; sometimes away for longer than a window.
          await supervisor.kill(random() < 0.8 ? 200 : random() * 8_000);
          struck.kills++;
        }
      }
      const one = await supervisor.leave();
      struck.restarts += supervisor.endings.length;
      await place.settle(one, 20).finally(() => keepLog(one));
      const { faults, counts } = await place.verdict(false);
      isFine &&= faults.length === 0;
      const minutes = Math.round((performance.now() - started) / 6_000) / 10;
      const head = Number(await arena.client.getBlockNumber());
      const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
      tell({
        minutes,
        store: place.name,
        blocks: head,
        ...struck,
        ...counts,
        faults,
        endings: supervisor.endings.slice(-3),
        harnessMiB: memory,
      });
    }
    tell({ ended: true, isFine });
  } catch (error) {
    tell({ ended: true, isFine: false, error: error instanceof Error ? error.stack : error });
    throw error;
  } finally {
    await arena.close();
    await cluster?.close();
  }
  return isFine ? 0 : 1;
}

// Whatever was started ends with this process.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(143));

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error);
    process.exit(2);
  },
);
