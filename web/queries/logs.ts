// Logs of a contract between two blocks, in as many questions as the node wants.
import { type Hex, numberToHex } from "viem";
import type { RawLog } from "../almanac/deeds.ts";
import type { ContractName } from "../deployment.ts";
import { addressOf, type World } from "../world.ts";

/** Many nodes answer no more blocks than this at once, some fewer. */
const MOST_BLOCKS = 10_000n;
const FEWEST_BLOCKS = 500n;

/** Each place: one topic, any of some, or null for whatever it is. */
type Topics = readonly (Hex | readonly Hex[] | null)[];

/**
 * A contract's logs with these topics, from a block to a block, both included.
 * @throws the node's refusal of a range that any node should answer.
 */
export async function readLogs(
  world: World,
  topics: Topics,
  from: bigint,
  to: bigint,
  contract: ContractName = "Almanac",
): Promise<RawLog[]> {
  const logs: RawLog[] = [];
  let most = MOST_BLOCKS;
  for (let next = from; next <= to; ) {
    const last = next + most - 1n < to ? next + most - 1n : to;
    try {
      logs.push(...(await askLogs(world, contract, topics, next, last)));
      next = last + 1n;
    } catch (error) {
      // The reason is worded differently by every node, so a shorter range is what tells.
      const asked = last - next + 1n;
      if (asked <= FEWEST_BLOCKS) throw error;
      most = asked / 2n > FEWEST_BLOCKS ? asked / 2n : FEWEST_BLOCKS;
    }
  }
  return logs;
}

async function askLogs(
  world: World,
  contract: ContractName,
  topics: Topics,
  from: bigint,
  to: bigint,
): Promise<RawLog[]> {
  const filter = {
    address: addressOf(world, contract),
    topics: topics as Hex[],
    fromBlock: numberToHex(from),
    toBlock: numberToHex(to),
  };
  return (await world.client.request({ method: "eth_getLogs", params: [filter] })) as RawLog[];
}
