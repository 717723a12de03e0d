// A keeper as far as the page can see: paths and rasters from memory.
import { createServer, type Server } from "node:http";
import type { Story } from "./cast.ts";
import { portOf } from "./ports.ts";
import type { Told } from "./stories.ts";

export async function serveKeeper(
  stories: Record<Story, Told>,
): Promise<{ server: Server; url: string }> {
  const served = new Map<number, Told>();
  for (const [story, told] of Object.entries(stories)) {
    if (story !== "unserved" && story !== "unrevealed") served.set(told.epoch, told);
  }
  const server = createServer((incoming, outgoing) => {
    const match = /^\/api\/epochs\/(\d+)\/tokens\/(\d+)\/(proof|raster)$/.exec(incoming.url ?? "");
    const told = match && served.get(Number(match[1]));
    const tokenId = Number(match?.[2]);
    const raster = told?.rasters[tokenId];
    if (!told || !raster) {
      outgoing.writeHead(404, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ error: "This keeper has nothing on that." }));
    } else if (match[3] === "raster") {
      outgoing.writeHead(200, { "content-type": "application/octet-stream" }).end(raster);
    } else {
      outgoing.writeHead(200, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ epoch: told.epoch, tokenId, ...told.proofs[tokenId] }));
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return { server, url: `http://127.0.0.1:${portOf(server)}` };
}
