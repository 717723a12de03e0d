// The whole collection in columns, for choosing among all tokens: what each was born as, where it lives, what
// weather it shows. Read through the batch views, in answers as long as nodes give; what is drawn is read apart.
import { keepPreviousData, type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { climateAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { type Observation, unpackObservation } from "../../renderer/observation.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { type Genomes, readGenomes } from "./genomes.ts";
import { type Pulse, usePulse } from "./pulse.ts";
import { newRound } from "./round.ts";
import { NEWEST, type State, unpackState } from "./state.ts";

/** Place `id` of a column is that of token `id`. Tokens beyond are seeds, of which nothing is known. */
export interface Catalogue {
  /** The epoch that it tells of. */
  epoch: number;
  genomes: Genomes;
  /** Where each lives, or lived at the epoch that it is pinned to. */
  stations: Uint16Array;
  /** The pinned epoch; zero for most. */
  pins: Uint32Array;
  /** How many choices each holder has made, those that do not count yet included. */
  choices: Uint32Array;
  /** What each station shows, by number. */
  places: readonly Place[];
  /** What pinned plants show instead, by token. */
  pinned: ReadonlyMap<number, Observation>;
}

export interface Place {
  name: string;
  observation: Observation;
}

type At = Pick<Pulse, "shownEpoch" | "germinated">;

/** How many questions a node gets at a time. */
const AT_ONCE = 4;
/** `Choices.MAX_STATES`: under 100,000 characters on the wire. */
const MOST_STATES = 1_500;
/** A reorganisation of more than two epochs, half a day, would be news. */
const SETTLED_EPOCHS = 2;
const PROGRESS = ["catalogue", "progress"] as const;

function catalogueQuery(world: World, at: At) {
  return queryOptions({
    queryKey: ["catalogue", at.shownEpoch, at.germinated],
    queryFn: async ({ client }) => readCatalogue(world, await genomesOf(client, world, at), at),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    structuralSharing: false,
  });
}

/** The catalogue of the present; the last one stays while the next is read. */
export function useCatalogue(isWanted: boolean) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  return useQuery({
    ...catalogueQuery(world, pulse ?? { shownEpoch: 0, germinated: 0 }),
    enabled: isWanted && pulse !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** How many genomes have been read so far. */
export function useCatalogueProgress(): number {
  const { data } = useQuery({
    queryKey: PROGRESS,
    queryFn: () => 0,
    enabled: false,
    initialData: 0,
  });
  return data;
}

function genomesOf(client: QueryClient, world: World, { germinated, shownEpoch }: At) {
  return client.fetchQuery({
    queryKey: ["genomes", germinated],
    queryFn: () =>
      readGenomes(world, germinated, shownEpoch - SETTLED_EPOCHS, (known) =>
        client.setQueryData(PROGRESS, known),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}

/** What lies beside the genomes, at an epoch. */
export async function readCatalogue(
  world: World,
  genomes: Genomes,
  { shownEpoch }: At,
): Promise<Catalogue> {
  const size = genomes.births.length;
  const columns = {
    stations: new Uint16Array(size),
    pins: new Uint32Array(size),
    choices: new Uint32Array(size),
  };
  const everyone = Array.from({ length: size }, (_, id) => id);
  const [newest, places] = await Promise.all([
    readStates(world, everyone, NEWEST),
    readPlaces(world, shownEpoch),
  ]);
  newest.forEach(({ station, decisions }, id) => {
    columns.stations[id] = station;
    columns.choices[id] = decisions;
  });
  // Only where a holder has chosen something can the newest state be another than the one that is shown.
  const deciders = everyone.filter((id) => columns.choices[id] !== 0);
  const shown = await readStates(world, deciders, BigInt(shownEpoch));
  for (const [i, { birthEpoch, station, pinnedEpoch }] of shown.entries()) {
    if (birthEpoch === 0) continue;
    columns.stations[deciders[i]!] = station;
    columns.pins[deciders[i]!] = pinnedEpoch;
  }
  const pinned = await readPinned(world, columns);
  return { epoch: shownEpoch, genomes, ...columns, places, pinned };
}

/** `statesOf` many tokens at an epoch. */
export async function readStates(
  world: World,
  tokens: readonly number[],
  epoch: bigint,
): Promise<State[]> {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const states: State[] = [];
  for (let from = 0; from < tokens.length; from += AT_ONCE * MOST_STATES) {
    const slices = Array.from({ length: AT_ONCE }, (_, i) => from + i * MOST_STATES)
      .map((start) => tokens.slice(start, start + MOST_STATES))
      .filter((slice) => slice.length > 0);
    const answers = await Promise.all(
      slices.map((slice) =>
        // Alone, because it is longer than answers together may be.
        world.client.readContract({
          ...token,
          functionName: "statesOf",
          args: [slice.map(BigInt), epoch],
        }),
      ),
    );
    for (const words of answers) for (const word of words) states.push(unpackState(word));
  }
  return states;
}

async function readPlaces(world: World, epoch: number): Promise<Place[]> {
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const count = await world.client.readContract({ ...climate, functionName: "stationCount" });
  const round = newRound(world);
  const places = Array.from({ length: Number(count) }, (_, i) => {
    const station = BigInt(i);
    const place = round.ask({ ...climate, functionName: "stationOf", args: [station] }, "fixed");
    const args = [station, BigInt(epoch)] as const;
    const seen = round.ask({ ...climate, functionName: "observationAt", args });
    return () => ({ name: place().name, observation: unpackObservation(seen()[0]) });
  });
  await round.send();
  return places.map((place) => place());
}

/** Corrects the stations of pinned plants to those of then, and answers the weather of then. */
async function readPinned(
  world: World,
  { stations, pins }: Pick<Catalogue, "stations" | "pins">,
): Promise<Map<number, Observation>> {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const then = newRound(world);
  const states = new Map<number, () => { station: number }>();
  for (const [id, epoch] of pins.entries()) {
    if (epoch === 0) continue;
    const args = [BigInt(id), BigInt(epoch)] as const;
    states.set(id, then.ask({ ...token, functionName: "stateAt", args }));
  }
  await then.send();
  const weather = newRound(world);
  const seen = [...states].map(([id, state]) => {
    stations[id] = state().station;
    const args = [BigInt(stations[id]!), BigInt(pins[id]!)] as const;
    const answer = weather.ask({ ...climate, functionName: "observationAt", args });
    return () => [id, unpackObservation(answer()[0])] as const;
  });
  await weather.send();
  return new Map(seen.map((answer) => answer()));
}
