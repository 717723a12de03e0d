// Every picture of an epoch, painted on this machine: with the root over all of them no keeper is needed. Memory
// stays flat, since only 32 bytes of a picture are kept.
import { queryOptions } from "@tanstack/react-query";
import { keccak256 } from "viem";
import { genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { type KeptToken, type OwnTree, ownTree } from "../../renderer/demands.ts";
import { fromHex, type Hex } from "../../renderer/hex.ts";
import { RASTER_SIDE, type SkyInputs, WORD } from "../../renderer/merkle.ts";
import { paintSky } from "../painting.ts";
import { readAll } from "../queries/reads.ts";
import type { EpochReply, EpochRequest } from "../workers/epoch.ts";
import { addressOf, type World } from "../world.ts";

export interface EpochProgress {
  painted: number;
  of: number;
  /** Since the first picture was asked for. */
  elapsedMs: number;
  backend: string;
}

/** More of them than this is of little use, and each has a copy of the network. */
const MOST_WORKERS = 4;
/** Tokens whose inputs are read in one question. */
const BATCH = 48;

/** As `supplyOf`, and asked once: an accepted epoch has as many for ever. */
export function supplyQuery(world: World, epoch: number) {
  return queryOptions({
    queryKey: ["supply", epoch],
    queryFn: () => supplyOf(world, epoch),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Tokens whose pictures an epoch has. */
export async function supplyOf(world: World, epoch: number): Promise<number> {
  const supply = await world.client.readContract({
    address: addressOf(world, "Genomes"),
    abi: genomesAbi,
    functionName: "supplyAt",
    args: [BigInt(epoch)],
  });
  return Number(supply);
}

/**
 * Paints the epoch.
 * @param modelOf the bytes of a sky model, checked.
 * @returns the tree over it; of a picture that is asked for, it paints that one again.
 * @throws Error with a sentence for the viewer; AbortError when `signal` fires first.
 */
export async function paintEpoch(
  world: World,
  of: { epoch: number; job: Hex },
  modelOf: (id: number) => Promise<Uint8Array>,
  onProgress: (progress: EpochProgress) => void,
  signal: AbortSignal,
): Promise<OwnTree> {
  const supply = await supplyOf(world, of.epoch);
  const nodes = new Uint8Array(supply * WORD);
  const inputs = inputsFrom(world, of.epoch, supply);
  const start = performance.now();
  let painted = 0;
  let isGpu = false;
  const crew = new AbortController();
  const either = AbortSignal.any([signal, crew.signal]);

  const work = async (place: number): Promise<void> => {
    const painter = hire(either);
    try {
      const known = new Set<bigint>();
      for (;;) {
        // One worker keeps a GPU busy; more of them would only take turns.
        if (isGpu && place > 0) return;
        const next = await inputs.next();
        if (next.done) return;
        const { tokenId, sky } = next.value;
        const model = known.has(sky.model) ? undefined : await modelOf(Number(sky.model));
        known.add(sky.model);
        const { node, backend } = await painter.paint({ job: of.job, tokenId, inputs: sky, model });
        nodes.set(fromHex(node), tokenId * WORD);
        isGpu = backend === "webgpu" || backend === "webgl";
        painted += 1;
        onProgress({ painted, of: supply, elapsedMs: performance.now() - start, backend });
      }
    } finally {
      painter.dismiss();
    }
  };
  const cores = (navigator.hardwareConcurrency || 2) - 1;
  const hands = Math.max(1, Math.min(MOST_WORKERS, cores, supply));
  try {
    await Promise.all(Array.from({ length: hands }, (_, place) => work(place)));
  } catch (error) {
    crew.abort();
    throw error;
  }
  return ownTree(of.job, nodes, (tokenId) => paintAgain(world, of.epoch, tokenId, modelOf));
}

async function paintAgain(
  world: World,
  epoch: number,
  tokenId: number,
  modelOf: (id: number) => Promise<Uint8Array>,
): Promise<KeptToken> {
  const [model, latent, condition] = await world.client.readContract({
    address: addressOf(world, "Heliotrope"),
    abi: heliotropeAbi,
    functionName: "skyInputsAt",
    args: [BigInt(tokenId), BigInt(epoch)],
  });
  const bytes = await modelOf(Number(model));
  const job = { model: bytes, modelHash: keccak256(bytes), latent, condition, size: RASTER_SIDE };
  const raster = await paintSky(job, new AbortController().signal);
  return { inputs: { model, latent, condition }, raster };
}

/** What each token's sky is painted from; a batch is read while the one before is painted. */
export async function* inputsFrom(world: World, epoch: number, supply: number) {
  const read = (first: number) =>
    readAll(
      world,
      Array.from({ length: Math.max(0, Math.min(BATCH, supply - first)) }, (_, i) => ({
        address: addressOf(world, "Heliotrope"),
        abi: heliotropeAbi,
        functionName: "skyInputsAt" as const,
        args: [BigInt(first + i), BigInt(epoch)] as const,
      })),
    );
  let ahead = read(0);
  for (let first = 0; first < supply; first += BATCH) {
    const batch = await ahead;
    ahead = read(first + BATCH);
    // Whoever stops listening must not leave a refusal unheard.
    ahead.catch(() => {});
    for (const [i, [model, latent, condition]] of batch.entries()) {
      const sky: SkyInputs = { model, latent, condition };
      yield { tokenId: first + i, sky };
    }
  }
}

type PaintedToken = Extract<EpochReply, { kind: "painted" }>;

/** A worker that paints one token at a time. */
function hire(signal: AbortSignal) {
  const worker = new Worker(new URL("../workers/epoch.ts", import.meta.url), { type: "module" });
  return {
    paint: (request: EpochRequest) =>
      new Promise<PaintedToken>((resolve, reject) => {
        const stop = () => reject(new DOMException("The painting was stopped.", "AbortError"));
        if (signal.aborted) stop();
        signal.addEventListener("abort", stop, { once: true });
        worker.onerror = (event) =>
          reject(new Error(event.message || "The worker could not be loaded. Reload the page."));
        worker.onmessage = ({ data }: MessageEvent<EpochReply>) => {
          signal.removeEventListener("abort", stop);
          if (data.kind === "painted") resolve(data);
          else reject(new Error(data.reason));
        };
        worker.postMessage(request);
      }),
    dismiss: () => worker.terminate(),
  };
}
