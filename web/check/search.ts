// Whose picture a file may be: which skies are tried, in which order, and which of them is the likest.
import { climateAbi, genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import type { Sampled } from "../../renderer/sky/sampled.ts";
import { readAll, tryAll } from "../queries/reads.ts";
import type { CheckReply, CheckRequest, Sky } from "../workers/check.ts";
import { addressOf, type World } from "../world.ts";
import type { Claim } from "./picture.ts";

export interface Place {
  tokenId: number;
  epoch: number;
}

export interface Candidate extends Place, Sampled {
  sky: Sky;
}

export interface Search {
  /** Best first, at most two. */
  best: readonly Candidate[];
  tried: number;
  /** Whether there was more that might have been tried. */
  isPart: boolean;
}

/** What may be tried: some minutes of work. */
export const MOST_PLACES = 20_000;
/** Of a plant's life that is told, more than a year before and after. */
const MOST_EPOCHS = 2_500;
/** Skies in one message to the worker. */
const BATCH = 64;

/** A worker over one picture. */
export interface Bench {
  ask(request: CheckRequest): Promise<CheckReply>;
  tell(request: CheckRequest): void;
  close(): void;
}

export function openBench(signal: AbortSignal): Bench {
  const worker = new Worker(new URL("../workers/check.ts", import.meta.url), { type: "module" });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        const stop = () => reject(new DOMException("The check was stopped.", "AbortError"));
        if (signal.aborted) stop();
        signal.addEventListener("abort", stop, { once: true });
        worker.onerror = (event) =>
          reject(new Error(event.message || "The worker could not be loaded. Reload the page."));
        worker.onmessage = ({ data }: MessageEvent<CheckReply>) => {
          signal.removeEventListener("abort", stop);
          if (data.kind === "failed") reject(new Error(data.reason));
          else resolve(data);
        };
        worker.postMessage(request);
      }),
    tell: (request) => worker.postMessage(request),
    close: () => worker.terminate(),
  };
}

/** What is to be tried, likeliest first: what is claimed, then what is near it, then all else, newest first. */
export function placesFor(
  { tokenId, epoch }: Claim,
  epochs: readonly number[],
  supplyAt: ReadonlyMap<number, number>,
): Place[] {
  const newest = epochs.toReversed();
  const isBorn = (place: Place) => place.tokenId < (supplyAt.get(place.epoch) ?? 0);
  const all = (at: number) => Array.from({ length: supplyAt.get(at) ?? 0 }, (_, id) => id);
  const places: Place[] = [];
  if (tokenId !== undefined && epoch !== undefined) places.push({ tokenId, epoch });
  if (tokenId !== undefined) {
    const near = (at: number) => Math.abs(at - (epoch ?? newest[0] ?? 0));
    const life = newest.toSorted((a, b) => near(a) - near(b)).slice(0, MOST_EPOCHS);
    places.push(...life.map((at) => ({ tokenId, epoch: at })));
  }
  if (epoch !== undefined) places.push(...all(epoch).map((id) => ({ tokenId: id, epoch })));
  // What nothing is claimed of may be anything.
  if (tokenId === undefined && epoch === undefined) {
    for (const at of newest) {
      if (places.length >= MOST_PLACES) break;
      places.push(...all(at).map((id) => ({ tokenId: id, epoch: at })));
    }
  }
  const seen = new Set<string>();
  return places.filter((place) => {
    const key = `${place.tokenId}/${place.epoch}`;
    if (seen.has(key) || !isBorn(place)) return false;
    seen.add(key);
    return true;
  });
}

/** The birth of the first plant: there are no pictures from before. */
export async function firstEpoch(world: World): Promise<number> {
  return world.client.readContract({
    address: addressOf(world, "Genomes"),
    abi: genomesAbi,
    functionName: "birthEpochOf",
    args: [0n],
  });
}

/** Accepted epochs since the first plant was born, and how many plants there were in each. */
export async function readEpochs(
  world: World,
  first: number,
): Promise<{ epochs: number[]; supplyAt: Map<number, number> }> {
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const genomes = { address: addressOf(world, "Genomes"), abi: genomesAbi } as const;
  const [last, most] = await readAll(world, [
    { ...climate, functionName: "lastEpoch" },
    { ...climate, functionName: "MAX_OBSERVATIONS" },
  ]);
  const epochs: number[] = [];
  for (let next = BigInt(first); next <= last; ) {
    // Any station will do: all are told of the same epochs.
    const words = await world.client.readContract({
      ...climate,
      functionName: "observationsBetween",
      args: [0n, next, last],
    });
    epochs.push(...words.map((word) => Number(word >> 128n)));
    if (BigInt(words.length) < most) break;
    next = BigInt(epochs.at(-1)! + 1);
  }
  const supplies = await readAll(
    world,
    epochs.map(
      (epoch) => ({ ...genomes, functionName: "supplyAt", args: [BigInt(epoch)] }) as const,
    ),
  );
  return { epochs, supplyAt: new Map(epochs.map((epoch, i) => [epoch, Number(supplies[i])])) };
}

/** What each sky is painted from; places that have none are left out. */
export async function readSkies(
  world: World,
  places: readonly Place[],
): Promise<(Place & { sky: Sky })[]> {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const answers = await tryAll(
    world,
    places.map(
      ({ tokenId, epoch }) =>
        ({
          ...token,
          functionName: "skyInputsAt",
          args: [BigInt(tokenId), BigInt(epoch)],
        }) as const,
    ),
  );
  return places.flatMap((place, i) => {
    const answer = answers[i]!;
    if (answer.status !== "success") return [];
    const [model, latent, condition] = answer.result;
    return [{ ...place, sky: { model: Number(model), latent, condition } }];
  });
}

/** Compares the bench's picture with the skies of all places; ends early at one whose sampled runs are the file's. */
export async function search(
  world: World,
  bench: Bench,
  places: readonly Place[],
  modelOf: (id: number) => Promise<Uint8Array>,
  onProgress: (tried: number) => void,
): Promise<Search> {
  const known = new Set<number>();
  let best: readonly Candidate[] = [];
  let tried = 0;
  for (let from = 0; from < places.length; from += BATCH) {
    const skies = await readSkies(world, places.slice(from, from + BATCH));
    for (const { sky } of skies) {
      if (known.has(sky.model)) continue;
      known.add(sky.model);
      bench.tell({ kind: "model", id: sky.model, bytes: await modelOf(sky.model) });
    }
    const reply = await bench.ask({ kind: "compare", skies: skies.map(({ sky }) => sky) });
    if (reply.kind !== "compared") throw new Error("The worker answered something else.");
    const found = skies.map((place, i): Candidate => ({ ...place, ...reply.found[i]! }));
    best = [...best, ...found].sort((a, b) => (a.likestHalf < b.likestHalf ? 1 : -1)).slice(0, 2);
    tried += skies.length;
    onProgress(from + BATCH);
    if (best[0]?.likeness === Number.POSITIVE_INFINITY) break;
  }
  return { best, tried, isPart: tried < places.length };
}
