// A film of one plant's year: a picture a day, at an hour that drifts slowly around the clock, so that every
// season is seen at dawn, by day, at dusk and at night. The weather is the nearest epoch's.
import { createHash } from "node:crypto";
import { express } from "../../renderer/genome.ts";
import type { Scene } from "../../renderer/scene.ts";
import { findChromium } from "../chromium.ts";
import { EPOCH_SECONDS, STATIONS } from "../replay/climate.ts";
import { type Life, sceneAt } from "../replay/life.ts";
import { entropyOf } from "../replay/population.ts";
import { askThreads } from "../threads.ts";
import { apngWriter, paletteOf } from "./apng.ts";
import { type FrameTask, stripOf } from "./frame.ts";
import { dayOf, recordedClimate, weatherOf } from "./moments.ts";
import { epochOf, plantBorn } from "./plants.ts";
import type { Format, Options } from "./settings.ts";
import { webmWriter } from "./webm.ts";

const BIRTH = "2012-03-20";
const DAY_SECONDS = 86_400;
/** Days in which the hour goes once around: a season. */
const CLOCK_DAYS = 91.3125;
/** How much longer the drift stays with the day than with the night. */
const DAYLIGHT = 0.5;
/** Pictures of which the colours of an animated PNG are chosen. */
const SAMPLES = 24;

/** What takes frames in their order, and is a file in the end. */
export interface FilmWriter {
  add(frame: Uint8Array): Promise<void>;
  finish(): Promise<Uint8Array>;
  /** Ends whatever it has started, finished or not. */
  close(): Promise<void>;
}

export interface Film {
  readonly format: Format;
  readonly bytes: Uint8Array;
  readonly frames: number;
  /** Of all painted frames, in order: equal on every machine that paints the same text. */
  readonly hash: string;
}

/** The plant of a film, born at its beginning. */
export function starOf(seed: number): Life {
  const genome = express(entropyOf(seed, 0), 0n, STATIONS.length);
  return plantBorn(recordedClimate(), genome, BIRTH);
}

/** The scene of day `day`, counted from birth. */
export function sceneOfDay(life: Life, day: number): Scene {
  // In days, and never back: a year's film sees four days more than it has pictures.
  const turn = day / CLOCK_DAYS + 0.25;
  const drift = turn + (DAYLIGHT * Math.sin(2 * Math.PI * turn)) / (2 * Math.PI);
  const birth = epochOf(BIRTH) * EPOCH_SECONDS;
  const climate = recordedClimate();
  const zone = Math.round(climate.stations[life.checkpoints[0]!.station]!.lonMicroDeg / 15e6);
  const midnight = Math.ceil(birth / DAY_SECONDS) * DAY_SECONDS - zone * 3600;
  const time = Math.round(midnight + day * DAY_SECONDS + drift * DAY_SECONDS);
  const epoch = Math.max(Math.round(time / EPOCH_SECONDS), life.birthEpoch);
  return { ...sceneAt(climate, life, epoch), time };
}

export function framesOf(life: Life, days: number, options: Pick<Options, "size" | "sky">) {
  return Array.from({ length: days }, (_, day): FrameTask => {
    const scene = sceneOfDay(life, day);
    const { size, sky } = options;
    const progress = (day + 1) / days;
    const place = `${scene.stationName}, ${dayOf(scene)}`;
    return { scene, size, sky, day: place, weather: weatherOf(scene), progress };
  });
}

/** Paints and encodes. Throws an error with the remedy where the wanted format cannot be had. */
export async function makeFilm(
  life: Life,
  days: number,
  format: Format | undefined,
  options: Pick<Options, "size" | "sky">,
): Promise<Film> {
  const tasks = framesOf(life, days, options);
  const chosen = format ?? (findChromium() ? "webm" : "apng");
  const { size } = options;
  const height = size + stripOf(size);
  const writer =
    chosen === "webm"
      ? await webmWriter(size, height, findChromium())
      : apngWriter(size, height, await coloursOf(tasks, size, height), tasks.length);
  const hash = createHash("sha256");
  try {
    await paintInOrder(tasks, async (frame) => {
      hash.update(frame);
      await writer.add(frame);
    });
    const bytes = await writer.finish();
    return { format: chosen, bytes, frames: tasks.length, hash: hash.digest("hex") };
  } finally {
    await writer.close();
  }
}

async function coloursOf(tasks: readonly FrameTask[], width: number, height: number) {
  const step = Math.ceil(tasks.length / SAMPLES);
  const samples: Uint8Array[] = [];
  await paintInOrder(
    tasks.filter((_, i) => i % step === 0),
    async (frame) => void samples.push(frame),
  );
  return paletteOf(samples, width, height);
}

/** Frames come from several threads; each waits until those before it have been taken. */
async function paintInOrder(
  tasks: readonly FrameTask[],
  take: (frame: Uint8Array) => Promise<void>,
): Promise<void> {
  const file = new URL("thread.ts", import.meta.url);
  let next = 0;
  let waiting = new Map<number, { go: () => void; stop: (error: unknown) => void }>();
  try {
    await askThreads<FrameTask, Uint8Array>(file, undefined, tasks, async (frame, i) => {
      if (i !== next) await new Promise<void>((go, stop) => waiting.set(i, { go, stop }));
      await take(frame);
      next = i + 1;
      waiting.get(next)?.go();
    });
  } catch (error) {
    // Nobody waits for a turn that never comes.
    for (const { stop } of waiting.values()) stop(error);
    waiting = new Map();
    throw error;
  }
}
