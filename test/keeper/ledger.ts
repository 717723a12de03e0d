import {
  type Address,
  decodeErrorResult,
  decodeFunctionData,
  type Hash,
  type Hex,
  type PublicClient,
} from "viem";
import { almanacAbi } from "../../contracts/abi.ts";

/** One transaction to the almanac. */
export interface Entry {
  readonly block: bigint;
  readonly hash: Hash;
  readonly from: Address;
  readonly call: string;
  readonly args: readonly unknown[];
  readonly value: bigint;
  /** Why it was refused, or null. */
  readonly refused: string | null;
  readonly gas: bigint;
  /** Wei that the gas cost. */
  readonly fee: bigint;
}

/** Everything that was sent to the almanac after block `since`, in order. */
export async function readLedger(
  client: PublicClient,
  almanac: Address,
  since: bigint,
  until: bigint,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let number = since + 1n; number <= until; number++) {
    const { transactions } = await client.getBlock({
      blockNumber: number,
      includeTransactions: true,
    });
    for (const { hash, from, to, input, value } of transactions) {
      if (to?.toLowerCase() !== almanac.toLowerCase()) continue;
      const { status, gasUsed, effectiveGasPrice } = await client.getTransactionReceipt({ hash });
      const { functionName, args } = decodeFunctionData({ abi: almanacAbi, data: input });
      const refused =
        status === "success"
          ? null
          : await whyRefused(client, { from, to: almanac, input, number });
      entries.push({
        block: number,
        hash,
        from,
        call: functionName,
        args: args ?? [],
        value,
        refused,
        gas: gasUsed,
        fee: gasUsed * effectiveGasPrice,
      });
    }
  }
  return entries;
}

/** Asks again at the block in which it was refused: what was refused has changed nothing. */
async function whyRefused(
  client: PublicClient,
  { from, to, input, number }: { from: Address; to: Address; input: Hex; number: bigint },
): Promise<string> {
  try {
    await client.request({
      method: "eth_call",
      params: [{ from, to, data: input }, `0x${number.toString(16)}`],
    });
    return "nothing";
  } catch (error) {
    const data = revertData(error);
    if (data === undefined) return String(error);
    return decodeErrorResult({ abi: almanacAbi, data }).errorName;
  }
}

function revertData(error: unknown): Hex | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { data } = at as { data?: unknown };
    if (typeof data === "string") return data as Hex;
  }
  return undefined;
}
