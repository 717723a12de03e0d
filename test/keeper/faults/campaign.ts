// The long run of the faults: everything that can befall a keeper, on one database, and kills at random. Each
// misfortune strikes a keeper of its own; one JSON line of figures for each.
import { parseArgs } from "node:util";
import { startCluster } from "../../../tools/postgres/cluster.ts";
import { openArena } from "./arena.ts";
import { MISFORTUNES, randomKills, suffer } from "./misfortunes.ts";
import type { Counts } from "./verdict.ts";

/** What is told of one misfortune. */
export interface Row extends Counts {
  readonly fault: string;
  readonly store: string;
  readonly times: number;
  readonly faults: readonly string[];
}

/** Of a misfortune that the keeper did not get over. */
const NOTHING: Omit<Row, "fault" | "faults"> = {
  store: "",
  times: 0,
  epochs: 0,
  made: 0,
  excused: 0,
  missed: 0,
  transactions: 0,
  reverted: 0,
  noops: 0,
  doubles: 0,
  holes: 0,
  lostSalts: 0,
};
/** Random kills that one keeper lives through, before it is judged. */
const ROUND = 25;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      store: { type: "string", default: "pglite" },
      kills: { type: "string", default: "0" },
      seed: { type: "string", default: "1" },
      only: { type: "string", default: "" },
    },
  });
  const cluster = values.store === "postgres" ? await startCluster() : undefined;
  const arena = await openArena(2);
  const random = Array.from({ length: Math.ceil(Number(values.kills) / ROUND) }, (_, round) =>
    randomKills(
      Math.min(ROUND, Number(values.kills) - round * ROUND),
      Number(values.seed) * 1_000 + round,
    ),
  );
  let isFine = true;
  try {
    for (const misfortune of [...Object.values(MISFORTUNES), ...random]) {
      const { name, postgres } = misfortune;
      if ((postgres && cluster === undefined) || !name.includes(values.only)) continue;
      const row = await suffer(arena, misfortune, cluster).then(
        ({ store, times, counts, faults }): Row => ({
          fault: name,
          store,
          times,
          ...counts,
          faults,
        }),
        (error: Error): Row => ({ ...NOTHING, fault: name, faults: [error.message] }),
      );
      isFine &&= row.faults.length === 0;
      console.log(JSON.stringify(row));
    }
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
