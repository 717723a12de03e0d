// Single runs of a picture in plain integers: what a painting that is not believed is held against.

import { RUN_BYTES, RUN_PIXELS } from "../merkle.ts";
import { FEATURES, paintFeatures } from "./features.ts";
import { mapLatent, paintBand, prepare, type SkyRequest } from "./integer.ts";
import { mappingInputs, schoolOf } from "./latent.ts";
import type { SkyModel } from "./model.ts";

/**
 * Some runs of one picture, by index from the top left, RGB. The mapping network is worked out once for all of them,
 * so that a run costs little more than its own 16 pixels.
 * @throws RangeError for a run outside of the picture.
 */
export function paintRuns(
  model: SkyModel,
  picture: Pick<SkyRequest, "latent" | "condition" | "size">,
  runs: readonly number[],
): Uint8Array[] {
  const { size } = picture;
  const { latent, condition, scene } = prepare({ ...picture, x: 0, y: 0, width: size, height: 1 });
  const shifts = mapLatent(model, mappingInputs(latent, condition));
  const features = new Uint8Array(RUN_PIXELS * FEATURES);
  const perRow = size / RUN_PIXELS;
  return runs.map((run) => {
    if (!Number.isInteger(run) || run < 0 || run >= perRow * size) {
      throw new RangeError(`run ${run} lies outside of a picture of ${size} x ${size}`);
    }
    const x = (run % perRow) * RUN_PIXELS;
    paintFeatures(scene, size, x, Math.floor(run / perRow), RUN_PIXELS, 1, features);
    const pixels = new Uint8Array(RUN_BYTES);
    paintBand(model, schoolOf(latent), shifts, features, pixels);
    return pixels;
  });
}
