import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAULT_POINTS } from "../../../keeper/fault.ts";
import { type Arena, openArena } from "./arena.ts";
import { EVERY_POINT } from "./kills.ts";
import { MISFORTUNES, randomKills, suffer } from "./misfortunes.ts";

let arena: Arena;

beforeAll(async () => {
  arena = await openArena(2);
}, 600_000);

afterAll(() => arena?.close());

describe("a keeper on PGlite", () => {
  test("behavior: killed at every named point, it loses nothing and does nothing twice", async () => {
    expect(new Set(EVERY_POINT.map(([point]) => point))).toEqual(new Set(FAULT_POINTS));
    const { faults, counts } = await suffer(arena, MISFORTUNES["kill -9 at each named point"]!);
    expect(faults).toEqual([]);
    expect(counts.made).toBeGreaterThan(2);
    // Nothing of an epoch is sent twice: the one transaction too many is what filled the hole.
    expect(counts.noops).toBeGreaterThan(0);
  }, 900_000);

  test("behavior: killed at random, it loses nothing and does nothing twice", async () => {
    const { faults } = await suffer(arena, randomKills(3, 12_345));
    expect(faults).toEqual([]);
  }, 600_000);
});
