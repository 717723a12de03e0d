// Gathers scenes from the chain, as `sceneOf` in contracts/Metadata.sol does: genome, state, stay, station,
// weather, sums. Every call names its epoch, so the answers cannot change in between.

import { climateAbi, genomesAbi, heliotropeAbi, modelsAbi } from "../../contracts/abi.ts";
import type { Label } from "../../renderer/document.ts";
import { NO_EXPOSURE, unpackExposure } from "../../renderer/exposure.ts";
import { type Genome, germinated } from "../../renderer/genome.ts";
import { unpackObservation } from "../../renderer/observation.ts";
import type { Scene } from "../../renderer/scene.ts";
import { addressOf, type World } from "../world.ts";
import { isOwnArt, type OwnArt, readOwnArt } from "./art.ts";
import { memoryOf, type Stay, type Sum } from "./memory.ts";
import type { Pulse } from "./pulse.ts";
import { newRound, type Round } from "./round.ts";
import { NEWEST, type State, unpackState } from "./state.ts";
import { readTexts } from "./texts.ts";

/** The weather's age where there has been none. */
const NO_WEATHER = 65_535;

/** At home since birth. */
const AT_HOME: Stay = { since: 0, previousStation: 0, previousSince: 0, before: NO_EXPOSURE };

/** The moment to show: a pulse has one, and so has any accepted epoch. */
export type Moment = Pick<Pulse, "shownEpoch" | "weatherAge" | "epochSeconds"> & {
  /** Another epoch than the present one, of which no choice is pending. */
  isPast?: boolean;
};

/** A scene, and the number of the station that its weather comes from. */
export interface Gathered {
  scene: Scene;
  station: number;
  /** What stands beside its picture. */
  label: Label;
  /** Where another art version than the twins' draws it. */
  own?: OwnArt | undefined;
}

/** Scenes of the tokens `from` to `to - 1` at a moment, in order. */
export function readScenes(
  world: World,
  from: number,
  to: number,
  moment: Moment,
): Promise<Gathered[]> {
  const ids = Array.from({ length: to - from }, (_, i) => from + i);
  return readScenesOf(world, ids, moment);
}

/**
 * Scenes of some tokens, each named once, at a moment, in their order. Two rounds of questions, and one between
 * them where a token has more to tell than its weather: a seed, a pin, a move, a choice that is pending.
 */
export async function readScenesOf(
  world: World,
  tokens: readonly number[],
  moment: Moment,
): Promise<Gathered[]> {
  if (tokens.length === 0) return [];
  const texts = readTexts(world);
  // Whoever waits for the lives meets their failure first, and this one must not go unheard then.
  texts.catch(() => undefined);
  const lives = await readLives(world, tokens, moment);
  const round = newRound(world);
  const weather = lives.map((life) => askWeather(world, round, life));
  const own = askArt(world, round, lives, moment);
  const [label] = await Promise.all([texts, round.send()]);
  const drawn = await own();
  return lives.map((life, i) => ({
    scene: { ...seedOf(life, moment), ...weather[i]?.() },
    station: life.state?.station ?? 0,
    label: { ...label, target: life.target },
    own: drawn[i],
  }));
}

/** What the chain keeps about a token itself. */
interface Life {
  tokenId: bigint;
  genome: Genome;
  birthEpoch: number;
  /** The epoch shown: the pinned one, where one is. */
  epoch: number;
  isPinned: boolean;
  isPending: boolean;
  /** A seed's target block; else 0. */
  target: number;
  /** What counts at `epoch`, or at birth where that is to come; none of a seed. */
  state: State | undefined;
  stay: Stay;
}

async function readLives(
  world: World,
  tokens: readonly number[],
  { shownEpoch, isPast }: Moment,
): Promise<Life[]> {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const genomes = { address: addressOf(world, "Genomes"), abi: genomesAbi } as const;
  const ids = tokens.map(BigInt);
  const statesAt = (round: Round, epoch: bigint) =>
    round.ask({ ...token, functionName: "statesOf", args: [ids, epoch] });

  const first = newRound(world);
  const shown = statesAt(first, BigInt(shownEpoch));
  const newest = statesAt(first, NEWEST);
  const words = ids.map((id) => first.ask({ ...genomes, functionName: "genomeOf", args: [id] }));
  await first.send();

  const second = newRound(world);
  const lives = ids.map((tokenId, i) => {
    const genome = words[i]!() as Genome;
    const [now, last] = [unpackState(shown()[i]!), unpackState(newest()[i]!)];
    const epoch = now.pinnedEpoch || shownEpoch;
    const { birthEpoch } = last;
    const life = { tokenId, genome, birthEpoch, epoch, isPinned: now.pinnedEpoch !== 0 };
    if (!germinated(genome)) {
      const target = second.ask({ ...token, functionName: "targetOf", args: [tokenId] });
      return () => ({
        ...life,
        state: undefined,
        stay: AT_HOME,
        isPending: false,
        target: Number(target()),
      });
    }
    // A pin takes the whole state at its epoch. Between germination and birth there is no state yet: what it
    // will be born as is shown.
    const at = Math.max(epoch, birthEpoch);
    const args = [tokenId, BigInt(at)] as const;
    const state =
      at === shownEpoch ? undefined : second.ask({ ...token, functionName: "stateAt", args });
    const stay =
      state || now.moves > 0
        ? second.ask({ ...token, functionName: "stayAt", args: [tokenId, BigInt(epoch)] })
        : undefined;
    const pending =
      isPast || last.decisions === now.decisions
        ? undefined
        : second.ask({ ...token, functionName: "pendingOf", args: [tokenId] });
    return () => ({
      ...life,
      target: 0,
      state: state?.() ?? now,
      stay: stay ? { ...stay(), before: unpackExposure(stay().before) } : AT_HOME,
      isPending: pending !== undefined && BigInt(shownEpoch) < pending()[0],
    });
  });
  await second.send();
  return lives.map((life) => life());
}

/** A token before its weather is known, which is all there is of a seed. */
function seedOf(life: Life, moment: Moment): Scene {
  return {
    tokenId: life.tokenId,
    genome: life.genome,
    time: life.epoch * moment.epochSeconds,
    epoch: life.epoch,
    birthEpoch: life.birthEpoch,
    // Only an epoch with weather of its own can be pinned.
    weatherAge: life.state === undefined ? NO_WEATHER : life.isPinned ? 0 : moment.weatherAge,
    now: unpackObservation(0n),
    life: NO_EXPOSURE,
    recent: NO_EXPOSURE,
    latMicroDeg: 0,
    lonMicroDeg: 0,
    stationName: "",
    model: life.state?.model ?? 0,
    pinned: life.isPinned,
    moves: life.state?.moves ?? 0,
    decisions: life.state?.decisions ?? 0,
    pending: life.isPending,
  };
}

/** Plants share stations and birthdays, and a round asks each distinct question once. */
function askWeather(
  world: World,
  round: Round,
  { state, epoch, birthEpoch, stay }: Life,
): (() => Partial<Scene>) | undefined {
  if (!state) return undefined;
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const station = BigInt(state.station);
  const place = round.ask({ ...climate, functionName: "stationOf", args: [station] }, "fixed");
  const at = [station, BigInt(epoch)] as const;
  const seen = round.ask({ ...climate, functionName: "observationAt", args: at });
  const sums = new Map<string, () => bigint>();
  const remember = (sum: Sum) => memoryOf(sum, epoch, birthEpoch, state.station, stay);
  // Once over nothing, to learn which sums it takes.
  remember((of, from, to) => {
    const args = [BigInt(of), BigInt(from), BigInt(to)] as const;
    const sum = round.ask({ ...climate, functionName: "exposureBetween", args });
    sums.set(`${of}:${from}:${to}`, sum);
    return NO_EXPOSURE;
  });
  return () => {
    const { name, latMicroDeg, lonMicroDeg } = place();
    return {
      now: unpackObservation(seen()[0]),
      ...remember((of, from, to) => unpackExposure(sums.get(`${of}:${from}:${to}`)!())),
      latMicroDeg,
      lonMicroDeg,
      stationName: name,
    };
  };
}

/** A version is registered once and for all; most tokens have the twins'. */
function askArt(world: World, round: Round, lives: readonly Life[], moment: Moment) {
  const models = { address: addressOf(world, "Models"), abi: modelsAbi } as const;
  const drawers = lives.map(
    ({ state }) =>
      state &&
      round.ask(
        { ...models, functionName: "artOf", args: [BigInt(state.artVersion)] } as const,
        "fixed",
      ),
  );
  return () =>
    Promise.all(
      lives.map(({ tokenId }, i) => {
        const drawer = drawers[i];
        return drawer && isOwnArt(world, drawer()[0])
          ? readOwnArt(world, tokenId, moment)
          : undefined;
      }),
    );
}
