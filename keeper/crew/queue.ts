/** The queue of batches between the keeper and its workers: pg-boss in the keeper's PostgreSQL. */
import { PgBoss } from "pg-boss";
import { z } from "zod";
import { oneLine } from "../errors.ts";

export const QUEUE = "render";
/** A worker that is killed is missed after this long, at the next look; its batch then goes to another. */
const HEARTBEAT_S = 15;
const LOOK_S = 5;

const hex = z.custom<`0x${string}`>(
  (value) => typeof value === "string" && /^0x[0-9a-f]{64}$/.test(value),
);

/** Some tokens of an epoch, with all that painting them needs but the models' bytes. */
const BATCH = z.object({
  job: hex,
  tokens: z.array(
    z.object({
      tokenId: z.number().int().nonnegative(),
      model: z.number().int().nonnegative(),
      modelHash: hex,
      latent: hex,
      condition: hex,
    }),
  ),
});
export type Batch = z.infer<typeof BATCH>;

/** Throws what zod does: nobody but a keeper of the same version writes to the queue. */
export const readBatch = (data: unknown): Batch => BATCH.parse(data);

/** Where batches wait; made and looked after by the keeper, not by its workers. */
export async function openQueue(
  url: string,
  isKeeper: boolean,
  warn: (message: string) => void,
): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: "heliotrope-queue",
    max: 3,
    connectionTimeoutMillis: 10_000,
    useListenNotify: true,
    migrate: isKeeper,
    supervise: isKeeper,
    schedule: false,
    registerInstance: false,
    superviseIntervalSeconds: LOOK_S,
    monitorIntervalSeconds: LOOK_S,
    maintenanceIntervalSeconds: 600,
    openTelemetry: { enabled: false },
  });
  // A database that is away is complained of once, not by every query.
  let last = "";
  boss.on("error", (error) => {
    const why = oneLine(error);
    if (why !== last) warn(`The queue of batches: ${why}.`);
    last = why;
  });
  try {
    // A server that has just been started is not ready at once.
    await boss.start({ attempts: isKeeper ? 5 : 1 });
    if (isKeeper) await makeQueue(boss);
    return boss;
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
}

async function makeQueue(boss: PgBoss): Promise<void> {
  const options = {
    notify: true,
    heartbeatSeconds: HEARTBEAT_S,
    // Of a worker that hangs, and still says that it lives.
    expireInSeconds: 600,
    retryLimit: 10_000,
    retryDelay: 1,
    deleteAfterSeconds: 600,
  };
  await boss.createQueue(QUEUE, options);
  await boss.updateQueue(QUEUE, options);
}

/** How a worker takes batches: at once when they come, and every few seconds those that another has dropped. */
export const TAKING = {
  batchSize: 2,
  localConcurrency: 2,
  burstWhenBatchFull: true,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: LOOK_S,
  heartbeatRefreshSeconds: HEARTBEAT_S / 4,
  perJobResults: true,
} as const;

/** Of these batches, those that nobody has in hand any more: painted, or given up. */
export async function endedOf(boss: PgBoss, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await boss.getDb().executeSql(
    `SELECT id::text FROM pgboss.job
       WHERE name = $1 AND id = ANY ($2::uuid[]) AND state IN ('created', 'retry', 'active')`,
    [QUEUE, ids],
  );
  const open = new Set(rows.map(({ id }: { id: string }) => id));
  return new Set(ids.filter((id) => !open.has(id)));
}
