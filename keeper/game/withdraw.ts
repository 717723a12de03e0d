/** Takes ether out of the almanac that no commit has locked. */
import { encodeFunctionData, formatEther } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import type { Contracts } from "../chain/deployment.ts";
import type { Rpc } from "../chain/rpc.ts";
import type { Sender } from "../chain/sender.ts";
import { FatalError, oneLine } from "../errors.ts";
import type { Queries } from "../store/database.ts";
import { statusOf } from "../store/intents.ts";

export interface Withdrawal {
  /** Wei; null for all that is free. */
  readonly amount: bigint | null;
  readonly to: `0x${string}`;
}

export interface Teller {
  readonly rpc: Rpc;
  readonly contracts: Pick<Contracts, "Almanac">;
  readonly sender: Sender;
  readonly db: Queries;
  /** Between two looks at the chain. */
  readonly pause: () => Promise<void>;
}

/** An hour of chain time. */
const PATIENCE_S = 3_600n;

/**
 * Asks the sender for it and turns until it has happened: asked for once, it is done once, also by the next process
 * where this one is killed. Resolves to the wei that went. Throws FatalError where that much is not free, or where the
 * almanac refuses.
 */
export async function withdraw(
  { rpc, contracts, sender, db, pause }: Teller,
  { amount, to }: Withdrawal,
): Promise<bigint> {
  const almanac = { address: contracts.Almanac, abi: almanacAbi } as const;
  const args = [sender.address] as const;
  const read = () => rpc.client.readContract({ ...almanac, functionName: "accountOf", args });
  const { balance, locked } = await read();
  const wei = amount ?? balance;
  if (wei === 0n || wei > balance) {
    throw new FatalError(
      `${formatEther(balance)} ether of ${sender.address} are free in the almanac, so ${amount === null ? "there is nothing to take out" : `${formatEther(wei)} cannot be taken out`}; ${locked} commits have their bonds locked until their epochs are final. Wait until those come home, or take out less.`,
    );
  }
  const call = { ...almanac, functionName: "withdraw", args: [to, wei] } as const;
  await rpc.client.simulateContract({ ...call, account: sender.address }).catch((error) => {
    throw new FatalError(
      `The almanac would not pay out ${formatEther(wei)} ether to ${to} (${oneLine(error)}). Look whether that account takes ether.`,
    );
  });
  const { timestamp } = await rpc.head();
  const sent = await rpc.client.getTransactionCount({ address: sender.address });
  const id = await sender.enqueue({
    kind: "withdraw",
    // The same sum may be taken out again later: then the account, or what the key has sent, is another.
    subject: `${wei} wei to ${to}, balance ${balance}, locked ${locked}, after ${sent} transactions`,
    target: contracts.Almanac,
    data: encodeFunctionData(call),
    expiresAt: timestamp + PATIENCE_S,
  });
  for (;;) {
    await sender.turn(await rpc.head());
    const status = await statusOf(db, id);
    if (status === "done") return wei;
    if (status === "reverted" || status === "moot") {
      throw new FatalError(
        `The almanac has not paid out ${formatEther(wei)} ether (${status}). Look whether ${to} takes ether, and whether a running keeper has locked a bond meanwhile.`,
      );
    }
    await pause();
  }
}
