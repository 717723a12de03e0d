// Random scenes from a seed: weather, ages, places and names that are plausible, and any bits at all.
import { unpackExposure } from "../../renderer/exposure.ts";
import { express } from "../../renderer/genome.ts";
import { unpackObservation } from "../../renderer/observation.ts";
import type { Scene } from "../../renderer/scene.ts";

export type Draw = (range: number) => number;

/** Mulberry32: small, seeded, good enough to choose test cases. */
export function generator(seed: number): Draw {
  let state = seed >>> 0;
  return (range) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * range);
  };
}

function word(draw: Draw, bits: number): bigint {
  let value = 0n;
  for (let i = 0; i < bits; i += 16) value = (value << 16n) | BigInt(draw(65_536));
  return BigInt.asUintN(bits, value);
}

/** Letters, markup, controls, and what turns the direction of text. */
export function randomName(draw: Draw): string {
  const points = [0x41, 0x7a, 0x22, 0x27, 0x3c, 0x5c, 0x26, 0x25, 0x0a, 0x00, 0xe9, 0x2028, 0x202e];
  points.push(0xfeff, 0xfffd, 0xffff, 0x1f33b, 0x10ffff);
  return Array.from({ length: draw(60) }, () => {
    return String.fromCodePoint(draw(2) === 0 ? 97 + draw(26) : points[draw(points.length)]!);
  }).join("");
}

/** Half of the scenes are plausible in every field, the other half are any bits at all. */
export function randomScene(draw: Draw): Scene {
  const isWild = draw(2) === 0;
  const epoch = isWild ? draw(2 ** 40) : 55_000 + draw(12_000);
  const age = draw(3) === 0 ? draw(50) : draw(6000);
  const bounded = (low: number, high: number) => low + draw(high - low + 1);
  const o = unpackObservation(word(draw, 128));
  const now = isWild
    ? o
    : {
        tempCentiC: bounded(-4000, 4500),
        precipCentiMm: draw(2) === 0 ? 0 : draw(4000),
        windEastCms: bounded(-2000, 2000),
        windNorthCms: bounded(-2000, 2000),
        windSpeedCms: draw(3000),
        sunMinutes: draw(421),
        frostMinutes: draw(2) === 0 ? 0 : draw(421),
        codeRank: draw(28),
        cloudPct: draw(101),
        derived: draw(2) === 0,
        age: draw(6) === 0 ? draw(20) : 0,
      };
  const sums = (epochs: number) =>
    isWild
      ? unpackExposure(word(draw, 256))
      : {
          rainCentiMm: epochs * draw(500),
          sunMinutes: epochs * draw(400),
          frostMinutes: epochs * draw(200),
          windEastCms: epochs * bounded(-600, 600),
          windNorthCms: epochs * bounded(-600, 600),
          windSpeedCms: epochs * draw(900),
          storms: draw(epochs + 1),
          tempCentiC: epochs * bounded(-2000, 3000),
          observed: epochs,
        };
  const tokenId = BigInt(draw(8192));
  const genome = express(`0x${word(draw, 256).toString(16).padStart(64, "0")}`, tokenId, draw(9));
  const wildGenome = `0x${word(draw, 256).toString(16).padStart(64, "0")}` as const;
  return {
    tokenId: isWild ? word(draw, 256) : tokenId,
    genome: draw(40) === 0 ? `0x${"0".repeat(64)}` : isWild ? wildGenome : genome,
    time: epoch * 25_200,
    epoch,
    birthEpoch: isWild ? draw(2 ** 40) : epoch - age,
    weatherAge: draw(3) === 0 ? draw(isWild ? 65_536 : 12) : 0,
    now,
    recent: sums(Math.min(age, 24)),
    life: sums(age),
    latMicroDeg: bounded(-90_000_000, 90_000_000),
    lonMicroDeg: bounded(-180_000_000, 180_000_000),
    stationName: randomName(draw),
    // One in sixteen has the only model that the oracle's registry holds.
    model: draw(16) === 0 ? 0 : draw(65_536),
    pinned: draw(3) === 0,
    moves: draw(2) === 0 ? 0 : draw(256),
    decisions: draw(3) === 0 ? draw(2 ** 24) : draw(12),
    pending: draw(3) === 0,
  };
}
