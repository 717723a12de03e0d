// The file that people keep: the plant over its whole raster, as one SVG document. Whoever has the raster and the
// token's scene makes the same bytes, so a hash of them can be checked by anybody.
import { base64 } from "./base64.ts";
import { document } from "./document.ts";
import { RASTER_SIDE } from "./merkle.ts";
import { phenotypeOf } from "./phenotype.ts";
import { plantLayer } from "./plant.ts";
import { encodePng } from "./png.ts";
import type { Scene } from "./scene.ts";

/** Another number for another way of laying plants over rasters: statements name it. */
export const COMPOSITOR_VERSION = 1;

/**
 * The composed file, UTF-8.
 * @param raster 240 x 240 pixels, RGB row-major: what the almanac's tree has of the token.
 * @throws RangeError when the raster has another size.
 */
export function composedSvg(scene: Scene, raster: Uint8Array): Uint8Array {
  const p = phenotypeOf(scene);
  const sky = base64(encodePng(raster, RASTER_SIDE, RASTER_SIDE));
  const under = `<image width='1920' height='1920' preserveAspectRatio='none' href='data:image/png;base64,${sky}'/>`;
  return new TextEncoder().encode(document(scene, p, under, plantLayer(p, scene.genome)));
}
