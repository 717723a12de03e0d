// A challenge that is called and not sent: what the contract would say to it now. Where it takes no such challenge
// any more, or not yet, the chain is asked for the truth alone.
import { type Address, BaseError, ContractFunctionRevertedError, zeroHash } from "viem";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { isPadding, zeroNode } from "../../renderer/merkle.ts";
import { addressOf, type World } from "../world.ts";
import { challengeOf } from "./accusation.ts";
import { supplyOf } from "./epoch.ts";
import type { Lie } from "./judge.ts";
import { paintOnChain } from "./run.ts";

export interface Judgement {
  /** What the almanac would do. */
  almanac: "falls" | "holds" | "early" | "late" | "fallen" | "finalized";
  /** Whether the chain says otherwise than the root. */
  isLie: boolean;
}

/** What the contract's own refusals mean. */
const REFUSALS: Partial<Record<string, Judgement["almanac"]>> = {
  RootHolds: "holds",
  RevealsOpen: "early",
  IntentTooYoung: "late",
  AlreadyFallen: "fallen",
  AlreadyFinalized: "finalized",
};

/**
 * Puts a lie to the contract.
 * @throws whatever kept the chain from judging: a silent node, a path that leads nowhere.
 */
export async function askChain(
  world: World,
  epoch: number,
  keeper: Address,
  tokenId: number,
  lie: Lie,
): Promise<Judgement> {
  const almanac = await askAlmanac(world, epoch, keeper, tokenId, lie);
  if (almanac === "falls" || almanac === "holds") return { almanac, isLie: almanac === "falls" };
  return { almanac, isLie: await isOtherwise(world, epoch, tokenId, lie) };
}

async function askAlmanac(
  world: World,
  epoch: number,
  keeper: Address,
  tokenId: number,
  lie: Lie,
): Promise<Judgement["almanac"]> {
  const almanac = addressOf(world, "Almanac");
  const call = challengeOf({ almanac, epoch, keeper, tokenId, lie }, zeroHash);
  try {
    // Anybody may challenge, so it does not matter who asks.
    await world.client.simulateContract({ ...call, account: keeper } as never);
    return "falls";
  } catch (error) {
    const revert =
      error instanceof BaseError &&
      error.walk((each) => each instanceof ContractFunctionRevertedError);
    const name = revert instanceof ContractFunctionRevertedError ? revert.data?.errorName : "";
    const refusal = REFUSALS[name ?? ""];
    if (refusal) return refusal;
    throw error;
  }
}

/** Whether the engine paints other pixels, the token's sky is painted from other inputs, or nothing may be there. */
async function isOtherwise(
  world: World,
  epoch: number,
  tokenId: number,
  lie: Lie,
): Promise<boolean> {
  if (lie.kind === "inputs") {
    const [model, latent, condition] = await world.client.readContract({
      address: addressOf(world, "Heliotrope"),
      abi: heliotropeAbi,
      functionName: "skyInputsAt",
      args: [BigInt(tokenId), BigInt(epoch)],
    });
    const { inputs } = lie;
    return model !== inputs.model || latent !== inputs.latent || condition !== inputs.condition;
  }
  if (lie.kind === "padding") {
    const { height, index, hash } = lie.node;
    const isNothing = isPadding(height, index, await supplyOf(world, epoch));
    return isNothing && hash !== zeroNode(height);
  }
  return (await paintOnChain(world, lie.inputs, lie.run)) !== lie.pixels;
}
