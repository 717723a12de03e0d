// A keeper as far as the page can see: paths and rasters from memory.
import { createServer, type Server } from "node:http";
import { toHex } from "viem";
import { tokenTree } from "../../../renderer/merkle.ts";
import type { Story } from "./cast.ts";
import { portOf } from "./ports.ts";
import type { Told } from "./stories.ts";

export async function serveKeeper(
  stories: Record<Story, Told>,
): Promise<{ server: Server; url: string; keep: (told: Told) => void }> {
  const served = new Map<number, Told>();
  for (const [story, told] of Object.entries(stories)) {
    if (story !== "unserved" && story !== "unrevealed") served.set(told.epoch, told);
  }
  const server = createServer((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? "", "http://keeper");
    const match = /^\/api\/epochs\/(\d+)\/tokens\/(\d+)\/(proof|raster)$/.exec(pathname);
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
      const asked = searchParams.get("run");
      const run = asked === null ? {} : { run: runOf(told, tokenId, Number(asked)) };
      outgoing.end(JSON.stringify({ epoch: told.epoch, tokenId, ...told.proofs[tokenId], ...run }));
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const keep = (told: Told) => served.set(told.epoch, told);
  return { server, url: `http://127.0.0.1:${portOf(server)}`, keep };
}

function runOf({ job, rasters, proofs }: Told, tokenId: number, run: number) {
  const { inputs, path } = proofs[tokenId]!;
  const raster = rasters[tokenId]!;
  const tree = tokenTree(job, tokenId, { ...inputs, model: BigInt(inputs.model) }, raster);
  const pixels = toHex(raster.subarray(48 * run, 48 * run + 48));
  return { run, pixels, path: [...tree.path(run), ...path] };
}
