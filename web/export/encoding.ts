// A film through the browser's own encoders, in a container.
import {
  CanvasSource,
  Mp4OutputFormat,
  Output,
  Quality,
  StreamTarget,
  WebMOutputFormat,
} from "mediabunny";
import type { Encoder, FilmSettings } from "./encoders.ts";
import { bitrateOf, type Codec, PROFILES } from "./formats.ts";
import { openReel } from "./reel.ts";

export async function startEncoding(
  canvas: HTMLCanvasElement,
  { format, size, fps, pictures, words }: FilmSettings,
  codec: Codec,
): Promise<Encoder> {
  const reel = openReel();
  const container =
    format.ending === "webm"
      ? new WebMOutputFormat()
      : // What a player must know first stands first: the number of pictures says how much room that takes.
        new Mp4OutputFormat({ fastStart: "reserve" });
  const output = new Output({ format: container, target: new StreamTarget(reel.writable) });
  let written = 0;
  const source = new CanvasSource(canvas, {
    codec,
    // What was tried is what is used.
    fullCodecString: PROFILES[codec],
    quality: new Quality({ bitrate: bitrateOf({ size, fps }) }),
    onEncodedPacket: ({ byteLength }) => {
      written += byteLength;
    },
  });
  output.addVideoTrack(source, { frameRate: fps, maximumPacketCount: pictures });
  output.setMetadataTags(words);
  await output.start();
  let count = 0;
  return {
    add: () => source.add(count++ / fps, 1 / fps),
    bytes: () => written,
    async finish() {
      await output.finalize();
      return reel.blob(`video/${format.ending}`);
    },
    cancel: () => output.cancel(),
  };
}
