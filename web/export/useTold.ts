// What a portrait's file says of itself, read when the file is made.
import { useQueryClient } from "@tanstack/react-query";
import type { Portrait } from "../portrait.ts";
import { almanacQuery } from "../queries/almanac.ts";
import { modelQuery } from "../queries/model.ts";
import { useWorld } from "../world.ts";
import { type Told, tellPicture } from "./told.ts";

export function useTold(portrait: Portrait, isForecast: boolean): () => Promise<Told> {
  const world = useWorld();
  const queries = useQueryClient();
  const { epoch, sky, tokenId } = portrait;
  const readRoot = async () => {
    if (!sky || isForecast) return undefined;
    // A picture is as good without: of most epochs no root is known yet, and a node may be out of breath.
    const record = await queries
      .fetchQuery({ ...almanacQuery(world, tokenId, epoch), retry: false })
      .catch(() => undefined);
    const standing = record?.roots.filter(({ fallen }) => !fallen) ?? [];
    return standing.length === 1 ? standing[0]!.root : undefined;
  };
  return async () => {
    const [model, root] = await Promise.all([
      sky && queries.fetchQuery(modelQuery(world, sky.modelId)),
      readRoot(),
    ]);
    return tellPicture(world, portrait, { isForecast, model: model?.hash, root });
  };
}
