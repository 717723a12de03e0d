// Asks another renderer for a picture: a text-to-image service, a container, anything that takes this JSON
// job over HTTP and answers with a PNG or with plain RGB bytes. Nothing about the answer is believed.

import sharp from "sharp";
import type { Hex } from "viem";
import { CONDITION, schoolOf, wordBytes } from "../../renderer/sky/latent.ts";
import { RetryableError } from "../errors.ts";

/** Side of the pictures that are asked for. */
export const EXTERNAL_SIDE = 512;
/** Codes of a connection that the other side had closed. */
const CLOSED = new Set(["UND_ERR_SOCKET", "ECONNRESET"]);
/** What a PNG may be larger than its pixels. */
const PNG_SLACK = 1 << 16;

export interface RendererJob {
  readonly format: "heliotrope-job/1";
  readonly chainId: number;
  readonly collection: Hex;
  readonly tokenId: number;
  readonly epoch: number;
  /** Side of the square picture that is wanted, in pixels. */
  readonly size: number;
  readonly latent: Hex;
  /** The school of painting, 0..5. */
  readonly school: number;
  /** The condition by name, each 0..127. */
  readonly condition: Readonly<Record<string, number>>;
}

/** The other renderer did not answer, or with something that is no picture. Nothing depends on it. */
export class RendererFault extends RetryableError {
  override name = "RendererFault";
  constructor(what: string) {
    super(`The external renderer ${what}. Check RENDERER_URL; everything else goes on without it.`);
  }
}

/** A job from what the chain says. */
export function jobOf(
  place: Pick<RendererJob, "chainId" | "collection" | "tokenId" | "epoch">,
  inputs: { readonly latent: Hex; readonly condition: Hex },
): RendererJob {
  const { latent } = inputs;
  const bytes = wordBytes(inputs.condition);
  const condition = Object.fromEntries(
    Object.entries(CONDITION).map(([name, at]) => [name, bytes[at]!]),
  );
  const school = schoolOf(wordBytes(latent));
  return { format: "heliotrope-job/1", ...place, size: EXTERNAL_SIDE, latent, school, condition };
}

/** RGB bytes, row by row. Throws RendererFault. */
export async function askRenderer(
  url: string,
  job: RendererJob,
  timeoutMs: number,
): Promise<Uint8Array> {
  const pixels = job.size * job.size * 3;
  let response: Response;
  let body: Uint8Array;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    response = await post(url, job, signal).catch((error: Error) => {
      // The other side may close a connection that was kept open just as it is used again.
      if (!CLOSED.has((error.cause as { code?: string } | undefined)?.code ?? "")) throw error;
      return post(url, job, signal);
    });
    if (!response.ok) throw new RendererFault(`answered with status ${response.status}`);
    body = await readAtMost(response, pixels + PNG_SLACK);
  } catch (error) {
    if (error instanceof RendererFault) throw error;
    const isLate = (error as Error).name === "TimeoutError";
    throw new RendererFault(
      isLate ? `did not answer within ${timeoutMs / 1000} s` : "does not answer, or redirects",
    );
  }
  const type = (response.headers.get("content-type") ?? "none").split(";")[0]!.trim();
  if (type === "image/png") return decode(body, job.size);
  if (type !== "application/octet-stream") {
    throw new RendererFault(
      `answered with type ${type}, where image/png or application/octet-stream was asked for`,
    );
  }
  if (body.length !== pixels) {
    throw new RendererFault(
      `sent ${body.length} bytes, and ${job.size} x ${job.size} RGB pixels are ${pixels}`,
    );
  }
  return body;
}

function post(url: string, job: RendererJob, signal: AbortSignal): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "image/png, application/octet-stream" },
    body: JSON.stringify(job),
    // Wherever it sends us was not configured.
    redirect: "error",
    signal,
  });
}

/** Reads a body, and gives up on one that is too long without holding more of it. */
async function readAtMost(response: Response, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > most) throw new RendererFault(`sent more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Decoded here and encoded afresh, so that nothing of the file but its pixels is ever served. */
async function decode(png: Uint8Array, size: number): Promise<Uint8Array> {
  const { data, info } = await sharp(png, { limitInputPixels: size * size })
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: Error) => {
      throw new RendererFault(`sent a PNG that cannot be read (${error.message})`);
    });
  if (info.format !== "raw" || info.width !== size || info.height !== size || info.channels !== 3) {
    throw new RendererFault(
      `sent a picture of ${info.width} x ${info.height}, where ${size} x ${size} was asked for`,
    );
  }
  return data;
}
