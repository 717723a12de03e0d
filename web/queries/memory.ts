// What a plant has seen, at one station or at several, from sums over ranges of epochs. Twin of `_memory` in
// contracts/Metadata.sol.
import { type Exposure, plus } from "../../renderer/exposure.ts";

/** A week of epochs: what the plant still remembers clearly. */
const RECENT_EPOCHS = 24;

/** Where a plant lives at an epoch, and where it lived before; as `stayAt` answers. */
export interface Stay {
  /** First epoch at its station; zero since birth. */
  since: number;
  previousStation: number;
  previousSince: number;
  /** From birth to the end of the stay before the previous one. */
  before: Exposure;
}

/** Sums of a station after `from`, up to `to`; as `exposureBetween` answers. */
export type Sum = (station: number, from: number, to: number) => Exposure;

/** `birthEpoch` may lie ahead: nothing has happened yet. */
export function memoryOf(
  sum: Sum,
  epoch: number,
  birthEpoch: number,
  station: number,
  stay: Stay,
): { life: Exposure; recent: Exposure } {
  const birth = Math.min(birthEpoch, epoch);
  const from = Math.max(epoch - RECENT_EPOCHS, 0);
  const here = stay.since === 0 ? birth : stay.since - 1;
  const atHome = sum(station, here, epoch);
  const recent = from <= here ? atHome : sum(station, from, epoch);
  if (stay.since === 0) return { life: atHome, recent };

  const there = stay.previousSince === 0 ? birth : stay.previousSince - 1;
  const away = sum(stay.previousStation, there, here);
  const life = plus(plus(stay.before, away), atHome);
  if (from >= here) return { life, recent };
  // The week reaches back to the station before, and no further: nobody moves twice in a week.
  const left = from <= there ? away : sum(stay.previousStation, from, here);
  return { life, recent: plus(atHome, left) };
}
