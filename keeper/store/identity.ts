import type { Address } from "viem";
import type { Deployment } from "../chain/deployment.ts";
import type { Rpc } from "../chain/rpc.ts";
import { FatalError } from "../errors.ts";
import type { Store } from "./open.ts";

/**
 * Ties a data folder, or a database, to one chain, one almanac and one keeper's key: nonces, salts and "done" mean
 * nothing on another. Throws FatalError when it belongs elsewhere, such as to a local chain that was started afresh.
 */
export async function checkIdentity(
  store: Store,
  rpc: Rpc,
  deployment: Deployment,
  keeper: Address,
): Promise<void> {
  const { startBlock, contracts } = deployment;
  const start = await rpc.client.getBlock({ blockNumber: startBlock }).catch(() => null);
  const facts = {
    chain: String(rpc.chainId),
    almanac: contracts.Almanac.toLowerCase(),
    keeper: keeper.toLowerCase(),
    // Only where the node still has that block: some prune, and that is no other chain.
    ...(start === null ? {} : { start: `${startBlock} ${start.hash}` }),
  };
  const { rows } = await store.db.query<{ name: string; value: string }>("SELECT * FROM identity");
  const known = new Map(rows.map(({ name, value }) => [name, value]));
  for (const [name, value] of Object.entries(facts)) {
    const before = known.get(name);
    if (before !== undefined && before !== value) {
      const place =
        store.engine === "pglite"
          ? "Give this one its own DATA_DIR, or move the folder away to begin anew."
          : "Give this one its own database (DATABASE_URL), or empty that one to begin anew.";
      throw new FatalError(
        `${store.place} belongs to another ${name === "keeper" ? "keeper" : "chain or deployment"} (its ${name} was ${before}, here it is ${value}). ${place}`,
      );
    }
    await store.db.query("INSERT INTO identity VALUES ($1, $2) ON CONFLICT DO NOTHING", [
      name,
      value,
    ]);
  }
}
