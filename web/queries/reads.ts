// Many view calls in one round trip. The aggregator travels inside the call, so no chain needs to
// have one deployed.
import type { ContractFunctionParameters, MulticallReturnType } from "viem";
import type { World } from "../world.ts";

/**
 * Calls in one round trip. A node runs the aggregator as the creation of a contract, so the answers
 * together must fit 24,576 bytes (EIP-170), at about 400 for a call; long answers are read alone.
 */
const BATCH_CALLS = 48;

/**
 * Reads contract views together, each with a short answer.
 * @throws the first failure: a call that reverts, or a node that does not answer.
 */
export async function readAll<const contracts extends readonly ContractFunctionParameters[]>(
  world: World,
  contracts: contracts,
): Promise<MulticallReturnType<contracts, false>> {
  const batches: Promise<unknown[]>[] = [];
  for (let from = 0; from < contracts.length; from += BATCH_CALLS) {
    batches.push(
      world.client.multicall({
        contracts: contracts.slice(from, from + BATCH_CALLS) as never,
        allowFailure: false,
        deployless: true,
        batchSize: 0,
      }),
    );
  }
  return (await Promise.all(batches)).flat() as MulticallReturnType<contracts, false>;
}
