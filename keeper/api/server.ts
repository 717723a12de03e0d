/** The keeper's HTTP API: what it rendered, the paths that prove it, and the bytes behind its CIDs. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import fastify from "fastify";
import type { Hex } from "viem";
import { type EpochTree, epochTree } from "../../renderer/merkle.ts";
import { FatalError } from "../errors.ts";
import type { Attested } from "../render/attested.ts";
import { canonicalCid } from "../render/cid.ts";
import type { Stated } from "../render/stated.ts";
import type { Store } from "../store/open.ts";
import { readRaster } from "../store/rasters.ts";
import type { Render } from "../store/renders.ts";
import { latestRenders, renderOfCid } from "../store/renders.ts";
import { serveExternal } from "./external.ts";
import { gone, proofOf } from "./proof.ts";
import { serveProvenance } from "./provenance.ts";
import { httpError, revealedToken, type TokenParams } from "./token.ts";

/** Newest first, at most this many: an answer that every page can take. */
const LISTED_EPOCHS = 500;
/** The longest thing that may be asked for is a CID: 59 characters. */
const LONGEST_URL = 256;
/** A request has no body, so whoever needs longer to say it is only holding a connection. */
const REQUEST_MS = 10_000;

/**
 * What is addressed by epoch may be kept but must be asked about again: it is as fixed as its root, which is its tag,
 * and the same number on a chain that was reorganised, or a local one started afresh, is another epoch.
 */
const BY_EPOCH = "public, no-cache";
/** What is addressed by its own hash never changes. */
const BY_HASH = "public, max-age=31536000, immutable";

/** A render in progress, as the list of epochs shows it. */
interface Rendering {
  readonly epoch: bigint;
  readonly job: Hex;
  readonly tokens: number;
}

export interface ApiOptions {
  readonly store: Store;
  readonly rendering: () => Rendering | null;
  /** Another renderer's pictures, where one is configured. */
  readonly attested?: Attested | undefined;
  /** Signed statements, where the deployment has the contract that checks them. */
  readonly stated?: Stated | undefined;
  readonly health: () => Readonly<Record<string, unknown>>;
}

/**
 * Builds the server without listening. Until an epoch is revealed its root, rasters and paths are kept back: they
 * would let another keeper commit to work that it has not done.
 */
export function createApi({
  store,
  rendering,
  health,
  attested,
  stated,
}: ApiOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: REQUEST_MS,
    bodyLimit: 1_024,
    routerOptions: { maxParamLength: LONGEST_URL },
    // What the framework itself refuses (a broken escape in an address), said like every other refusal.
    frameworkErrors: (_error, _request, reply: FastifyReply) =>
      reply.code(400).send({ error: "That address cannot be read." }),
  });
  let latestTree: { readonly job: Hex; readonly tree: EpochTree } | null = null;

  function treeOf(render: Render): EpochTree {
    if (latestTree?.job !== render.job) {
      latestTree = { job: render.job, tree: epochTree(render.block) };
    }
    return latestTree.tree;
  }

  app.addHook("onRequest", async (request, reply) => {
    // Public, and nothing is believed for where it came from: any page may ask any keeper. Answers that change, and
    // errors (an epoch that is not revealed yet soon will be), are kept by nobody; what may be kept says so below.
    reply.headers({
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    if (request.url.length > LONGEST_URL) {
      throw httpError(414, `No address here is longer than ${LONGEST_URL} characters.`);
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      reply.header("allow", "GET, HEAD");
      throw httpError(405, `${request.method} is not answered here; ask with GET or HEAD.`);
    }
  });

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const text =
      status < 500 || status === 502 ? error.message : "The keeper could not answer; see its log.";
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

  app.get<{ Params: TokenParams; Querystring: { run?: string | string[] } }>(
    "/api/epochs/:epoch/tokens/:id/proof",
    async (request, reply) => {
      const { render, tokenId } = await revealedToken(store, request.params);
      const run = [request.query.run].flat()[0];
      const proof = await proofOf(store, render, treeOf(render), tokenId, run);
      if (isKept(request, reply, render)) return reply;
      return proof;
    },
  );

  app.get<{ Params: TokenParams }>(
    "/api/epochs/:epoch/tokens/:id/raster",
    async (request, reply) => {
      const { render, tokenId } = await revealedToken(store, request.params);
      const pixels = await readRaster(store, render.job, tokenId);
      if (pixels === null) throw gone(render, tokenId);
      if (isKept(request, reply, render)) return reply;
      return reply.type("application/octet-stream").send(Buffer.from(pixels));
    },
  );

  app.get<{ Params: { cid: string } }>("/ipfs/:cid", async ({ params }, reply) => {
    const cid = canonicalCid(params.cid);
    if (cid === null) throw httpError(400, `"${params.cid}" is not a CID.`);
    const render = await renderOfCid(store.db, cid);
    if (render === null || render.state !== "revealed")
      throw httpError(404, `${cid} is not kept here.`);
    reply.header("cache-control", BY_HASH).header("etag", `"${cid}"`);
    return reply.type("application/vnd.ipld.raw").send(Buffer.from(render.block));
  });

  serveExternal(app, store, attested);
  serveProvenance(app, store, stated);
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

/** Marks the answer with the root it stands under; true (304) when the asker has it already. */
function isKept(request: FastifyRequest, reply: FastifyReply, { root }: Render): boolean {
  const tag = `"${root}"`;
  reply.header("cache-control", BY_EPOCH).header("etag", tag);
  if (request.headers["if-none-match"] !== tag) return false;
  reply.code(304).send();
  return true;
}
