// Turns pictures on a canvas into a film: through the browser's encoders, else through its recorder, which takes
// as long as the film lasts.

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

export interface FilmSettings {
  format: FilmFormat;
  size: number;
  /** Pictures a second. */
  fps: number;
}

export interface Encoder {
  /** Takes what the canvas shows as the next picture. */
  add(): Promise<void>;
  /** How much of the film has been written. */
  bytes(): number;
  finish(): Promise<Blob>;
  cancel(): Promise<void>;
}

const CODECS = { webm: ["vp9", "av1", "vp8"], mp4: ["avc", "hevc", "av1"] } as const;
/** As browsers are asked for them, at a level that has room for the largest film. */
const PROFILES = {
  vp9: "vp09.00.40.08",
  vp8: "vp8",
  av1: "av01.0.08M.08",
  avc: "avc1.640028",
  hevc: "hvc1.1.6.L123.B0",
} as const;
const NAMES = { webm: "WebM", mp4: "MP4" } as const;
/** A picture of paint and leaves, changed in every part from one to the next. */
const BITS_PER_PIXEL = 0.6;

export function bitrateOf({ size, fps }: Pick<FilmSettings, "size" | "fps">): number {
  return Math.round(size * size * fps * BITS_PER_PIXEL);
}

/** What can be made at this size, best first; empty where the browser can encode nothing. */
export async function formatsFor(size: number): Promise<FilmFormat[]> {
  const endings = ["webm", "mp4"] as const;
  if ("VideoEncoder" in globalThis) {
    // WebKitGTK (2.50) ends the whole page where encoders are the first media that it is asked about.
    document.createElement("video").canPlayType("video/webm");
    const found = await Promise.all(
      endings.map(async (ending): Promise<FilmFormat | undefined> => {
        for (const codec of CODECS[ending]) {
          if (await canEncode(PROFILES[codec], size)) {
            return { ending, name: NAMES[ending], codec, recorded: undefined };
          }
        }
        return undefined;
      }),
    );
    const encoded = found.filter((format) => format !== undefined);
    if (encoded.length > 0) return encoded;
  }
  if (!("MediaRecorder" in globalThis)) return [];
  return endings
    .map((ending) => ({
      ending,
      name: NAMES[ending],
      codec: undefined,
      recorded: `video/${ending}`,
    }))
    .filter(({ recorded }) => MediaRecorder.isTypeSupported(recorded));
}

export async function startEncoder(
  canvas: HTMLCanvasElement,
  settings: FilmSettings,
): Promise<Encoder> {
  if (!settings.format.codec) return startRecording(canvas, settings);
  // What writes the containers is large, and most visitors make no film.
  const { startEncoding } = await import("./encoding.ts");
  return startEncoding(canvas, settings, settings.format.codec);
}

async function canEncode(codec: string, size: number): Promise<boolean> {
  const asked = { codec, width: size, height: size };
  const { supported } = await VideoEncoder.isConfigSupported(asked).catch(() => ({
    supported: false,
  }));
  return supported === true;
}

/** The recorder films the canvas as time passes: each picture stays as long as it will be seen. */
async function startRecording(
  canvas: HTMLCanvasElement,
  { format, size, fps }: FilmSettings,
): Promise<Encoder> {
  const stream = canvas.captureStream(0);
  const [track] = stream.getVideoTracks() as CanvasCaptureMediaStreamTrack[];
  const recorder = new MediaRecorder(stream, {
    mimeType: format.recorded!,
    videoBitsPerSecond: bitrateOf({ size, fps }),
  });
  const pieces: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  const stopped = new Promise((resolve) => {
    recorder.addEventListener("stop", resolve, { once: true });
  });
  recorder.start(1_000);
  recorder.pause();
  const end = async () => {
    if (recorder.state !== "inactive") recorder.stop();
    await stopped;
    for (const each of stream.getTracks()) each.stop();
  };
  return {
    async add() {
      recorder.resume();
      track?.requestFrame();
      await new Promise((resolve) => setTimeout(resolve, 1_000 / fps));
      // Painting the next one may take longer than it will be seen.
      recorder.pause();
    },
    bytes: () => pieces.reduce((sum, { size: bytes }) => sum + bytes, 0),
    async finish() {
      await end();
      return new Blob(pieces, { type: format.recorded! });
    },
    cancel: end,
  };
}
