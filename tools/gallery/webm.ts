// WebM: frames are encoded by the browser's own VP9 (WebCodecs), and put into the container here. Between two
// days stands one frame halfway, so that skies change and do not flicker.
import { chromium } from "playwright-core";
import { CHROMIUM_FLAGS } from "../chromium.ts";
import type { FilmWriter } from "./film.ts";
import { muxWebm, type Packet } from "./matroska.ts";

const FRAMES_PER_SECOND = 24;
const BITS_PER_PIXEL = 0.5;

/** WebCodecs want a secure page; this one is answered here and never leaves the machine. */
const PAGE = "https://film.heliotrope.invalid/";

/** @throws Error with the remedy where there is no Chromium, or one that cannot encode. */
export async function webmWriter(
  width: number,
  height: number,
  executablePath: string | undefined,
): Promise<FilmWriter> {
  if (!executablePath) {
    throw new Error(
      "WebM needs a Chromium, and none was found. Install one, set CHROMIUM_PATH, or take --format apng.",
    );
  }
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  const page = await browser.newPage();
  await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "film" }));
  await page.goto(PAGE);
  const bitrate = Math.round(width * height * FRAMES_PER_SECOND * BITS_PER_PIXEL);
  const isReady = await page.evaluate(startEncoder, {
    width,
    height,
    bitrate,
    fps: FRAMES_PER_SECOND,
  });
  if (!isReady) {
    await browser.close();
    throw new Error(
      `${executablePath} cannot encode VP9 of ${width} x ${height}. Take another --size, or --format apng.`,
    );
  }
  let before: Uint8Array | undefined;
  let count = 0;
  const send = (frame: Uint8Array) =>
    page.evaluate(encodeFrame, { rgb: Buffer.from(frame).toString("base64"), index: count++ });
  return {
    add: async (frame) => {
      if (before) await send(halfway(before, frame, width));
      await send(frame);
      before = frame;
    },
    finish: async () => {
      const packets = await page.evaluate(finishEncoder);
      const made = packets.map(
        ({ isKey, data }, i): Packet => ({ isKey, index: i, data: Buffer.from(data, "base64") }),
      );
      return muxWebm({ width, height, fps: FRAMES_PER_SECOND }, made);
    },
    close: () => browser.close(),
  };
}

/** The mean of two pictures. The strip under them is the first one's: letters do not fade well. */
function halfway(one: Uint8Array, other: Uint8Array, width: number): Uint8Array {
  const out = Uint8Array.from(one);
  const picture = 3 * width * width;
  for (let i = 0; i < picture; i++) out[i] = (one[i]! + other[i]! + 1) >> 1;
  return out;
}

// What follows runs in the page.

interface Encoding {
  encoder: VideoEncoder;
  packets: { isKey: boolean; data: string }[];
  error: string | undefined;
  width: number;
  height: number;
  fps: number;
}

async function startEncoder({
  width,
  height,
  bitrate,
  fps,
}: Record<"width" | "height" | "bitrate" | "fps", number>): Promise<boolean> {
  const config: VideoEncoderConfig = {
    codec: "vp09.00.41.08",
    width,
    height,
    bitrate,
    framerate: fps,
    latencyMode: "quality",
    hardwareAcceleration: "prefer-software",
  };
  if (!("VideoEncoder" in globalThis)) return false;
  const { supported } = await VideoEncoder.isConfigSupported(config);
  if (!supported) return false;
  const film: Partial<Encoding> = { packets: [], error: undefined, width, height, fps };
  film.encoder = new VideoEncoder({
    output: (chunk) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      let text = "";
      for (const byte of data) text += String.fromCharCode(byte);
      film.packets!.push({ isKey: chunk.type === "key", data: btoa(text) });
    },
    error: (error) => {
      film.error = error.message;
    },
  });
  film.encoder.configure(config);
  (globalThis as unknown as { film: unknown }).film = film;
  return true;
}

async function encodeFrame({ rgb, index }: { rgb: string; index: number }): Promise<void> {
  const film = (globalThis as unknown as { film: Encoding }).film;
  if (film.error) throw new Error(film.error);
  const { width, height, fps, encoder } = film;
  const text = atob(rgb);
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let i = 0, j = 0; i < rgba.length; i += 4) {
    rgba[i] = text.charCodeAt(j++);
    rgba[i + 1] = text.charCodeAt(j++);
    rgba[i + 2] = text.charCodeAt(j++);
    rgba[i + 3] = 255;
  }
  const frame = new VideoFrame(rgba, {
    format: "RGBX",
    codedWidth: width,
    codedHeight: height,
    timestamp: Math.round((index * 1e6) / fps),
  });
  encoder.encode(frame, { keyFrame: index % (4 * fps) === 0 });
  frame.close();
  while (encoder.encodeQueueSize > 4) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function finishEncoder(): Promise<Encoding["packets"]> {
  const film = (globalThis as unknown as { film: Encoding }).film;
  await film.encoder.flush();
  if (film.error) throw new Error(film.error);
  return film.packets;
}
