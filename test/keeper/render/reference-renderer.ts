// The smallest renderer that a keeper can ask: a JSON job in, a picture out. A gradient stands in for whatever
// a real one would paint; `mode` makes it misbehave.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import type { RendererJob } from "../../../keeper/render/external.ts";
import { encodePng } from "../../../renderer/png.ts";

export type Mode =
  | "png"
  | "rgb"
  | "transparent"
  | "small"
  | "short"
  | "html"
  | "endless"
  | "silent"
  | "failing"
  | "redirect"
  | "garbage";

export interface ReferenceRenderer {
  readonly url: string;
  /** Every job that was asked for. */
  readonly jobs: RendererJob[];
  mode: Mode;
  close(): Promise<void>;
}

/** Warm at noon and blue at night, from left to right. */
export function gradient({ size, condition }: Pick<RendererJob, "size" | "condition">): Uint8Array {
  const rgb = new Uint8Array(size * size * 3);
  for (let i = 0; i < size * size; i++) {
    rgb.set([2 * condition.sunY!, i % 256, Math.floor((i % size) / (size / 256))], 3 * i);
  }
  return rgb;
}

export async function startReferenceRenderer(): Promise<ReferenceRenderer> {
  const jobs: RendererJob[] = [];
  const server: Server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", async () => {
      const job = JSON.parse(text) as RendererJob;
      jobs.push(job);
      const { size } = job;
      const send = (status: number, type: string, body: Uint8Array | string) =>
        response.writeHead(status, { "content-type": type }).end(body);
      const rgb = gradient(job);
      const raw = { width: size, height: size, channels: 3 } as const;
      switch (renderer.mode) {
        case "png":
          return send(200, "image/png", encodePng(rgb, size, size));
        case "rgb":
          return send(200, "application/octet-stream", rgb);
        case "transparent":
          return send(200, "image/png", await sharp(rgb, { raw }).ensureAlpha().png().toBuffer());
        case "small":
          return send(200, "image/png", encodePng(new Uint8Array(48), 4, 4));
        case "short":
          return send(200, "application/octet-stream", rgb.subarray(3));
        case "html":
          return send(200, "text/html", "<h1>Out of credit</h1>");
        case "garbage":
          return send(200, "image/png", "not a picture");
        case "failing":
          return send(500, "text/plain", "out of memory");
        case "redirect":
          return response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
        case "silent":
          return undefined;
        case "endless": {
          response.writeHead(200, { "content-type": "image/png" });
          const more = () => {
            while (!response.destroyed && response.write(new Uint8Array(1 << 16)));
          };
          response.on("drain", more);
          return more();
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const renderer: ReferenceRenderer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/paint?key=secret`,
    jobs,
    mode: "png",
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return renderer;
}
