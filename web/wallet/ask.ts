// Hands calls to the wallet: several as one batch where it offers that (EIP-5792), else one transaction.

import type { Config } from "wagmi";
import { getCapabilities, sendCalls, sendTransaction } from "wagmi/actions";
import type { Reader } from "../client.ts";
import type { Payer } from "./payer.ts";
import type { RawCall, Sent } from "./transaction.ts";

/** Whether the wallet runs several calls as one, all or none. */
export async function offersBatches(
  config: Config,
  { account, connector }: Payer,
  chainId: number,
): Promise<boolean> {
  try {
    const { atomic } = await getCapabilities(config, { account, connector, chainId });
    return atomic?.status === "supported" || atomic?.status === "ready";
  } catch {
    // Most wallets do not know the question.
    return false;
  }
}

/** Waits until the wallet has answered. `nonce` takes the place of a transaction that was lost. */
export async function ask(
  config: Config,
  client: Reader,
  { account, connector }: Payer,
  chainId: number,
  calls: readonly RawCall[],
  nonce: number | undefined,
): Promise<Sent> {
  const [block, used] = await Promise.all([
    client.getBlockNumber({ cacheTime: 0 }),
    client.getTransactionCount({ address: account, blockTag: "pending" }),
  ]);
  const sent = { calls, account, block, nonce: nonce ?? used };
  const [first] = calls;
  if (calls.length === 1 && first) {
    const { to, data, value } = first;
    const hash = await sendTransaction(config, {
      account,
      connector,
      chainId,
      to,
      data,
      value,
      ...(nonce !== undefined && { nonce }),
    });
    return { ...sent, hash, batch: undefined };
  }
  const { id } = await sendCalls(config, {
    account,
    connector,
    chainId,
    calls: calls as RawCall[],
    forceAtomic: true,
  });
  return { ...sent, hash: undefined, batch: id };
}
