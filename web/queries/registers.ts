// The sky models and the art versions that a holder may adopt. Both registers only grow.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import { metadataAbi, modelsAbi } from "../../contracts/abi.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { usePulse } from "./pulse.ts";
import { readAll } from "./reads.ts";

export interface Registered {
  id: number;
  /** Of the model's bytes, or of the code of the contract that draws. */
  hash: Hex;
  /** Unix seconds. */
  registeredAt: number;
}

export interface Registers {
  models: Registered[];
  arts: (Registered & { metadata: Address })[];
}

/** Asked again with each epoch, which is often enough for what a timelock delays by days. */
export function useRegisters() {
  const world = useWorld();
  const { data: pulse } = usePulse();
  return useQuery({
    queryKey: ["registers", pulse?.shownEpoch],
    queryFn: () => readRegisters(world),
    enabled: pulse !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

async function readRegisters(world: World): Promise<Registers> {
  const models = { address: addressOf(world, "Models"), abi: modelsAbi } as const;
  const [modelCount, artCount] = await readAll(world, [
    { ...models, functionName: "count" },
    { ...models, functionName: "artCount" },
  ]);
  const ids = (total: bigint) => Array.from({ length: Number(total) }, (_, id) => BigInt(id));
  const [painted, drawn] = await Promise.all([
    readAll(
      world,
      ids(modelCount).map((id) => ({ ...models, functionName: "modelOf", args: [id] }) as const),
    ),
    readAll(
      world,
      ids(artCount).map((id) => ({ ...models, functionName: "artOf", args: [id] }) as const),
    ),
  ]);
  return {
    models: painted.map(([, hash, , at], id) => ({ id, hash, registeredAt: Number(at) })),
    arts: drawn.map(([metadata, hash, at], id) => ({
      id,
      metadata,
      hash,
      registeredAt: Number(at),
    })),
  };
}

/** What the contract of an art version draws of a plant now, whatever its holder has adopted. */
export function useDrawing(metadata: Address | undefined, tokenId: number) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  return useQuery({
    queryKey: ["drawing of version", metadata, tokenId, pulse?.shownEpoch],
    queryFn: async () => {
      const svg = await world.client.readContract({
        address: metadata!,
        abi: metadataAbi,
        functionName: "plantSvg",
        args: [addressOf(world, "Heliotrope"), BigInt(tokenId)],
      });
      const { inertIn } = await import("../foreign/drawing.ts");
      return { svg, inert: inertIn(svg) };
    },
    enabled: metadata !== undefined && pulse !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
