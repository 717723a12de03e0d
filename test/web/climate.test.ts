import { encodeFunctionData, type Hex, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { climateAbi } from "../../contracts/abi.ts";
import { encodeReport, NEVER_OBSERVED, unpackObservation } from "../../renderer/observation.ts";
import { agrees, FIELDS, isContract, saidOf, submittedIn } from "../../web/climate/reports.ts";
import { firstOf, parseSpan, placeOf } from "../../web/climate/span.ts";
import { sidesOf } from "../../web/map/labels.ts";
import { MAP_HEIGHT, MAP_WIDTH, nightAt, placeOnMap } from "../../web/map/projection.ts";
import { subsolarPoint } from "../../web/map/subsolar.ts";

const OBSERVATION = { ...NEVER_OBSERVED, age: 0, tempCentiC: -340, codeRank: 12, cloudPct: 80 };
const hex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString("hex")}`;
const REPORT = hex(encodeReport([OBSERVATION, null]));
const SIGNATURE: Hex = `0x${"11".repeat(65)}`;

describe("submittedIn", () => {
  it("default: finds the reports and their signatures in the calldata", () => {
    const data = encodeFunctionData({
      abi: climateAbi,
      functionName: "submit",
      args: [55_371n, [REPORT, REPORT], [SIGNATURE, zeroAddress]],
    });
    expect(submittedIn(data)).toEqual([
      { report: REPORT, signature: SIGNATURE },
      { report: REPORT, signature: zeroAddress },
    ]);
    expect(isContract(SIGNATURE)).toBe(false);
    expect(isContract(zeroAddress)).toBe(true);
  });

  it("behavior: another call's calldata shows no reports", () => {
    const other = encodeFunctionData({ abi: climateAbi, functionName: "lastEpoch" });
    for (const data of [other, "0x", "0xdeadbeef00"] as Hex[]) {
      expect(submittedIn(data)).toBeUndefined();
    }
  });
});

describe("saidOf", () => {
  it("default: what a report says of each station, and where it has nothing", () => {
    expect(saidOf(REPORT, 0)).toEqual(OBSERVATION);
    expect(saidOf(REPORT, 1)).toBeNull();
    expect(saidOf(REPORT, 2)).toBeUndefined();
  });
});

describe("agrees", () => {
  it("default: within the tolerance of each field, both ends included, and not beyond", () => {
    const median = unpackObservation(0n);
    for (const each of FIELDS) {
      const off = (by: number) => ({ ...median, [each.field]: by });
      expect(agrees(each, off(each.tolerance), median), each.name).toBe(true);
      expect(agrees(each, off(each.tolerance + 1), median), each.name).toBe(false);
      expect(agrees(each, null, median), each.name).toBeUndefined();
    }
  });
});

describe("subsolarPoint", () => {
  // Equinoxes and solstices from the U.S. Naval Observatory's tables; noon at Greenwich within the equation of time.
  it("default: over the equator at an equinox, over the tropics at the solstices", () => {
    const at = (text: string) => subsolarPoint(Date.parse(text) / 1000);
    expect(at("2014-03-20T16:57:00Z")[1]).toBeCloseTo(0, 1);
    expect(at("2014-06-21T10:51:00Z")[1]).toBeCloseTo(23.44, 1);
    expect(at("2014-12-21T23:03:00Z")[1]).toBeCloseTo(-23.43, 1);
    expect(Math.abs(at("2014-04-15T12:00:00Z")[0])).toBeLessThan(0.2);
    expect(at("2014-04-15T00:00:00Z")[0] * at("2014-04-15T18:00:00Z")[0]).not.toBe(0);
    expect(at("2014-04-15T18:00:00Z")[0]).toBeCloseTo(-90, 0);
  });
});

describe("map", () => {
  it("default: places lie on the page, north above south, west left of east", () => {
    const [seattleX, seattleY] = placeOnMap(47_606_200, -122_332_100);
    const [sydneyX, sydneyY] = placeOnMap(-33_868_800, 151_209_300);
    expect(seattleX).toBeLessThan(sydneyX);
    expect(seattleY).toBeLessThan(sydneyY);
    for (const [x, y] of [placeOnMap(90e6, 180e6), placeOnMap(-90e6, -180e6)]) {
      expect(x >= 0 && x <= MAP_WIDTH && y >= 0 && y <= MAP_HEIGHT).toBe(true);
    }
    expect(nightAt(1_395_330_000)).toMatch(/^M/);
    expect(nightAt(1_395_330_000)).not.toBe(nightAt(1_395_340_000));
  });

  it("behavior: names keep clear of other places, of each other and of the edge", () => {
    const seattle = { name: "Seattle", x: 206, y: 70 };
    const newYork = { name: "New York", x: 306, y: 95 };
    expect(sidesOf([newYork])).toEqual(["right"]);
    // To its right lies New York's dot.
    expect(sidesOf([seattle, newYork])).toEqual(["left", "right"]);
    // Two names between two dots: the first takes the room.
    const lisbon = { name: "Lisbon", x: 400, y: 120 };
    const rome = { name: "Rome", x: 640, y: 120 };
    expect(sidesOf([lisbon, { ...rome, name: "Constantinople" }])).toEqual(["right", "right"]);
    // At the edge of the map, and with neighbours on both sides there.
    const sydney = { name: "Sydney", x: 900, y: 350 };
    expect(sidesOf([sydney])).toEqual(["left"]);
    expect(sidesOf([sydney, { name: "Perth", x: 840, y: 350 }])[0]).toBe("left");
    // Where neither side is free it stays on the right.
    const crowd = [300, 340, 380].map((x) => ({ name: "Ghent", x, y: 90 }));
    expect(sidesOf(crowd)[1]).toBe("right");
  });
});

describe("span", () => {
  it("default: reaches back by its length, and not past the first epoch", () => {
    expect(firstOf("week", 1_000, 2_000, 25_200)).toBe(2_000 - 24);
    expect(firstOf("week", 1_990, 2_000, 25_200)).toBe(1_990);
    expect(firstOf("all", 1_000, 2_000, 25_200)).toBe(1_000);
  });

  it("behavior: an unknown word is a month, an unknown epoch the newest", () => {
    expect(parseSpan("year")).toBe("year");
    for (const text of [undefined, "", "toString", "decade"]) expect(parseSpan(text)).toBe("month");
    const readings = [3, 5, 9].map((epoch) => ({ epoch, observation: OBSERVATION }));
    expect(placeOf(readings, 5)).toBe(1);
    expect(placeOf(readings, 4)).toBe(2);
    expect(placeOf(readings, undefined)).toBe(2);
  });
});
