// Pictures of another renderer, signed by this keeper and never committed: the almanac knows nothing of them.

import { type Hex, keccak256 } from "viem";
import { type Attestation, attestedData, NOT_ENFORCEABLE } from "../../renderer/attestation.ts";
import { encodePng } from "../../renderer/png.ts";
import type { Signer } from "../signers/signer.ts";
import { askRenderer, EXTERNAL_SIDE, jobOf, RendererFault } from "./external.ts";

/** Pictures that are kept, the latest asked for: 25 MB. */
const KEPT = 32;
/** Renderers are slow and may cost money: one picture at a time, and no long queue. */
const MOST_WAITING = 4;

export interface AttestedPicture {
  readonly attestation: Attestation;
  readonly png: Uint8Array;
}

export interface Attested {
  /** Origin of the service. */
  readonly renderer: string;
  /** Throws RendererFault. */
  picture(job: Hex, epoch: number, tokenId: number): Promise<AttestedPicture>;
}

export interface AttestedOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly account: Pick<Signer, "address" | "signTypedData">;
  readonly chainId: number;
  readonly collection: Hex;
  /** What the chain says the plant's sky is made of. */
  readonly inputsOf: (
    epoch: number,
    tokenId: number,
  ) => Promise<{ readonly latent: Hex; readonly condition: Hex }>;
}

export function openAttested(options: AttestedOptions): Attested {
  const { account, chainId, collection } = options;
  const renderer = new URL(options.url).origin;
  const kept = new Map<string, Promise<AttestedPicture>>();
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function make(epoch: number, tokenId: number): Promise<AttestedPicture> {
    const inputs = await options.inputsOf(epoch, tokenId);
    const job = jobOf({ chainId, collection, tokenId, epoch }, inputs);
    const pixels = await askRenderer(options.url, job, options.timeoutMs);
    const png = encodePng(pixels, EXTERNAL_SIDE, EXTERNAL_SIDE);
    const { latent, condition } = inputs;
    const statement = {
      enforceable: false,
      chainId,
      collection,
      tokenId,
      epoch,
      latent,
      condition,
      renderer,
      picture: keccak256(png),
    } as const;
    const signature = await account.signTypedData(attestedData(statement));
    const keeper = account.address;
    return { attestation: { ...statement, notice: NOT_ENFORCEABLE, keeper, signature }, png };
  }

  return {
    renderer,
    picture: (job, epoch, tokenId) => {
      const key = `${job} ${tokenId}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      if (waiting >= MOST_WAITING) {
        return Promise.reject(new RendererFault("has enough to do; ask again in a minute"));
      }
      waiting++;
      const made = last.then(() => make(epoch, tokenId)).finally(() => waiting--);
      last = made.catch(() => kept.delete(key));
      kept.set(key, made);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      return made;
    },
  };
}
