// One check of one file, from its bytes to what it is.
import { composedSvg } from "../../renderer/compose.ts";
import { toHex } from "../../renderer/hex.ts";
import { ALIKE_DB, IDENTICAL, likeness, runAt, SPOTS, squares } from "../../renderer/likeness.ts";
import { RASTER_BYTES, RASTER_SIDE, RUN_PIXELS } from "../../renderer/merkle.ts";
import { encodePng } from "../../renderer/png.ts";
import type { Pulse } from "../queries/pulse.ts";
import { readScenes } from "../queries/scenes.ts";
import { paintOnChain, ROW_RUNS } from "../verify/run.ts";
import type { Sky } from "../workers/check.ts";
import type { World } from "../world.ts";
import { type Claim, type Picture, rgbOf } from "./picture.ts";
import {
  type Bench,
  type Candidate,
  firstEpoch,
  openBench,
  type Place,
  placesFor,
  readEpochs,
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

type Held = Omit<Compared, "claim" | "found" | "next" | "tried" | "format" | "isOriginalSize">;

const NOTHING_HELD: Held = {
  isCanonical: false,
  isComposed: false,
  overSky: 0,
  changed: undefined,
  chainAgrees: undefined,
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
    overSky,
    chainAgrees,
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
