import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAULT_POINTS } from "../../../keeper/fault.ts";
import { type Arena, openArena } from "./arena.ts";
import { EVERY_POINT, FEW } from "./kills.ts";
import { namedKills, suffer } from "./misfortunes.ts";

let arena: Arena;

beforeAll(async () => {
  arena = await openArena(1);
}, 600_000);

afterAll(() => arena?.close());

describe("a keeper on PGlite", () => {
  test("behavior: killed where most is at stake, it loses nothing and does nothing twice", async () => {
    // The long run takes them all.
    expect(new Set(EVERY_POINT.map(([point]) => point))).toEqual(new Set(FAULT_POINTS));
    const { faults, counts } = await suffer(arena, namedKills(FEW));
    expect(faults).toEqual([]);
    expect(counts.made).toBeGreaterThan(0);
    // What filled the hole, and what lay behind it.
    expect(counts.noops).toBeGreaterThan(0);
  }, 900_000);
});
