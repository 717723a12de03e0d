// A differential fuzz: a thousand random scenes, one forge process that answers them all, every byte compared.
// HELIOTROPE_FUZZ_SEED repeats a run, HELIOTROPE_FUZZ_RUNS makes it longer.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hexToBytes } from "viem";
import { expect, test } from "vitest";
import { unpackExposure } from "../../renderer/exposure.ts";
import { express } from "../../renderer/genome.ts";
import { unpackObservation } from "../../renderer/observation.ts";
import type { Scene } from "../../renderer/scene.ts";
import { answerOf, decodeAnswers, encodeScenes } from "./oracle.ts";

const SEED = Number(process.env.HELIOTROPE_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));
const RUNS = Number(process.env.HELIOTROPE_FUZZ_RUNS ?? 1000);
const FOLDER = "cache/twins";

type Draw = (range: number) => number;

/** Mulberry32: small, seeded, good enough to choose test cases. */
function generator(seed: number): Draw {
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

function nameOf(draw: Draw): string {
  const points = [0x41, 0x7a, 0x22, 0x27, 0x3c, 0x5c, 0x26, 0x25, 0x0a, 0x00, 0xe9, 0x2028, 0x202e];
  points.push(0xfeff, 0xfffd, 0xffff, 0x1f33b, 0x10ffff);
  return Array.from({ length: draw(60) }, () => {
    return String.fromCodePoint(draw(2) === 0 ? 97 + draw(26) : points[draw(points.length)]!);
  }).join("");
}

/** Half of the scenes are plausible in every field, the other half are any bits at all. */
function sceneOf(draw: Draw): Scene {
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
    stationName: nameOf(draw),
    // One in sixteen has the only model that the oracle's registry holds.
    model: draw(16) === 0 ? 0 : draw(65_536),
    pinned: draw(3) === 0,
    moves: draw(2) === 0 ? 0 : draw(256),
    decisions: draw(3) === 0 ? draw(2 ** 24) : draw(12),
    pending: draw(3) === 0,
  };
}

test(`behavior: ${RUNS} random scenes of seed ${SEED} give the same bytes in both languages`, () => {
  const draw = generator(SEED);
  const scenes = Array.from({ length: RUNS }, () => sceneOf(draw));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/scenes`, hexToBytes(encodeScenes(scenes)));
  // forge answers 0 even where a script reverts: only a fresh file of answers proves that it ran.
  rmSync(`${FOLDER}/answers`, { force: true });
  const forge = spawnSync("forge", ["script", "test/contracts/art/Batch.s.sol"], {
    encoding: "utf8",
    // A script that reverts prints the trace of everything before.
    maxBuffer: 2 ** 30,
    // A thousand drawings are more gas than forge's bound for one test.
    env: { ...process.env, FOUNDRY_GAS_LIMIT: "18446744073709551615" },
  });
  const said = `${forge.error ?? ""}${forge.stdout.slice(-2000)}${forge.stderr}`;
  expect(existsSync(`${FOLDER}/answers`), `seed ${SEED}: ${said}`).toBe(true);
  const answers = decodeAnswers(readFileSync(`${FOLDER}/answers`));
  expect(answers.length).toBe(RUNS);
  let compared = 0;
  for (const [i, scene] of scenes.entries()) {
    expect(answerOf(scene), `scene ${i} of seed ${SEED}`).toEqual(answers[i]);
    compared += 1;
  }
  expect(compared).toBe(RUNS);
  // The scenes reach every species, seeds in the earth, and pictures that differ.
  expect(new Set(answers.map((answer) => answer.svgHash)).size).toBeGreaterThan(RUNS * 0.9);
});
