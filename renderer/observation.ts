// One station's weather over one epoch, in one word. Twin: contracts/types/Observation.sol, which
// has the table of bits, units and ranges.

/** The fields of a packed observation, in the order of its bits. */
export interface Observation {
  /** 0.01 degrees Celsius. */
  readonly tempCentiC: number;
  /** 0.01 mm in the epoch. */
  readonly precipCentiMm: number;
  /** cm/s towards the east. */
  readonly windEastCms: number;
  /** cm/s towards the north. */
  readonly windNorthCms: number;
  /** cm/s. */
  readonly windSpeedCms: number;
  /** Minutes of sunshine in the epoch. */
  readonly sunMinutes: number;
  /** Minutes below freezing in the epoch. */
  readonly frostMinutes: number;
  /** Place of the WMO code in the order of severity, see WMO_CODES. */
  readonly codeRank: number;
  /** Per cent of the sky. */
  readonly cloudPct: number;
  /** Whether some field was derived by rule rather than measured. */
  readonly derived: boolean;
  /** Epochs since the station was last observed; AGE_MISSING means never. */
  readonly age: number;
}

/** The age of a station that nobody observed: "never" in the climate, "missing" in a report. */
export const AGE_MISSING = 8191;

/** From this rank on the weather is a thunderstorm (codes 95, 96, 99). */
export const STORM_RANK = 25;

/** WMO codes by rank: clear, cloud, fog, drizzle, rain, snow, thunder. */
// biome-ignore format: one line for each kind of weather
export const WMO_CODES: readonly number[] = [
  0, 1, 2, 3, 45, 48, 51, 53, 55, 56, 57,
  61, 63, 65, 66, 67, 80, 81, 82,
  71, 73, 75, 77, 85, 86,
  95, 96, 99,
];

/** What the climate accepts, per field, both ends included. */
export const OBSERVATION_RANGES = {
  tempCentiC: [-9_000, 6_000],
  precipCentiMm: [0, 65_535],
  windEastCms: [-15_000, 15_000],
  windNorthCms: [-15_000, 15_000],
  windSpeedCms: [0, 15_000],
  sunMinutes: [0, 1_440],
  frostMinutes: [0, 1_440],
  codeRank: [0, 27],
  cloudPct: [0, 100],
} as const satisfies Partial<Record<keyof Observation, readonly [number, number]>>;

/** A station that has not been observed yet: every field zero but the age. */
export const NEVER_OBSERVED: Observation = unpackObservation(BigInt(AGE_MISSING) << 115n);

/**
 * The WMO code that a rank stands for. Ranks beyond the table, which the climate never stores,
 * answer the severest code: art does not throw.
 */
export function wmoCode(observation: Observation): number {
  return WMO_CODES[Math.min(observation.codeRank, WMO_CODES.length - 1)]!;
}

/** Whether the epoch's weather is a thunderstorm. */
export function isStorm(observation: Observation): boolean {
  return observation.codeRank >= STORM_RANK;
}

/** Reads the 128 bits that the contract stores. */
export function unpackObservation(word: bigint): Observation {
  return {
    tempCentiC: signed(word, 0n, 16),
    precipCentiMm: unsigned(word, 16n, 16),
    windEastCms: signed(word, 32n, 16),
    windNorthCms: signed(word, 48n, 16),
    windSpeedCms: unsigned(word, 64n, 16),
    sunMinutes: unsigned(word, 80n, 11),
    frostMinutes: unsigned(word, 91n, 11),
    codeRank: unsigned(word, 102n, 5),
    cloudPct: unsigned(word, 107n, 7),
    derived: unsigned(word, 114n, 1) === 1,
    age: unsigned(word, 115n, 13),
  };
}

/** The 128 bits that the contract stores. Bits outside a field's width are dropped, as there. */
export function packObservation(observation: Observation): bigint {
  return (
    field(observation.tempCentiC, 0n, 16) |
    field(observation.precipCentiMm, 16n, 16) |
    field(observation.windEastCms, 32n, 16) |
    field(observation.windNorthCms, 48n, 16) |
    field(observation.windSpeedCms, 64n, 16) |
    field(observation.sunMinutes, 80n, 11) |
    field(observation.frostMinutes, 91n, 11) |
    field(observation.codeRank, 102n, 5) |
    field(observation.cloudPct, 107n, 7) |
    field(observation.derived ? 1 : 0, 114n, 1) |
    field(observation.age, 115n, 13)
  );
}

/**
 * One report: 16 bytes per station, big-endian, in the order of station numbers. `null` marks a
 * station as missing.
 */
export function encodeReport(observations: readonly (Observation | null)[]): Uint8Array {
  const bytes = new Uint8Array(16 * observations.length);
  const view = new DataView(bytes.buffer);
  observations.forEach((observation, station) => {
    const word = packObservation(
      observation === null ? NEVER_OBSERVED : { ...observation, age: 0 },
    );
    view.setBigUint64(16 * station, word >> 64n);
    view.setBigUint64(16 * station + 8, word & 0xffff_ffff_ffff_ffffn);
  });
  return bytes;
}

/** `bits` bits of a word from `shift` on. */
function unsigned(word: bigint, shift: bigint, bits: number): number {
  return Number(BigInt.asUintN(bits, word >> shift));
}

function signed(word: bigint, shift: bigint, bits: number): number {
  return Number(BigInt.asIntN(bits, word >> shift));
}

function field(value: number, shift: bigint, bits: number): bigint {
  return BigInt.asUintN(bits, BigInt(value)) << shift;
}
