/** The keeper's HTTP API: what it rendered, the paths that prove it, and the bytes behind its CIDs. */
import type { FastifyInstance, FastifyReply } from "fastify";
import fastify from "fastify";
import type { Cards } from "../cards/shelf.ts";
import { FatalError } from "../errors.ts";
import type { Metrics } from "../metrics.ts";
import type { Attested } from "../render/attested.ts";
import type { Stated } from "../render/stated.ts";
import type { Store } from "../store/open.ts";
import { serveCards } from "./cards.ts";
import { type Collection, serveChanges } from "./changes.ts";
import { type Rendering, serveEpochs } from "./epochs.ts";
import { serveExternal } from "./external.ts";
import { serveGateway } from "./gateway.ts";
import { guard } from "./guard.ts";
import type { ApiKey } from "./keys.ts";
import { collectRoutes } from "./openapi.ts";
import { type Check, serveOperations } from "./operations.ts";
import { serveProvenance } from "./provenance.ts";
import { httpError } from "./token.ts";

/** The longest thing that may be asked for is a CID: 59 characters. */
const LONGEST_URL = 256;
/** A request has no body, so whoever needs longer to say it is only holding a connection. */
const REQUEST_MS = 10_000;

export interface ApiOptions {
  readonly store: Store;
  readonly rendering: () => Rendering | null;
  /** Another renderer's pictures, where one is configured. */
  readonly attested?: Attested | undefined;
  /** Signed statements, where the deployment has the contract that checks them. */
  readonly stated?: Stated | undefined;
  /** What the feeds are about; none are served where nothing is said. */
  readonly collection?: Collection | undefined;
  /** Sharing cards, where the deployment has the contract that tells what to draw. */
  readonly cards?: Cards | undefined;
  readonly health: () => Readonly<Record<string, unknown>>;
  /** What has to work before this keeper counts as ready, by name. */
  readonly checks?: Readonly<Record<string, Check>> | undefined;
  readonly metrics?: Metrics | undefined;
  readonly keys?: readonly ApiKey[] | undefined;
  /** Requests that one address may make in a minute; 0 sets no limit. */
  readonly perMinute?: number | undefined;
}

/**
 * Builds the server without listening. Until an epoch is revealed its root, rasters and paths are kept back: they
 * would let another keeper commit to work that it has not done.
 */
export function createApi(options: ApiOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: REQUEST_MS,
    bodyLimit: 1_024,
    routerOptions: { maxParamLength: LONGEST_URL },
    // A proxy on this machine or in the private network names whom it speaks for; nobody else is believed.
    trustProxy: ["loopback", "uniquelocal"],
    // What the framework itself refuses (a broken escape in an address), said like every other refusal.
    frameworkErrors: (_error, _request, reply: FastifyReply) =>
      reply.code(400).send({ error: "That address cannot be read." }),
  });

  app.addHook("onRequest", async (request, reply) => {
    // Public, and nothing is believed for where it came from: any page may ask any keeper. Answers that change, and
    // errors (an epoch that is not revealed yet soon will be), are kept by nobody; what may be kept says so below.
    reply.headers({ "access-control-allow-origin": "*", "cache-control": "no-store" });
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
      status < 500 || status === 502 || status === 503
        ? error.message
        : "The keeper could not answer; see its log.";
    return reply.code(status).send({ error: text });
  });
  guard(app, options);
  const described = collectRoutes(app);
  // In a scope of their own, which is made when the guards stand.
  app.register(async (routes) => {
    // What is not there costs as much as what is.
    routes.setNotFoundHandler({ preHandler: routes.rateLimit() }, ({ url }, reply) =>
      reply.code(404).send({
        error: `There is nothing at ${url}. Try /api/epochs, /api/epochs/:epoch/tokens/:id/proof or raster, /ipfs/:cid, or /api/openapi.json for all that there is.`,
      }),
    );
    serveOperations(routes, { ...options, checks: options.checks ?? {} });
    serveEpochs(routes, options);
    if (options.collection !== undefined) serveChanges(routes, options.store, options.collection);
    serveCards(routes, options.store, options.cards);
    serveExternal(routes, options.store, options.attested);
    serveProvenance(routes, options.store, options.stated);
    serveGateway(routes, options.store);
    described(routes);
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
