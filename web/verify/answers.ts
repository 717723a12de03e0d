// What was shown of an epoch's trees on chain, because somebody demanded it: two answers hold the path of a token,
// whoever serves one or not.
import { type Address, type Hex, numberToHex, toEventSelector } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import { foldAnswer, SHELF_HEIGHT } from "../../renderer/demands.ts";
import { fromHex, toHex } from "../../renderer/hex.ts";
import { TOKEN_DEPTH, TREE_DEPTH, WORD } from "../../renderer/merkle.ts";
import { deedOf } from "../almanac/deeds.ts";
import type { EpochRecord } from "../queries/almanac.ts";
import { blockBefore } from "../queries/blocks.ts";
import { readLogs } from "../queries/logs.ts";
import type { World } from "../world.ts";
import type { Evidence } from "./judge.ts";

/** An answer as its event tells it. */
export interface Shown {
  height: number;
  index: number;
  data: Uint8Array;
}

/** And who sent it. */
export interface Answered extends Shown {
  by: Address;
}

const ANSWERED = toEventSelector(
  almanacAbi.find((item) => item.type === "event" && item.name === "Answered")!,
);

/** What the chain shows of a token under each root; nothing where nobody demanded it. */
export async function answersOnChain(
  world: World,
  record: EpochRecord,
  tokenId: number,
): Promise<Evidence[]> {
  const evidence = await Promise.all(
    record.roots.map(async ({ root }) =>
      evidenceIn(record.job, tokenId, root, await shownOnChain(world, record, root)),
    ),
  );
  return evidence.filter((each) => each !== undefined);
}

/** All that was shown of one root, in the order in which it was. Fails where the node has no past events. */
export async function shownOnChain(
  world: World,
  { epoch, revealEnds }: Pick<EpochRecord, "epoch" | "revealEnds">,
  root: Hex,
): Promise<Answered[]> {
  const { number, timestamp } = await world.client.getBlock();
  const head = { block: number, time: Number(timestamp) };
  const from = await blockBefore(world, revealEnds, head);
  const topics: Hex[] = [ANSWERED, numberToHex(epoch, { size: 32 }), root];
  return (await readLogs(world, topics, from, number)).flatMap((log): Answered[] => {
    const deed = deedOf(log, 0);
    if (deed.eventName !== "Answered") return [];
    const { height, index, data, answerer } = deed.args;
    const place = { height: Number(height), index: Number(index) };
    return [{ ...place, data: fromHex(data), by: answerer }];
  });
}

/** The path of a token, where the answers of one root hold it. Whoever sent them, judge.ts weighs it. */
export function evidenceIn(
  job: Hex,
  tokenId: number,
  root: Hex,
  shown: readonly Shown[],
): Evidence | undefined {
  const fold = (height: number, index: number) => {
    const answer = shown.find((each) => each.height === height && each.index === index);
    return answer && foldAnswer(job, height, index, answer.data);
  };
  const shelf = Math.floor(tokenId / SHELF);
  const top = fold(TREE_DEPTH, 0);
  const tokens = fold(SHELF_HEIGHT, shelf);
  if (!top || !tokens) return undefined;
  const place = tokenId % SHELF;
  const token = fold(TOKEN_DEPTH, tokenId);
  return {
    source: `the chain, where root ${root.slice(0, 10)}… was demanded`,
    node: toHex(tokens.children.subarray(place * WORD, (place + 1) * WORD)),
    path: [...tokens.path(place), ...top.path(shelf)],
    ...(token?.inputs && { inputs: token.inputs }),
  };
}

/** Tokens that one answer shows. */
const SHELF = 2 ** (SHELF_HEIGHT - TOKEN_DEPTH);
