import type { Deployment } from "../chain/deployment.ts";
import type { Rpc } from "../chain/rpc.ts";
import { FatalError } from "../errors.ts";
import type { Store } from "./open.ts";

/**
 * Ties a data folder to one chain and one almanac: nonces, salts and "done" mean nothing on another. Throws
 * FatalError when the folder belongs elsewhere, such as to a local chain that was started afresh.
 */
export async function checkIdentity(store: Store, rpc: Rpc, deployment: Deployment): Promise<void> {
  const { startBlock, contracts } = deployment;
  const start = await rpc.client.getBlock({ blockNumber: startBlock }).catch(() => null);
  const facts = {
    chain: String(rpc.chainId),
    almanac: contracts.Almanac.toLowerCase(),
    // Only where the node still has that block: some prune, and that is no other chain.
    ...(start === null ? {} : { start: `${startBlock} ${start.hash}` }),
  };
  const { rows } = await store.db.query<{ name: string; value: string }>("SELECT * FROM identity");
  const known = new Map(rows.map(({ name, value }) => [name, value]));
  for (const [name, value] of Object.entries(facts)) {
    const before = known.get(name);
    if (before !== undefined && before !== value) {
      throw new FatalError(
        `The data folder ${store.folder} belongs to another chain or deployment (its ${name} was ${before}, here it is ${value}). Give this one its own DATA_DIR, or move the folder away to begin anew.`,
      );
    }
    await store.db.query("INSERT INTO identity VALUES ($1, $2) ON CONFLICT DO NOTHING", [
      name,
      value,
    ]);
  }
}
