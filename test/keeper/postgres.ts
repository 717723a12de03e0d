// A real PostgreSQL for one test file, gone with it.
import { afterAll, beforeAll } from "vitest";
import { type Cluster, startCluster } from "../../tools/postgres/cluster.ts";

/** To be called at the top of a file; the cluster is there when the first test begins. */
export function postgresForFile(): () => Cluster {
  let cluster: Cluster | undefined;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(async () => {
    await cluster?.close();
  });
  return () => cluster!;
}
