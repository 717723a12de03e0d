// What a station has seen since its first epoch: running sums, in one word. Twin:
// contracts/types/Exposure.sol, which has the table of bits and units.
import { isStorm, type Observation } from "./observation.ts";

/** The fields of a packed exposure, in the order of its bits. */
export interface Exposure {
  /** 0.01 mm. */
  readonly rainCentiMm: number;
  readonly sunMinutes: number;
  readonly frostMinutes: number;
  /** cm/s, summed over epochs. */
  readonly windEastCms: number;
  /** cm/s, summed over epochs. */
  readonly windNorthCms: number;
  /** cm/s, summed over epochs. */
  readonly windSpeedCms: number;
  /** Epochs with thunder. */
  readonly storms: number;
  /** 0.01 degrees Celsius, summed over epochs. */
  readonly tempCentiC: number;
  /** Epochs observed. A gap adds nothing: divide sums by this for means. */
  readonly observed: number;
}

type Layout = readonly { name: keyof Exposure; shift: bigint; bits: number; isSigned: boolean }[];

const LAYOUT: Layout = [
  { name: "rainCentiMm", shift: 0n, bits: 34, isSigned: false },
  { name: "sunMinutes", shift: 34n, bits: 28, isSigned: false },
  { name: "frostMinutes", shift: 62n, bits: 28, isSigned: false },
  { name: "windEastCms", shift: 90n, bits: 32, isSigned: true },
  { name: "windNorthCms", shift: 122n, bits: 32, isSigned: true },
  { name: "windSpeedCms", shift: 154n, bits: 31, isSigned: false },
  { name: "storms", shift: 185n, bits: 17, isSigned: false },
  { name: "tempCentiC", shift: 202n, bits: 32, isSigned: true },
  { name: "observed", shift: 234n, bits: 17, isSigned: false },
];

/** Nothing seen yet. */
export const NO_EXPOSURE: Exposure = unpackExposure(0n);

/** Reads the 256 bits that the contract stores. */
export function unpackExposure(word: bigint): Exposure {
  return map(({ shift, bits, isSigned }) => {
    const value = word >> shift;
    return Number(isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
  });
}

/** The 256 bits that the contract stores. Bits outside a field's width are dropped, as there. */
export function packExposure(exposure: Exposure): bigint {
  let word = 0n;
  for (const { name, shift, bits } of LAYOUT) {
    word |= BigInt.asUintN(bits, BigInt(exposure[name])) << shift;
  }
  return word;
}

/** What happened after `earlier` up to `later`, field by field, modulo each width. */
export function minus(later: Exposure, earlier: Exposure): Exposure {
  return map(({ name, bits, isSigned }) => wrap(later[name] - earlier[name], bits, isSigned));
}

/** What happened in one time and in another, field by field, modulo each width. */
export function plus(one: Exposure, other: Exposure): Exposure {
  return map(({ name, bits, isSigned }) => wrap(one[name] + other[name], bits, isSigned));
}

/** These sums and one more epoch of weather. */
export function add(exposure: Exposure, observation: Observation): Exposure {
  const more: Exposure = {
    rainCentiMm: observation.precipCentiMm,
    sunMinutes: observation.sunMinutes,
    frostMinutes: observation.frostMinutes,
    windEastCms: observation.windEastCms,
    windNorthCms: observation.windNorthCms,
    windSpeedCms: observation.windSpeedCms,
    storms: isStorm(observation) ? 1 : 0,
    tempCentiC: observation.tempCentiC,
    observed: 1,
  };
  return map(({ name, bits, isSigned }) => wrap(exposure[name] + more[name], bits, isSigned));
}

function map(value: (entry: Layout[number]) => number): Exposure {
  return Object.fromEntries(
    LAYOUT.map((entry) => [entry.name, value(entry)]),
  ) as unknown as Exposure;
}

function wrap(value: number, bits: number, isSigned: boolean): number {
  const wide = BigInt(value);
  return Number(isSigned ? BigInt.asIntN(bits, wide) : BigInt.asUintN(bits, wide));
}
