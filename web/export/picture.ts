// A PNG file of any size, in bands, so that the memory it takes does not grow with the picture.
import { openDrawing } from "./drawing.ts";
import { type SkySource, startPress } from "./press.ts";

/** Sides in pixels; beyond 4,096 the sky is enlarged and the plant is still drawn. */
export const PICTURE_SIZES = [480, 960, 1920, 2880, 4096, 8192] as const;

/** Pixels in a band: some 4 MB of drawing at a time. */
const BAND_PIXELS = 1 << 20;

export interface PictureJob {
  /** The plant alone where there is a sky, else the whole picture. */
  svg: string;
  sky: SkySource | undefined;
  size: number;
  /** Words that travel in the file. */
  texts: Record<string, string>;
}

/**
 * The file. `onProgress` hears the share that is done, 0 to 1.
 * @throws Error when it cannot be made, AbortError when `signal` fires first.
 */
export async function makePicture(
  { svg, sky, size, texts }: PictureJob,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const drawing = openDrawing(svg);
  const press = startPress(signal);
  try {
    await press.begin(size, texts);
    let before: Promise<void> = Promise.resolve();
    for (const { y, height } of bandsOf(size)) {
      // While one band is painted and compressed, the next is drawn.
      const rows = await drawing.rows(size, y, height);
      await before;
      onProgress(y / size);
      before = press.rows(sky, y, rows);
      before.catch(() => {});
    }
    await before;
    return await press.end();
  } finally {
    press.close();
  }
}

/** Bands of whole rows from top to bottom; even, because an enlarged sky has two rows of each. */
export function bandsOf(size: number): { y: number; height: number }[] {
  const rows = Math.max(2, Math.floor(BAND_PIXELS / size / 2) * 2);
  const bands: { y: number; height: number }[] = [];
  for (let y = 0; y < size; y += rows) bands.push({ y, height: Math.min(rows, size - y) });
  return bands;
}
