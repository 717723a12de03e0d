// One epoch of the almanac's game, played move by move.
import { type Address, type Hex, toHex } from "viem";
import { ownTree } from "../../../renderer/demands.ts";
import { epochTree, tokenTree, ZERO } from "../../../renderer/merkle.ts";
import { challengeOf } from "../../../web/verify/accusation.ts";
import type { Lie } from "../../../web/verify/judge.ts";
import { paddingBeside } from "../../../web/verify/padding.ts";
import { PLAYERS, type Player, SUBJECT, TOKENS, WRONG_PIXEL } from "./cast.ts";
import type { Chain, Wallet } from "./chain.ts";
import { almanacOf, commit, deposit, reveal, type Tree, treeOver, windowsOf } from "./roots.ts";
import { type Told, toldOf } from "./stories.ts";
import { type Paint, withWrongPixel } from "./studio.ts";
import { passEpoch } from "./weather.ts";

export interface Game {
  epoch: number;
  address: (player: Player) => Address;
  /** What the liar's root says of its wrong run, and what the honest one says of the same. */
  said: (player: "liar" | "honest") => Lie;
  /** What a keeper of either root serves. */
  told: (player: "liar" | "honest") => Told;
  /** All four commit. */
  commit: () => Promise<void>;
  /** The honest ones and the liar reveal. */
  reveal: () => Promise<void>;
  /** The liar demands to see all plants of the honest root. */
  demand: () => Promise<void>;
  /** The second keeper adds 0.01 ETH to that demand. */
  raise: () => Promise<void>;
  /** The second keeper shows them. */
  answer: () => Promise<void>;
  /** The liar answers a demand against its root, out of its own tree. */
  confess: (height: number, index: number) => Promise<void>;
  /** The second keeper fells the liar's root without an intent. */
  snatch: () => Promise<void>;
  /** The honest keeper has the silent one's penalty taken, and fells the liar's root. */
  fell: () => Promise<void>;
  /** The epoch is decided, bonds are paid out. */
  finish: () => Promise<void>;
}

/** What the liar's root lies about: one pixel, what the subject is painted from, or a plant too many. */
export type Untruth = "run" | "inputs" | "padding";

/** Beyond the stage's plants, and not beside the subject in the tree. */
const NEVER_BORN = 20;

/**
 * Accepts the weather of another epoch, and begins its game. Where the lie is one wrong pixel, the subject's picture
 * stands for every plant's; where it is something else, all pictures are right.
 */
export async function playGame(
  chain: Chain,
  paint: Paint,
  untruth: Untruth = "run",
): Promise<Game> {
  const almanac = almanacOf(chain);
  const epoch = await passEpoch(chain);
  const e = BigInt(epoch);
  const wallets = Object.fromEntries(
    Object.entries(PLAYERS).map(([player, index]) => [player, chain.wallet(index)]),
  ) as Record<Player, Wallet>;
  const { honest, second, liar, silent } = wallets;
  const address = (player: Player) => wallets[player].account.address;
  const subject = await paint(epoch, SUBJECT);
  const wrong = untruth === "run" ? withWrongPixel(subject) : subject;
  const trueRasters = new Array<Uint8Array>(TOKENS).fill(subject);
  if (untruth !== "run") {
    for (let id = 0; id < TOKENS; id++) trueRasters[id] = await paint(epoch, id);
  }
  const falseRasters = trueRasters.with(SUBJECT, wrong);
  const truth = await treeOver(chain, epoch, trueRasters);
  const lie = lieOver(truth, falseRasters, untruth);
  const run = WRONG_PIXEL.y * 15 + Math.floor(WRONG_PIXEL.x / 16);
  const said = (player: "liar" | "honest") => {
    const { inputs, tokens, tree } = player === "liar" ? lie : truth;
    const raster = player === "liar" ? wrong : subject;
    return {
      kind: "run",
      run,
      pixels: toHex(raster.subarray(48 * run, 48 * run + 48)),
      inputs: inputs[SUBJECT]!,
      path: [...tokens[SUBJECT]!.path(run), ...tree.path(SUBJECT)],
    } as const satisfies Lie;
  };
  const shown = toHex(truth.tree.words(19, 0, 128));
  const top = [26n, 0n] as const;
  return {
    epoch,
    address,
    said,
    told: (player) =>
      player === "liar" ? toldOf(epoch, falseRasters, lie) : toldOf(epoch, trueRasters, truth),
    commit: async () => {
      for (const wallet of Object.values(wallets)) await deposit(chain, wallet);
      await commit(chain, honest, epoch, truth.tree.root);
      await commit(chain, liar, epoch, lie.tree.root);
      await commit(chain, second, epoch, truth.tree.root);
      await commit(chain, silent, epoch, truth.tree.root);
    },
    reveal: async () => {
      const [commitEnds] = await windowsOf(chain, epoch);
      await chain.warpTo(commitEnds);
      await reveal(chain, honest, epoch, truth.tree.root);
      await reveal(chain, liar, epoch, lie.tree.root);
      await reveal(chain, second, epoch, truth.tree.root);
    },
    demand: async () => {
      const [, revealEnds] = await windowsOf(chain, epoch);
      await chain.warpTo(revealEnds);
      const [height, index] = top;
      const inputs = { model: 0n, latent: ZERO, condition: ZERO };
      const node = { height, index, hash: truth.tree.root, inputs, path: [] };
      const value = await chain.client.readContract({ ...almanac, functionName: "demandBond" });
      const args = [e, address("honest"), node] as const;
      await chain.send(liar.writeContract({ ...almanac, functionName: "demand", args, value }));
    },
    raise: () => {
      const args = [e, address("honest"), ...top, truth.tree.root] as const;
      const value = 10n ** 16n;
      return chain.send(second.writeContract({ ...almanac, functionName: "raise", args, value }));
    },
    answer: () => {
      const args = [e, address("honest"), ...top, shown] as const;
      return chain.send(second.writeContract({ ...almanac, functionName: "answer", args }));
    },
    confess: async (height, index) => {
      const { job, inputs, tree } = lie;
      const kept = async (id: number) => ({ inputs: inputs[id]!, raster: falseRasters[id]! });
      const own = ownTree(job, tree.words(12, 0, NEVER_BORN + 1), kept);
      const data = toHex(await own.answer(height, index));
      const args = [e, address("liar"), BigInt(height), BigInt(index), data] as const;
      await chain.send(liar.writeContract({ ...almanac, functionName: "answer", args }));
    },
    snatch: async () => {
      const accusation = {
        almanac: almanac.address,
        epoch,
        keeper: address("liar"),
        tokenId: SUBJECT,
        lie: untruth === "padding" ? paddingIn(lie) : said("liar"),
      };
      const call = challengeOf(accusation, ZERO);
      await chain.send(second.writeContract(call as never));
    },
    fell: async () => {
      const expired = [e, address("silent")] as const;
      await chain.send(honest.writeContract({ ...almanac, functionName: "expire", args: expired }));
      const told = said("liar");
      await chain.send(
        honest.writeContract({
          ...almanac,
          functionName: "challenge",
          args: [
            e,
            address("liar"),
            BigInt(SUBJECT),
            BigInt(run),
            told.pixels,
            told.inputs,
            told.path,
            ZERO,
          ],
        }),
      );
    },
    finish: async () => {
      const [, , challengeEnds] = await windowsOf(chain, epoch);
      await chain.warpTo(challengeEnds);
      const args = [e, address("honest")] as const;
      await chain.send(honest.writeContract({ ...almanac, functionName: "finalize", args }));
      await chain.send(honest.writeContract({ ...almanac, functionName: "settle", args }));
      const felled = [e, address("liar")] as const;
      await chain.send(honest.writeContract({ ...almanac, functionName: "claim", args: felled }));
    },
  };
}

/** The liar's tree: over its pictures, over other inputs of the subject, or with a plant that nobody minted. */
function lieOver(truth: Tree, rasters: readonly Uint8Array[], untruth: Untruth): Tree {
  const { job } = truth;
  const inputs = truth.inputs.slice();
  if (untruth === "inputs") inputs[SUBJECT] = { ...inputs[SUBJECT]!, latent: OTHER_LATENT };
  const tokens = rasters.map((raster, id) => tokenTree(job, id, inputs[id]!, raster));
  const nodes = tokens.map(({ root }) => root);
  if (untruth === "padding") {
    while (nodes.length < NEVER_BORN) nodes.push(ZERO);
    nodes.push(OTHER_LATENT);
  }
  const bytes = Buffer.from(nodes.map((node) => node.slice(2)).join(""), "hex");
  return { job, tokens, inputs, tree: epochTree(bytes) };
}

/** The plant that nobody minted, as a challenge names it. */
function paddingIn({ inputs, tokens, tree }: Tree): Lie {
  const token = { height: 12, index: SUBJECT, hash: tokens[SUBJECT]!.root };
  const node = { ...token, inputs: inputs[SUBJECT]!, path: tree.path(SUBJECT) };
  return { kind: "padding", node: paddingBeside(node, TOKENS)! };
}

const OTHER_LATENT: Hex = `0x${"e1".repeat(32)}`;
