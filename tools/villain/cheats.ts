// How a keeper can lie about an epoch: what it bends of what it has painted, and what it shows when it is asked.
// Everything else it does as any keeper does.
import { concat, type Hex, keccak256, stringToHex } from "viem";
import { RASTER_BYTES, RUNS } from "../../renderer/merkle.ts";
import type { BentToken } from "./forgery.ts";

export interface Cheat {
  /** What it does, in words. */
  readonly about: string;
  /** Bends one token; `chance` is a number that is another one in each epoch. */
  bend(token: BentToken, chance: bigint): BentToken;
  /** Whether it answers a demand at this height. */
  shows(height: number): boolean;
}

export const CHEATS = {
  liar: {
    about: "tells one colour of one pixel wrong, and answers whatever it is asked",
    bend: (token, chance) => onePixelOff(token, chance),
    shows: () => true,
  },
  withholder: {
    about: "tells one colour of one pixel wrong, and answers nothing",
    bend: (token, chance) => onePixelOff(token, chance),
    shows: () => false,
  },
  hollow: {
    about: "has a leaf that nothing hashes to, and answers until it is asked for its pixels",
    bend: (token, chance) => ({
      ...token,
      hollow: {
        run: Number(chance % BigInt(RUNS)),
        leaf: keccak256(concat([stringToHex("nobody knows"), word(chance)])),
      },
    }),
    shows: (height) => height > 6,
  },
} as const satisfies Record<string, Cheat>;

function onePixelOff(token: BentToken, chance: bigint): BentToken {
  const raster = token.raster.slice();
  // The lowest bit of one channel: no eye would see it.
  raster[Number(chance % BigInt(RASTER_BYTES))]! ^= 1;
  return { ...token, raster };
}

function word(value: bigint): Hex {
  return `0x${value.toString(16).padStart(64, "0")}`;
}
