// Signed statements about pictures of epochs that this keeper painted and revealed, and the files that they are of.
import type { Hex } from "viem";
import type { Provenance } from "../../renderer/provenance.ts";
import { statementData, stateOf } from "../../renderer/provenance.ts";
import type { Drawn } from "../chain/scene.ts";
import type { Signer } from "../signers/signer.ts";
import type { Store } from "../store/open.ts";
import { readKept } from "../store/rasters.ts";
import type { Render } from "../store/renders.ts";
import type { ModelShelf } from "./models.ts";

/** Pictures that are kept, the latest asked for: about 8 MB. */
const KEPT = 32;

export interface StatedPicture {
  readonly provenance: Provenance;
  /** The composed file: an SVG document. */
  readonly file: Uint8Array;
}

/** Why there is nothing to state; the text is for whoever asked. */
export class Unstated extends Error {}

export interface Stated {
  /** Throws Unstated. */
  picture(render: Pick<Render, "job" | "epoch">, tokenId: number): Promise<StatedPicture>;
}

export interface StatedOptions {
  readonly account: Pick<Signer, "address" | "signTypedData">;
  readonly chainId: number;
  /** The `Provenance` contract. */
  readonly contract: Hex;
  readonly store: Store;
  readonly models: ModelShelf;
  /** What the picture depends on, or null where its art version is not the one that is known here. */
  readonly drawnOf: (epoch: number, tokenId: number) => Promise<Drawn | null>;
}

export function openStated(options: StatedOptions): Stated {
  const { account, chainId, contract, store, models } = options;
  const kept = new Map<string, Promise<StatedPicture>>();

  async function make(job: Hex, epoch: number, tokenId: number): Promise<StatedPicture> {
    const painted = await readKept(store, job, tokenId);
    if (painted === null || painted.raster.length === 0) {
      throw new Unstated(
        `The raster of token ${tokenId} at epoch ${epoch} is no longer kept here, so its file cannot be composed again.`,
      );
    }
    const { inputs, raster } = painted;
    const drawn = await options.drawnOf(epoch, tokenId);
    if (drawn === null) {
      throw new Unstated(
        `Token ${tokenId} is drawn by another art version at epoch ${epoch}; this keeper composes only what it can draw.`,
      );
    }
    const { hash: modelHash } = await models.get(Number(inputs.model));
    const { statement, file } = stateOf({ job, epoch, inputs, raster, modelHash, ...drawn });
    const signature = await account.signTypedData(statementData({ chainId, contract }, statement));
    const provenance = {
      chainId,
      contract,
      statement,
      inputs: { ...inputs, model: inputs.model.toString() },
      keeper: account.address,
      signature,
    };
    return { provenance, file };
  }

  return {
    picture: ({ job, epoch }, tokenId) => {
      const key = `${job} ${tokenId}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const made = make(job, Number(epoch), tokenId);
      kept.set(key, made);
      // A failure is not remembered: the next one asks again.
      made.catch(() => kept.delete(key));
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      return made;
    },
  };
}
