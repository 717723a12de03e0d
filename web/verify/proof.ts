// A proof as keepers serve it, and as people pass it on in a file: what ties a token to the root of its epoch.
// Only its form is looked at here; judge.ts weighs what it says.
import type { Hex } from "../../renderer/hex.ts";
import type { SkyInputs } from "../../renderer/merkle.ts";

export interface Proof {
  path: Hex[];
  node: Hex | undefined;
  inputs: SkyInputs | undefined;
  /** What it says that it is of; undefined where it does not say. */
  tokenId: number | undefined;
  epoch: number | undefined;
}

/** @throws Error with the reason, to be put behind the name of its source. */
export function parseProof(value: unknown): Proof {
  const said = (value ?? {}) as Record<string, unknown>;
  if (!Array.isArray(said.path)) throw new Error("has no path in it");
  return {
    path: said.path,
    node: typeof said.node === "string" ? (said.node as Hex) : undefined,
    inputs: said.inputs ? inputsOf(said.inputs as Record<string, unknown>) : undefined,
    tokenId: typeof said.tokenId === "number" ? said.tokenId : undefined,
    epoch: typeof said.epoch === "number" ? said.epoch : undefined,
  };
}

/** The model's number comes in digits, because JSON has no large ones. */
function inputsOf({ model, latent, condition }: Record<string, unknown>): SkyInputs {
  if (!/^[0-9]{1,78}$/.test(String(model))) throw new Error("names no model");
  return { model: BigInt(String(model)), latent: latent as Hex, condition: condition as Hex };
}
