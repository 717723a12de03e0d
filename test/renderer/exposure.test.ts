import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  minus,
  NO_EXPOSURE,
  packExposure,
  plus,
  unpackExposure,
} from "../../renderer/exposure.ts";
import { NEVER_OBSERVED, unpackObservation } from "../../renderer/observation.ts";

const words = fc.bigInt(0n, (1n << 251n) - 1n);
const weathers = fc.bigInt(0n, (1n << 128n) - 1n);

describe("packExposure", () => {
  test("behavior: round trips every word", () => {
    fc.assert(
      fc.property(words, (word) => {
        expect(packExposure(unpackExposure(word))).toBe(word);
      }),
    );
  });

  test("behavior: the five unused bits are dropped", () => {
    expect(packExposure(unpackExposure(1n << 251n))).toBe(0n);
  });
});

describe("plus", () => {
  test("default", () => {
    const wet = { ...NO_EXPOSURE, rainCentiMm: 7, tempCentiC: -50, observed: 1 };
    const dry = { ...NO_EXPOSURE, sunMinutes: 60, tempCentiC: 20, observed: 2 };
    expect(plus(wet, dry)).toEqual({
      ...NO_EXPOSURE,
      rainCentiMm: 7,
      sunMinutes: 60,
      tempCentiC: -30,
      observed: 3,
    });
  });

  test("behavior: is undone by minus, also where a sum wraps", () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [one, other] = [unpackExposure(a), unpackExposure(b)];
        expect(packExposure(minus(plus(one, other), other))).toBe(a);
        expect(plus(one, other)).toEqual(plus(other, one));
      }),
    );
  });

  test("behavior: is what the contract's words give", () => {
    const full = unpackExposure((1n << 251n) - 1n);
    expect(packExposure(plus(full, full))).toBe(
      packExposure(
        minus(full, {
          ...NO_EXPOSURE,
          ...Object.fromEntries(Object.keys(full).map((k) => [k, 1])),
        }),
      ),
    );
  });
});

describe("add", () => {
  test("default", () => {
    const cold = { ...NEVER_OBSERVED, tempCentiC: -50, precipCentiMm: 7, codeRank: 26, age: 0 };
    expect(add(NO_EXPOSURE, cold)).toEqual({
      ...NO_EXPOSURE,
      rainCentiMm: 7,
      storms: 1,
      tempCentiC: -50,
      observed: 1,
    });
  });

  test("behavior: is undone by minus, also where a sum wraps", () => {
    fc.assert(
      fc.property(words, weathers, (word, weather) => {
        const before = unpackExposure(word);
        const observation = unpackObservation(weather);
        expect(minus(add(before, observation), before)).toEqual(add(NO_EXPOSURE, observation));
      }),
    );
  });
});
