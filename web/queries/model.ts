// A sky model, read from the chain and checked against its own hash before anything is painted.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { type Hex, hexToBytes, keccak256 } from "viem";
import { modelsAbi } from "../../contracts/abi.ts";
import { addressOf, useWorld, type World } from "../world.ts";

interface Model {
  bytes: Uint8Array;
  /** keccak256 of the bytes, as the register holds it. */
  hash: Hex;
}

/** Immutable once registered, so it is never asked for twice. */
export function modelQuery(world: World, id: number) {
  return queryOptions({
    queryKey: ["model", id],
    queryFn: () => readModel(world, id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

export function useModel(id: number) {
  return useQuery(modelQuery(useWorld(), id));
}

async function readModel(world: World, id: number): Promise<Model> {
  const models = { address: addressOf(world, "Models"), abi: modelsAbi } as const;
  const args = [BigInt(id)] as const;
  // Apart, because a model is too long an answer for a batch.
  const [[, hash], bytes] = await Promise.all([
    world.client.readContract({ ...models, functionName: "modelOf", args }),
    world.client.readContract({ ...models, functionName: "modelBytes", args }),
  ]);
  if (keccak256(bytes) !== hash) {
    throw new Error(
      `The node sent other bytes for sky model ${id} than the register's hash. Use another node.`,
    );
  }
  return { bytes: hexToBytes(bytes), hash };
}
