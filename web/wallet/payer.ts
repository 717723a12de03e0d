// The account and the chain that a transaction was begun with. A wallet may change either at any moment;
// what is sent then would come from somebody else, or go nowhere.
import type { Address } from "viem";
import type { Config, Connector } from "wagmi";
import { shortAddress } from "../components/Who.tsx";
import { FailureError } from "./failure.ts";

export interface Payer {
  account: Address;
  connector: Connector;
}

/** Who pays now. @throws FailureError without a connected wallet, or with one on another chain. */
export async function payerOf(config: Config, chainId: number): Promise<Payer> {
  const { connections, current } = config.state;
  const connection = current === null ? undefined : connections.get(current);
  if (!connection) {
    throw new FailureError({
      kind: "disconnected",
      sentence: "No wallet is connected. Connect one, then try again.",
    });
  }
  const payer = { account: connection.accounts[0], connector: connection.connector };
  await requireSame(payer, chainId);
  return payer;
}

/** Asks the wallet itself: what the page heard last may be old. @throws FailureError */
export async function requireSame(payer: Payer, chainId: number): Promise<void> {
  const [accounts, chain] = await Promise.all([
    payer.connector.getAccounts(),
    payer.connector.getChainId(),
  ]);
  if (chain !== chainId) throw new FailureError(otherChain(chain, chainId));
  if (accounts[0]?.toLowerCase() !== payer.account.toLowerCase()) {
    throw new FailureError(otherAccount(payer.account, accounts[0]));
  }
}

export function otherChain(chain: number, wanted: number) {
  return {
    kind: "chain",
    sentence: `Your wallet is on chain ${chain}, and this belongs to chain ${wanted}. Nothing was sent: switch the wallet back, then try again.`,
  } as const;
}

export function otherAccount(begun: Address, now: Address | undefined) {
  return {
    kind: "account",
    sentence: `This was begun with ${shortAddress(begun)}, and your wallet ${now ? `has changed to ${shortAddress(now)}` : "shares no account any more"}. Nothing was sent: choose the account that you mean, then try again.`,
  } as const;
}
