// Everything that one picture depends on. Twin of contracts/art/Scene.sol; the keeper and the web fill it from
// chain reads, and below it nothing reads anything.
import type { Exposure } from "./exposure.ts";
import type { Genome } from "./genome.ts";
import type { Observation } from "./observation.ts";

export interface Scene {
  tokenId: bigint;
  /** The zero word: not germinated. */
  genome: Genome;
  /** Unix seconds of the epoch's instant. */
  time: number;
  /** The epoch shown; a pinned one takes the place of the present. */
  epoch: number;
  birthEpoch: number;
  /** Epochs since the last accepted one; 65,535 where there has been none. */
  weatherAge: number;
  now: Observation;
  /** Sums over birth..epoch, wherever it lived. */
  life: Exposure;
  /** Sums over the 24 epochs (one week) before, or since birth. */
  recent: Exposure;
  latMicroDeg: number;
  lonMicroDeg: number;
  /** As registered: it may hold anything. */
  stationName: string;
  model: number;
  /** The holder chose the epoch. */
  pinned: boolean;
  /** How often it has moved to another station. */
  moves: number;
  /** The nonce of the choice in force, replaced ones counted; 0 before any. */
  decisions: number;
  /** The holder has chosen something that counts from a later epoch. */
  pending: boolean;
}
