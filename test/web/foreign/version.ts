// Registers an art version that says whatever a test has it say, as the models' owner could.
import { type Address, encodeFunctionData, zeroAddress } from "viem";
import { choicesAbi, modelsAbi } from "../../../contracts/abi.ts";
import { compile } from "../stage/compile.ts";
import type { Stage } from "../stage.ts";

/** Where the version's contract is put. */
const PLACE: Address = "0x00000000000000000000000000000000005712a6";
/** Somebody who pays for what it is told. */
const TELLER = 9;

export interface Saying {
  uri?: string;
  svg?: string;
  /** Of the spaces that stand in place of a `~` in either, a multiple of 32. */
  length?: number;
  /** Reverts whatever it is asked about a token. */
  isSilent?: boolean;
}

export interface Version {
  id: number;
  say: (saying: Saying) => Promise<void>;
}

export async function registerVersion(stage: Stage): Promise<Version> {
  const { client, contracts, wallet, send } = stage;
  const { abi, bytecode } = compile("test/web/foreign/Stranger.sol");
  await client.setCode({ address: PLACE, bytecode });
  const models = { address: contracts.Models!.address, abi: modelsAbi } as const;
  const owner = await client.readContract({ ...models, functionName: "owner" });
  await client.impersonateAccount({ address: owner });
  await client.setBalance({ address: owner, value: 10n ** 18n });
  const data = encodeFunctionData({ abi: modelsAbi, functionName: "registerArt", args: [PLACE] });
  await send(client.sendUnsignedTransaction({ from: owner, to: models.address, data }));
  const versions = await client.readContract({ ...models, functionName: "artCount" });
  return {
    id: Number(versions) - 1,
    say: async ({ uri = "", svg = "", length = 0, isSilent = false }) => {
      const skies = isSilent ? zeroAddress : contracts.Metadata!.address;
      const args = [skies, uri, svg, BigInt(length)] as const;
      const call = { address: PLACE, abi, functionName: "say", args } as const;
      await send(wallet(TELLER).writeContract(call));
    },
  };
}

/** Has a holder adopt a version for a plant, and lets it count. */
export async function adopt(
  stage: Stage,
  holder: number,
  tokenId: number,
  version: number,
): Promise<void> {
  const { contracts, wallet, send } = stage;
  const token = { address: contracts.Heliotrope!.address, abi: choicesAbi } as const;
  const args = [BigInt(tokenId), BigInt(version)] as const;
  await send(wallet(holder).writeContract({ ...token, functionName: "adoptArt", args }));
  await stage.passEpoch();
}
