/** A keeper's latest epochs, as the almanac has them now. */
import type { Address, Hex } from "viem";
import { almanacAbi, climateAbi } from "../../contracts/abi.ts";
import type { Contracts } from "../chain/deployment.ts";
import { readEpoch } from "../chain/epochs.ts";
import type { Rpc } from "../chain/rpc.ts";

const ZERO_WORD = `0x${"00".repeat(32)}`;

export interface EpochLine {
  readonly epoch: bigint;
  readonly acceptedAt: bigint;
  readonly tokens: number;
  /** What this keeper did. */
  readonly here: "nothing" | "committed" | "not revealed" | "revealed" | "fallen" | "settled";
  readonly root: Hex | null;
  /** What the almanac waits for. */
  readonly almanac:
    | "commits"
    | "reveals"
    | "challenges"
    | "answers"
    | "judgement"
    | "decided"
    | "void"
    | "empty";
  /** Until when, in the chain's time; null when it waits for nothing, or for anybody. */
  readonly until: bigint | null;
  readonly openDemands: number;
}

/** The last `most` accepted ones, newest first. */
export async function readEpochs(
  { rpc, contracts }: { readonly rpc: Rpc; readonly contracts: Contracts },
  keeper: Address,
  most: number,
): Promise<{
  readonly now: bigint;
  readonly current: bigint;
  readonly lines: readonly EpochLine[];
}> {
  const { client } = rpc;
  const { number: blockNumber, timestamp: now } = await client.getBlock();
  const climate = { address: contracts.Climate, abi: climateAbi, blockNumber } as const;
  const [lastEpoch, current] = await Promise.all([
    client.readContract({ ...climate, functionName: "lastEpoch" }),
    client.readContract({ ...climate, functionName: "epochAt", args: [now] }),
  ]);
  // One that nobody reported is skipped for ever, so a few more are looked at than are shown.
  const candidates = Array.from({ length: 2 * most }, (_, i) => lastEpoch - BigInt(i));
  const lines = await Promise.all(candidates.filter((epoch) => epoch > 0n).map(lineOf));
  return { now, current, lines: lines.filter((line) => line !== null).slice(0, most) };

  async function lineOf(epoch: bigint): Promise<EpochLine | null> {
    const facts = await readEpoch({ rpc, contracts }, epoch, blockNumber);
    if (facts === null) return null;
    const almanac = { address: contracts.Almanac, abi: almanacAbi, blockNumber } as const;
    const word = await client.readContract({
      ...almanac,
      functionName: "wordOf",
      args: [epoch, keeper],
    });
    const hasRevealed = word.root !== ZERO_WORD;
    const stand = hasRevealed
      ? await client.readContract({ ...almanac, functionName: "standOf", args: [epoch, keeper] })
      : null;
    const { acceptedAt, supply: tokens, openDemands } = facts;
    const root = hasRevealed ? word.root : null;
    const here = stand?.fallen
      ? "fallen"
      : hasRevealed
        ? word.settled
          ? "settled"
          : "revealed"
        : word.commitment === ZERO_WORD
          ? "nothing"
          : now < facts.revealEnds
            ? "committed"
            : "not revealed";
    return { epoch, acceptedAt, tokens, here, root, openDemands, ...phaseOf(facts, now) };
  }
}

type Facts = NonNullable<Awaited<ReturnType<typeof readEpoch>>>;

function phaseOf(facts: Facts, now: bigint): Pick<EpochLine, "almanac" | "until"> {
  const { commitEnds, revealEnds, challengeEnds, waitUntil, outcome } = facts;
  if (outcome !== 0) return { almanac: outcome === 1 ? "decided" : "void", until: null };
  if (now < commitEnds) return { almanac: "commits", until: commitEnds };
  if (now < revealEnds) return { almanac: "reveals", until: revealEnds };
  if (facts.standing === 0) return { almanac: "empty", until: null };
  if (now < challengeEnds) return { almanac: "challenges", until: challengeEnds };
  if (facts.openDemands > 0) return { almanac: "answers", until: null };
  return { almanac: "judgement", until: now < waitUntil ? waitUntil : null };
}
