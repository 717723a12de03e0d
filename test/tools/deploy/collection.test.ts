// What a collection may say, and what is said about one that may not be deployed.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseCollection, readCollection } from "../../../tools/deploy/collection.ts";
import { readPeople } from "../../../tools/deploy/people.ts";

type Json = Record<string, unknown>;

const text = readFileSync("collection.json", "utf8");

const LIST = {
  root: `0x${"11".repeat(32)}`,
  priceWei: "100000000000000",
  opensAt: 0,
  closesAt: 1,
  file: "list.json",
  url: "https://plants.example/list.json",
};

/** collection.json with one thing changed, as `parseCollection` sees it. */
function changed(change: (json: Json & { sale: Json; climate: Json; almanac: Json }) => void) {
  const json = JSON.parse(text);
  change(json);
  return () => parseCollection(JSON.stringify(json), "other.json");
}

describe("readCollection", () => {
  test("default", () => {
    const collection = readCollection("collection.json");
    expect(collection.climate?.stations.length).toBeGreaterThan(0);
    expect(collection.shares).toBeUndefined();
    expect(changed((c) => (c.list = LIST))().list).toEqual(LIST);
  });

  test("error: the file is missing, or no JSON", () => {
    expect(() => readCollection("nowhere.json")).toThrow("nowhere.json cannot be read (ENOENT)");
    expect(() => parseCollection("{", "half.json")).toThrow("half.json is not JSON");
  });

  test.each([
    ["an unknown key", (c) => (c.suply = 1), "suply: no such setting"],
    ["an unknown key inside", (c) => (c.sale.prize = 1), "sale.prize: no such setting"],
    ["a missing key", (c) => delete c.symbol, "symbol is missing"],
    ["a price with decimals", (c) => (c.sale.priceWei = "0.02"), "sale.priceWei: is in wei"],
    [
      "a price as a number",
      (c) => (c.sale.priceWei = 2e16),
      "sale.priceWei: has to be a text of wei",
    ],
    [
      "no window to answer in",
      (c) => delete c.almanac.answerSeconds,
      "almanac.answerSeconds is missing",
    ],
    [
      "a window of no time",
      (c) => (c.almanac.challengeSeconds = 0),
      "almanac.challengeSeconds: has to be a whole number from 1 to 31557600",
    ],
    ["a bond of nothing", (c) => (c.almanac.bondWei = "0"), "almanac.bondWei: is zero"],
    [
      "a royalty too high",
      (c) => (c.royaltyBps = 1_001),
      "royaltyBps: has to be a whole number from 0 to 1000",
    ],
    [
      "more than the trees hold",
      (c) => (c.maxSupply = 16_385),
      "maxSupply: has to be a whole number from 1 to 16384",
    ],
    [
      "a reserve above the supply",
      (c) => (c.reserve = 10_001),
      "reserve 10001 is more than maxSupply",
    ],
    [
      "a reward above the price",
      (c) => (c.germinationRewardWei = "20000000000000001"),
      "paid out of the price",
    ],
    [
      "a sale that ends before it begins",
      (c) => (c.sale.opensAt = 2 ** 40 - 1),
      "sale.closesAt is not after",
    ],
    [
      "a list without a root",
      (c) => (c.list = { ...LIST, root: `0x${"00".repeat(32)}` }),
      "list.root: is zero",
    ],
    [
      "a list that ends before it begins",
      (c) => (c.list = { ...LIST, opensAt: 2 }),
      "list.closesAt is not after",
    ],
    [
      "a list where no page can fetch it",
      (c) => (c.list = { ...LIST, url: "../secret/list.json" }),
      "list.url: has to start with https://",
    ],
    [
      "a bad checksum",
      (c) => (c.accountImplementation = "0x55266d75d1a14E4572138116aF39863Ed6596E7F"),
      "accountImplementation: is no address",
    ],
    [
      "the zero address",
      (c) => (c.climate.developmentSigners = [`0x${"00".repeat(20)}`]),
      "climate.developmentSigners[0]: is the zero address",
    ],
    ["an even threshold", (c) => (c.climate.threshold = 2), "climate.threshold: has to be odd"],
    ["no station", (c) => (c.climate.stations = []), "climate.stations: needs a station"],
    [
      "a station off the earth",
      (c) => (c.climate.stations = [{ name: "X", latMicroDeg: 90_000_001, lonMicroDeg: 0 }]),
      "climate.stations[0].latMicroDeg: has to be a whole number",
    ],
    [
      "a station without a name",
      (c) => (c.climate.stations = [{ name: "", latMicroDeg: 0, lonMicroDeg: 0 }]),
      "climate.stations[0].name: has to be 1 to 31 bytes",
    ],
    [
      "a station twice",
      (c) =>
        (c.climate.stations = [1, 2].map(() => ({ name: "Oslo", latMicroDeg: 0, lonMicroDeg: 0 }))),
      "climate.stations has Oslo twice",
    ],
    [
      "no epoch length",
      (c) => (c.climate.epochSeconds = 0),
      "climate.epochSeconds: has to be a whole number from 1",
    ],
    ["another entropy", (c) => (c.entropy = "dice"), 'entropy: has to be "auto"'],
    [
      "a model file that is not there",
      (c) => (c.models = ["renderer/sky/no.bin"]),
      "models[0] renderer/sky/no.bin does not exist",
    ],
    [
      "a model file elsewhere",
      (c) => (c.models = ["model.bin"]),
      "models[0]: has to lie in renderer/sky/",
    ],
    [
      "a model that a new register cannot have",
      (c) => (c.model = 1),
      "model and artVersion have to be 0",
    ],
    ["no climate at all", (c) => delete (c as Json).climate, "climate is missing"],
    [
      "a link that is none",
      (c) => (c.externalUrl = "javascript:alert(1)"),
      "externalUrl: has to be empty or start with",
    ],
    [
      "two climates",
      (c) =>
        (c.shares = Object.fromEntries(
          ["Climate", "Models", "Engine", "Plant", "Skies", "Metadata", "ContractMetadata"].map(
            (name) => [name, `0x${"11".repeat(20)}`],
          ),
        )),
      "climate is set, but shares brings one",
    ],
  ] as [string, (json: Json & { sale: Json; climate: Json; almanac: Json }) => void, string][])(
    "error: %s",
    (_, change, says) => {
      expect(changed(change)).toThrow(says);
      expect(changed(change)).toThrow("other.json cannot be deployed; nothing was sent");
    },
  );

  test("error: every mistake is named at once", () => {
    const wrong = changed((c) => {
      c.royaltyBps = 9_999;
      c.symbol = "";
    });
    expect(wrong).toThrow(/symbol[\s\S]*royaltyBps/);
  });

  test("error: a record without what is to be shared", () => {
    const wrong = changed((c) => {
      delete (c as Json).climate;
      c.shares = `${process.cwd()}/package.json`;
    });
    expect(wrong).toThrow("has no address of Climate, Models");
  });
});

describe("readPeople", () => {
  const collection = readCollection("collection.json");
  const [a, b, c] = collection.climate!.developmentSigners as [string, string, string];

  test("behavior: a local chain needs nobody", () => {
    expect(readPeople({}, 31_337, collection)).toEqual({});
  });

  test("behavior: whoever is not named is the multisig", () => {
    const people = readPeople(
      { HELIOTROPE_MULTISIG: a, HELIOTROPE_ARTIST: b, HELIOTROPE_SIGNERS: `${a},${b},${c}` },
      1,
      collection,
    );
    expect(people).toEqual({
      multisig: a,
      artist: b,
      guardian: a,
      treasury: a,
      signers: [a, b, c],
    });
  });

  test.each([
    ["nobody", {}, /HELIOTROPE_MULTISIG is missing[\s\S]*HELIOTROPE_SIGNERS is missing/],
    ["an empty name", { HELIOTROPE_MULTISIG: "0x12" }, "HELIOTROPE_MULTISIG: 0x12 is no address"],
    [
      "too few signers",
      { HELIOTROPE_MULTISIG: a, HELIOTROPE_SIGNERS: a },
      "there are 1 signers: 3 of them",
    ],
    [
      "a signer twice",
      { HELIOTROPE_MULTISIG: a, HELIOTROPE_SIGNERS: [a, b, b].join() },
      "somebody twice",
    ],
    [
      "an even threshold",
      { HELIOTROPE_MULTISIG: a, HELIOTROPE_SIGNERS: a, HELIOTROPE_THRESHOLD: "2" },
      "2 is not an odd number",
    ],
  ] as [string, Record<string, string>, string | RegExp][])("error: %s", (_, env, says) => {
    expect(() => readPeople(env, 1, collection)).toThrow(says);
  });
});
