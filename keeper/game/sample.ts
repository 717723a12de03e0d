/**
 * Where this machine has not painted an epoch, it paints a few of its tokens, by chance, and holds them against what
 * the keepers of a root show. One that differs is enough for the walk.
 */
import { randomInt } from "node:crypto";
import { type Hex, hexToBytes } from "viem";
import { answerOf, foldAnswer, type OwnTree, SHELF_HEIGHT } from "../../renderer/demands.ts";
import { type SkyInputs, TOKEN_DEPTH, TREE_DEPTH, WORD } from "../../renderer/merkle.ts";
import type { Shown } from "../../renderer/walk.ts";
import { readInputs } from "../chain/inputs.ts";
import { oneLine } from "../errors.ts";
import { paintToken } from "../render/tree.ts";
import type { Context } from "../steps/context.ts";
import type { Game, Stand } from "./game.ts";
import { shownBy } from "./walk.ts";

/** Tokens of a root that are painted. One lie among n tokens is met by 8 of them with a chance of 8 / n. */
const SAMPLES = 8;
/** Tokens under a node at height 19. */
const SHELF = 128;

export interface Sampler {
  /**
   * A tree that differs from the root's where a sample did, or null: no sample did, or none is there yet. The
   * painting goes on beside the turns.
   */
  of(game: Game, stand: Stand): OwnTree | null;
}

export function openSampler(context: Context): Sampler {
  const { log } = context;
  const found = new Map<Hex, OwnTree | null>();
  const busy = new Set<Hex>();
  return {
    of: (game, stand) => {
      const { root } = stand;
      const known = found.get(root);
      if (known !== undefined || busy.has(root)) return known ?? null;
      busy.add(root);
      const of = { epoch: Number(game.epoch), root };
      sample(context, game, shownBy(context, game, stand), root, chosen(game, root))
        .then(({ lie, count }) => {
          if (count === 0) return;
          found.set(root, lie);
          if (lie === null)
            log.info({ ...of, tokens: count }, "sampled a root: all as painted here");
          else log.warn(of, "sampled a root: it lies");
        })
        .catch((error: unknown) => log.debug({ ...of, why: oneLine(error) }, "not sampled"))
        .finally(() => busy.delete(root));
      return null;
    },
  };
}

/** Tokens that were demanded before, perhaps by ourselves before a restart, and others by chance. */
function chosen({ supply, story }: Game, root: Hex): ReadonlySet<number> {
  const tokens = new Set<number>();
  for (const { root: of, height, index } of story.demanded) {
    if (of === root && height === TOKEN_DEPTH && index < supply) tokens.add(index);
  }
  const wanted = Math.min(supply, tokens.size + SAMPLES);
  while (tokens.size < wanted) tokens.add(randomInt(supply));
  return tokens;
}

/** Paints tokens until one differs. `count` is how many could be compared: what nobody shows cannot. */
async function sample(
  context: Context,
  { job, epoch, supply }: Pick<Game, "job" | "epoch" | "supply">,
  shown: Shown,
  root: Hex,
  tokens: ReadonlySet<number>,
): Promise<{ readonly lie: OwnTree | null; readonly count: number }> {
  let count = 0;
  const top = await shown(TREE_DEPTH, 0, root);
  if (top === undefined) return { lie: null, count };
  for (const tokenId of tokens) {
    const shelf = Math.floor(tokenId / SHELF);
    const tokensThere = await shown(SHELF_HEIGHT, shelf, wordAt(top, shelf));
    if (tokensThere === undefined) continue;
    const inputs = await readInputs(context, tokenId, epoch);
    const painted = await paintToken(context, job, tokenId, inputs);
    count++;
    if (painted.root === wordAt(tokensThere, tokenId % SHELF)) continue;
    const ours = { tokenId, inputs, raster: painted.pixels, node: painted.root };
    return { lie: treeWith(job, supply, top, tokensThere, ours), count };
  }
  return { lie: null, count };
}

/** Another's tree with one token of ours in it: as much of it as leads to that token. */
function treeWith(
  job: Hex,
  supply: number,
  theirTop: Uint8Array,
  theirTokens: Uint8Array,
  ours: {
    readonly tokenId: number;
    readonly inputs: SkyInputs;
    readonly raster: Uint8Array;
    readonly node: Hex;
  },
): OwnTree {
  const { tokenId } = ours;
  const shelf = Math.floor(tokenId / SHELF);
  const tokens = replaced(theirTokens, tokenId % SHELF, ours.node);
  const top = replaced(theirTop, shelf, foldAnswer(job, SHELF_HEIGHT, shelf, tokens).hash);
  return {
    job,
    supply,
    root: foldAnswer(job, TREE_DEPTH, 0, top).hash,
    answer: async (height, index) => {
      if (height === TREE_DEPTH) return top;
      if (height === SHELF_HEIGHT) return tokens;
      return answerOf(job, tokenId, ours, height, index);
    },
  };
}

function replaced(words: Uint8Array, place: number, word: Hex): Uint8Array {
  const copy = words.slice();
  copy.set(hexToBytes(word), place * WORD);
  return copy;
}

function wordAt(words: Uint8Array, place: number): Hex {
  return `0x${Buffer.from(words.subarray(place * WORD, (place + 1) * WORD)).toString("hex")}`;
}
