// One token's life: when it was minted and born, and what its holder has decided since. Keeps checkpoints by the
// rules of contracts/Choices.sol, and gathers scenes as contracts/Metadata.sol does.
import { type Exposure, NO_EXPOSURE, plus } from "../../renderer/exposure.ts";
import { type Genome, homeStation } from "../../renderer/genome.ts";
import { NEVER_OBSERVED } from "../../renderer/observation.ts";
import type { Scene } from "../../renderer/scene.ts";
import { memoryOf } from "../../web/queries/memory.ts";
import {
  type Climate,
  EPOCH_SECONDS,
  exposureBetween,
  latestAccepted,
  observationAt,
  shownEpoch,
} from "./climate.ts";

/** The fewest epochs between two moves. */
export const MOVE_COOLDOWN = 24;

/** What a holder decides; it counts from epoch `from` on. */
export type Choice = { readonly from: number } & (
  | { readonly kind: "move"; readonly station: number }
  | { readonly kind: "pin"; readonly epoch: number }
  | { readonly kind: "follow" }
);

interface Checkpoint {
  readonly from: number;
  readonly pinnedEpoch: number;
  readonly station: number;
  readonly since: number;
  readonly previousStation: number;
  readonly previousSince: number;
  readonly nonce: number;
  readonly moves: number;
  /** What the plant saw until the end of the stay before the previous one. */
  readonly before: Exposure;
}

export interface Life {
  readonly tokenId: bigint;
  readonly genome: Genome;
  /** The epoch of its mint; until its birth it is a seed. */
  readonly mintEpoch: number;
  readonly birthEpoch: number;
  /** Ascending by `from`; the first counts since birth. */
  readonly checkpoints: readonly Checkpoint[];
}

/** A life with its choices, ascending. Those that the contract would refuse are passed over. */
export function liveWith(
  climate: Climate,
  born: Pick<Life, "tokenId" | "genome" | "mintEpoch" | "birthEpoch">,
  choices: readonly Choice[],
): Life {
  const birth = born.birthEpoch;
  const checkpoints: Checkpoint[] = [
    {
      from: birth,
      pinnedEpoch: 0,
      station: homeStation(born.genome),
      since: 0,
      previousStation: 0,
      previousSince: 0,
      nonce: 0,
      moves: 0,
      before: NO_EXPOSURE,
    },
  ];
  for (const choice of choices) {
    const current = checkpoints.at(-1)!;
    if (choice.from <= current.from) continue;
    const next = decide(climate, birth, current, choice);
    if (next) checkpoints.push({ ...next, from: choice.from, nonce: current.nonce + 1 });
  }
  return { ...born, checkpoints };
}

function decide(
  climate: Climate,
  birth: number,
  current: Checkpoint,
  choice: Choice,
): Checkpoint | undefined {
  if (choice.kind === "follow") {
    return current.pinnedEpoch === 0 ? undefined : { ...current, pinnedEpoch: 0 };
  }
  if (choice.kind === "pin") {
    const { epoch } = choice;
    const isAccepted = latestAccepted(climate, epoch) === epoch;
    if (!isAccepted || epoch < birth || epoch >= choice.from) return undefined;
    return epoch === current.pinnedEpoch ? undefined : { ...current, pinnedEpoch: epoch };
  }
  if (choice.station === current.station) return undefined;
  const { since, previousStation, previousSince } = current;
  if (since !== 0 && choice.from < since + MOVE_COOLDOWN) return undefined;
  let before = NO_EXPOSURE;
  if (since !== 0) {
    const there = previousSince === 0 ? birth : previousSince - 1;
    before = plus(exposureBetween(climate, previousStation, there, since - 1), current.before);
  }
  return {
    ...current,
    station: choice.station,
    since: choice.from,
    previousStation: current.station,
    previousSince: since,
    moves: Math.min(current.moves + 1, 255),
    before,
  };
}

/** What is shown of a token while the grid is at `gridEpoch`, which is not before its mint. */
export function sceneAt(climate: Climate, life: Life, gridEpoch: number): Scene {
  const shown = shownEpoch(climate, gridEpoch);
  let { epoch, weatherAge } = shown;
  // The shown epoch lies one behind where the newest is missed; a plant is not younger than its birth.
  const isSeed = gridEpoch < life.birthEpoch;
  const seed: Scene = {
    tokenId: life.tokenId,
    genome: `0x${"0".repeat(64)}`,
    time: epoch * EPOCH_SECONDS,
    epoch,
    birthEpoch: 0,
    weatherAge: 65_535,
    now: NEVER_OBSERVED,
    life: NO_EXPOSURE,
    recent: NO_EXPOSURE,
    latMicroDeg: 0,
    lonMicroDeg: 0,
    stationName: "",
    model: 0,
    pinned: false,
    moves: 0,
    decisions: 0,
    pending: false,
  };
  if (isSeed) return seed;
  let state = stateAt(life, epoch);
  const pinned = state.pinnedEpoch !== 0;
  if (pinned) {
    epoch = state.pinnedEpoch;
    weatherAge = 0;
    state = stateAt(life, epoch);
  }
  const { name, latMicroDeg, lonMicroDeg } = climate.stations[state.station]!;
  const sum = (station: number, from: number, to: number) =>
    exposureBetween(climate, station, from, to);
  return {
    ...seed,
    genome: life.genome,
    time: epoch * EPOCH_SECONDS,
    epoch,
    birthEpoch: life.birthEpoch,
    weatherAge,
    now: observationAt(climate, state.station, epoch),
    ...memoryOf(sum, epoch, life.birthEpoch, state.station, state),
    latMicroDeg,
    lonMicroDeg,
    stationName: name,
    pinned,
    moves: state.moves,
    decisions: state.nonce,
    pending: life.checkpoints.at(-1)!.from > shown.epoch && isNext(life, shown.epoch),
  };
}

/** The last checkpoint that counts at `epoch`. */
function stateAt(life: Life, epoch: number): Checkpoint {
  const { checkpoints } = life;
  for (let i = checkpoints.length - 1; i > 0; i--) {
    if (checkpoints[i]!.from <= epoch) return checkpoints[i]!;
  }
  return checkpoints[0]!;
}

/** Whether a choice is made while `epoch` is shown: it counts from the next. */
function isNext(life: Life, epoch: number): boolean {
  return life.checkpoints.some(({ from }, i) => i > 0 && from === epoch + 1);
}
