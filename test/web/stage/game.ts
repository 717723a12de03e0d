// One epoch of the almanac's game, played move by move.
import { type Address, toHex } from "viem";
import { ZERO } from "../../../renderer/merkle.ts";
import type { Lie } from "../../../web/verify/judge.ts";
import { PLAYERS, type Player, SUBJECT, TOKENS, WRONG_PIXEL } from "./cast.ts";
import type { Chain, Wallet } from "./chain.ts";
import { almanacOf, commit, deposit, reveal, treeOver, windowsOf } from "./roots.ts";
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
  /** The second keeper shows them. */
  answer: () => Promise<void>;
  /** The honest keeper has the silent one's penalty taken, and fells the liar's root. */
  fell: () => Promise<void>;
  /** The epoch is decided, bonds are paid out. */
  finish: () => Promise<void>;
}

/** Accepts the weather of another epoch, and begins its game. */
export async function playGame(chain: Chain, paint: Paint): Promise<Game> {
  const almanac = almanacOf(chain);
  const epoch = await passEpoch(chain);
  const e = BigInt(epoch);
  const wallets = Object.fromEntries(
    Object.entries(PLAYERS).map(([player, index]) => [player, chain.wallet(index)]),
  ) as Record<Player, Wallet>;
  const { honest, second, liar, silent } = wallets;
  const address = (player: Player) => wallets[player].account.address;
  const subject = await paint(epoch, SUBJECT);
  const wrong = withWrongPixel(subject);
  const trueRasters = new Array<Uint8Array>(TOKENS).fill(subject);
  const falseRasters = trueRasters.with(SUBJECT, wrong);
  const truth = await treeOver(chain, epoch, trueRasters);
  const lie = await treeOver(chain, epoch, falseRasters);
  const run = WRONG_PIXEL.y * 15 + Math.floor(WRONG_PIXEL.x / 16);
  const said = (player: "liar" | "honest") => {
    const { inputs, tokens, tree } = player === "liar" ? lie : truth;
    const raster = player === "liar" ? wrong : subject;
    return {
      ...{ kind: "run", run, pixels: toHex(raster.subarray(48 * run, 48 * run + 48)) },
      ...{ inputs: inputs[SUBJECT]! },
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
    answer: () => {
      const args = [e, address("honest"), ...top, shown] as const;
      return chain.send(second.writeContract({ ...almanac, functionName: "answer", args }));
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
            ...([e, address("liar"), BigInt(SUBJECT), BigInt(run)] as const),
            ...([told.pixels, told.inputs, told.path, ZERO] as const),
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
