// How a cheat sends: at once, without asking the chain first whether it would be refused, for being refused is
// part of the play.
import {
  type Abi,
  type Address,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { almanacAbi } from "../../contracts/abi.ts";

/** More than any of its calls needs. */
const GAS = 500_000n;

export interface Hand {
  readonly address: Address;
  send(functionName: string, args: readonly unknown[], value?: bigint): Promise<Hex>;
}

export function createHand(url: string, account: PrivateKeyAccount, almanac: Address): Hand {
  const wallet = createWalletClient({ account, transport: http(url) });
  return {
    address: account.address,
    send: (functionName, args, value = 0n) =>
      wallet.sendTransaction({
        to: almanac,
        data: encodeFunctionData({ abi: almanacAbi as Abi, functionName, args }),
        value,
        gas: GAS,
        chain: null,
      }),
  };
}
