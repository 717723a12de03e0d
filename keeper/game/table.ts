/**
 * Reads where the almanac's games stand: one game for each epoch whose bonds are not all home yet. Decisions come
 * from here.
 */
import type { Address } from "viem";
import { almanacAbi, climateAbi } from "../../contracts/abi.ts";
import { openChronicle } from "../chain/logs.ts";
import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";
import { type Game, hasFallen, readGame } from "./game.ts";

/** Epochs that are looked back upon at most: bonds that are older than this are looked for by hand. */
const MOST_EPOCHS = 128;

export interface Rules {
  readonly commitSeconds: number;
  readonly revealSeconds: number;
  readonly challengeSeconds: number;
  readonly answerSeconds: number;
  readonly followUpSeconds: number;
  readonly bond: bigint;
  readonly demandFloor: bigint;
}

/** Where everything stands at the believed block. */
export interface Table {
  readonly rules: Rules;
  readonly balance: bigint;
  readonly locked: number;
  /** Newest first. */
  readonly games: readonly Game[];
}

export interface TableReader {
  read(now: Survey): Promise<Table>;
}

/** What it keeps between turns saves questions, and nothing is lost with it. */
export function openTable(context: Context): TableReader {
  const { rpc, contracts, sender } = context;
  const { client } = rpc;
  const chronicle = openChronicle(client, contracts.Almanac, context.startBlock);
  /** Epochs that nothing is to be had from any more, and those that never were. */
  const over = new Set<bigint>();
  let rules: Rules | null = null;

  return {
    read: async (now) => {
      const at = { blockNumber: now.blockNumber } as const;
      const almanac = { address: contracts.Almanac, abi: almanacAbi, ...at } as const;
      const [lastEpoch, account, accounts] = await Promise.all([
        client.readContract({
          address: contracts.Climate,
          abi: climateAbi,
          ...at,
          functionName: "lastEpoch",
        }),
        client.readContract({ ...almanac, functionName: "accountOf", args: [sender.address] }),
        client.readContract({ ...almanac, functionName: "accountCount" }),
      ]);
      rules ??= await client.readContract({ ...almanac, functionName: "rules" });
      const games: Game[] = [];
      const oldest = now.now - longestGame(rules);
      let locked = 0;
      for (let epoch = lastEpoch, seen = 0; epoch > 0n && seen < MOST_EPOCHS; epoch--, seen++) {
        const isOld = epoch * BigInt(now.epochSeconds) < oldest;
        if (isOld && locked >= account.locked) break;
        if (over.has(epoch)) continue;
        const game = await readGame(context, chronicle, now, epoch, accounts);
        if (game === null) {
          // An epoch whose successor's instant has passed is skipped for ever.
          if (epoch + 1n < now.epoch) over.add(epoch);
          continue;
        }
        if (game.mine !== null && !game.mine.settled) locked++;
        // A fall of our own is remembered for long: see `isInDoubt`.
        const isDone = isOld || !hasFallen(game);
        if (isDone && isOver(game, sender.address, now.now)) over.add(epoch);
        else games.push(game);
      }
      chronicle.forget((games.at(-1)?.epoch ?? lastEpoch) - BigInt(MOST_EPOCHS));
      return { rules, balance: account.balance, locked: account.locked, games };
    },
  };
}

/** From an epoch's instant to the last thing that its rules allow for, and as long again for whoever was away. */
function longestGame(rules: Rules): bigint {
  const { commitSeconds, revealSeconds, challengeSeconds, answerSeconds, followUpSeconds } = rules;
  const windows = commitSeconds + revealSeconds + challengeSeconds;
  return BigInt(2 * (windows + 4 * (answerSeconds + followUpSeconds)));
}

/** Whether there is nothing left for us in a game: no bond, no reward, no demand. */
function isOver(game: Game, me: Address, now: bigint): boolean {
  const { mine, stands, demands } = game;
  if (now < game.challengeEnds || now < game.waitUntil) return false;
  const fallen = new Set(stands.filter((stand) => stand.fallen).map(({ root }) => root));
  const isBondOut = mine !== null && !mine.settled && !hasFallen(game);
  const isRewardOut = stands.some(({ felledBy, claimed }) => felledBy === me && !claimed);
  const isDemandOut = demands.some(
    ({ root, demander, answerer, settled }) =>
      !settled &&
      (fallen.has(root)
        ? demander === me
        : answerer === me || (answerer === null && demander === me)),
  );
  return !isBondOut && !isRewardOut && !isDemandOut;
}
