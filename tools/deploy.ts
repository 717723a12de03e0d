import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address, Hex } from "viem";
import { run } from "./processes.ts";

/** What a deployment writes down: deployments/<chainId>.json. */
export interface DeployRecord {
  chainId: number;
  startBlock: number;
  contracts: Record<string, { address: Address }>;
}

/**
 * Deploys collection.json by the script that production uses. `record` is where the script writes the
 * record, a path below deployments/.
 */
export async function deploy(rpcUrl: string, owner: Hex, record: string): Promise<DeployRecord> {
  const { code, output } = await run(
    "forge",
    [
      ...["script", "contracts/script/Deploy.s.sol", "--rpc-url", rpcUrl, "--private-key", owner],
      // One after another: together they exceed a block, and anvil mines what is left over only when
      // something else arrives.
      ...["--broadcast", "--slow"],
    ],
    {
      env: {
        HELIOTROPE_RECORD: record,
        FOUNDRY_BROADCAST: join(tmpdir(), `heliotrope-broadcast-${process.pid}`),
      },
    },
  );
  if (code !== 0) throw new Error(`Deployment to ${rpcUrl} failed:\n${output.slice(-4000)}`);
  return JSON.parse(readFileSync(record, "utf8")) as DeployRecord;
}
