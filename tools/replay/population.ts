// A collection's tokens and holders, drawn from one seed. The genomes come from the contract's own rule,
// `express`, whose odds are documented there; everything else about the people is made up here, and said so.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { unit } from "../../keeper/weather/seed.ts";
import { express } from "../../renderer/genome.ts";
import { toHex } from "../../renderer/hex.ts";
import type { Climate } from "./climate.ts";
import { type Choice, type Life, liveWith } from "./life.ts";

/** How the people of a simulation behave. */
export const PEOPLE = {
  /** Share of the tokens that are minted in the first week. */
  opening: 0.3,
  /** Seeds wait up to so many epochs for somebody who germinates them. */
  waiting: 4,
  /** Share of the holders who ever choose anything, and of those who choose as often as five others. */
  choosing: 0.4,
  restless: 0.1,
  /** Mean epochs between two choices: four months. */
  pause: 410,
} as const;

const WEEK = 24;

/** The entropy of a batch, which a header's PREVRANDAO is on chain. */
export function entropyOf(seed: number, batch: number): `0x${string}` {
  return toHex(keccak_256(new TextEncoder().encode(`heliotrope ${seed} ${batch}`)));
}

/**
 * Token `id` of a collection that is minted over the climate's time: a part in the first week, the rest evenly
 * afterwards. A holder who chooses moves, pins a past epoch, or follows again.
 */
export function tokenOf(climate: Climate, seed: number, id: number): Life {
  const lot = (...what: (string | number)[]) => unit(seed, id, ...what);
  const epochs = climate.accepted.length;
  const isEarly = lot("opening") < PEOPLE.opening;
  const span = Math.max(isEarly ? Math.min(WEEK, epochs) : epochs - 1, 1);
  const mintEpoch = climate.first + Math.floor(lot("mint") * span);
  const birthEpoch = mintEpoch + 1 + Math.floor(lot("wait") ** 3 * PEOPLE.waiting);
  // Tokens of one epoch share a batch here; on chain it takes 32 blocks.
  const entropy = entropyOf(seed, mintEpoch);
  const genome = express(entropy, BigInt(id), climate.stations.length);
  const born = { tokenId: BigInt(id), genome, mintEpoch, birthEpoch };
  return liveWith(climate, born, choicesOf(climate, birthEpoch, lot));
}

function choicesOf(
  climate: Climate,
  birth: number,
  lot: (...what: (string | number)[]) => number,
): Choice[] {
  if (lot("chooses") >= PEOPLE.choosing) return [];
  const pause = lot("restless") < PEOPLE.restless ? PEOPLE.pause / 5 : PEOPLE.pause;
  const end = climate.first + climate.accepted.length;
  const choices: Choice[] = [];
  let isPinned = false;
  let at = birth;
  for (let i = 0; ; i++) {
    at += 1 + Math.floor(-Math.log(1 - lot("when", i)) * pause);
    if (at >= end) return choices;
    const what = lot("what", i);
    if (isPinned || what < 0.1) {
      choices.push({ kind: "follow", from: at });
      isPinned = false;
    } else if (what < 0.4) {
      const epoch = birth + Math.floor(lot("pin", i) * (at - birth));
      choices.push({ kind: "pin", from: at, epoch });
      isPinned = true;
    } else {
      const station = Math.floor(lot("where", i) * climate.stations.length);
      choices.push({ kind: "move", from: at, station });
    }
  }
}

/** Epochs that nobody submits: one outage of up to a week in each year, so that old weather is seen too. */
export function outages(seed: number, epochs: number): Set<number> {
  const year = 1252;
  const missed = new Set<number>();
  for (let start = 0; start < epochs; start += year) {
    const length = 1 + Math.floor(unit(seed, "outage", start) * 24);
    const from = start + 1 + Math.floor(unit(seed, "when", start) * (year - length - 1));
    for (let i = from; i < Math.min(from + length, epochs); i++) missed.add(i);
  }
  return missed;
}
