// A differential fuzz: thousands of random scenes, one forge process that answers them all, every byte compared.
// HELIOTROPE_FUZZ_SEED repeats a run, HELIOTROPE_FUZZ_RUNS makes it longer or shorter.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { bytesToHex, type Hex, hexToBytes, keccak256 } from "viem";
import { beforeAll, expect, test } from "vitest";
import { SPECIES_COUNT } from "../../renderer/genome.ts";
import type { Scene } from "../../renderer/scene.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { likelyScene } from "./likely.ts";
import {
  type Answer,
  answerOf,
  decodeAnswers,
  decodePainted,
  drawingOf,
  encodePictures,
  encodeScenes,
  type Picture,
  SHIPPED,
} from "./oracle.ts";
import { expectReached } from "./reach.ts";
import { type Draw, generator, randomScene } from "./scenes.ts";

const SEED = Number(process.env.HELIOTROPE_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));
/** Scenes whose picture, explanation and JSON are compared; one in fifty more is compared with its page. */
const RUNS = Number(process.env.HELIOTROPE_FUZZ_RUNS ?? 5000);
const WHOLES = Math.ceil(RUNS / 50) + 20;
/** Scenes in one file: forge answers a file at a time, and forgets what it took. */
const CHUNK = 250;
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
// Half may be anything; the others are what a plant may see. None has a model, so that the sky is vectors.
const drawings = Array.from({ length: RUNS }, (_, i): Scene => {
  const scene = i % 2 === 0 ? randomScene(draw) : likelyScene(draw, (i >> 1) % SPECIES_COUNT);
  return { ...scene, model: 1 + draw(65_535) };
});
// The network's sky, the living page, and the whole token URI around them.
const wholes = Array.from({ length: WHOLES }, (_, i): Scene => {
  const scene = i % 8 === 0 ? randomScene(draw) : likelyScene(draw, i % SPECIES_COUNT);
  return { ...scene, model: 0 };
});
// A few sides of a picture at random, and those beside a word's lanes.
const sides = [1, 15, 16, 17, 30, 31, 33, 63, 64, ...Array.from({ length: 9 }, () => 1 + draw(64))];
const pictures = sides.map((size) => pictureOf(draw, size));

const chunks = (scenes: readonly Scene[]) =>
  Array.from({ length: Math.ceil(scenes.length / CHUNK) }, (_, i) =>
    scenes.slice(i * CHUNK, (i + 1) * CHUNK),
  );

let said = "";
let ours: { drawings: Answer[]; wholes: Answer[]; painted: Hex[] };

beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, scenes] of Object.entries({ drawings, wholes })) {
    for (const [i, chunk] of chunks(scenes).entries()) {
      writeFileSync(`${FOLDER}/${name}-${i}`, hexToBytes(encodeScenes(chunk)));
    }
  }
  writeFileSync(`${FOLDER}/pictures`, hexToBytes(encodePictures(pictures)));
  const forge = askForge();
  // Meanwhile the twins answer, on another core.
  ours = {
    drawings: drawings.map((scene) => drawingOf(scene)),
    wholes: wholes.map((scene) => answerOf(scene)),
    painted: pictures.map(({ latent, condition, size }) =>
      keccak256(
        paintInteger(SHIPPED, { latent, condition, size, x: 0, y: 0, width: size, height: size }),
      ),
    ),
  };
  said = await forge;
}, 900_000);

/** What forge said; whether it answered, only its files tell, since it ends with 0 even where a script reverts. */
function askForge(): Promise<string> {
  return new Promise((resolve, reject) => {
    const forge = spawn("forge", ["script", "test/contracts/art/Batch.s.sol", "--tc", "Batch"], {
      // Thousands of drawings are more gas and memory than forge's bounds for one test.
      env: {
        ...process.env,
        FOUNDRY_GAS_LIMIT: "18446744073709551615",
        FOUNDRY_MEMORY_LIMIT: "2000000000",
      },
    });
    let text = "";
    const listen = (data: Buffer) => {
      // A script that reverts prints the trace of everything before.
      text = (text + data).slice(-4000);
    };
    forge.stdout.on("data", listen);
    forge.stderr.on("data", listen);
    forge.on("error", reject);
    forge.on("close", () => resolve(text));
  });
}

function answersTo(name: string, scenes: readonly Scene[]): Answer[] {
  return chunks(scenes).flatMap((chunk, i) => {
    const path = `${FOLDER}/${name}-${i}.answers`;
    expect(existsSync(path), `seed ${SEED}: ${said}`).toBe(true);
    const answers = decodeAnswers(readFileSync(path));
    expect(answers.length).toBe(chunk.length);
    return answers;
  });
}

function expectSame(mine: readonly Answer[], theirs: readonly Answer[], count: number): void {
  expect([mine.length, theirs.length]).toEqual([count, count]);
  for (const [i, answer] of theirs.entries()) {
    expect(mine[i], `scene ${i} of seed ${SEED}`).toEqual(answer);
  }
  // Pictures that differ, so that this is not one scene a thousand times.
  expect(new Set(theirs.map(({ svgHash }) => svgHash)).size).toBeGreaterThan(count * 0.9);
}

test(`behavior: ${RUNS} random scenes of seed ${SEED} give the same bytes in both languages`, () => {
  expectSame(ours.drawings, answersTo("drawings", drawings), RUNS);
});

test(`behavior: ${WHOLES} token URIs with page and sky of seed ${SEED} are the same`, () => {
  expectSame(ours.wholes, answersTo("wholes", wholes), WHOLES);
});

test(`behavior: pictures of any side, seed ${SEED}, have the same pixels`, () => {
  expect(existsSync(`${FOLDER}/pictures.answers`), `seed ${SEED}: ${said}`).toBe(true);
  const painted = decodePainted(readFileSync(`${FOLDER}/pictures.answers`));
  expect(painted.length).toBe(sides.length);
  for (const [i, { size, condition }] of pictures.entries()) {
    expect(ours.painted[i], `side ${size}, ${condition}, seed ${SEED}`).toBe(painted[i]);
  }
});

// A short run does not reach everything.
if (RUNS >= 5000) {
  test(`behavior: the scenes of seed ${SEED} reach all that is drawn`, () => {
    expectReached(drawings);
  });
}
