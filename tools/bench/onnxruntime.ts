// onnxruntime-node as a peer: every core, its own float kernels, the same weights.
import { importOptional } from "../../keeper/render/optional.ts";
import { FEATURES, paintFeatures, sceneOf } from "../../renderer/sky/features.ts";
import type { SkyRequest } from "../../renderer/sky/integer.ts";
import { wordBytes } from "../../renderer/sky/latent.ts";
import type { SkyModel } from "../../renderer/sky/model.ts";
import { productGraph, skyGraph } from "./onnx.ts";

interface Ort {
  InferenceSession: { create(model: Uint8Array): Promise<Session> };
  Tensor: new (type: string, data: Uint8Array | Float32Array, shape: number[]) => unknown;
}

interface Session {
  run(inputs: Record<string, unknown>): Promise<Record<string, { data: Uint8Array }>>;
}

export interface Peer {
  /** The whole picture, features included. */
  paint(): Promise<Uint8Array>;
  /** The network alone, on features that are there already. */
  run(): Promise<Uint8Array>;
  /** One product of two square matrices of this side. */
  multiply(side: number): Promise<() => Promise<unknown>>;
}

/** The peer for one picture, or undefined where onnxruntime-node is not installed. */
export async function openPeer(model: SkyModel, request: SkyRequest): Promise<Peer | undefined> {
  const ort = await importOptional<Ort>("onnxruntime-node");
  if (ort === undefined) return undefined;
  const { size } = request;
  const pixels = size * size;
  const session = await ort.InferenceSession.create(skyGraph(model, request, pixels));
  const features = new Uint8Array(pixels * FEATURES);
  const scene = sceneOf(wordBytes(request.latent), wordBytes(request.condition), size);
  const fill = () => paintFeatures(scene, size, 0, 0, size, size, features);
  fill();
  const run = async () => {
    const input = new ort.Tensor("uint8", features, [pixels, FEATURES]);
    return (await session.run({ features: input })).rgb!.data;
  };
  return {
    run,
    paint: () => {
      fill();
      return run();
    },
    multiply: async (side) => {
      const product = await ort.InferenceSession.create(productGraph(side));
      const a = new ort.Tensor("float32", new Float32Array(side * side).fill(1), [side, side]);
      return () => product.run({ a });
    },
  };
}
