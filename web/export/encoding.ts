// A film through the browser's own encoders, in a container.
import {
  BufferTarget,
  CanvasSource,
  Mp4OutputFormat,
  Output,
  Quality,
  WebMOutputFormat,
} from "mediabunny";
import { bitrateOf, type Codec, type Encoder, type FilmSettings } from "./encoders.ts";

export async function startEncoding(
  canvas: HTMLCanvasElement,
  { format, size, fps }: FilmSettings,
  codec: Codec,
): Promise<Encoder> {
  const target = new BufferTarget();
  const container = format.ending === "webm" ? new WebMOutputFormat() : new Mp4OutputFormat();
  const output = new Output({ format: container, target });
  let written = 0;
  const source = new CanvasSource(canvas, {
    codec,
    quality: new Quality({ bitrate: bitrateOf({ size, fps }) }),
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
