// Blocks by their time. Headers are small, and every node has all of them.
import type { World } from "../world.ts";

/** Near enough: reading an hour too much costs less than more questions. */
const SLACK_SECONDS = 3_600;
const MOST_QUESTIONS = 40;

interface Stone {
  block: bigint;
  time: number;
}

const times = new WeakMap<World, Map<bigint, number>>();

/** The time of a block, in Unix seconds; asked for once. */
export async function timeOf(world: World, blockNumber: bigint): Promise<number> {
  const known = times.get(world) ?? new Map<bigint, number>();
  times.set(world, known);
  const time = known.get(blockNumber);
  if (time !== undefined) return time;
  const { timestamp } = await world.client.getBlock({ blockNumber });
  known.set(blockNumber, Number(timestamp));
  return Number(timestamp);
}

/** A block at or not long before a moment, no older than the contracts. `head` is a later one. */
export async function blockBefore(world: World, moment: number, head: Stone): Promise<bigint> {
  const first = world.deployment.startBlock;
  let early: Stone = { block: first, time: await timeOf(world, first) };
  let late = head;
  // Blocks come at an even pace on most chains, so a guess in proportion is close; every other guess halves,
  // because a chain's pace may have changed.
  for (let i = 0; i < MOST_QUESTIONS; i++) {
    if (late.block - early.block <= 1n || moment - early.time <= SLACK_SECONDS) break;
    const span = late.block - early.block;
    const share = (moment - SLACK_SECONDS / 2 - early.time) / (late.time - early.time);
    const step = i % 2 === 0 ? BigInt(Math.floor(Number(span) * share)) : span / 2n;
    const block = early.block + clamp(step, 1n, span - 1n);
    const stone = { block, time: await timeOf(world, block) };
    if (stone.time <= moment) early = stone;
    else late = stone;
  }
  return early.block;
}

/** A block at or not long after a moment; `head` where there is none yet. */
export async function blockAfter(world: World, moment: number, head: Stone): Promise<bigint> {
  const later = moment + SLACK_SECONDS;
  return later >= head.time ? head.block : blockBefore(world, later, head);
}

function clamp(value: bigint, least: bigint, most: bigint): bigint {
  return value < least ? least : value > most ? most : value;
}
