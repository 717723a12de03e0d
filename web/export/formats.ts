// Which films this browser can make. Browsers promise codecs that they then fail at (a missing library, a busy
// card), so each is tried on one frame before it is offered.

export type Codec = "vp9" | "vp8" | "av1" | "avc" | "hevc";

/** What this browser can make. */
export interface FilmFormat {
  ending: "webm" | "mp4";
  /** As people know it. */
  name: string;
  codec: Codec | undefined;
  /** The recorder's type, where the browser has no encoders to call. */
  recorded: string | undefined;
}

/** Epochs a second. */
export const FILM_SPEEDS = [4, 8, 12, 24] as const;

const ENDINGS = ["webm", "mp4"] as const;
const CODECS = { webm: ["vp9", "av1", "vp8"], mp4: ["avc", "hevc", "av1"] } as const;
/** As encoders are asked for them, tried and used alike: at a level that has room for the largest film. */
export const PROFILES = {
  vp9: "vp09.00.40.08",
  vp8: "vp8",
  av1: "av01.0.08M.08",
  avc: "avc1.640028",
  hevc: "hvc1.1.6.L123.B0",
} as const;
const NAMES = { webm: "WebM", mp4: "MP4" } as const;
/** A picture of paint and leaves, changed in every part from one to the next. */
const BITS_PER_PIXEL = 0.6;
/** An encoder that takes longer for one frame is of no use. */
const PATIENCE_MS = 30_000;
/** How often a recorder on trial is offered a picture. */
const LOOK_MS = 50;

export function bitrateOf({ size, fps }: { size: number; fps: number }): number {
  return Math.round(size * size * fps * BITS_PER_PIXEL);
}

/** What can be made at this size, best first; empty where the browser can make no film at all. */
export async function formatsFor(size: number): Promise<FilmFormat[]> {
  const encoded = "VideoEncoder" in globalThis ? await encodedFormats(size) : [];
  if (encoded.length > 0 || !("MediaRecorder" in globalThis)) return encoded;
  const found = await Promise.all(
    ENDINGS.map(async (ending): Promise<FilmFormat[]> => {
      const recorded = `video/${ending}`;
      const isThere = MediaRecorder.isTypeSupported(recorded) && (await records(recorded, size));
      return isThere ? [{ ending, name: NAMES[ending], codec: undefined, recorded }] : [];
    }),
  );
  return found.flat();
}

async function encodedFormats(size: number): Promise<FilmFormat[]> {
  const found: FilmFormat[] = [];
  // WebKitGTK (2.50) ends the whole page where encoders are the first media that it is asked about.
  document.createElement("video").canPlayType("video/webm");
  // One after the other: some cards encode one thing at a time.
  for (const ending of ENDINGS) {
    for (const codec of CODECS[ending]) {
      if (!(await encodes(codec, size))) continue;
      found.push({ ending, name: NAMES[ending], codec, recorded: undefined });
      break;
    }
  }
  return found;
}

/** Whether a frame of this size goes in and something comes out. */
async function encodes(codec: Codec, size: number): Promise<boolean> {
  const fastest = { size, fps: Math.max(...FILM_SPEEDS) };
  const config: VideoEncoderConfig = {
    codec: PROFILES[codec],
    width: size,
    height: size,
    bitrate: bitrateOf(fastest),
    bitrateMode: "variable",
    framerate: fastest.fps,
    ...(codec === "avc" && { avc: { format: "avc" } }),
    ...(codec === "hevc" && { hevc: { format: "hevc" } }),
  };
  const { supported } = await VideoEncoder.isConfigSupported(config).catch(() => ({
    supported: false,
  }));
  if (!supported) return false;
  return inTime((answer) => {
    const encoder = new VideoEncoder({
      output: ({ byteLength }) => answer(byteLength > 0),
      error: () => answer(false),
    });
    encoder.configure(config);
    const frame = new VideoFrame(sample(size), { timestamp: 0 });
    encoder.encode(frame, { keyFrame: true });
    frame.close();
    encoder.flush().then(
      () => answer(false),
      () => answer(false),
    );
    return () => {
      if (encoder.state !== "closed") encoder.close();
    };
  });
}

/** Whether the recorder makes something of a frame. */
async function records(type: string, size: number): Promise<boolean> {
  const { openScreen } = await import("./recording.ts");
  return inTime((answer) => {
    const screen = openScreen(sample(size));
    const recorder = new MediaRecorder(screen.stream, { mimeType: type });
    recorder.addEventListener("dataavailable", ({ data }) => data.size > 0 && answer(true));
    recorder.addEventListener("error", () => answer(false));
    recorder.start(LOOK_MS);
    // It hands out what it has from time to time, and misses a picture now and then.
    const looks = setInterval(screen.offer, LOOK_MS);
    return () => {
      clearInterval(looks);
      if (recorder.state !== "inactive") recorder.stop();
      screen.close();
    };
  });
}

/** The first answer of a trial, which is ended with it; whatever is thrown, or takes too long, is a no. */
function inTime(begin: (answer: (isGood: boolean) => void) => () => void): Promise<boolean> {
  return new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), PATIENCE_MS);
    let end = () => {};
    const answer = (isGood: boolean) => {
      clearTimeout(timer);
      resolve(isGood);
      end();
      end = () => {};
    };
    try {
      end = begin(answer);
    } catch {
      answer(false);
    }
  });
}

/** Something to encode: not flat, so that there is something to tell. */
function sample(size: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("There is no canvas to draw on.");
  const sky = context.createLinearGradient(0, 0, size, size);
  sky.addColorStop(0, "#246");
  sky.addColorStop(1, "#fc8");
  context.fillStyle = sky;
  context.fillRect(0, 0, size, size);
  return canvas;
}
