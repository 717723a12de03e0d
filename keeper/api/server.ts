/** The keeper's HTTP API: what it rendered, the paths that prove it, and the bytes behind its CIDs. */
import type { FastifyInstance } from "fastify";
import fastify from "fastify";
import type { Hex } from "viem";
import { epochTree } from "../../renderer/merkle.ts";
import { FatalError } from "../errors.ts";
import { canonicalCid } from "../render/cid.ts";
import { split } from "../steps/render.ts";
import type { Store } from "../store/open.ts";
import { readRaster } from "../store/rasters.ts";
import type { Render } from "../store/renders.ts";
import { latestRenders, renderOfCid, renderOfEpoch } from "../store/renders.ts";

/** Newest first, at most this many: an answer that every page can take. */
const LISTED_EPOCHS = 500;

/** A render in progress, as the list of epochs shows it. */
interface Rendering {
  readonly epoch: bigint;
  readonly job: Hex;
  readonly tokens: number;
}

export interface ApiOptions {
  readonly store: Store;
  readonly rendering: () => Rendering | null;
  readonly health: () => Readonly<Record<string, unknown>>;
}

type EpochTree = ReturnType<typeof epochTree>;

/**
 * Builds the server without listening. Until an epoch is revealed its root, rasters and paths are kept back: they
 * would let another keeper commit to work that it has not done.
 */
export function createApi({ store, rendering, health }: ApiOptions): FastifyInstance {
  const app = fastify({ logger: false, forceCloseConnections: true });
  let latestTree: { readonly job: Hex; readonly tree: EpochTree } | null = null;

  function treeOf(render: Render): EpochTree {
    if (latestTree?.job !== render.job) {
      latestTree = { job: render.job, tree: epochTree(split(render.block)) };
    }
    return latestTree.tree;
  }

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const text = status < 500 ? error.message : "The keeper could not answer; see its log.";
    return reply.code(status).send({ error: text });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      error: `There is nothing at ${request.url}. Try /healthz, /api/epochs, /api/epochs/:epoch/tokens/:id/proof or raster, or /ipfs/:cid.`,
    }),
  );

  app.get("/healthz", () => health());

  app.get("/api/epochs", async () => {
    const renders = await latestRenders(store.db, LISTED_EPOCHS);
    const listed = renders.map((render) => ({
      epoch: Number(render.epoch),
      job: render.job,
      root: render.state === "revealed" ? render.root : null,
      cid: render.state === "revealed" ? render.cid : null,
      // Painted but not yet committed is still rendering to the world outside.
      state: render.state === "rendered" ? "rendering" : render.state,
      renderMs: render.renderMs,
      backend: render.backend,
      tokens: render.tokens,
    }));
    const open = rendering();
    if (open === null || renders.some(({ job }) => job === open.job)) return listed;
    const { job, tokens } = open;
    const row = { job, root: null, cid: null, state: "rendering", renderMs: null, backend: null };
    return [{ epoch: Number(open.epoch), ...row, tokens }, ...listed];
  });

  app.get<{ Params: TokenParams }>("/api/epochs/:epoch/tokens/:id/proof", async ({ params }) => {
    const { render, tokenId } = await revealedToken(store, params);
    const { root, path } = treeOf(render);
    const tokenRoot = split(render.block.subarray(tokenId * 32, tokenId * 32 + 32))[0];
    return { epoch: Number(render.epoch), tokenId, root, tokenRoot, path: path(tokenId) };
  });

  app.get<{ Params: TokenParams }>(
    "/api/epochs/:epoch/tokens/:id/raster",
    async ({ params }, reply) => {
      const { render, tokenId } = await revealedToken(store, params);
      const pixels = await readRaster(store, render.job, tokenId);
      if (pixels === null) {
        throw httpError(
          404,
          `The raster of token ${tokenId} at epoch ${render.epoch} is no longer kept here.`,
        );
      }
      return reply.type("application/octet-stream").send(Buffer.from(pixels));
    },
  );

  app.get<{ Params: { cid: string } }>("/ipfs/:cid", async ({ params }, reply) => {
    const cid = canonicalCid(params.cid);
    if (cid === null) throw httpError(400, `"${params.cid}" is not a CID.`);
    const render = await renderOfCid(store.db, cid);
    if (render === null || render.state !== "revealed")
      throw httpError(404, `${cid} is not kept here.`);
    return reply.type("application/vnd.ipld.raw").send(Buffer.from(render.block));
  });

  return app;
}

/** Listens; throws FatalError when the port is taken. Resolves to the address. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === "EADDRINUSE" ? "is taken by another program" : `cannot be listened on (${code})`;
    throw new FatalError(
      `Port ${port} on ${host} ${why}. Stop that program, or give the keeper another port (PORT or --port; 0 takes any free one).`,
    );
  }
}

interface TokenParams {
  epoch: string;
  id: string;
}

async function revealedToken(
  store: Store,
  params: TokenParams,
): Promise<{ render: Render; tokenId: number }> {
  const epoch = wholeNumber(params.epoch, "epoch");
  const tokenId = wholeNumber(params.id, "token id");
  const render = await renderOfEpoch(store.db, BigInt(epoch));
  if (render === null) throw httpError(404, `Epoch ${epoch} was not rendered here.`);
  if (render.state !== "revealed") {
    throw httpError(404, `Epoch ${epoch} is not revealed; its proofs are served from then on.`);
  }
  if (tokenId >= render.tokens) {
    throw httpError(
      404,
      `Token ${tokenId} was not born by epoch ${epoch}, which has tokens 0 to ${render.tokens - 1}.`,
    );
  }
  return { render, tokenId };
}

function wholeNumber(text: string, what: string): number {
  if (!/^\d{1,10}$/.test(text))
    throw httpError(400, `"${text}" is not an ${what}.`.replace("an token", "a token"));
  return Number(text);
}

function httpError(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
