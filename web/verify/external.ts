// Another renderer's picture of a token, where a keeper offers one. Nobody can recompute it, so all that is
// checked here is that the keeper signed for these very bytes.
import { useQuery } from "@tanstack/react-query";
import { type Hex, keccak256, verifyTypedData } from "viem";
import { type Attestation, attestedData } from "../../renderer/attestation.ts";
import { useWorld } from "../world.ts";

const PATIENCE_MS = 90_000;
/** 512 x 512 pixels without compression are 786,432 bytes. */
const MOST_BYTES = 1 << 20;

export interface ExternalPicture {
  attestation: Attestation;
  /** A data: address, so that what is shown is what was signed. */
  image: string;
}

/** The first keeper that has an external renderer, or null. */
export function useExternalKeeper() {
  const { deployment } = useWorld();
  return useQuery({
    queryKey: ["external keeper", deployment.keepers],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: async ({ signal }) => {
      for (const keeper of deployment.keepers) {
        const answer = await fetch(`${keeper}/api/external`, { signal }).catch(() => undefined);
        if (answer?.ok) return keeper;
      }
      return null;
    },
  });
}

/** @throws Error with a sentence for the viewer. */
export async function fetchExternal(
  keeper: string,
  epoch: number,
  tokenId: number,
  collection: Hex,
  chainId: number,
): Promise<ExternalPicture> {
  const base = `${keeper}/api/epochs/${epoch}/tokens/${tokenId}/external`;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(base, { signal });
  const attestation = (await answer.json()) as Attestation & { error?: string };
  if (!answer.ok) throw new Error(attestation.error ?? `The keeper answered ${answer.status}.`);
  const png = new Uint8Array(await (await fetch(`${base}.png`, { signal })).arrayBuffer());
  // What was asked for, in our own words: a statement about another token proves nothing here.
  const statement = { ...attestation, tokenId, epoch, collection, chainId } as const;
  const isSigned =
    png.length <= MOST_BYTES &&
    keccak256(png) === attestation.picture &&
    (await verifyTypedData({
      address: attestation.keeper,
      signature: attestation.signature,
      ...attestedData(statement),
    }));
  if (!isSigned) throw new Error("The keeper's signature does not cover this picture.");
  return { attestation, image: `data:image/png;base64,${base64(png)}` };
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
