// Roots of the stage: trees over rasters, committed and revealed by a wallet.
import type { Hex } from "viem";
import { almanacAbi } from "../../../contracts/abi.ts";
import {
  type EpochTree,
  epochTree,
  type SkyInputs,
  type TokenTree,
  tokenTree,
} from "../../../renderer/merkle.ts";
import type { Chain, Wallet } from "./chain.ts";
import { skyInputs } from "./plants.ts";

/** Enough for all the bonds of a test. */
const STAKE = 5n * 10n ** 18n;
const CID: Hex = `0x01551220${"c1".repeat(32)}`;
const SALT: Hex = `0x${"5a".repeat(32)}`;

export interface Tree {
  job: Hex;
  tokens: TokenTree[];
  inputs: SkyInputs[];
  tree: EpochTree;
}

export function almanacOf({ contracts }: Pick<Chain, "contracts">) {
  return { address: contracts.Almanac!.address, abi: almanacAbi } as const;
}

export function deposit(chain: Chain, wallet: Wallet): Promise<void> {
  const args = [wallet.account.address] as const;
  return chain.send(
    wallet.writeContract({
      ...almanacOf(chain),
      functionName: "deposit",
      args,
      value: STAKE,
    }),
  );
}

/** When the commits, the reveals and the challenges of an epoch end. */
export function windowsOf(chain: Pick<Chain, "client" | "contracts">, epoch: number) {
  return chain.client.readContract({
    ...almanacOf(chain),
    functionName: "windowsOf",
    args: [BigInt(epoch)],
  });
}

export async function commit(
  chain: Chain,
  wallet: Wallet,
  epoch: number,
  root: Hex,
): Promise<void> {
  const almanac = almanacOf(chain);
  const commitment = await chain.client.readContract({
    ...almanac,
    functionName: "hashCommitment",
    args: [BigInt(epoch), root, CID, SALT, wallet.account.address],
  });
  const args = [BigInt(epoch), commitment] as const;
  await chain.send(wallet.writeContract({ ...almanac, functionName: "commit", args }));
}

export function reveal(chain: Chain, wallet: Wallet, epoch: number, root: Hex): Promise<void> {
  const args = [BigInt(epoch), root, CID, SALT] as const;
  return chain.send(wallet.writeContract({ ...almanacOf(chain), functionName: "reveal", args }));
}

/** The tree over rasters and over what the chain says that they are painted from. */
export async function treeOver(
  chain: Chain,
  epoch: number,
  rasters: readonly Uint8Array[],
): Promise<Tree> {
  const job = await chain.client.readContract({
    ...almanacOf(chain),
    functionName: "jobOf",
    args: [BigInt(epoch)],
  });
  const inputs = await Promise.all(rasters.map((_, id) => skyInputs(chain, epoch, id)));
  const tokens = rasters.map((raster, id) => tokenTree(job, id, inputs[id]!, raster));
  const nodes = tokens.map(({ root }) => root.slice(2)).join("");
  return { job, tokens, inputs, tree: epochTree(Buffer.from(nodes, "hex")) };
}
