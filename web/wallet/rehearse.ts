// A transaction run by the node before a wallet is asked: refusals and empty accounts are told at once,
// and cost nothing.
import type { Address } from "viem";
import { estimateGas, simulateBlocks } from "viem/actions";
import type { Reader } from "../client.ts";
import { ether } from "../words.ts";
import { FailureError } from "./failure.ts";
import { refusalOf } from "./refusals.ts";
import type { RawCall } from "./transaction.ts";

/** Runs the calls one after the other on the present state. @throws what refuses, or FailureError */
export async function rehearse(
  client: Reader,
  account: Address,
  calls: readonly RawCall[],
): Promise<void> {
  const value = calls.reduce((sum, call) => sum + call.value, 0n);
  const balance = await client.getBalance({ address: account });
  if (value > balance) throw new FailureError(poor(value, balance));
  const [first] = calls;
  if (!first) return;
  if (calls.length > 1 && (await rehearseTogether(client, account, calls))) return;
  await client.call({ account, ...first });
  const fee = await feeOf(client, account, first);
  if (fee !== undefined && first.value + fee > balance) {
    throw new FailureError(poor(first.value + fee, balance));
  }
}

/** False where the node cannot run several calls on each other's results. */
async function rehearseTogether(
  client: Reader,
  account: Address,
  calls: readonly RawCall[],
): Promise<boolean> {
  let blocks: Awaited<ReturnType<typeof simulateBlocks>>;
  try {
    blocks = await simulateBlocks(client, {
      blocks: [{ calls: calls.map((call) => ({ account, ...call })) }],
    });
  } catch {
    return false;
  }
  for (const result of blocks[0]?.calls ?? []) {
    if (result.status === "success") continue;
    const refusal = refusalOf(result.data);
    throw new FailureError({
      kind: "reverted",
      sentence: refusal?.sentence ?? "The contract refuses one of these calls, without a reason.",
      ...(refusal && { error: refusal.name }),
    });
  }
  return true;
}

/** What the gas may cost; undefined where the node does not say, for the wallet finds out itself. */
async function feeOf(client: Reader, account: Address, call: RawCall): Promise<bigint | undefined> {
  try {
    const [gas, price] = await Promise.all([
      estimateGas(client, { account, ...call }),
      client.getGasPrice(),
    ]);
    return gas * price;
  } catch {
    return undefined;
  }
}

function poor(needed: bigint, balance: bigint) {
  return {
    kind: "funds",
    sentence: `This needs about ${ether(needed)} with the gas, and the account has ${ether(balance)}. Add ether to it, then try again.`,
  } as const;
}
