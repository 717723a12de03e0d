/** A server with nothing on it yet but what holds for every answer: who may ask what, and how refusals are said. */
import type { FastifyInstance, FastifyReply } from "fastify";
import fastify from "fastify";
import { type GuardOptions, guard } from "./guard.ts";
import { httpError } from "./token.ts";

/** The longest thing that may be asked for is a CID: 59 characters. */
const LONGEST_URL = 256;
/** A request has no body, so whoever needs longer to say it is only holding a connection. */
const REQUEST_MS = 10_000;

export function openApp(options: GuardOptions): FastifyInstance {
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
  return app;
}
