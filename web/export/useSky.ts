// What a portrait's sky is painted from.
import { useQueryClient } from "@tanstack/react-query";
import type { Portrait } from "../portrait.ts";
import { modelQuery } from "../queries/model.ts";
import { useWorld } from "../world.ts";
import type { SkySource } from "./press.ts";

/** Reads the model, checked by its hash; undefined where no network paints. */
export function useSky({ sky }: Portrait): () => Promise<SkySource | undefined> {
  const world = useWorld();
  const queries = useQueryClient();
  return async () => {
    if (!sky) return undefined;
    const { bytes, hash } = await queries.fetchQuery(modelQuery(world, sky.modelId));
    return { model: bytes, modelHash: hash, latent: sky.latent, condition: sky.condition };
  };
}
