// Choosing among the collection: filters, counts, orders, what the address says, how a wall is laid out.
import { describe, expect, test } from "vitest";
import { express } from "../../renderer/genome.ts";
import { fromHex } from "../../renderer/hex.ts";
import { NEVER_OBSERVED, type Observation } from "../../renderer/observation.ts";
import { schoolName, speciesName } from "../../renderer/words.ts";
import { FACETS, partsOf, weatherPart } from "../../web/gallery/facets.ts";
import { layOut } from "../../web/gallery/geometry.ts";
import { ascending, descending, listed } from "../../web/gallery/order.ts";
import { type Collection, select } from "../../web/gallery/select.ts";
import { inTurn } from "../../web/gallery/turns.ts";
import { isPicky, toggled, typedOf, type Wish, wishOf } from "../../web/gallery/wish.ts";
import type { Catalogue } from "../../web/queries/catalogue.ts";

const BORN = 400;
const SEEDS = 20;
const EPOCH = 10_000;

const weather = (codeRank: number, age = 0): Observation => ({ ...NEVER_OBSERVED, codeRank, age });
const genomes = Array.from({ length: BORN }, (_, id) => express("0x5eed", BigInt(id), 3));

/** Three stations: clear, snow two epochs ago, never observed. */
const catalogue: Catalogue = {
  epoch: EPOCH,
  genomes: {
    pages: 1,
    words: fromHex(`0x${genomes.map((word) => word.slice(2)).join("")}`),
    // From more than a year ago to just now.
    births: Uint32Array.from(genomes, (_, id) => EPOCH - (BORN - 1 - id) * 4),
  },
  stations: Uint16Array.from(genomes, (_, id) => id % 3),
  pins: new Uint32Array(BORN),
  choices: new Uint32Array(BORN),
  places: [
    { name: "Lisbon", observation: weather(0) },
    { name: "Sapporo", observation: weather(20, 2) },
    { name: "Nowhere", observation: NEVER_OBSERVED },
  ],
  pinned: new Map(),
};

const collection: Collection = {
  catalogue,
  size: BORN + SEEDS,
  epochSeconds: 25_200,
  weatherAge: 0,
  changes: undefined,
};

const wish = (search: Record<string, string>): Wish => wishOf(search);
const idsOf = (search: Record<string, string>) => [...select(collection, wish(search)).ids];
const everyone = Array.from({ length: BORN + SEEDS }, (_, id) => id);

describe("select", () => {
  test("default: everybody, seeds last, each counted once in every facet that tells of it", () => {
    const { ids, counts } = select(collection, wish({}));
    expect([...ids]).toEqual(everyone);
    const sum = (numbers: Uint32Array) => numbers.reduce((total, each) => total + each, 0);
    expect(sum(counts.species)).toBe(BORN);
    expect(sum(counts.school)).toBe(BORN);
    expect(sum(counts.station)).toBe(BORN);
    expect(sum(counts.weather)).toBe(BORN);
    expect(sum(counts.age)).toBe(BORN + SEEDS);
  });

  test("behavior: each facet chooses what a plain filter does", () => {
    const named = (name: (word: `0x${string}`) => string, wanted: string) =>
      everyone.filter((id) => id < BORN && name(genomes[id]!) === wanted);
    expect(idsOf({ species: "mooncup" })).toEqual(named(speciesName, "Mooncup"));
    expect(idsOf({ school: "plein-air" })).toEqual(named(schoolName, "Plein air"));
    expect(idsOf({ station: "1" })).toEqual(everyone.filter((id) => id < BORN && id % 3 === 1));
    expect(idsOf({ weather: "snow" })).toEqual(idsOf({ station: "1" }));
    expect(idsOf({ weather: "not-known" })).toEqual(idsOf({ station: "2" }));
    expect(idsOf({ age: "seed" })).toEqual(everyone.slice(BORN));
    const week = (7 * 86_400) / 25_200;
    expect(idsOf({ age: "in-its-first-week" })).toEqual(
      everyone.filter((id) => id < BORN && (BORN - 1 - id) * 4 < week),
    );
  });

  test("behavior: parts of one facet add, facets narrow, and a count is what a pick would show", () => {
    const both = idsOf({ species: "mooncup,sunhead" });
    expect(both.length).toBe(
      idsOf({ species: "mooncup" }).length + idsOf({ species: "sunhead" }).length,
    );
    const { counts } = select(collection, wish({ species: "mooncup,sunhead", station: "0" }));
    for (const facet of FACETS) {
      for (const [i, part] of partsOf(facet, catalogue.places).entries()) {
        const alone = { species: "mooncup,sunhead", station: "0", [facet]: part.slug };
        expect(counts[facet][i], `${facet} ${part.name}`).toBe(idsOf(alone).length);
      }
    }
  });

  test("behavior: a pinned plant is where it was, under the weather of then", () => {
    const pinned = {
      ...catalogue,
      pins: catalogue.pins.slice(),
      pinned: new Map([[6, weather(26)]]),
    };
    pinned.pins[6] = EPOCH - 100;
    const { ids } = select({ ...collection, catalogue: pinned }, wish({ weather: "thunder" }));
    expect([...ids]).toEqual([6]);
  });

  test("behavior: among some only, and never anybody else", () => {
    const among = new Set([5, 401, 7]);
    expect([...select(collection, wish({}), among).ids]).toEqual([5, 7, 401]);
    expect([...select(collection, wish({ age: "seed" }), among).ids]).toEqual([401]);
  });

  test("behavior: a part that this collection has not is no wish", () => {
    expect(idsOf({ station: "77", species: "orchid" })).toEqual(everyone);
  });

  test("behavior: the newest change comes first: weather, then what is one's own, seeds last", () => {
    const changes = new Map([
      [0, EPOCH - 1],
      [1, EPOCH + 1],
    ]);
    const pins = catalogue.pins.slice();
    pins[3] = EPOCH - 50;
    const moved = { ...collection, catalogue: { ...catalogue, pins }, changes };
    const ids = [...select(moved, wish({ sort: "changed" })).ids];
    // Chosen for an epoch to come; then whoever the clear sky of this epoch stands over, the newest born first.
    expect(ids[0]).toBe(1);
    expect(ids[1]).toBe(BORN - 1);
    const clear = ids.filter((id) => id < BORN && id % 3 === 0 && id !== 3);
    expect(ids.slice(1, clear.length + 1)).toEqual(clear);
    expect(clear[0]).toBe(BORN - 1);
    expect(clear[1]).toBe(0);
    // Pinned, so no weather reaches it: even the snow of two epochs ago is newer.
    expect(ids.indexOf(3)).toBeGreaterThan(ids.indexOf(4));
    expect(new Set(ids.slice(BORN))).toEqual(new Set(everyone.slice(BORN)));
    expect(ids).toHaveLength(BORN + SEEDS);
  });
});

describe("weatherPart", () => {
  test("default: every rank of the table has a kind, and none is the unknown one", () => {
    const parts = partsOf("weather", []);
    const names = Array.from({ length: 28 }, (_, rank) => parts[weatherPart(weather(rank))]!.name);
    expect(new Set(names)).toEqual(new Set(["Clear", "Cloudy", "Fog", "Rain", "Snow", "Thunder"]));
    expect([names[0], names[18], names[19], names[25]]).toEqual([
      "Clear",
      "Rain",
      "Snow",
      "Thunder",
    ]);
    expect(parts[weatherPart(NEVER_OBSERVED)]!.name).toBe("Not known");
  });
});

describe("wishOf", () => {
  test("default: nothing is wished for at first", () => {
    expect(wish({})).toMatchObject({ sort: "number", query: "" });
    expect(isPicky(wish({ sort: "youngest" }))).toBe(false);
  });

  test("behavior: a part is picked and let go of again, and the address stays in order", () => {
    const part = { slug: "rain", name: "Rain" };
    const picked = toggled(wish({ weather: "snow" }), "weather", part);
    expect(picked).toEqual({ weather: "snow,rain" });
    expect(isPicky(wish({ weather: "snow,rain" }))).toBe(true);
    expect(toggled(wish({ weather: "snow,rain" }), "weather", part)).toEqual({ weather: "snow" });
  });

  test("error: an order that nobody knows is the usual one", () => {
    expect(wish({ sort: "price" }).sort).toBe("number");
  });
});

describe("typedOf", () => {
  test("default: numbers, addresses and names are told apart", () => {
    expect(typedOf(" ")).toEqual({ kind: "nothing" });
    expect(typedOf(" #12 ")).toEqual({ kind: "number", tokenId: 12 });
    const address = `0x${"aB".repeat(20)}`;
    expect(typedOf(address)).toEqual({ kind: "address", address });
    expect(typedOf("ada.eth")).toEqual({ kind: "name", name: "ada.eth" });
    expect(typedOf("mooncup")).toEqual({ kind: "unclear", text: "mooncup" });
    expect(typedOf("0x12")).toEqual({ kind: "unclear", text: "0x12" });
  });
});

describe("orders", () => {
  test("default: tokens of a place, and with whom they are read", () => {
    expect([0, 99].map(ascending(100).at)).toEqual([0, 99]);
    expect([0, 99].map(descending(100).at)).toEqual([99, 0]);
    const order = listed([7, 3, 9]);
    expect(order.chunkAt(2)).toEqual([7, 3, 9]);
    const long = ascending(10_000);
    expect(long.chunkAt(41)).toBe(long.chunkAt(79));
    expect(long.chunkAt(41)[0]).toBe(40);
    expect(long.chunkAt(9_999).at(-1)).toBe(9_999);
  });
});

describe("layOut", () => {
  test("default: rows fill the wall, on a phone, a desk and a wall display", () => {
    for (const width of [335, 700, 1180, 1800, 3600]) {
      const { columns, side, gapX } = layOut(width, 16);
      expect(columns * side + (columns - 1) * gapX).toBeLessThanOrEqual(width);
      expect(width - (columns * side + (columns - 1) * gapX)).toBeLessThan(columns);
    }
    expect(layOut(335, 16).columns).toBe(2);
    expect(layOut(1178, 16).columns).toBe(4);
  });

  test("behavior: whoever reads large letters gets larger plants", () => {
    expect(layOut(1178, 24).columns).toBeLessThan(layOut(1178, 16).columns);
  });
});

describe("inTurn", () => {
  test("default: in the order of asking, and nothing for those who have gone", async () => {
    const drawn: number[] = [];
    const gone = new AbortController();
    const stay = new AbortController();
    const first = inTurn(() => drawn.push(1), stay.signal);
    const second = inTurn(() => drawn.push(2), gone.signal);
    const third = inTurn(() => drawn.push(3), stay.signal);
    gone.abort();
    await expect(second).rejects.toThrow("no longer needed");
    await Promise.all([first, third]);
    expect(drawn).toEqual([1, 3]);
  });

  test("error: one that fails harms no other", async () => {
    const { signal } = new AbortController();
    const failing = inTurn(() => {
      throw new Error("no genome");
    }, signal);
    const next = inTurn(() => "drawn", signal);
    await expect(failing).rejects.toThrow("no genome");
    expect(await next).toBe("drawn");
  });
});
