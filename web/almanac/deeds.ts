// The events of the almanac that name an epoch, decoded. Every one of them has the epoch as its first topic,
// so one question with a list of epochs finds them all.
import {
  type Address,
  type DecodeEventLogReturnType,
  decodeEventLog,
  type Hex,
  numberToHex,
  toEventSelector,
} from "viem";
import { almanacAbi } from "../../contracts/abi.ts";

type AnyEvent = DecodeEventLogReturnType<typeof almanacAbi>;

/** What happened: the event's name and arguments. */
export type Happening = Extract<AnyEvent, { args: { epoch: bigint } }>;

/** One event, and where it stands. */
export type Deed = Happening & {
  epoch: number;
  block: bigint;
  /** Its place in the block. */
  logIndex: number;
  tx: Hex;
  /** Unix seconds. */
  time: number;
};

/** A log as nodes answer it; newer ones tell the block's time too. */
export interface RawLog {
  address: Address;
  topics: [Hex, ...Hex[]];
  data: Hex;
  blockNumber: Hex;
  logIndex: Hex;
  transactionHash: Hex;
  blockTimestamp?: Hex;
}

/** The first topics of all these events. */
const SIGNATURES: readonly Hex[] = almanacAbi
  .filter((item) => item.type === "event")
  .filter(({ inputs: [first] }) => first?.name === "epoch" && first.indexed)
  .map((event) => toEventSelector(event));

/** The topics that find everything that happened in some epochs. */
export function topicsOf(epochs: readonly number[]): [Hex[], Hex[]] {
  return [[...SIGNATURES], epochs.map((epoch) => numberToHex(epoch, { size: 32 }))];
}

/** Topics that find who revealed what in one epoch. */
export function revealTopics(epoch: number): [Hex, Hex] {
  const event = almanacAbi.find((item) => item.type === "event" && item.name === "Revealed");
  return [toEventSelector(event!), numberToHex(epoch, { size: 32 })];
}

/** A log that `topicsOf` found; `time` where the log has none of its own. */
export function deedOf(log: RawLog, time: number): Deed {
  const { data, topics } = log;
  const happening = decodeEventLog({ abi: almanacAbi, data, topics }) as Happening;
  return {
    ...happening,
    epoch: Number(happening.args.epoch),
    block: BigInt(log.blockNumber),
    logIndex: Number(log.logIndex),
    tx: log.transactionHash,
    time: log.blockTimestamp ? Number(log.blockTimestamp) : time,
  };
}

/** Whether `a` happened before `b`. */
export function byTime(a: Deed, b: Deed): number {
  return a.block === b.block ? a.logIndex - b.logIndex : a.block < b.block ? -1 : 1;
}
