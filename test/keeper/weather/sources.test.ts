import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SourceHealth } from "../../../keeper/weather/health.ts";
import type { SourceName } from "../../../keeper/weather/names.ts";
import { look } from "../../../keeper/weather/read.ts";
import { openSources, type SourceOptions } from "../../../keeper/weather/sources.ts";
import { openBlank } from "../blank.ts";
import {
  answerOf,
  INSTANT,
  json,
  NEW_YORK,
  OSLO,
  openService,
  raw,
  SEATTLE,
  type Service,
  SPAN,
} from "./service.ts";

let openMeteo: Service;
let metar: Service;
let metNorway: Service;
const db = await openBlank();
beforeAll(async () => {
  [openMeteo, metar, metNorway] = [await openService(), await openService(), await openService()];
});
afterAll(async () => {
  for (const service of [openMeteo, metar, metNorway]) await service.close();
  await db.close();
});

const open = (names: readonly SourceName[], more: Partial<SourceOptions> = {}) =>
  openSources({
    names,
    db,
    contact: "me@example.org",
    timeoutMs: 2_000,
    airports: new Map([
      ["Seattle", "KSEA"],
      ["New York", "KLGA"],
    ]),
    urls: { "open-meteo": openMeteo.url, metar: metar.url, "met-norway": metNorway.url },
    ...more,
  });

describe("openSources", () => {
  test("default", async () => {
    openMeteo.reply = json(answerOf("open-meteo"));
    const told: SourceHealth[] = [];
    const [source] = open(["open-meteo"], { onOutcome: (health) => told.push(health) });
    expect(source!.health()).toMatchObject({ up: null, lastSuccess: null });
    await source!.read([SEATTLE, NEW_YORK], SPAN);
    expect(source!.health()).toMatchObject({
      name: "open-meteo",
      attribution: expect.stringContaining("CC BY 4.0"),
      up: true,
      answered: 1,
      failed: 0,
      why: null,
    });
    expect(told).toHaveLength(1);
  });

  test("behavior: a source that fails is left alone, for longer each time, and forgiven at once", async () => {
    metar.reply = raw(500, "");
    let clock = 0;
    const [source] = open(["metar"], { clock: () => clock });
    const asked = () => metar.asked.length;
    const read = () => source!.read([SEATTLE], SPAN);
    const before = asked();
    await expect(read()).rejects.toThrow("HTTP 500");
    await expect(read()).rejects.toThrow("left alone for a while, because it answers HTTP 500");
    expect(asked()).toBe(before + 1);
    clock = 15;
    await expect(read()).rejects.toThrow("HTTP 500");
    clock = 30;
    await expect(read()).rejects.toThrow("left alone");
    expect(asked()).toBe(before + 2);
    expect(source!.health()).toMatchObject({ up: false, failed: 2, failuresInARow: 2 });
    clock = 45;
    metar.reply = json(answerOf("metar"));
    await read();
    expect(source!.health()).toMatchObject({ up: true, failuresInARow: 0, why: null });
    // What the service itself asks for counts for more.
    metar.reply = raw(429, "", { "retry-after": "3600" });
    await expect(read()).rejects.toThrow("HTTP 429");
    clock += 3_599;
    await expect(read()).rejects.toThrow("left alone");
    clock += 1;
    metar.reply = json(answerOf("metar"));
    await read();
  });

  test("behavior: the recording is replayed by nobody else's leave", () => {
    expect(open(["replay"])).toEqual([]);
  });

  test.each<[string, SourceName[], Partial<SourceOptions>, string]>([
    [
      "recorded and live weather together",
      ["replay", "metar"],
      {},
      "Recorded weather is not today's",
    ],
    ["a source twice", ["metar", "metar"], {}, "names a source twice"],
    ["no name for MET Norway", ["met-norway"], { contact: undefined }, "Set WEATHER_CONTACT"],
  ])("error: %s", (_, names, more, message) => {
    expect(() => open(names, more)).toThrow(message);
  });
});

describe("look", () => {
  test("default", async () => {
    openMeteo.reply = json(answerOf("open-meteo"));
    metar.reply = json(answerOf("metar"));
    const seen = await look(open(["metar", "open-meteo"]), [SEATTLE, NEW_YORK], SPAN);
    expect(seen).toMatchObject([
      { station: "Seattle", source: "metar", lineage: "airport KSEA", faults: [] },
      { station: "New York", source: "metar", lineage: "airport KLGA", faults: [] },
    ]);
  });

  test("behavior: what one does not have, the next is asked for", async () => {
    metar.reply = json(
      answerOf("metar").filter((one: { icaoId: string }) => one.icaoId !== "KSEA"),
    );
    openMeteo.reply = json(answerOf("open-meteo")[0]);
    openMeteo.asked.length = 0;
    const seen = await look(open(["metar", "open-meteo"]), [SEATTLE, NEW_YORK], SPAN);
    expect(seen).toMatchObject([
      {
        source: "open-meteo",
        lineage: "ecmwf",
        faults: [expect.stringContaining("metar: the airport")],
      },
      { source: "metar", faults: [] },
    ]);
    expect(openMeteo.asked[0]!.url.searchParams.get("latitude")).toBe("47.6062");
  });

  test("behavior: a source that is down costs nothing but its own weather", async () => {
    metar.reply = (response) => response.destroy();
    openMeteo.reply = json(answerOf("open-meteo"));
    const seen = await look(open(["metar", "open-meteo"]), [SEATTLE, NEW_YORK], SPAN);
    expect(seen.map(({ source }) => source)).toEqual(["open-meteo", "open-meteo"]);
    expect(seen[0]!.faults[0]).toContain("metar: its answer did not arrive whole");
  });

  test("behavior: when all are down, every reason is there", async () => {
    metar.reply = raw(503, "");
    openMeteo.reply = raw(200, "{");
    metNorway.reply = raw(403, "");
    const sources = open(["metar", "met-norway", "open-meteo"]);
    await expect(sources[1]!.watch!([OSLO], INSTANT)).rejects.toThrow("HTTP 403");
    const [oslo] = await look(sources, [OSLO], SPAN);
    expect(oslo).toEqual({
      station: "Oslo",
      weather: null,
      source: null,
      lineage: null,
      faults: [
        "metar: METAR_STATIONS names no airport for Oslo",
        "met-norway: met-norway is left alone for a while, because it refuses us (HTTP 403); WEATHER_CONTACT may not say who asks",
        "open-meteo: its answer is not JSON",
      ],
    });
  });
});
