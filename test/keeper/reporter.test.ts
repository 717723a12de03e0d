import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, test } from "vitest";
import { openWords } from "../../keeper/store/reports.ts";
import { chooseReports, independenceOf, missingIn, wordsOf } from "../../keeper/weather/choose.ts";
import {
  loadRecordings,
  parseRecordings,
  recordingsFile,
} from "../../keeper/weather/recordings.ts";
import { openReplay } from "../../keeper/weather/replay.ts";
import { openReporter, type Report } from "../../keeper/weather/reporter.ts";
import { isSignedBy } from "../../keeper/weather/signing.ts";
import type { Source } from "../../keeper/weather/source.ts";
import { AGE_MISSING, unpackObservation } from "../../renderer/observation.ts";
import { KEYS } from "./anvil.ts";
import { openBlank } from "./blank.ts";

const accounts = KEYS.slice(1, 5).map((key) => privateKeyToAccount(key));
const recordings = loadRecordings(recordingsFile());
const assignment = {
  chainId: 31_337,
  climate: "0x00000000000000000000000000000000000000c1",
  epoch: 55_000n,
  epochSeconds: 25_200,
  signerSetVersion: 1n,
  stations: [
    { name: "Seattle", latMicroDeg: 47_606_200, lonMicroDeg: -122_332_100 },
    { name: "New York", latMicroDeg: 40_712_800, lonMicroDeg: -74_006_000 },
  ],
} as const;
const INSTANT = 55_000n * 25_200n;

const db = await openBlank();
const words = openWords(db);
const forgetful = { given: async () => null, give: async <W>(word: W) => word };

function replaying(index: number, some = recordings) {
  const signer = accounts[index]!;
  const sources = [openReplay(some, signer.address)];
  return openReporter({ signer, sources, words: forgetful });
}

async function reportOf(index: number, what: typeof assignment | object = {}, some = recordings) {
  const { report } = await replaying(index, some).report({ ...assignment, ...what }, INSTANT);
  return report!;
}

const unpack = ({ observations }: Report) => wordsOf(observations).map(unpackObservation);

describe("openReporter", () => {
  test("default", async () => {
    const report = await reportOf(0);
    expect(missingIn([report])).toEqual([]);
    const [seattle, newYork] = unpack(report);
    for (const seen of [seattle!, newYork!]) expect(seen).toMatchObject({ derived: true, age: 0 });
    expect(seattle).not.toEqual(newYork);
    expect(report.origins[0]).toEqual({ station: "Seattle", source: "replay", lineage: "noaa" });
    expect(await isSignedBy(assignment, report)).toBe(true);
  });

  test.each([
    ["another chain", { chainId: 1 }],
    ["another contract", { climate: "0x00000000000000000000000000000000000000c2" }],
    ["another epoch", { epoch: 55_001n }],
    ["another signer set", { signerSetVersion: 2n }],
  ] as const)("behavior: the signature says nothing for %s", async (_, other) => {
    const report = await reportOf(0);
    expect(await isSignedBy({ ...assignment, ...other }, report)).toBe(false);
  });

  test("behavior: reporters see slightly different weather", async () => {
    const reports = await Promise.all(accounts.map((_, index) => reportOf(index)));
    const temperatures = reports.map((report) => unpack(report)[0]!.tempCentiC);
    expect(new Set(temperatures).size).toBe(4);
    expect(Math.max(...temperatures) - Math.min(...temperatures)).toBeLessThan(150);
  });

  test("behavior: a station without a usable record is missing, the other is not", async () => {
    const stations = [{ name: "Atlantis", latMicroDeg: 0, lonMicroDeg: 0 }, assignment.stations[0]];
    const report = await reportOf(0, { stations });
    expect(missingIn([report])).toEqual(["Atlantis"]);
    const [atlantis, seattle] = unpack(report);
    expect(atlantis!.age).toBe(AGE_MISSING);
    expect(seattle!.age).toBe(0);
    const nothing = parseRecordings(
      "location,date,precipitation,temp_max,temp_min,wind,weather\n",
      "w.csv",
    );
    expect(missingIn([await reportOf(0, {}, nothing)])).toEqual(["Seattle", "New York"]);
  });

  test("behavior: a source that changes its mind changes no word that was given", async () => {
    let tempC = 10;
    const fickle: Source = {
      ...openReplay(recordings, "x"),
      name: "fickle",
      kind: "model",
      read: async (stations, span) => {
        const seen = await openReplay(recordings, "x").read(stations, span);
        tempC += 1;
        return seen.map((one) => ("weather" in one ? { weather: { ...one.weather, tempC } } : one));
      },
    };
    const open = () => openReporter({ signer: accounts[0]!, sources: [fickle], words });
    const first = (await open().report(assignment, INSTANT)).report!;
    // As after a restart, and with a new signer set besides.
    const again = (await open().report(assignment, INSTANT)).report!;
    const other = { ...assignment, signerSetVersion: 2n };
    const anew = (await open().report(other, INSTANT)).report!;
    expect(again).toEqual(first);
    expect(anew.observations).toBe(first.observations);
    expect(await isSignedBy(other, anew)).toBe(true);
    expect(tempC).toBe(11);
    // Two at once: both may look, one word is given.
    const later = { ...assignment, epoch: 55_001n };
    const both = await Promise.all([open(), open()].map((one) => one.report(later, INSTANT)));
    expect(both[0]!.report!.observations).toBe(both[1]!.report!.observations);
    expect(tempC).toBe(13);
  });

  test("behavior: a live source that is late is waited for, but not for ever", async () => {
    let isThere = false;
    const late: Source = {
      ...openReplay(recordings, "x"),
      kind: "observation",
      read: async (stations, span) =>
        isThere
          ? openReplay(recordings, "x").read(stations, span)
          : stations.map(() => ({ missing: "nothing yet" })),
    };
    const open = () => openReporter({ signer: accounts[1]!, sources: [late], words: forgetful });
    const early = await open().report(assignment, INSTANT + 60n);
    expect(early.report).toBeNull();
    expect(early.faults).toEqual(["Seattle: replay: nothing yet", "New York: replay: nothing yet"]);
    const patient = await open().report(assignment, INSTANT + 1_260n);
    expect(missingIn([patient.report!])).toEqual(["Seattle", "New York"]);
    isThere = true;
    const whole = await open().report(assignment, INSTANT + 60n);
    expect(missingIn([whole.report!])).toEqual([]);
  });
});

describe("chooseReports", () => {
  const made = (index: number, lineage: string, missing: readonly number[] = []): Report => ({
    signer: accounts[index]!.address,
    observations: `0x${[0, 1].map((station) => (missing.includes(station) ? BigInt(AGE_MISSING) << 115n : 0n).toString(16).padStart(32, "0")).join("")}`,
    signature: "0x",
    origins: ["Seattle", "New York"].map((station) => ({ station, source: lineage, lineage })),
  });
  const four = [0, 1, 2, 3].map((index) => made(index, "noaa"));

  test("default", () => {
    const addresses = chooseReports(four, 3, 0n)!.map(({ signer }) => BigInt(signer));
    expect(addresses).toEqual([...addresses].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(addresses).size).toBe(3);
  });

  test("behavior: everyone takes turns at staying silent", () => {
    const silent = [0n, 1n, 2n, 3n].map((epoch) => {
      const chosen = chooseReports(four, 3, epoch)!;
      return four.find((one) => !chosen.includes(one))!.signer;
    });
    expect(new Set(silent).size).toBe(4);
  });

  test("behavior: a report that lacks a station is left out where it can be", () => {
    const some = [made(0, "noaa", [1]), ...four.slice(1)];
    for (const epoch of [0n, 1n, 2n, 3n]) {
      expect(missingIn(chooseReports(some, 3, epoch)!)).toEqual([]);
    }
    // Where it cannot be, those that lack the same station go together.
    const worse = [made(0, "noaa", [1]), made(1, "noaa", [1]), made(2, "noaa", [0]), four[3]!];
    for (const epoch of [0n, 1n, 2n, 3n]) {
      expect(missingIn(chooseReports(worse, 3, epoch)!)).toEqual(["New York"]);
    }
  });

  test("behavior: two services over one model are one source", () => {
    const some = ["ecmwf", "ecmwf", "meps", "airport"].map((lineage, i) => made(i, lineage));
    for (const epoch of [0n, 1n, 2n, 3n]) {
      expect(independenceOf(chooseReports(some, 3, epoch)!)).toBe(3);
    }
    const same = ["ecmwf", "ecmwf", "ecmwf", "airport"].map((lineage, i) => made(i, lineage));
    for (const epoch of [0n, 1n, 2n, 3n]) {
      expect(independenceOf(chooseReports(same, 3, epoch)!)).toBe(2);
    }
  });

  test("behavior: too few reporters choose nobody", () => {
    expect(chooseReports(four.slice(0, 2), 3, 0n)).toBeNull();
  });
});
