/** The HTTP of a reporter by itself: its word, its sources, and how it is. */
import type { FastifyInstance } from "fastify";
import type { Bureau } from "../weather/bureau.ts";
import { openApp } from "./app.ts";
import type { GuardOptions } from "./guard.ts";
import { collectRoutes } from "./openapi.ts";
import { type OperationsOptions, serveOperations } from "./operations.ts";
import { serveWeather } from "./weather.ts";

export function createReporterApi(
  options: GuardOptions & OperationsOptions & { readonly bureau: Bureau },
): FastifyInstance {
  const app = openApp(options);
  const described = collectRoutes(app);
  app.register(async (routes) => {
    routes.setNotFoundHandler({ preHandler: routes.rateLimit() }, ({ url }, reply) =>
      reply.code(404).send({
        error: `There is nothing at ${url}. Try /healthz, /api/weather or /reports/:epoch.`,
      }),
    );
    serveOperations(routes, options);
    serveWeather(routes, options.bureau);
    described(routes);
  });
  return app;
}
