import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAULT_POINTS } from "../../../keeper/fault.ts";
import { type Arena, openArena } from "./arena.ts";
import { EVERY_POINT, ONE_OF_EACH } from "./kills.ts";
import { namedKills, randomKills, suffer } from "./misfortunes.ts";

let arena: Arena;

beforeAll(async () => {
  arena = await openArena(2);
}, 600_000);

afterAll(() => arena?.close());

describe("a keeper on PGlite", () => {
  test("behavior: killed at every named point, it loses nothing and does nothing twice", async () => {
    expect(new Set(EVERY_POINT.map(([point]) => point))).toEqual(new Set(FAULT_POINTS));
    const { faults, counts } = await suffer(arena, namedKills(ONE_OF_EACH));
    expect(faults).toEqual([]);
    expect(counts.made).toBeGreaterThan(1);
    // What filled the hole, and what lay behind it.
    expect(counts.noops).toBeGreaterThan(0);
  }, 900_000);

  test("behavior: killed at random, it loses nothing and does nothing twice", async () => {
    const { faults } = await suffer(arena, randomKills(2, 12_345));
    expect(faults).toEqual([]);
  }, 600_000);
});
