// The composed file: the plant over its canonical raster, as one SVG document; the bytes that keepers sign.
import { base64 } from "../../renderer/base64.ts";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import { encodePng } from "../../renderer/png.ts";

/** Where in the plant's own document what lies under it begins. */
const HEAD_ENDS = "</desc>";

/** As `composedSvg` in renderer/compose.ts, from the plant's document instead of its scene. */
export function composed(layer: string, raster: Uint8Array): string {
  const at = layer.indexOf(HEAD_ENDS) + HEAD_ENDS.length;
  const sky = base64(encodePng(raster, RASTER_SIDE, RASTER_SIDE));
  return `${layer.slice(0, at)}<image width='1920' height='1920' preserveAspectRatio='none' href='data:image/png;base64,${sky}'/>${layer.slice(at)}`;
}
