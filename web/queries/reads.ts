// Many view calls in one round trip. The aggregator travels inside the call, so no chain needs to
// have one deployed.
import type { ContractFunctionParameters, MulticallReturnType } from "viem";
import type { World } from "../world.ts";

/** Calldata bytes in one round trip; with the aggregator it must stay under 49,152 (EIP-3860). */
const BATCH_BYTES = 12_000;

/**
 * Reads contract views together.
 * @throws the first failure: a call that reverts, or a node that does not answer.
 */
export function readAll<const contracts extends readonly ContractFunctionParameters[]>(
  world: World,
  contracts: contracts,
): Promise<MulticallReturnType<contracts, false>> {
  return world.client.multicall({
    contracts: contracts as never,
    allowFailure: false,
    deployless: true,
    batchSize: BATCH_BYTES,
  }) as Promise<MulticallReturnType<contracts, false>>;
}
