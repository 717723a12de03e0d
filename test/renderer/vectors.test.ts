// The contract is the oracle: forge writes test/vectors/art-*.json (and holds it to be current), and the twins
// must reproduce every field and every byte of it.
import { readFileSync } from "node:fs";
import type { Hex } from "viem";
import { describe, expect, test } from "vitest";
import { answerOf, decodeAnswer, decodeScene } from "./oracle.ts";

interface Vector {
  name: string;
  scene: Hex;
  answer: Hex;
}

const vectors: Vector[] = ["corners", "species", "seeds"].flatMap((part) =>
  JSON.parse(readFileSync(`test/vectors/art-${part}.json`, "utf8")),
);

describe("art vectors", () => {
  test("behavior: none is missing", () => {
    // 22 corners, 10 species under 10 kinds of weather and at their fullest in 3 seasons, 40 seeds.
    expect(vectors.length).toBe(192);
    expect(new Set(vectors.map((vector) => vector.name)).size).toBe(192);
    expect(new Set(vectors.map((vector) => vector.answer)).size).toBe(192);
  });

  test.each(vectors)("behavior: $name", ({ scene, answer }) => {
    expect(answerOf(decodeScene(scene))).toEqual(decodeAnswer(answer));
  });
});
