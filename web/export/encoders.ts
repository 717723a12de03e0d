// Turns pictures on a canvas into a film: through the browser's encoders, else through its recorder, which takes
// as long as the film lasts.
import type { FilmFormat } from "./formats.ts";

export interface FilmSettings {
  format: FilmFormat;
  size: number;
  /** Pictures a second. */
  fps: number;
  /** How many pictures there will be. */
  pictures: number;
  /** Words that travel in the file, where the format has a place for them. */
  words: FilmWords;
}

export interface FilmWords {
  title: string;
  description: string;
  comment: string;
}

export interface Encoder {
  /** Takes what the canvas shows as the next picture. */
  add(signal: AbortSignal): Promise<void>;
  /** How much of the film has been written. */
  bytes(): number;
  finish(): Promise<Blob>;
  cancel(): Promise<void>;
}

export async function startEncoder(
  canvas: HTMLCanvasElement,
  settings: FilmSettings,
): Promise<Encoder> {
  const { codec, recorded } = settings.format;
  if (codec) {
    // What writes the containers is large, and most visitors make no film.
    const { startEncoding } = await import("./encoding.ts");
    return startEncoding(canvas, settings, codec);
  }
  const { startRecording } = await import("./recording.ts");
  return startRecording(canvas, settings, recorded!);
}
