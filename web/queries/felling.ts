// What a root was felled with. The event names the root only; the transaction has the plant and the run.
import { useQuery } from "@tanstack/react-query";
import { decodeFunctionData, type Hex } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import { useWorld } from "../world.ts";

export interface Felling {
  tokenId?: number;
  run?: number;
  /** Where something lay that must be empty, or where nobody answered. */
  node?: { height: number; index: number };
}

/** Null where the challenge came through another contract, whose calls cannot be read here. */
export function useFelling(tx: Hex | undefined) {
  const { client } = useWorld();
  return useQuery({
    queryKey: ["felling", tx],
    queryFn: async (): Promise<Felling | null> => {
      const { input } = await client.getTransaction({ hash: tx! });
      return fellingOf(input);
    },
    enabled: tx !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function fellingOf(input: Hex): Felling | null {
  try {
    const { args, functionName } = decodeFunctionData({ abi: almanacAbi, data: input });
    switch (functionName) {
      case "challenge":
        return { tokenId: Number(args[2]), run: Number(args[3]) };
      case "challengeInputs":
        return { tokenId: Number(args[2]) };
      case "challengePadding":
        return { node: { height: Number(args[2].height), index: Number(args[2].index) } };
      case "silence":
        return { node: { height: Number(args[2]), index: Number(args[3]) } };
      default:
        return null;
    }
  } catch {
    return null;
  }
}
