/** What other keepers serve: it spares demands where it is there, and nothing is believed that does not hash. */
import type { Hex } from "viem";
import { answerOf, foldAnswer, type OwnTree, ownTree } from "../../renderer/demands.ts";
import { NODES_FILE } from "../../renderer/folder.ts";
import {
  epochTree,
  RASTER_BYTES,
  type SkyInputs,
  TOKEN_DEPTH,
  WORD,
} from "../../renderer/merkle.ts";
import { cidText, isRaw } from "../render/cid.ts";

/** Nodes at height 6 in a token. */
const BANDS = 64;
const MOST_KNOWN = 8;
const TIMEOUT_MS = 10_000;
/** An epoch has at most 16,384 tokens. */
const MOST_BYTES = 2 ** 19;

export interface Peers {
  /** The tokens' nodes under a root, 32 bytes each, from whoever serves them; null where nobody does. */
  nodes(root: Hex, cid: Hex): Promise<Uint8Array | null>;
  /** What lies under a node of the root, if somebody serves it. */
  shown(of: Place, height: number, index: number, hash: Hex): Promise<Uint8Array | undefined>;
}

interface Place {
  readonly epoch: bigint;
  readonly job: Hex;
  readonly root: Hex;
  /** Binary CIDv1 of the first reveal. */
  readonly cid: Hex;
  readonly inputsOf: (tokenId: number) => Promise<SkyInputs>;
}

/** @param urls of keepers' APIs; /ipfs of any trustless gateway does for the nodes. */
export function openPeers(urls: readonly string[]): Peers {
  /** What a walk asks about from block to block: the nodes of the roots that were looked at last. */
  const known = new Map<Hex, Uint8Array>();

  async function nodes(root: Hex, cid: Hex): Promise<Uint8Array | null> {
    const before = known.get(root);
    if (before !== undefined) return before;
    const text = cidText(cid);
    if (text === null) return null;
    // The epoch's folder; some reveal the CID of the nodes alone.
    const place = isRaw(text) ? text : `${text}/${NODES_FILE}`;
    for (const url of urls) {
      const bytes = await get(`${url}/ipfs/${place}?format=raw`, MOST_BYTES);
      if (bytes === null || bytes.length % WORD !== 0) continue;
      if (epochTree(bytes).root !== root) continue;
      if (known.size === MOST_KNOWN) known.delete(known.keys().next().value!);
      known.set(root, bytes);
      return bytes;
    }
    return null;
  }

  return {
    nodes,
    shown: async ({ epoch, job, root, cid, inputsOf }, height, index, hash) => {
      if (urls.length === 0) return undefined;
      if (height > TOKEN_DEPTH) {
        const tokens = await nodes(root, cid);
        return tokens === null ? undefined : wide(job, tokens).answer(height, index);
      }
      const tokenId = height === TOKEN_DEPTH ? index : Math.floor(index / BANDS);
      const inputs = await inputsOf(tokenId);
      for (const url of urls) {
        const raster = await get(
          `${url}/api/epochs/${epoch}/tokens/${tokenId}/raster`,
          RASTER_BYTES,
        );
        if (raster?.length !== RASTER_BYTES) continue;
        const data = answerOf(job, tokenId, { inputs, raster }, height, index);
        if (foldAnswer(job, height, index, data).hash === hash) return data;
      }
      return undefined;
    },
  };
}

/** The upper heights of a tree, of which the nodes of its tokens are all that is known. */
function wide(job: Hex, tokens: Uint8Array): OwnTree {
  return ownTree(job, tokens, () => Promise.reject(new Error("Only the tokens' nodes are there.")));
}

/** Null for whatever goes wrong: a peer owes us nothing. */
async function get(url: string, mostBytes: number): Promise<Uint8Array | null> {
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!reply.ok || reply.body === null) return null;
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of reply.body) {
      size += part.length;
      if (size > mostBytes) return null;
      parts.push(part);
    }
    return new Uint8Array(Buffer.concat(parts));
  } catch {
    return null;
  }
}
