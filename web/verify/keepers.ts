// What keepers serve about one token at one epoch. Nothing here is believed: judge.ts weighs it.
import type { Hex } from "../../renderer/hex.ts";
import type { SkyInputs } from "../../renderer/merkle.ts";
import type { Evidence } from "./judge.ts";
import { type Proof, parseProof } from "./proof.ts";

const PATIENCE_MS = 15_000;
/** A raster is 172,800 bytes; whoever sends more is not sending a raster. */
const MOST_BYTES = 1 << 20;

/** Asks every keeper for the path and the raster of a token; failures become part of the evidence. */
export function gatherEvidence(
  keepers: readonly string[],
  epoch: number,
  tokenId: number,
  signal: AbortSignal,
): Promise<Evidence[]> {
  return Promise.all(
    keepers.map(async (source): Promise<Evidence> => {
      const base = `${source}/api/epochs/${epoch}/tokens/${tokenId}`;
      const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
      try {
        const [proof, raster] = await Promise.all([
          fetchProof(`${base}/proof`, patience),
          fetchRaster(`${base}/raster`, patience),
        ]);
        return { source, raster, ...evidenceOf(proof) };
      } catch (error) {
        signal.throwIfAborted();
        return { source, failure: reasonOf(error) };
      }
    }),
  );
}

/** One run of a token's picture with all that ties it to a root, or why there is none. */
export async function fetchRun(
  keeper: string,
  epoch: number,
  tokenId: number,
  run: number,
  signal: AbortSignal,
): Promise<{ kind: "run"; run: number; pixels: Hex; inputs?: SkyInputs; path: Hex[] } | string> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    const url = `${keeper}/api/epochs/${epoch}/tokens/${tokenId}/proof?run=${run}`;
    const response = await fetch(url, { signal: patience });
    if (!response.ok) return `serves no pixels of it (${response.status})`;
    const answer = (await response.json()) as { run?: Record<string, unknown>; inputs?: unknown };
    const { pixels } = answer.run ?? {};
    if (typeof pixels !== "string" || !/^0x[0-9a-fA-F]{96}$/.test(pixels)) {
      return "serves no pixels of it";
    }
    const { path } = parseProof(answer.run);
    const { inputs } = parseProof({ path, inputs: answer.inputs });
    return { kind: "run", run, pixels: pixels as Hex, path, ...(inputs && { inputs }) };
  } catch (error) {
    signal.throwIfAborted();
    return reasonOf(error);
  }
}

function evidenceOf({ path, node, inputs }: Proof): Omit<Evidence, "source"> {
  return { path, node, inputs };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer in ${PATIENCE_MS / 1000} seconds`;
  return error instanceof TypeError ? "does not answer" : error.message;
}

async function fetchProof(url: string, signal: AbortSignal): Promise<Proof> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`serves no path (${response.status})`);
  return parseProof(await response.json());
}

/** Undefined where no raster is served: a path alone can still prove the pixels computed here. */
async function fetchRaster(url: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const response = await fetch(url, { signal });
  if (!response.ok) return undefined;
  const bytes = new Uint8Array(await response.arrayBuffer());
  return bytes.length > MOST_BYTES ? bytes.subarray(0, MOST_BYTES) : bytes;
}
