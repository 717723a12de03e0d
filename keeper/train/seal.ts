// From weights to a model file: brought into their lanes, rounded, packed with the hash of the known
// picture that they paint.

import { keccak_256 } from "@noble/hashes/sha3.js";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { packModel, parseModel, type SkyModel } from "../../renderer/sky/model.ts";
import { SELF_TEST } from "../../renderer/sky/selftest.ts";
import { project } from "./bounds.ts";
import { partsOf, type Shape, type WeightList } from "./network.ts";

/** Packs a model of these weights. */
export function seal(weights: WeightList, shape: Shape): { bytes: Uint8Array; model: SkyModel } {
  const fitting = weights.map((w) => w.slice());
  project(fitting, shape);
  const parts = partsOf(fitting, shape);
  const draft = parseModel(packModel(parts, `0x${"00".repeat(32)}`));
  const known = keccak_256(paintInteger(draft, SELF_TEST));
  const bytes = packModel(parts, `0x${Buffer.from(known).toString("hex")}`);
  return { bytes, model: parseModel(bytes) };
}
