// A specimen as a few characters of a link, and back. Every link has to be right to the bit, because a picture is
// known by its bits; whatever was not written here is refused as a whole.
import type { Genome } from "../../renderer/genome.ts";
import { fromHex, toHex } from "../../renderer/hex.ts";
import { packObservation, unpackObservation } from "../../renderer/observation.ts";
import { fromLink, readBytes, toLink, writeBytes } from "./bytes.ts";
import type { Specimen } from "./specimen.ts";

/** Another number for another order of what follows. */
const FORMAT = 1;
const GENOME_BYTES = 32;
const OBSERVATION_BYTES = 16;
const PLACE_BYTES = 160;
const TIME_MAX = 2 ** 40;

export function linkOf(specimen: Specimen): string {
  const { now, week, life } = specimen;
  const out = writeBytes();
  out.whole(FORMAT);
  out.bytes(fromHex(specimen.genome));
  const word = packObservation(now).toString(16).padStart(32, "0");
  out.bytes(fromHex(`0x${word}`));
  for (const value of numbersOf(specimen)) out.whole(value);
  for (const value of [week.observed, week.rainCentiMm, week.sunMinutes]) out.whole(value);
  for (const value of [week.frostMinutes, week.windEastCms, week.tempCentiC]) out.whole(value);
  for (const value of [life.observed, life.rainCentiMm, life.frostMinutes]) out.whole(value);
  out.bytes(new TextEncoder().encode(specimen.place));
  return toLink(out.done());
}

/** Undefined for what no playground has written. */
export function readLink(text: string): Specimen | undefined {
  try {
    const specimen = parse(text);
    return isPossible(specimen) ? specimen : undefined;
  } catch {
    return undefined;
  }
}

/** A genome alone, as the end of a walk travels. */
export function genomeLink(genome: Genome): string {
  return toLink(fromHex(genome));
}

export function readGenomeLink(text: string): Genome | undefined {
  try {
    const bytes = fromLink(text);
    return bytes.length === GENOME_BYTES ? (toHex(bytes) as Genome) : undefined;
  } catch {
    return undefined;
  }
}

function numbersOf(s: Specimen): number[] {
  return [
    s.time,
    s.latMicroDeg,
    s.lonMicroDeg,
    s.weatherAge,
    s.age,
    s.moves,
    s.decisions,
    s.pinned ? 1 : 0,
    s.model,
  ];
}

function parse(text: string): Specimen {
  const from = readBytes(fromLink(text));
  if (from.whole() !== FORMAT) throw new RangeError("the link is of another format");
  const genome = toHex(from.bytes(GENOME_BYTES)) as Genome;
  const now = unpackObservation(BigInt(toHex(from.bytes(OBSERVATION_BYTES))));
  const next = () => from.whole();
  return {
    genome,
    now,
    time: next(),
    latMicroDeg: next(),
    lonMicroDeg: next(),
    weatherAge: next(),
    age: next(),
    moves: next(),
    decisions: next(),
    pinned: next() === 1,
    model: next(),
    week: {
      observed: next(),
      rainCentiMm: next(),
      sunMinutes: next(),
      frostMinutes: next(),
      windEastCms: next(),
      tempCentiC: next(),
    },
    life: { observed: next(), rainCentiMm: next(), frostMinutes: next() },
    // A name may begin with anything, a byte order mark included.
    place: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(from.rest()),
  };
}

/** What a token could be, so that drawing it cannot fail. */
function isPossible(s: Specimen): boolean {
  const { week, life } = s;
  const counts = [s.time, s.weatherAge, s.moves, s.decisions, s.model];
  const sums = [week.observed, week.rainCentiMm, week.sunMinutes, week.frostMinutes];
  const least = [...counts, ...sums, life.observed, life.rainCentiMm, life.frostMinutes];
  return (
    least.every((value) => value >= 0) &&
    BigInt(s.genome) !== 0n &&
    s.time <= TIME_MAX &&
    s.weatherAge <= 65_535 &&
    Math.abs(s.latMicroDeg) <= 90_000_000 &&
    Math.abs(s.lonMicroDeg) <= 180_000_000 &&
    new TextEncoder().encode(s.place).length <= PLACE_BYTES
  );
}
