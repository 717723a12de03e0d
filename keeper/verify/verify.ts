/** `verify --token N --epoch E --file F`: holds a picture against what the chain says it must be. */

import { ALIKE_DB, CLEAR_DB, IDENTICAL, likeness, squares } from "../../renderer/likeness.ts";
import { RASTER_BYTES, type SkyInputs } from "../../renderer/merkle.ts";
import type { Contracts } from "../chain/deployment.ts";
import { readInputs } from "../chain/inputs.ts";
import type { Rpc } from "../chain/rpc.ts";
import { FatalError } from "../errors.ts";
import { pngOf } from "../publish/layout.ts";
import type { ModelShelf } from "../render/models.ts";
import type { StartBar } from "../terminal.ts";
import { COMPOSED_DB, type Composition, compositionOf } from "./composed.ts";
import { openEasel } from "./easel.ts";
import type { PictureFile } from "./file.ts";
import { type Candidate, isPainted, search } from "./search.ts";

export type Finding =
  | "honest"
  | "re-encoded"
  | "another token"
  | "another epoch"
  | "unknown"
  | "composed";

export interface Verdict {
  readonly finding: Finding;
  /** One sentence: what the file is. */
  readonly what: string;
  /** One sentence: how sure that is, and why. */
  readonly sure: string;
}

/** What the command exits with. 1 is left to whatever kept it from finding out. */
export const EXIT_CODES: Readonly<Record<Finding, number>> = {
  honest: 0,
  "re-encoded": 2,
  "another token": 3,
  "another epoch": 4,
  unknown: 5,
  composed: 6,
};

export interface VerifyTools {
  readonly rpc: Rpc;
  readonly contracts: Contracts;
  readonly models: ModelShelf;
  readonly bar: StartBar;
}

/** @throws FatalError where nothing can be said: no such token or epoch, or this machine paints wrong. */
export async function verify(
  tools: VerifyTools,
  of: { readonly tokenId: number; readonly epoch: bigint },
  file: PictureFile,
): Promise<Verdict> {
  const { tokenId, epoch } = of;
  if (!(await isPainted(tools, of))) {
    throw new FatalError(
      `There is no picture of token ${tokenId} at epoch ${epoch}: the climate has not accepted that epoch, or the token was not born by then.`,
    );
  }
  const easel = openEasel(tools);
  const inputs = await readInputs(tools, tokenId, epoch);
  const raster = await easel.whole(inputs);
  await easel.prove(inputs, raster);
  const named = `token ${tokenId} at epoch ${epoch}`;

  const composition = await compositionOf(tools, of, raster);
  const same = sameFile(file, raster, composition);
  if (same !== null) {
    return {
      finding: "honest",
      what: `This is ${same} of ${named}, byte for byte.`,
      sure: PROVED,
    };
  }
  const own = likeness(squares(raster, file.pixels), RASTER_BYTES);
  if (own === IDENTICAL && file.isOriginalSize) {
    return {
      finding: "re-encoded",
      what: `This is ${named} in another file (${sizeOf(file)}): every pixel ${file.format === "svg" ? "of its sky " : ""}is right, the bytes around them are not the canonical ones.`,
      sure: PROVED,
    };
  }
  const overSky = file.format === "svg" ? 0 : ((await composition?.likenessOf(file)) ?? 0);
  if (overSky === IDENTICAL) {
    return {
      finding: "composed",
      what: `This is the composed picture of ${named}, the plant over its sky (${sizeOf(file)}): every pixel is that of the composition made here.`,
      sure: PROVED,
    };
  }
  const { best, tried } = await search({ ...tools, easel }, of, file.pixels);
  const found = await confirmed(easel, best[0], file);
  if (found !== null && found.likeness > own) return stranger(of, file, found, best[1]?.likeness);
  const rival = await composedRival(tools, easel, best[0], file);
  if (rival !== null && rival.likeness >= COMPOSED_DB && rival.likeness > Math.max(own, overSky)) {
    return {
      finding: rival.tokenId === tokenId ? "another epoch" : "another token",
      what: `This is not ${named}, but token ${rival.tokenId} at epoch ${rival.epoch}: its composed picture, the plant over its sky (${sizeOf(file)}).`,
      sure: sureness(rival.likeness, overSky, null),
    };
  }
  if (overSky >= COMPOSED_DB && overSky > own) {
    return {
      finding: "composed",
      what: `This is the composed picture of ${named}, the plant over its sky, in a file with losses or changes (${sizeOf(file)}).`,
      sure: sureness(overSky, rival?.likeness ?? 0, null),
    };
  }
  if (own >= ALIKE_DB) {
    const next = best[0]?.likeness ?? 0;
    return {
      finding: "re-encoded",
      what: `This is ${named} in another file (${sizeOf(file)}), with losses or changes${changed(file, raster)}.`,
      sure: sureness(own, next, tried),
    };
  }
  return {
    finding: "unknown",
    what: `This is not ${named}, nor that token at another epoch, nor another token at that one.`,
    sure: `${tried} other pictures were compared; the likest is at ${decibels(Math.max(own, best[0]?.likeness ?? 0))}, and one that was only re-encoded would be above ${ALIKE_DB} dB.`,
  };
}

const PROVED =
  "Certain: all 57,600 pixels were painted here from what the chain says, and the chain's own engine agrees at the runs it was asked for.";

/** What it is, where the file's bytes are ours. */
function sameFile(
  { bytes, format }: PictureFile,
  raster: Uint8Array,
  composition: Composition | null,
): string | null {
  if (format !== "svg") return isSame(bytes, pngOf(raster)) ? "the canonical picture" : null;
  return composition !== null && isSame(bytes, composition.svg) ? "the composed picture" : null;
}

/** The likest sky among others, with its own plant over it. */
async function composedRival(
  tools: VerifyTools,
  easel: { whole(inputs: SkyInputs): Promise<Uint8Array> },
  candidate: Candidate | undefined,
  file: PictureFile,
): Promise<Candidate | null> {
  if (candidate === undefined || file.format === "svg") return null;
  const composition = await compositionOf(tools, candidate, await easel.whole(candidate.inputs));
  return composition && { ...candidate, likeness: await composition.likenessOf(file) };
}

interface Confirmed extends Candidate {
  readonly raster: Uint8Array;
}

/** A candidate painted whole; null where it is not like the file after all. */
async function confirmed(
  easel: { whole(inputs: SkyInputs): Promise<Uint8Array> },
  candidate: Candidate | undefined,
  file: PictureFile,
): Promise<Confirmed | null> {
  if (candidate === undefined || candidate.likeness < ALIKE_DB) return null;
  const raster = await easel.whole(candidate.inputs);
  const whole = likeness(squares(raster, file.pixels), RASTER_BYTES);
  return whole < ALIKE_DB ? null : { ...candidate, raster, likeness: whole };
}

function stranger(
  of: { readonly tokenId: number; readonly epoch: bigint },
  file: PictureFile,
  { tokenId, epoch, raster, likeness: found }: Confirmed,
  next: number | undefined,
): Verdict {
  const finding = tokenId === of.tokenId ? "another epoch" : "another token";
  const kind = isSame(file.bytes, pngOf(raster))
    ? "its canonical picture, byte for byte"
    : found === IDENTICAL
      ? "the same pixels in another file"
      : "re-encoded with losses";
  return {
    finding,
    what: `This is not token ${of.tokenId} at epoch ${of.epoch}, but token ${tokenId} at epoch ${epoch}: ${kind}.`,
    sure: found === IDENTICAL ? PROVED : sureness(found, next ?? 0, null),
  };
}

function sureness(best: number, next: number, tried: number | null): string {
  const others = tried === null ? "the next likest" : `the likest of ${tried} others`;
  const clear = best - next >= CLEAR_DB;
  return `${clear ? "As good as certain" : "Not certain"}: it is at ${decibels(best)} to what the chain says, ${others} at ${decibels(next)}${clear ? "" : "; a file with fewer losses would tell them apart"}.`;
}

/** Of a file with as many pixels as the raster: how many are not right. */
function changed({ pixels, isOriginalSize }: PictureFile, raster: Uint8Array): string {
  if (!isOriginalSize) return "";
  let count = 0;
  for (let at = 0; at < raster.length; at += 3) {
    const same = [0, 1, 2].every((channel) => pixels[at + channel] === raster[at + channel]);
    if (!same) count++;
  }
  return `: ${count} of its 57,600 pixels ${count === 1 ? "is" : "are"} not right`;
}

function decibels(value: number): string {
  return value === IDENTICAL ? "no difference" : `${value.toFixed(1)} dB`;
}

function sizeOf({ format, width, height }: PictureFile): string {
  return `${format}, ${width} x ${height}`;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
