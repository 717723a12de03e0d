import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AGE_MISSING,
  encodeReport,
  isStorm,
  NEVER_OBSERVED,
  packObservation,
  unpackObservation,
  WMO_CODES,
  wmoCode,
} from "../../renderer/observation.ts";

const still = { ...NEVER_OBSERVED, age: 0 };

describe("packObservation", () => {
  test("default", () => {
    const word = packObservation({
      ...still,
      tempCentiC: -1,
      windNorthCms: -15_000,
      sunMinutes: 1_440,
      codeRank: 27,
      derived: true,
      age: 1,
    });
    expect(word).toBe(
      0xffffn | (50_536n << 48n) | (1_440n << 80n) | (27n << 102n) | (1n << 114n) | (1n << 115n),
    );
  });

  test("behavior: round trips every word", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << 128n) - 1n), (word) => {
        expect(packObservation(unpackObservation(word))).toBe(word);
      }),
    );
  });

  test("behavior: drops bits that do not fit, as the contract does", () => {
    expect(packObservation({ ...still, codeRank: 32, sunMinutes: 2_048, age: 8_192 })).toBe(0n);
  });
});

describe("wmoCode", () => {
  test("behavior: ranks beyond the table are the severest weather", () => {
    expect(WMO_CODES).toHaveLength(28);
    expect(new Set(WMO_CODES).size).toBe(28);
    expect(wmoCode({ ...still, codeRank: 31 })).toBe(99);
  });

  test("behavior: thunder is a storm and nothing else is", () => {
    const storms = WMO_CODES.filter((_, codeRank) => isStorm({ ...still, codeRank }));
    expect(storms).toEqual([95, 96, 99]);
  });
});

describe("encodeReport", () => {
  test("default", () => {
    const bytes = encodeReport([{ ...still, tempCentiC: 258, age: 7 }, null]);
    expect(bytes).toHaveLength(32);
    expect([...bytes.slice(0, 16)]).toEqual([...Array(14).fill(0), 1, 2]);
    expect((bytes[16]! << 8) | bytes[17]!).toBe(AGE_MISSING << 3);
  });
});
