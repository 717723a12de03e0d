import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { Exposure } from "../../renderer/exposure.ts";
import { express, SPECIES_COUNT } from "../../renderer/genome.ts";
import { isStorm } from "../../renderer/observation.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import {
  EPOCH_SECONDS,
  exposureBetween,
  FIRST_EPOCH,
  observationAt,
  replay,
  shownEpoch,
} from "../../tools/replay/climate.ts";
import { type Choice, liveWith, MOVE_COOLDOWN, sceneAt } from "../../tools/replay/life.ts";
import { entropyOf, outages, tokenOf } from "../../tools/replay/population.ts";
import { chartsOf } from "../../tools/simulate/charts.ts";
import { findingsOf } from "../../tools/simulate/findings.ts";
import { gasOf } from "../../tools/simulate/gas.ts";
import { sectionsOf } from "../../tools/simulate/report.ts";
import { simulate } from "../../tools/simulate/run.ts";
import { looksOf, readOptions } from "../../tools/simulate/settings.ts";
import { csvOf, sum } from "../../tools/simulate/table.ts";

const TINY = { epochs: 206, tokens: 20, seed: 7, every: undefined, isFull: true };
const EPOCHS = 600;
const MISSED = new Set([0, 1, 40, 41, 42, 43, 300]);
const climate = replay(EPOCHS, MISSED);

describe("readOptions", () => {
  test("default", () => {
    expect(readOptions([])).toEqual({
      epochs: 5009,
      tokens: 1000,
      seed: 20_140_320,
      every: undefined,
      isFull: false,
      gas: false,
      out: "dist/simulation",
      docs: false,
      json: false,
    });
    expect(readOptions(["--days", "60", "--every", "1"])).toMatchObject({ epochs: 206, every: 1 });
    expect(readOptions(["--help"])).toBeUndefined();
  });

  test.each([
    [["--tokens", "0"], "--tokens 0 is not a whole number from 1 to 100000."],
    [["--tokens", "many"], "--tokens many is not a whole number from 1 to 100000."],
    [["--tokens", "1e3"], "--tokens 1e3 is not a whole number from 1 to 100000."],
    [["--years", "-1"], "--years -1 is not a number above 0, up to 100."],
    [["--years", "four"], "--years four is not a number above 0, up to 100."],
    [["--years", "0.0001"], "--years 0.0001 is less than one epoch of seven hours."],
    [["--years", "1", "--days", "3"], "--years and --days say the same thing. Give one of them."],
    [["--every", "0"], "--every 0 is not a whole number from 1 to 5009."],
    [["--seed", "-3"], "--seed -3 is not a whole number from 0 to 4294967295."],
  ])("error: %j", (args, message) => {
    // `--flag -1` reads as another flag, so the value is tied to it.
    const tied = args.map((arg, i) => (i % 2 === 0 ? `${arg}=${args[i + 1]}` : ""));
    expect(() => readOptions(tied.filter(Boolean))).toThrow(message);
  });

  test("error: a flag that does not exist", () => {
    expect(() => readOptions(["--moons", "2"])).toThrow("--moons");
  });
});

describe("looksOf", () => {
  test("behavior: once a day, and every hour of the day has its turn", () => {
    const looks = looksOf({ ...TINY, epochs: 5009 });
    expect(looks).toHaveLength(1461);
    expect(new Set(looks.map((epoch) => epoch - FIRST_EPOCH)).size).toBe(1461);
    const hours = new Set(looks.map((epoch) => ((epoch * EPOCH_SECONDS) / 3600) % 24));
    expect(hours.size).toBe(24);
  });

  test("behavior: every epoch where that is wanted", () => {
    const looks = looksOf({ ...TINY, epochs: 5, every: 2 });
    expect(looks).toEqual([FIRST_EPOCH, FIRST_EPOCH + 2, FIRST_EPOCH + 4]);
  });
});

describe("replay", () => {
  /** What a station saw in the epochs after `from` up to `to`, counted one by one in big integers. */
  function slowSum(stationOf: (epoch: number) => number, from: number, to: number): Exposure {
    const total: Record<keyof Exposure, bigint> = {
      rainCentiMm: 0n,
      sunMinutes: 0n,
      frostMinutes: 0n,
      windEastCms: 0n,
      windNorthCms: 0n,
      windSpeedCms: 0n,
      storms: 0n,
      tempCentiC: 0n,
      observed: 0n,
    };
    for (let epoch = from + 1; epoch <= to; epoch++) {
      const i = epoch - FIRST_EPOCH;
      if (i < 0 || i >= EPOCHS || MISSED.has(i)) continue;
      const o = observationAt(climate, stationOf(epoch), epoch);
      total.rainCentiMm += BigInt(o.precipCentiMm);
      total.sunMinutes += BigInt(o.sunMinutes);
      total.frostMinutes += BigInt(o.frostMinutes);
      total.windEastCms += BigInt(o.windEastCms);
      total.windNorthCms += BigInt(o.windNorthCms);
      total.windSpeedCms += BigInt(o.windSpeedCms);
      total.storms += isStorm(o) ? 1n : 0n;
      total.tempCentiC += BigInt(o.tempCentiC);
      total.observed += 1n;
    }
    const entries = Object.entries(total).map(([name, value]) => [name, Number(value)]);
    return Object.fromEntries(entries) as Exposure;
  }

  test("behavior: running sums are what a slow count says, and a gap adds nothing", () => {
    for (const station of [0, 1]) {
      for (const [from, to] of [
        [-5, 3],
        [0, 599],
        [38, 44],
        [39, 43],
        [100, 100],
        [299, 301],
        [17, 412],
      ]) {
        const [a, b] = [FIRST_EPOCH + from!, FIRST_EPOCH + to!];
        expect(exposureBetween(climate, station, a, b)).toEqual(slowSum(() => station, a, b));
      }
    }
  });

  test("behavior: one missed epoch shows the one before, more show weather that ages", () => {
    const at = (i: number) => shownEpoch(climate, FIRST_EPOCH + i);
    expect(at(0)).toEqual({ epoch: FIRST_EPOCH, weatherAge: 65_535 });
    expect(at(2)).toEqual({ epoch: FIRST_EPOCH + 2, weatherAge: 0 });
    expect(at(40)).toEqual({ epoch: FIRST_EPOCH + 39, weatherAge: 0 });
    expect(at(41)).toEqual({ epoch: FIRST_EPOCH + 41, weatherAge: 2 });
    expect(at(43)).toEqual({ epoch: FIRST_EPOCH + 43, weatherAge: 4 });
    expect(at(44)).toEqual({ epoch: FIRST_EPOCH + 44, weatherAge: 0 });
  });

  test("behavior: outages come once a year, and the same for the same seed", () => {
    expect(outages(3, 5009)).toEqual(outages(3, 5009));
    const missed = outages(3, 5009);
    for (let year = 0; year < 3; year++) {
      const inYear = [...missed].filter((i) => Math.floor(i / 1252) === year);
      expect(inYear.length).toBeGreaterThan(0);
      expect(inYear.length).toBeLessThanOrEqual(24);
    }
  });

  const birth = FIRST_EPOCH + 10;
  const genome = express(entropyOf(1, 1), 1n, 2, 0);
  const born = { tokenId: 1n, genome, mintEpoch: birth - 1, birthEpoch: birth };
  const move = (i: number, station: number): Choice => ({
    kind: "move",
    from: FIRST_EPOCH + i,
    station,
  });

  test("behavior: a life that moved three times adds up to what it lived through", () => {
    const moves = [move(60, 1), move(120, 0), move(200, 1)];
    const life = liveWith(climate, born, moves);
    const stationOf = (epoch: number) =>
      moves.filter(({ from }) => from <= epoch).length % 2 === 0 ? 0 : 1;
    for (const i of [10, 11, 42, 59, 60, 61, 83, 90, 120, 130, 200, 210, 223, 224, 599]) {
      const epoch = FIRST_EPOCH + i;
      const scene = sceneAt(climate, life, epoch);
      expect(scene.epoch).toBeLessThanOrEqual(epoch);
      expect(scene.life).toEqual(slowSum(stationOf, birth, scene.epoch));
      const week = Math.max(scene.epoch - 24, birth);
      expect(scene.recent).toEqual(slowSum(stationOf, week, scene.epoch));
      expect(scene.moves).toBe(moves.filter(({ from }) => from <= scene.epoch).length);
      expect(scene.stationName).toBe(stationOf(scene.epoch) === 0 ? "Seattle" : "New York");
    }
  });

  test("behavior: a move within the cooldown, or to where it is, is refused", () => {
    const soon = [move(60, 1), move(60 + MOVE_COOLDOWN - 1, 0), move(90, 1)];
    expect(liveWith(climate, born, soon).checkpoints).toHaveLength(2);
    const later = [move(60, 1), move(60 + MOVE_COOLDOWN, 0)];
    expect(liveWith(climate, born, later).checkpoints).toHaveLength(3);
  });

  test("behavior: a pin takes the whole state at its epoch, and ends", () => {
    const life = liveWith(climate, born, [
      move(60, 1),
      { kind: "pin", from: FIRST_EPOCH + 100, epoch: FIRST_EPOCH + 50 },
      { kind: "pin", from: FIRST_EPOCH + 110, epoch: FIRST_EPOCH + 41 },
      { kind: "pin", from: FIRST_EPOCH + 111, epoch: birth - 1 },
      { kind: "follow", from: FIRST_EPOCH + 150 },
    ]);
    expect(life.checkpoints).toHaveLength(4);
    const pinned = sceneAt(climate, life, FIRST_EPOCH + 140);
    expect(pinned).toMatchObject({
      epoch: FIRST_EPOCH + 50,
      pinned: true,
      moves: 0,
      decisions: 0,
      weatherAge: 0,
      stationName: "Seattle",
    });
    expect(sceneAt(climate, life, FIRST_EPOCH + 99).pending).toBe(true);
    expect(sceneAt(climate, life, FIRST_EPOCH + 150)).toMatchObject({
      pinned: false,
      moves: 1,
      decisions: 3,
      stationName: "New York",
    });
  });

  test("behavior: before its birth a token is a seed", () => {
    const life = liveWith(climate, born, []);
    expect(phenotypeOf(sceneAt(climate, life, birth - 1)).stage).toBe(0);
    expect(phenotypeOf(sceneAt(climate, life, birth)).stage).toBe(1);
  });

  test("behavior: a population is the same for the same seed, and spread over time", () => {
    const lives = Array.from({ length: 40 }, (_, id) => tokenOf(climate, 5, id));
    expect(lives).toEqual(Array.from({ length: 40 }, (_, id) => tokenOf(climate, 5, id)));
    expect(lives).not.toEqual(Array.from({ length: 40 }, (_, id) => tokenOf(climate, 6, id)));
    const mints = lives.map(({ mintEpoch }) => mintEpoch - FIRST_EPOCH);
    expect(mints.filter((i) => i < 24).length).toBeGreaterThan(4);
    expect(Math.max(...mints)).toBeGreaterThan(400);
    for (const { mintEpoch, birthEpoch } of lives) expect(birthEpoch).toBeGreaterThan(mintEpoch);
  });
});

describe("gasOf", () => {
  test("default", async () => {
    const life = tokenOf(climate, 5, 3);
    const scene = sceneAt(climate, life, life.birthEpoch + 100);
    const seed = sceneAt(climate, life, life.mintEpoch);
    const [grown, asleep] = await gasOf([scene, seed]);
    expect(grown).toBeGreaterThan(asleep!);
    expect(asleep).toBeGreaterThan(100_000);
    expect(grown).toBeLessThan(2_500_000);
  });
});

describe("simulate", () => {
  test("default", async () => {
    const one = await simulate(TINY, false);
    const other = await simulate(TINY);
    // Threads take tokens as they come; the table does not show it.
    expect(csvOf(other.table)).toBe(csvOf(one.table));
    expect(other.looks).toBe(one.looks);
    expect(other.drawings).toEqual(one.drawings);
    expect(csvOf((await simulate({ ...TINY, seed: 8 }, false)).table)).not.toBe(csvOf(one.table));

    const { table } = one;
    const total = (trait: string) =>
      sum(table.rows.filter((row) => row.trait === trait).flatMap(({ counts }) => counts));
    expect(sum(table.minted)).toBe(one.looks);
    expect(total("Stage")).toBe(one.looks);
    for (const trait of ["Species", "School", "Mutation", "Palette", "Sky", "Weather", "Flowers"]) {
      expect(total(trait)).toBe(sum(table.germinated));
    }
    expect(table.rows.filter(({ trait }) => trait === "Species")).toHaveLength(SPECIES_COUNT);
    expect(one.drawings.length).toBeGreaterThan(0);
    for (const { largest, mean, count } of one.drawings) {
      expect(largest[0]!.characters).toBeGreaterThanOrEqual(mean);
      expect(largest.map(({ characters }) => characters)).toEqual(
        largest.map(({ characters }) => characters).toSorted((a, b) => b - a),
      );
      expect(count).toBeGreaterThan(0);
    }
  });

  test("behavior: what a recording cannot have is told with the reason", async () => {
    const simulation = await simulate(TINY, false);
    const findings = findingsOf(simulation.table);
    const { never, always } = findings;
    expect(never.find(({ trait }) => trait === "Aurora")?.reason).toContain("52 degrees");
    expect(never.find(({ value }) => value === "Measured")?.reason).toContain("derived");
    expect(always.map(({ value }) => value)).toContain("Partly derived");
    // Two months have no second year.
    expect(never.map(({ trait, value }) => `${trait} ${value}`)).toContain("Stage Old");
    const sections = sectionsOf(simulation, findings);
    expect(sections.never).toContain("| Aurora | aurora | 0 % |");
    expect(sections.run).toContain("20 tokens, seed 7, 206 epochs");
  });

  test("behavior: charts are well-formed, titled, and show every row", async () => {
    const { table } = await simulate(TINY, false);
    const charts = chartsOf(table, "a subtitle with <&>");
    expect(charts.map(({ name }) => name)).toEqual(["inherited", "life", "weather"]);
    let labels = 0;
    for (const { svg } of charts) {
      expect(svg).toMatch(/^<svg [^>]*><title id='t'>[^<]+<\/title><desc id='d'>/);
      const { width, height } = await sharp(Buffer.from(svg)).metadata();
      expect(svg).toContain(`viewBox='0 0 ${width} ${height}'`);
      labels += svg.match(/stroke='#e4ddcd'/g)!.length;
    }
    expect(labels).toBe(table.rows.length);
  });
});
