import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresForFile } from "../postgres.ts";
import { type Arena, openArena } from "./arena.ts";
import { MISFORTUNES, randomKills, suffer } from "./misfortunes.ts";

const cluster = postgresForFile();
let arena: Arena;

beforeAll(async () => {
  arena = await openArena(1);
}, 600_000);

afterAll(() => arena?.close());

describe("a keeper on PostgreSQL", () => {
  test("behavior: killed at random, it loses nothing and does nothing twice", async () => {
    const { faults, counts } = await suffer(arena, randomKills(2, 54_321), cluster());
    expect(faults).toEqual([]);
    expect(counts.made).toBeGreaterThan(0);
  }, 600_000);

  test("behavior: it goes on by itself where PostgreSQL was stopped, or lost its power", async () => {
    const name = "PostgreSQL is stopped, or loses its power, and starts again";
    const { faults } = await suffer(arena, MISFORTUNES[name]!, cluster());
    expect(faults).toEqual([]);
  }, 600_000);
});
