// Turns pictures on a canvas into a film: through the browser's encoders, else through its recorder, which takes
// as long as the film lasts.

/** What this browser can make. */
export interface FilmFormat {
  ending: "webm" | "mp4";
  /** As people know it. */
  name: string;
  codec: "vp9" | "vp8" | "av1" | "avc" | "hevc" | undefined;
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
    const { canEncodeVideo } = await import("mediabunny");
    const found = await Promise.all(
      endings.map(async (ending): Promise<FilmFormat | undefined> => {
        for (const codec of CODECS[ending]) {
          if (await canEncodeVideo(codec, { width: size, height: size })) {
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

export function startEncoder(canvas: HTMLCanvasElement, settings: FilmSettings): Promise<Encoder> {
  return settings.format.codec ? startEncoding(canvas, settings) : startRecording(canvas, settings);
}

async function startEncoding(
  canvas: HTMLCanvasElement,
  { format, size, fps }: FilmSettings,
): Promise<Encoder> {
  const bunny = await import("mediabunny");
  const target = new bunny.BufferTarget();
  const container =
    format.ending === "webm" ? new bunny.WebMOutputFormat() : new bunny.Mp4OutputFormat();
  const output = new bunny.Output({ format: container, target });
  let written = 0;
  const source = new bunny.CanvasSource(canvas, {
    codec: format.codec!,
    quality: new bunny.Quality({ bitrate: bitrateOf({ size, fps }) }),
    onEncodedPacket: ({ byteLength }) => {
      written += byteLength;
    },
  });
  output.addVideoTrack(source, { frameRate: fps });
  await output.start();
  let count = 0;
  return {
    add: () => source.add(count++ / fps, 1 / fps),
    bytes: () => written,
    async finish() {
      await output.finalize();
      return new Blob([target.buffer!], { type: `video/${format.ending}` });
    },
    cancel: () => output.cancel(),
  };
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
