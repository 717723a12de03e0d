/** The keeper's HTTP API: what it rendered, the paths that prove it, and the bytes behind its CIDs. */
import type { FastifyInstance } from "fastify";
import type { Cards } from "../cards/shelf.ts";
import { FatalError } from "../errors.ts";
import type { Metrics } from "../metrics.ts";
import type { ComposedShelf } from "../publish/composed.ts";
import type { Attested } from "../render/attested.ts";
import type { Stated } from "../render/stated.ts";
import type { Store } from "../store/open.ts";
import type { Bureau } from "../weather/bureau.ts";
import { openApp } from "./app.ts";
import { serveCards } from "./cards.ts";
import { type Collection, serveChanges } from "./changes.ts";
import { type Rendering, serveEpochs } from "./epochs.ts";
import { serveExternal } from "./external.ts";
import { serveGateway } from "./gateway.ts";
import type { ApiKey } from "./keys.ts";
import { collectRoutes } from "./openapi.ts";
import { type Check, serveOperations } from "./operations.ts";
import { serveProvenance } from "./provenance.ts";
import { type Sharing, serveShare } from "./share.ts";
import { serveWeather } from "./weather.ts";

export interface ApiOptions {
  readonly store: Store;
  readonly rendering: () => Rendering | null;
  /** Another renderer's pictures, where one is configured. */
  readonly attested?: Attested | undefined;
  /** Signed statements, where the deployment has the contract that checks them. */
  readonly stated?: Stated | undefined;
  /** Whether composed pictures are encoded for whoever asks; they are when nothing is said. */
  readonly isComposing?: boolean | undefined;
  /** Those that are made before anybody asks. */
  readonly composed?: ComposedShelf | undefined;
  /** What the feeds are about; none are served where nothing is said. */
  readonly collection?: Collection | undefined;
  /** Sharing cards, where the deployment has the contract that tells what to draw. */
  readonly cards?: Cards | undefined;
  /** Where links lead; pages for whoever previews them need a collection too. */
  readonly sharing?: Sharing | undefined;
  /** Where weather comes from, and what reporters of this keeper say of it. */
  readonly bureau?: Bureau | undefined;
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
  const app = openApp(options);
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
    const { collection, sharing } = options;
    if (collection !== undefined) {
      serveChanges(routes, options.store, collection, sharing?.app !== undefined);
      serveShare(routes, options.store, collection.name, sharing ?? { app: undefined });
    }
    serveCards(routes, options.store, options.cards);
    serveExternal(routes, options.store, options.attested);
    serveProvenance(routes, options.store, options.stated, options);
    serveGateway(routes, options.store);
    if (options.bureau !== undefined) serveWeather(routes, options.bureau);
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
