// A lie as the almanac's contract takes it: where it lies, as intents name it, and the call that tells it.
import type { Address, Hex } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import { leafIndex, TOKEN_DEPTH } from "../../renderer/merkle.ts";
import { type Call, callOf } from "../wallet/transaction.ts";
import type { Lie } from "./judge.ts";

export interface Accusation {
  almanac: Address;
  epoch: number;
  /** Any keeper that revealed the root. */
  keeper: Address;
  /** The plant that was looked at; a lie in the padding is not about it. */
  tokenId: number;
  lie: Lie;
}

/** The node that the lie is about. */
export function placeOf({ tokenId, lie }: Pick<Accusation, "tokenId" | "lie">) {
  if (lie.kind === "run") return { height: 0, index: leafIndex(tokenId, lie.run) };
  if (lie.kind === "inputs") return { height: TOKEN_DEPTH, index: tokenId };
  return { height: lie.node.height, index: lie.node.index };
}

/** @param salt of the intent; zero for a bare challenge. */
export function challengeOf(accusation: Accusation, salt: Hex): Call {
  const { almanac, epoch, keeper, tokenId, lie } = accusation;
  const contract = { address: almanac, abi: almanacAbi } as const;
  const root = [BigInt(epoch), keeper] as const;
  switch (lie.kind) {
    case "run": {
      const { run, pixels, inputs, path } = lie;
      const args = [...root, BigInt(tokenId), BigInt(run), pixels, inputs, path, salt] as const;
      return callOf({ ...contract, functionName: "challenge", args });
    }
    case "inputs": {
      const { inputs, runs, path } = lie;
      const args = [...root, BigInt(tokenId), inputs, runs, path, salt] as const;
      return callOf({ ...contract, functionName: "challengeInputs", args });
    }
    case "padding": {
      const { height, index, ...rest } = lie.node;
      const node = { ...rest, height: BigInt(height), index: BigInt(index) };
      const args = [...root, node, salt] as const;
      return callOf({ ...contract, functionName: "challengePadding", args });
    }
  }
}
