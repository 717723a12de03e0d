// One plant of the wall as it is now: its scene, read together with its neighbours', and its drawing, made in
// a turn of its own. What was there stays until the next is ready.
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { type Portrait, portraitOf } from "../portrait.ts";
import { type Pulse, usePulse } from "../queries/pulse.ts";
import { type Gathered, readScenesOf } from "../queries/scenes.ts";
import { useWorld, type World } from "../world.ts";
import { inTurn } from "./turns.ts";

/** Thousands may pass by, and only those near are worth their memory. */
const SCENES_MS = 120_000;
const DRAWINGS_MS = 20_000;

type At = Pick<Pulse, "shownEpoch" | "weatherAge" | "epochSeconds" | "germinated">;

const NOT_YET: At = { shownEpoch: 0, weatherAge: 0, epochSeconds: 1, germinated: 0 };

function scenesQuery(world: World, chunk: readonly number[], at: At) {
  return queryOptions({
    queryKey: ["scenes", chunk.join(), at.shownEpoch, at.weatherAge, at.germinated],
    queryFn: () => readScenesOf(world, chunk, at),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: SCENES_MS,
    structuralSharing: false,
  });
}

export function useLiving(
  tokenId: number,
  chunk: readonly number[],
): { portrait: Portrait | undefined; isLost: boolean } {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const scenes = useQuery({
    ...scenesQuery(world, chunk, pulse ?? NOT_YET),
    enabled: pulse !== undefined,
    placeholderData: keepPreviousData,
  });
  const gathered = scenes.data?.find(({ scene }) => scene.tokenId === BigInt(tokenId));
  const drawing = useQuery({
    queryKey: ["drawing", tokenId, keyOf(gathered)],
    queryFn: ({ signal }) => inTurn(() => portraitOf(gathered!), signal),
    enabled: gathered !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: DRAWINGS_MS,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
  return { portrait: drawing.data, isLost: scenes.isError && !scenes.data };
}

/** All that a scene depends on, so that a new block redraws what has changed and nothing else. */
function keyOf(gathered: Gathered | undefined): string {
  return JSON.stringify(gathered, (_, value) =>
    typeof value === "bigint" ? `0x${value.toString(16)}` : value,
  );
}
