// A plant's life from contract views alone: where its holder's choices lie, found by halving, and the weather of
// every station that it lived at.
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { climateAbi, heliotropeAbi, modelsAbi } from "../../contracts/abi.ts";
import { unpackExposure } from "../../renderer/exposure.ts";
import type { Scene } from "../../renderer/scene.ts";
import { type Chosen, type Life, type Place, type Span, sumsOf } from "../token/life.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { isOwnArt } from "./art.ts";
import { historyQuery } from "./history.ts";
import type { Pulse } from "./pulse.ts";
import { readAll } from "./reads.ts";

type Now = Pick<Pulse, "shownEpoch" | "lastEpoch" | "epochSeconds">;

/**
 * The life behind a present scene, up to the last accepted epoch. What is in it never changes, so each new epoch
 * costs one reading.
 */
export function lifeQuery(world: World, scene: Scene, now: Now) {
  const { tokenId, genome, birthEpoch, decisions } = scene;
  const { epochSeconds, lastEpoch = 0 } = now;
  return queryOptions({
    queryKey: ["life", String(tokenId), birthEpoch, decisions],
    queryFn: async ({ client }): Promise<Life> => {
      const spans = await client.fetchQuery(spansQuery(world, scene, now.shownEpoch));
      const versions = [...new Set(spans.map(({ chosen }) => chosen.artVersion))];
      const [foreign, ...stations] = await Promise.all([
        client.fetchQuery(foreignArtsQuery(world, versions)),
        ...stationsOf(spans).map(async (station) => {
          const [place, readings] = await Promise.all([
            client.fetchQuery(placeQuery(world, station)),
            client.fetchQuery(historyQuery(world, station, birthEpoch, lastEpoch)),
          ]);
          return [station, { place, readings, sums: sumsOf(readings) }] as const;
        }),
      ]);
      return {
        tokenId,
        genome,
        birthEpoch,
        epochSeconds,
        spans,
        upTo: lastEpoch,
        stations: new Map(stations),
        foreignArts: new Set(foreign),
      };
    },
    staleTime: ({ state }) => ((state.data?.upTo ?? -1) < lastEpoch ? 0 : Number.POSITIVE_INFINITY),
    // Compared member by member, ten thousand readings would cost more than they save.
    structuralSharing: false,
  });
}

/** The life of what has been born; the last one stays while the next epoch is read. */
export function useLife(scene: Scene, now: Now, isBorn: boolean) {
  const { lastEpoch = 0 } = now;
  const query = useQuery({
    ...lifeQuery(useWorld(), scene, now),
    enabled: isBorn && lastEpoch >= scene.birthEpoch,
    placeholderData: keepPreviousData,
  });
  const { data, refetch } = query;
  const isBehind = data !== undefined && data.upTo < lastEpoch;
  useEffect(() => {
    if (isBehind && lastEpoch > 0) void refetch();
  }, [isBehind, lastEpoch, refetch]);
  return query;
}

/**
 * What was in force from which epoch on, from the birth to `to`. What has begun never changes, so the list is as
 * good as the number of the newest choice in it.
 */
function spansQuery(world: World, { tokenId, birthEpoch, decisions }: Scene, to: number) {
  return queryOptions({
    queryKey: ["spans", String(tokenId), birthEpoch, decisions],
    queryFn: () => readSpans(world, tokenId, birthEpoch, Math.max(birthEpoch, to)),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Name and place of a station, which never change. */
function placeQuery(world: World, station: number) {
  return queryOptions({
    queryKey: ["place", station],
    queryFn: async (): Promise<Place> =>
      world.client.readContract({
        address: addressOf(world, "Climate"),
        abi: climateAbi,
        functionName: "stationOf",
        args: [BigInt(station)],
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Of some art versions those that this page's twins do not draw. */
function foreignArtsQuery(world: World, versions: readonly number[]) {
  return queryOptions({
    queryKey: ["arts", ...versions],
    queryFn: async (): Promise<number[]> => {
      const models = { address: addressOf(world, "Models"), abi: modelsAbi } as const;
      const arts = await readAll(
        world,
        versions.map(
          (version) => ({ ...models, functionName: "artOf", args: [BigInt(version)] }) as const,
        ),
      );
      return versions.filter((_, i) => isOwnArt(world, arts[i]![0]));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Every station of a life, also those that a stay only remembers. */
function stationsOf(spans: readonly Span[]): number[] {
  const all = spans.flatMap(({ chosen, stay }) =>
    stay.since === 0 ? [chosen.station] : [chosen.station, stay.previousStation],
  );
  return [...new Set(all)];
}

async function readSpans(world: World, id: bigint, birth: number, to: number): Promise<Span[]> {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const ask = async (epochs: readonly number[]): Promise<Chosen[]> =>
    readAll(
      world,
      epochs.map(
        (epoch) => ({ ...token, functionName: "stateAt", args: [id, BigInt(epoch)] }) as const,
      ),
    );
  const begun = await turningPoints(birth, to, ask);
  const stays = await readAll(
    world,
    begun.map(
      ({ from }) => ({ ...token, functionName: "stayAt", args: [id, BigInt(from)] }) as const,
    ),
  );
  return begun.map((span, i) => {
    const stay = stays[i]!;
    return { ...span, stay: { ...stay, before: unpackExposure(stay.before) } };
  });
}

/**
 * The epochs from `first` to `last` from which on something else was in force, `first` included. Every choice has
 * a higher number than those before it, so a stretch with the same number at both ends holds none.
 */
async function turningPoints(
  first: number,
  last: number,
  ask: (epochs: readonly number[]) => Promise<Chosen[]>,
): Promise<{ from: number; chosen: Chosen }[]> {
  const [early, late] = await ask([first, last]);
  const points = [{ from: first, chosen: early! }];
  let stretches = [{ low: first, high: last, early: early!, late: late! }];
  while (stretches.length > 0) {
    const open = stretches.filter((s) => s.early.decisions !== s.late.decisions);
    const near = open.filter(({ low, high }) => high - low === 1);
    for (const { high, late } of near) points.push({ from: high, chosen: late });
    const wide = open.filter(({ low, high }) => high - low > 1);
    const middles = wide.map(({ low, high }) => (low + high) >> 1);
    const answers = middles.length === 0 ? [] : await ask(middles);
    stretches = wide.flatMap((s, i) => [
      { ...s, high: middles[i]!, late: answers[i]! },
      { ...s, low: middles[i]!, early: answers[i]! },
    ]);
  }
  return points.sort((a, b) => a.from - b.from);
}
