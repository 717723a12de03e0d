// A film through the browser's recorder, which films the canvas as time passes: each picture stays as long as it
// will be seen.
import type { Encoder, FilmSettings } from "./encoders.ts";
import { bitrateOf } from "./formats.ts";

/** How often it hands out what it has. */
const PIECE_MS = 1_000;
/** How often each picture is offered. */
const LOOKS = 3;

/** What the recorder is given to film. */
export interface Screen {
  stream: MediaStream;
  /** Offers what the canvas shows as a picture. */
  offer(): void;
  close(): void;
}

/** A canvas as something to film: told when to look, because nobody sees it change on a page. */
export function openScreen(canvas: HTMLCanvasElement): Screen {
  const stream = canvas.captureStream(0);
  const [track] = stream.getVideoTracks() as CanvasCaptureMediaStreamTrack[];
  const context = canvas.getContext("2d");
  return {
    stream,
    offer() {
      context?.drawImage(canvas, 0, 0);
      track?.requestFrame();
    },
    close() {
      for (const each of stream.getTracks()) each.stop();
    },
  };
}

export async function startRecording(
  canvas: HTMLCanvasElement,
  settings: Pick<FilmSettings, "size" | "fps">,
  type: string,
): Promise<Encoder> {
  const screen = openScreen(canvas);
  const recorder = new MediaRecorder(screen.stream, {
    mimeType: type,
    videoBitsPerSecond: bitrateOf(settings),
  });
  const pieces: Blob[] = [];
  let failure: Error | undefined;
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  recorder.addEventListener("error", () => {
    failure = new Error("the browser's recorder broke off. Try again, or choose a smaller side.");
  });
  const stopped = new Promise((resolve) => {
    recorder.addEventListener("stop", resolve, { once: true });
  });
  recorder.start(PIECE_MS);
  recorder.pause();
  const end = async () => {
    if (recorder.state !== "inactive") recorder.stop();
    await stopped;
    screen.close();
  };
  return {
    async add(signal) {
      if (failure) throw failure;
      // A hidden tab is granted a glance a second, and would film itself standing still.
      await seen(signal);
      recorder.resume();
      // A busy browser may miss the first chance to take a picture, and takes none while it rests.
      for (let look = 0; look < LOOKS; look++) {
        screen.offer();
        await new Promise((resolve) => setTimeout(resolve, 1_000 / settings.fps / LOOKS));
      }
      // Painting the next one may take longer than it will be seen.
      recorder.pause();
    },
    bytes: () => pieces.reduce((sum, { size }) => sum + size, 0),
    async finish() {
      await end();
      if (failure) throw failure;
      return new Blob(pieces, { type });
    },
    cancel: end,
  };
}

/** Waits until the tab is looked at. */
function seen(signal: AbortSignal): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const look = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener("visibilitychange", look);
      signal.removeEventListener("abort", look);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    document.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", look);
  });
}
