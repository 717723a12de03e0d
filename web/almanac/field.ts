// The search's field on this machine: a worker for single runs, the page's painters for whole pictures, and
// whatever keepers serve.
import { keccak256 } from "viem";
import type { Hex } from "../../renderer/hex.ts";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import { paintSky } from "../painting.ts";
import { inputsFrom } from "../verify/epoch.ts";
import { fetchRun, gatherEvidence } from "../verify/keepers.ts";
import { lieIn, proven } from "../verify/run.ts";
import type { RunReply, RunRequest } from "../workers/runs.ts";
import type { World } from "../world.ts";
import type { Field, Quarry } from "./hunt.ts";

/** A field, and what gives its worker back. */
export interface OpenField extends Field {
  close(): void;
}

/** @param modelOf the bytes of a sky model, checked. */
export function openField(
  world: World,
  quarry: Quarry,
  modelOf: (id: number) => Promise<Uint8Array>,
  signal: AbortSignal,
): OpenField {
  const { epoch, job, roots, supply } = quarry;
  const painter = hireRunPainter(signal);
  const hashes = new Map<bigint, Hex>();
  return {
    close: painter.dismiss,
    async *skies() {
      for await (const { tokenId, sky } of inputsFrom(world, epoch, supply)) {
        yield { tokenId, inputs: sky };
      }
    },
    paintRun: async ({ inputs }, run) =>
      painter.paint({ inputs, run }, () => modelOf(Number(inputs.model))),
    paintPicture: async ({ inputs }) => {
      const { latent, condition } = inputs;
      const model = await modelOf(Number(inputs.model));
      const modelHash = hashes.get(inputs.model) ?? keccak256(model);
      hashes.set(inputs.model, modelHash);
      return paintSky({ model, modelHash, latent, condition, size: RASTER_SIDE }, signal);
    },
    fetchRun: async (source, { tokenId, inputs }, run, own) => {
      const answer = await fetchRun(source, epoch, tokenId, run, signal);
      if (typeof answer === "string") return answer;
      const said = { ...answer, inputs: answer.inputs ?? inputs };
      const subject = { job, tokenId, roots, inputs, supply };
      const root = proven(subject, said);
      return root ? { root, lie: lieIn(subject, said, own) } : "its proof leads to no root here";
    },
    fetchPicture: async (source, tokenId) =>
      (await gatherEvidence([source], epoch, tokenId, signal))[0]!,
    chance: (below) => crypto.getRandomValues(new Uint32Array(1))[0]! % below,
  };
}

function hireRunPainter(signal: AbortSignal) {
  const worker = new Worker(new URL("../workers/runs.ts", import.meta.url), { type: "module" });
  const waiting = new Map<number, { resolve: (pixels: Hex) => void; reject: (e: Error) => void }>();
  const known = new Set<bigint>();
  let nextId = 0;
  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const stop = () => fail(new DOMException("The search was stopped.", "AbortError"));
  signal.addEventListener("abort", stop, { once: true });
  worker.onerror = ({ message }) =>
    fail(new Error(message || "The worker could not be loaded. Reload the page."));
  worker.onmessage = ({ data }: MessageEvent<RunReply>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ("pixels" in data) one?.resolve(data.pixels);
    else one?.reject(new Error(data.failure));
  };
  return {
    paint: async (
      request: Pick<RunRequest, "inputs" | "run">,
      modelOf: () => Promise<Uint8Array>,
    ): Promise<Hex> => {
      const model = known.has(request.inputs.model) ? undefined : await modelOf();
      known.add(request.inputs.model);
      signal.throwIfAborted();
      return new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ ...request, id, model } satisfies RunRequest);
      });
    },
    dismiss: () => {
      signal.removeEventListener("abort", stop);
      worker.terminate();
    },
  };
}
