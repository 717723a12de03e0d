import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address, Hex } from "viem";
import { runScript } from "./deploy/script.ts";

/** What a deployment writes down: deployments/<chainId>.json. */
export interface DeployRecord {
  chainId: number;
  startBlock: number;
  contracts: Record<string, { address: Address }>;
  /** Where the list of who may mint early is published: an address, or a file beside the page. */
  list?: string;
}

/**
 * Deploys collection.json to a local chain by the script that production uses, without its checks. `record`
 * is where the script writes the record, a path below deployments/.
 */
export async function deploy(rpcUrl: string, owner: Hex, record: string): Promise<DeployRecord> {
  const broadcast = mkdtempSync(join(tmpdir(), "heliotrope-broadcast-"));
  try {
    const { code, output } = await runScript({
      rpcUrl,
      record,
      broadcast,
      chainId: 31_337,
      signing: [],
      send: true,
      env: { HELIOTROPE_PRIVATE_KEY: owner },
    });
    if (code !== 0) throw new Error(`Deployment to ${rpcUrl} failed:\n${output.slice(-4000)}`);
    return JSON.parse(readFileSync(record, "utf8")) as DeployRecord;
  } finally {
    rmSync(broadcast, { recursive: true, force: true });
  }
}
