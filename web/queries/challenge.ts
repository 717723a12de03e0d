// A challenge that is called and not sent: what the contract would say to it now.
import { type Address, BaseError, ContractFunctionRevertedError, zeroHash } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import type { Lie } from "../verify.ts";
import { addressOf, type World } from "../world.ts";

export type Judgement = "falls" | "inputs-fall" | "holds" | "early" | "fallen" | "finalized";

/** What the contract's own refusals mean. */
const REFUSALS: Partial<Record<string, Judgement>> = {
  RootHolds: "holds",
  RevealsOpen: "early",
  AlreadyFallen: "fallen",
  AlreadyFinalized: "finalized",
};

/**
 * Puts a lie to the contract.
 * @throws whatever kept the contract from judging: a silent node, a path that leads nowhere.
 */
export async function askChain(
  world: World,
  epoch: number,
  keeper: Address,
  tokenId: number,
  lie: Lie,
): Promise<Judgement> {
  const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
  const place = [BigInt(epoch), keeper, BigInt(tokenId)] as const;
  // Anybody may challenge, so it does not matter who asks.
  const account = keeper;
  try {
    if (lie.kind === "run") {
      const { run, pixels, inputs, path } = lie;
      await world.client.simulateContract({
        ...almanac,
        account,
        functionName: "challenge",
        args: [...place, BigInt(run), pixels, inputs, path, zeroHash],
      });
      return "falls";
    }
    const { inputs, runs, path } = lie;
    await world.client.simulateContract({
      ...almanac,
      account,
      functionName: "challengeInputs",
      args: [...place, inputs, runs, path, zeroHash],
    });
    return "inputs-fall";
  } catch (error) {
    const revert =
      error instanceof BaseError &&
      error.walk((each) => each instanceof ContractFunctionRevertedError);
    const name = revert instanceof ContractFunctionRevertedError ? revert.data?.errorName : "";
    const judgement = REFUSALS[name ?? ""];
    if (judgement) return judgement;
    throw error;
  }
}
