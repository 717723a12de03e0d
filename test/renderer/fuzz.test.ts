// A differential fuzz: a thousand random scenes, one forge process that answers them all, every byte compared.
// HELIOTROPE_FUZZ_SEED repeats a run, HELIOTROPE_FUZZ_RUNS makes it longer.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hexToBytes } from "viem";
import { expect, test } from "vitest";
import { answerOf, decodeAnswers, encodeScenes } from "./oracle.ts";
import { generator, randomScene } from "./scenes.ts";

const SEED = Number(process.env.HELIOTROPE_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));
const RUNS = Number(process.env.HELIOTROPE_FUZZ_RUNS ?? 1000);
const FOLDER = "cache/twins";

test(`behavior: ${RUNS} random scenes of seed ${SEED} give the same bytes in both languages`, () => {
  const draw = generator(SEED);
  const scenes = Array.from({ length: RUNS }, () => randomScene(draw));
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
