// Portraits of tokens, made here from what the chain says.
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { portraitOf } from "../portrait.ts";
import { useWorld, type World } from "../world.ts";
import { type Pulse, usePulse } from "./pulse.ts";
import { type Moment, readScenes } from "./scenes.ts";

/** Portraits of the tokens `from` to `to - 1`; stale as soon as the moment or a genome is new. */
export function portraitsQuery(
  world: World,
  from: number,
  to: number,
  at: Moment & Pick<Pulse, "germinated">,
) {
  return queryOptions({
    queryKey: ["portraits", from, to, at.shownEpoch, at.weatherAge, at.isPast, at.germinated],
    queryFn: async () => (await readScenes(world, from, to, at)).map(portraitOf),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Live portraits; the last ones stay while the next are read. */
export function usePortraits(from: number, to: number) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  return useQuery({
    ...portraitsQuery(world, from, to, pulse ?? NOT_YET),
    enabled: pulse !== undefined && to > from,
    placeholderData: keepPreviousData,
  });
}

/** The portrait of one token at an epoch that was accepted, or at the pulse's moment. */
export function usePortrait(tokenId: number, epoch: number | undefined) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const now = pulse ?? NOT_YET;
  const isPast = epoch !== undefined && epoch < now.shownEpoch;
  const at = epoch === undefined ? now : { ...now, shownEpoch: epoch, weatherAge: 0, isPast };
  return useQuery({
    ...portraitsQuery(world, tokenId, tokenId + 1, at),
    select: (portraits) => portraits[0],
    enabled: pulse !== undefined && tokenId < pulse.minted,
    placeholderData: keepPreviousData,
  });
}

const NOT_YET = { shownEpoch: 0, weatherAge: 0, epochSeconds: 1, germinated: 0 };
