// What the demonstration puts into the almanac: a bond account for each keeper, and the treasury.
import {
  type Address,
  createTestClient,
  http,
  parseEther,
  publicActions,
  walletActions,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { almanacAbi } from "../../contracts/abi.ts";

/** Bonds of an epoch stay locked for more than two more: this is enough for ten at once. */
const DEPOSIT = parseEther("2");
/** 200 pots. */
const TREASURY = parseEther("1");

/** Pays from the chain's first account; the chain must mine by itself. */
export async function endow(
  rpcUrl: string,
  mnemonic: string,
  almanac: Address,
  keepers: readonly Address[],
): Promise<void> {
  const client = createTestClient({
    mode: "anvil",
    account: mnemonicToAccount(mnemonic),
    chain: foundry,
    transport: http(rpcUrl),
  })
    .extend(publicActions)
    .extend(walletActions);
  const contract = { address: almanac, abi: almanacAbi } as const;
  const hashes = [
    await client.writeContract({ ...contract, functionName: "fund", value: TREASURY }),
  ];
  for (const keeper of keepers) {
    const call = { ...contract, functionName: "deposit", args: [keeper], value: DEPOSIT } as const;
    hashes.push(await client.writeContract(call));
  }
  for (const hash of hashes) {
    const { status } = await client.waitForTransactionReceipt({ hash });
    if (status !== "success") throw new Error(`Endowing the almanac reverted (${hash}).`);
  }
}
