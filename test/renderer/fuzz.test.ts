// A differential fuzz: a thousand random scenes, one forge process that answers them all, every byte compared.
// HELIOTROPE_FUZZ_SEED repeats a run, HELIOTROPE_FUZZ_RUNS makes it longer.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { bytesToHex, hexToBytes, keccak256 } from "viem";
import { beforeAll, expect, test } from "vitest";
import { paintInteger } from "../../renderer/sky/integer.ts";
import {
  answerOf,
  decodeAnswers,
  decodePainted,
  encodePictures,
  encodeScenes,
  type Picture,
  SHIPPED,
} from "./oracle.ts";
import { type Draw, generator, randomScene } from "./scenes.ts";

const SEED = Number(process.env.HELIOTROPE_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));
const RUNS = Number(process.env.HELIOTROPE_FUZZ_RUNS ?? 1000);
const FOLDER = "cache/twins";

/** A whole sky to paint; every other one in every kind of weather at once. */
function pictureOf(draw: Draw, size: number): Picture {
  const bytes = (length: number, value: () => number) =>
    bytesToHex(Uint8Array.from({ length: 32 }, (_, i) => (i < length ? value() : 0)));
  return {
    latent: bytes(32, () => draw(256)),
    condition: bytes(20, draw(2) === 0 ? () => draw(128) : () => 127 * draw(2)),
    size,
  };
}

const draw = generator(SEED);
const scenes = Array.from({ length: RUNS }, () => randomScene(draw));
// Every side of a picture is painted in time: a few at random, and those beside a word's lanes.
const sides = [1, 15, 16, 17, 30, 31, 33, 63, 64, ...Array.from({ length: 9 }, () => 1 + draw(64))];
const pictures = sides.map((size) => pictureOf(draw, size));
let said = "";

beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/scenes`, hexToBytes(encodeScenes(scenes)));
  writeFileSync(`${FOLDER}/pictures`, hexToBytes(encodePictures(pictures)));
  // forge answers 0 even where a script reverts: only fresh files of answers prove that it ran.
  rmSync(`${FOLDER}/answers`, { force: true });
  rmSync(`${FOLDER}/painted`, { force: true });
  const forge = spawnSync("forge", ["script", "test/contracts/art/Batch.s.sol"], {
    encoding: "utf8",
    // A script that reverts prints the trace of everything before.
    maxBuffer: 2 ** 30,
    // A thousand drawings are more gas than forge's bound for one test.
    env: { ...process.env, FOUNDRY_GAS_LIMIT: "18446744073709551615" },
  });
  said = `${forge.error ?? ""}${forge.stdout.slice(-2000)}${forge.stderr}`;
});

test(`behavior: ${RUNS} random scenes of seed ${SEED} give the same bytes in both languages`, () => {
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

test(`behavior: pictures of any side, seed ${SEED}, have the same pixels in both languages`, () => {
  expect(existsSync(`${FOLDER}/painted`), `seed ${SEED}: ${said}`).toBe(true);
  const painted = decodePainted(readFileSync(`${FOLDER}/painted`));
  expect(painted.length).toBe(sides.length);
  for (const [i, { latent, condition, size }] of pictures.entries()) {
    const whole = { size, x: 0, y: 0, width: size, height: size };
    const pixels = paintInteger(SHIPPED, { latent, condition, ...whole });
    expect(keccak256(pixels), `side ${size}, ${condition}, seed ${SEED}`).toBe(painted[i]);
  }
});
