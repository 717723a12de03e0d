import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { MUTANTS } from "./list.ts";

describe("mutants", () => {
  test("behavior: each changes a text that stands in its file exactly once", () => {
    const wrong = MUTANTS.filter(({ file, text }) => {
      return readFileSync(`contracts/${file}`, "utf8").split(text).length !== 2;
    });
    expect(wrong.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(25);
  });

  test("behavior: each names test files that exist, and a fault of its own", () => {
    for (const { name, text, replacement, tests } of MUTANTS) {
      expect(replacement, name).not.toBe(text);
      for (const path of tests) {
        expect(globSync(`test/contracts/${path}.t.sol`).length, `${name}: ${path}`).toBeGreaterThan(
          0,
        );
      }
    }
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });
});
