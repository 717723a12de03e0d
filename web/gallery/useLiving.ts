// One plant of the wall as it is now: its scene, read together with its neighbours', and its drawing, made in
// a turn of its own. What was there stays until the next is ready.
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { type Portrait, portraitOf } from "../portrait.ts";
import { readBurned } from "../queries/owners.ts";
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

export interface Living {
  portrait: Portrait | undefined;
  /** Its holder has destroyed it; what it would look like is known all the same. */
  isBurned: boolean;
  /** It could not be read. */
  isLost: boolean;
}

export function useLiving(tokenId: number, chunk: readonly number[]): Living {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const scenes = useQuery({
    ...scenesQuery(world, chunk, pulse ?? NOT_YET),
    enabled: pulse !== undefined,
    placeholderData: keepPreviousData,
  });
  const burned = useQuery({
    queryKey: ["burned", chunk.join(), pulse?.burned],
    queryFn: () => readBurned(world, chunk),
    // Most collections have lost nobody, and the pulse counts them.
    enabled: pulse !== undefined && pulse.burned > 0,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
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
  return {
    portrait: drawing.data,
    isBurned: burned.data?.has(tokenId) ?? false,
    isLost: scenes.isError && !scenes.data,
  };
}

/** All that a scene depends on, so that a new block redraws what has changed and nothing else. */
function keyOf(gathered: Gathered | undefined): string {
  return JSON.stringify(gathered, (_, value) =>
    typeof value === "bigint" ? `0x${value.toString(16)}` : value,
  );
}
