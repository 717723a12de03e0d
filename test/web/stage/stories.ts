// The epochs that the page is shown: what the almanac was told of them, and what a keeper would serve.
import { type Hex, keccak256 } from "viem";
import { ZERO } from "../../../renderer/merkle.ts";
import { type Story, SUBJECT, TOKENS } from "./cast.ts";
import type { Chain } from "./chain.ts";
import { almanacOf, commit, deposit, reveal, type Tree, treeOver, windowsOf } from "./roots.ts";
import { type Paint, withWrongPixel } from "./studio.ts";
import { passEpoch } from "./weather.ts";

/** As a keeper answers. */
export interface Proof {
  root: Hex;
  node: Hex;
  inputs: { model: string; latent: Hex; condition: Hex };
  path: Hex[];
}

export interface Told {
  epoch: number;
  job: Hex;
  /** Rasters as served, by token. */
  rasters: Uint8Array[];
  /** By token, as served. */
  proofs: Proof[];
  /** keccak256 of what was truly painted, by token, as far as it was. */
  painted: Record<number, Hex>;
}

/** Lives through some weather, then tells every story. */
export async function tellStories(
  chain: Chain,
  wallet: ReturnType<Chain["wallet"]>,
  paint: Paint,
): Promise<Record<Story, Told>> {
  await deposit(chain, wallet);
  const almanac = almanacOf(chain);
  await chain.send(
    wallet.writeContract({ ...almanac, functionName: "fund", value: 10n ** 18n, args: [] }),
  );
  // So that plants and charts have a past.
  for (let i = 0; i < 6; i++) await passEpoch(chain);

  /** Commits, waits, reveals. */
  const publish = async (epoch: number, root: Hex): Promise<void> => {
    await commit(chain, wallet, epoch, root);
    const [commitEnds] = await windowsOf(chain, epoch);
    await chain.warpTo(commitEnds);
    await reveal(chain, wallet, epoch, root);
  };

  /**
   * One epoch with a root over rasters that `alter` may change before the tree is built. Only the honest
   * epoch paints every token: the others are about one, and their neighbours' leaves are placeholders.
   */
  const tell = async (alter?: (raster: Uint8Array) => Uint8Array): Promise<Told> => {
    const epoch = await passEpoch(chain);
    const subject = await paint(epoch, SUBJECT);
    const painted: Record<number, Hex> = { [SUBJECT]: keccak256(subject) };
    const rasters: Uint8Array[] = [];
    for (let id = 0; id < TOKENS; id++) {
      if (id === SUBJECT) rasters.push(alter ? alter(subject) : subject);
      else if (alter) rasters.push(subject);
      else {
        rasters.push(await paint(epoch, id));
        painted[id] = keccak256(rasters[id]!);
      }
    }
    const tree = await treeOver(chain, epoch, rasters);
    await publish(epoch, tree.tree.root);
    return toldOf(epoch, rasters, tree, painted);
  };

  const same = (raster: Uint8Array) => raster;
  const honest = await tell();
  const wrong = await tell(withWrongPixel);
  const path = await tell(same);
  const leaf = await tell(same);
  const unserved = await tell(same);
  return {
    honest,
    "wrong-pixel": wrong,
    "tampered-path": { ...path, proofs: path.proofs.map(tamper) },
    "tampered-leaf": { ...leaf, rasters: leaf.rasters.map(withWrongPixel) },
    unserved,
    unrevealed: { epoch: await passEpoch(chain), job: ZERO, rasters: [], proofs: [], painted: {} },
  };
}

/** What a keeper with this tree serves. */
export function toldOf(
  epoch: number,
  rasters: Uint8Array[],
  { job, tokens, inputs, tree }: Tree,
  painted: Record<number, Hex> = {},
): Told {
  const proofs = tokens.map(({ root }, id) => ({
    root: tree.root,
    node: root,
    inputs: { ...inputs[id]!, model: String(inputs[id]!.model) },
    path: tree.path(id),
  }));
  return { epoch, job, rasters, proofs, painted };
}

function tamper(proof: Proof): Proof {
  const path = proof.path.slice();
  path[5] = `${path[5]!.slice(0, -1)}${path[5]!.endsWith("0") ? "1" : "0"}` as Hex;
  return { ...proof, path };
}
