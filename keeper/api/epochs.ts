/** Epochs as this keeper painted them: the list, one of them, and each token's pixels and paths. */
import type { FastifyInstance } from "fastify";
import type { Hex } from "viem";
import { type EpochTree, epochTree, RASTER_SIDE } from "../../renderer/merkle.ts";
import { encodePng } from "../../renderer/png.ts";
import type { Store } from "../store/open.ts";
import { readRaster } from "../store/rasters.ts";
import { type ListedRender, latestRenders, type Render, renderOfEpoch } from "../store/renders.ts";
import { isKept } from "./caching.ts";
import { gone, proofOf } from "./proof.ts";
import { httpError, revealedToken, type TokenParams, wholeNumber } from "./token.ts";

/** Newest first, at most this many: an answer that every page can take. */
const LISTED_EPOCHS = 500;

/** A render in progress, as the list of epochs shows it. */
export interface Rendering {
  readonly epoch: bigint;
  readonly job: Hex;
  readonly tokens: number;
}

export interface EpochsOptions {
  readonly store: Store;
  readonly rendering: () => Rendering | null;
}

export function serveEpochs(app: FastifyInstance, { store, rendering }: EpochsOptions): void {
  let latestTree: { readonly job: Hex; readonly tree: EpochTree } | null = null;

  function treeOf(render: Render): EpochTree {
    if (latestTree?.job !== render.job) {
      latestTree = { job: render.job, tree: epochTree(render.block) };
    }
    return latestTree.tree;
  }

  app.get("/api/epochs", { config: { summary: "The newest epochs, newest first" } }, async () => {
    const renders = await latestRenders(store.db, LISTED_EPOCHS);
    const listed = renders.map(shownOf);
    const open = rendering();
    return open === null || renders.some(({ job }) => job === open.job)
      ? listed
      : [unfinished(open), ...listed];
  });

  app.get<{ Params: { epoch: string } }>(
    "/api/epochs/:epoch",
    { config: { summary: "One epoch: its root, its CID, and how it was painted" } },
    async ({ params }) => {
      const epoch = wholeNumber(params.epoch, "an epoch");
      const render = await renderOfEpoch(store.db, BigInt(epoch));
      if (render !== null) return shownOf(render);
      const open = rendering();
      if (open !== null && Number(open.epoch) === epoch) return unfinished(open);
      throw httpError(404, `Epoch ${epoch} was not rendered here.`);
    },
  );

  app.get<{ Params: TokenParams; Querystring: { run?: string | string[] } }>(
    "/api/epochs/:epoch/tokens/:id/proof",
    {
      config: {
        summary: "What ties a token to its epoch's root",
        query: { run: "One run of the raster, with its pixels and its own path: 0 to 3599" },
      },
    },
    async (request, reply) => {
      const { render, tokenId } = await revealedToken(store, request.params);
      const run = [request.query.run].flat()[0];
      const proof = await proofOf(store, render, treeOf(render), tokenId, run);
      if (isKept(request, reply, render)) return reply;
      return proof;
    },
  );

  async function pixelsOf(params: TokenParams): Promise<{ render: Render; pixels: Uint8Array }> {
    const { render, tokenId } = await revealedToken(store, params);
    const pixels = await readRaster(store, render.job, tokenId);
    if (pixels === null) throw gone(render, tokenId);
    return { render, pixels };
  }

  app.get<{ Params: TokenParams }>(
    "/api/epochs/:epoch/tokens/:id/raster",
    {
      config: {
        summary: "The canonical pixels: 240 x 240, RGB, row by row",
        answers: "application/octet-stream",
      },
    },
    async (request, reply) => {
      const { render, pixels } = await pixelsOf(request.params);
      if (isKept(request, reply, render)) return reply;
      return reply.type("application/octet-stream").send(Buffer.from(pixels));
    },
  );

  app.get<{ Params: TokenParams }>(
    "/api/epochs/:epoch/tokens/:id/raster.png",
    { config: { summary: "The same pixels as a canonical PNG", answers: "image/png" } },
    async (request, reply) => {
      const { render, pixels } = await pixelsOf(request.params);
      if (isKept(request, reply, render)) return reply;
      const png = encodePng(pixels, RASTER_SIDE, RASTER_SIDE);
      return reply.type("image/png").send(Buffer.from(png));
    },
  );
}

function shownOf(render: ListedRender) {
  const isRevealed = render.state === "revealed";
  return {
    epoch: Number(render.epoch),
    job: render.job,
    root: isRevealed ? render.root : null,
    cid: isRevealed ? render.cid : null,
    // Painted but not yet committed is still rendering to the world outside.
    state: render.state === "rendered" ? "rendering" : render.state,
    renderMs: render.renderMs,
    backend: render.backend,
    tokens: render.tokens,
  };
}

function unfinished({ epoch, job, tokens }: Rendering) {
  const row = { job, root: null, cid: null, state: "rendering", renderMs: null, backend: null };
  return { epoch: Number(epoch), ...row, tokens };
}
