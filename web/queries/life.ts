// A plant's life from contract views alone: where its holder's choices lie, found by halving, and the weather of
// every station that it lived at.
import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { climateAbi, heliotropeAbi, modelsAbi } from "../../contracts/abi.ts";
import { unpackExposure } from "../../renderer/exposure.ts";
import type { Scene } from "../../renderer/scene.ts";
import {
  type Chosen,
  type Life,
  type Place,
  type Span,
  sumsOf,
  type Weather,
} from "../token/life.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { isOwnArt } from "./art.ts";
import { historyQuery } from "./history.ts";
import type { Pulse } from "./pulse.ts";
import { readAll } from "./reads.ts";

/**
 * What was in force from which epoch on, from the birth to `to`. What has begun never changes, so the list is as
 * good as the number of the newest choice in it, `decisions`.
 */
function spansQuery(world: World, id: bigint, birth: number, to: number, decisions: number) {
  return queryOptions({
    queryKey: ["spans", String(id), birth, decisions],
    queryFn: () => readSpans(world, id, birth, to),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Name and place of a station, which never change. */
export function placeQuery(world: World, station: number) {
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

/** The life behind a present scene; undefined until all of it is here, and for what is not born yet. */
export function useLife(
  scene: Scene | undefined,
  pulse: Pulse | undefined,
): { life: Life | undefined; error: Error | null } {
  const world = useWorld();
  const { tokenId = 0n, birthEpoch = 0, decisions = 0, genome = "0x0" } = scene ?? {};
  const last = pulse?.lastEpoch ?? 0;
  const isBorn = birthEpoch > 0 && last >= birthEpoch;
  const { data: spans, error } = useQuery({
    ...spansQuery(world, tokenId, birthEpoch, pulse?.shownEpoch ?? 0, decisions),
    enabled: isBorn,
  });
  const numbers = useMemo(() => stationsOf(spans ?? []), [spans]);
  const versions = useMemo(
    () => [...new Set(spans?.map(({ chosen }) => chosen.artVersion))],
    [spans],
  );
  const { data: foreign } = useQuery({
    ...foreignArtsQuery(world, versions),
    enabled: versions.length > 0,
  });
  const places = useQueries({
    queries: numbers.map((station) => placeQuery(world, station)),
    combine: allOf,
  });
  const histories = useQueries({
    queries: numbers.map((station) => historyQuery(world, station, birthEpoch, last)),
    combine: allOf,
  });
  const epochSeconds = pulse?.epochSeconds ?? 1;
  const life = useMemo((): Life | undefined => {
    if (!spans || !foreign || !places.data || !histories.data) return undefined;
    const stations = new Map<number, Weather>();
    for (const [i, station] of numbers.entries()) {
      const [place, readings] = [places.data[i]!, histories.data[i]!];
      stations.set(station, { place, readings, sums: sumsOf(readings) });
    }
    const foreignArts = new Set(foreign);
    return { tokenId, genome, birthEpoch, epochSeconds, spans, stations, foreignArts };
  }, [
    spans,
    foreign,
    places.data,
    histories.data,
    numbers,
    tokenId,
    genome,
    birthEpoch,
    epochSeconds,
  ]);
  return { life, error: error ?? places.error ?? histories.error };
}

/** Every station of a life, also those that a stay only remembers. */
function stationsOf(spans: readonly Span[]): number[] {
  const all = spans.flatMap(({ chosen, stay }) =>
    stay.since === 0 ? [chosen.station] : [chosen.station, stay.previousStation],
  );
  return [...new Set(all)];
}

interface Answer<T> {
  data: T | undefined;
  error: Error | null;
}

/** All answers, once all are here. */
function allOf<T>(answers: readonly Answer<T>[]): { data: T[] | undefined; error: Error | null } {
  const data = answers.flatMap((answer) => (answer.data === undefined ? [] : [answer.data]));
  return {
    data: data.length === answers.length ? data : undefined,
    error: answers.find((answer) => answer.error)?.error ?? null,
  };
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
export async function turningPoints(
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
