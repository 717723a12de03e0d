// One check of one file, from its bytes to what it is.
import { genomesAbi } from "../../contracts/abi.ts";
import { composedSvg } from "../../renderer/compose.ts";
import { toHex } from "../../renderer/hex.ts";
import { ALIKE_DB, IDENTICAL, likeness, runAt, SPOTS, squares } from "../../renderer/likeness.ts";
import { RASTER_BYTES, RASTER_SIDE, RUN_PIXELS } from "../../renderer/merkle.ts";
import { encodePng } from "../../renderer/png.ts";
import type { Pulse } from "../queries/pulse.ts";
import { readScenes } from "../queries/scenes.ts";
import { paintOnChain, ROW_RUNS } from "../verify/run.ts";
import type { Sky } from "../workers/check.ts";
import { addressOf, type World } from "../world.ts";
import { type Claim, type LivingFile, type Picture, rgbOf } from "./picture.ts";
import {
  type Bench,
  type Candidate,
  openBench,
  type Place,
  placesFor,
  readEpochs,
  readSkies,
  search,
} from "./search.ts";
import { type CheckVerdict, type Compared, verdictOf } from "./verdict.ts";

export interface CheckProgress {
  tried: number;
  of: number;
}

export interface Checked {
  verdict: CheckVerdict;
  /** Whose it is, where that was found. */
  place: Place | undefined;
}

/** Runs that the contract paints as well before anybody is told what a file is. */
const PROOF_SPOTS = 3;

/** @throws whatever kept it from finding out; AbortError when `signal` fires first. */
export async function checkPicture(
  world: World,
  pulse: Pulse,
  picture: Picture,
  claim: Claim,
  modelOf: (id: number) => Promise<Uint8Array>,
  onProgress: (progress: CheckProgress) => void,
  signal: AbortSignal,
): Promise<Checked> {
  const bench = openBench(signal);
  try {
    const first = await firstEpoch(world);
    const { epochs, supplyAt } = await readEpochs(world, first);
    const places = placesFor(claim, epochs, supplyAt);
    bench.tell({ kind: "picture", pixels: picture.pixels });
    const { best, tried } = await search(world, bench, places, modelOf, (done) => {
      signal.throwIfAborted();
      onProgress({ tried: Math.min(done, places.length), of: places.length });
    });
    const [found, next] = await likest(bench, picture, best);
    const isLike = found !== undefined && found.likestHalf >= ALIKE_DB;
    const held = isLike ? await hold(world, pulse, picture, found) : NOTHING_HELD;
    const { format, isOriginalSize } = picture;
    const compared = { claim, found, next, tried, format, isOriginalSize, ...held };
    const verdict = verdictOf(compared);
    return { verdict, place: verdict.finding === "unknown" ? undefined : found };
  } finally {
    bench.close();
  }
}

/** A living page names its sky itself: whose that is, and whether the contract writes the same page now. */
export async function checkLiving(
  world: World,
  living: LivingFile,
  presentEpoch: number,
  readPage: (tokenId: number) => Promise<Uint8Array>,
  onProgress: (progress: CheckProgress) => void,
): Promise<Checked> {
  const { epoch, latent, condition } = living;
  const first = await firstEpoch(world);
  const { supplyAt } = await readEpochs(world, Math.max(first, epoch));
  const supply = supplyAt.get(epoch) ?? [...supplyAt.values()].at(-1) ?? 0;
  const places = Array.from({ length: supply }, (_, tokenId) => ({ tokenId, epoch }));
  const BATCH = 256;
  let place: Place | undefined;
  for (let from = 0; from < places.length && !place; from += BATCH) {
    const skies = await readSkies(world, places.slice(from, from + BATCH));
    place = skies.find(({ sky }) => sky.latent === latent && sky.condition === condition);
    onProgress({ tried: Math.min(from + BATCH, supply), of: supply });
  }
  if (!place) {
    return {
      place: undefined,
      verdict: {
        finding: "unknown",
        isOther: false,
        title: "It was not recognised",
        what: "This is built like a living page, but no plant had this sky at the epoch that it names.",
        sure: `All ${supply} plants of epoch ${epoch} were compared.`,
      },
    };
  }
  const named = `plant ${place.tokenId} at epoch ${epoch}`;
  const page = epoch === presentEpoch ? await readPage(place.tokenId) : undefined;
  const isSame = page !== undefined && toHex(page) === toHex(living.bytes);
  return {
    place,
    verdict: {
      finding: isSame ? "is" : "re-encoded",
      isOther: false,
      title: isSame ? "It is what it should be" : "It names a true moment",
      what: isSame
        ? `This is the living page of ${named}, byte for byte as the contract writes it now.`
        : `This living page names the sky of ${named}, and that is the plant's own.`,
      sure: isSame
        ? "Certain: the contract was asked for the page, and its bytes are these."
        : "The contract writes pages of the present only, so whether the rest of the file is as it was written cannot be told. Open it only if you trust who gave it to you: a page can run code.",
    },
  };
}

type Held = Omit<Compared, "claim" | "found" | "next" | "tried" | "format" | "isOriginalSize">;

const NOTHING_HELD: Held = {
  ...{ isCanonical: false, isComposed: false, overSky: 0 },
  ...{ changed: undefined, chainAgrees: undefined },
};

/** Painted whole. */
interface Whole extends Candidate {
  raster: Uint8Array;
  /** Decibels of all its pixels to the file's. */
  whole: number;
}

/** The best by all of their pixels: of a night, many a sampled run is like the next night's. */
async function likest(
  bench: Bench,
  picture: Picture,
  best: readonly Candidate[],
): Promise<readonly Whole[]> {
  const painted: Whole[] = [];
  for (const candidate of best) {
    if (candidate.likestHalf < ALIKE_DB) break;
    const reply = await bench.ask({ kind: "paint", sky: candidate.sky });
    if (reply.kind !== "painted") throw new Error("The worker answered something else.");
    const { raster } = reply;
    const whole = likeness(squares(raster, picture.pixels), RASTER_BYTES);
    painted.push({ ...candidate, raster, whole });
    if (whole === IDENTICAL) break;
  }
  // What lies over a sky is the same for both, so it does not change which is the likest.
  return painted.sort((a, b) => (a.whole < b.whole ? 1 : -1));
}

/** The likest sky, and the plant over it, held against the file. */
async function hold(world: World, pulse: Pulse, picture: Picture, found: Whole): Promise<Held> {
  const { raster, whole } = found;
  const isSvg = picture.format === "SVG";
  // Where the sky alone is all that there is, nothing can lie over it.
  const isBare = whole === IDENTICAL && !isSvg;
  const svg = isBare ? undefined : await drawn(world, pulse, found, raster);
  const [overSky, chainAgrees] = await Promise.all([
    svg === undefined || isSvg ? 0 : likenessOver(svg, picture),
    agrees(world, found.sky, raster).catch(() => undefined),
  ]);
  return {
    isCanonical: !isSvg && isEqual(picture.bytes, encodePng(raster, RASTER_SIDE, RASTER_SIDE)),
    isComposed: isSvg && svg !== undefined && isEqual(picture.bytes, svg),
    ...{ overSky, chainAgrees },
    changed: picture.isOriginalSize ? changedIn(raster, picture.pixels) : undefined,
  };
}

/** The composed file, as it was made at that epoch; undefined where nothing here draws it. */
async function drawn(world: World, pulse: Pulse, { tokenId, epoch }: Place, raster: Uint8Array) {
  const isPast = epoch < pulse.shownEpoch;
  const moment = { ...pulse, shownEpoch: epoch, weatherAge: 0, isPast };
  const [gathered] = await readScenes(world, tokenId, tokenId + 1, moment);
  return gathered && !gathered.own ? composedSvg(gathered.scene, raster) : undefined;
}

async function likenessOver(svg: Uint8Array, picture: Picture): Promise<number> {
  const image = new Image(1920, 1920);
  image.src = `data:image/svg+xml,${encodeURIComponent(new TextDecoder().decode(svg))}`;
  await image.decode();
  return likeness(squares(rgbOf(image), picture.pixels), RASTER_BYTES);
}

async function agrees(world: World, sky: Sky, raster: Uint8Array): Promise<boolean> {
  const { latent, condition } = sky;
  const inputs = { model: BigInt(sky.model), latent, condition };
  const same = await Promise.all(
    SPOTS.slice(0, PROOF_SPOTS).map(async (spot) => {
      const run = spot.y * ROW_RUNS + spot.x / RUN_PIXELS;
      return (await paintOnChain(world, inputs, run)) === toHex(runAt(raster, spot));
    }),
  );
  return same.every(Boolean);
}

function changedIn(raster: Uint8Array, pixels: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < raster.length; at += 3) {
    if ([0, 1, 2].some((channel) => pixels[at + channel] !== raster[at + channel])) count++;
  }
  return count;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** The birth of the first plant: there are no pictures from before. */
async function firstEpoch(world: World): Promise<number> {
  return world.client.readContract({
    address: addressOf(world, "Genomes"),
    abi: genomesAbi,
    functionName: "birthEpochOf",
    args: [0n],
  });
}
