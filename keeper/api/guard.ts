/** What stands before every answer: headers, keys, limits, and refusals when the process is busy. */
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import underPressure from "@fastify/under-pressure";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { createMetrics, type Metrics } from "../metrics.ts";
import { type ApiKey, type KeyRing, openKeyRing } from "./keys.ts";
import { httpError } from "./token.ts";

/** Whoever has a key may ask this many times as often. */
const KEY_FACTOR = 10;
const MINUTE_MS = 60_000;
/** Painting shares the processor, so a busy machine is late before it is in trouble. */
const LATEST_MS = 3_000;
const LOOPBACK = /^(?:::1|(?:::ffff:)?127\.)/;

declare module "fastify" {
  interface FastifyRequest {
    /** The name of the key that came along. */
    keyName: string | null;
  }
  interface FastifyContextConfig {
    /** Answered however busy the process is, and without a limit: what watches over it. */
    always?: boolean;
    /** Answered only with a key, where any was given out. */
    forOperators?: boolean;
  }
}

export interface GuardOptions {
  readonly keys?: readonly ApiKey[] | undefined;
  /** Requests in a minute from one address; 0 sets no limit. */
  readonly perMinute?: number | undefined;
  readonly metrics?: Metrics | undefined;
}

/** To be called before any route is declared. */
export function guard(app: FastifyInstance, options: GuardOptions): void {
  const { perMinute = 0, metrics = createMetrics() } = options;
  const ring: KeyRing = openKeyRing(options.keys ?? []);

  app.register(helmet, {
    // Nothing here is a page of ours; what is a picture says so itself, and other people's pages may show it.
    contentSecurityPolicy: { useDefaults: false, directives: { "default-src": ["'none'"] } },
    crossOriginResourcePolicy: { policy: "cross-origin" },
    // Whether this is spoken over TLS is for the proxy before it to say.
    strictTransportSecurity: false,
  });

  app.decorateRequest("keyName", null);
  app.addHook("onRequest", async (request) => {
    try {
      request.keyName = ring.nameOf(request);
    } catch (error) {
      metrics.refusals.inc({ reason: "key" });
      throw error;
    }
    if (ring.size > 0 && request.routeOptions.config.forOperators && request.keyName === null) {
      metrics.refusals.inc({ reason: "key" });
      throw httpError(401, "This is for whoever has a key: send it as Authorization: Bearer.");
    }
  });

  app.register(underPressure, {
    maxEventLoopDelay: LATEST_MS,
    pressureHandler: async ({ routeOptions }, reply) => {
      if (routeOptions.config.always) return;
      metrics.refusals.inc({ reason: "busy" });
      reply.header("retry-after", 10);
      throw httpError(503, "The keeper is busy; ask again in ten seconds.");
    },
  });

  app.register(rateLimit, {
    timeWindow: MINUTE_MS,
    max: ({ keyName }) => (keyName === null ? perMinute : perMinute * KEY_FACTOR),
    keyGenerator: ({ keyName, ip }) => (keyName === null ? networkOf(ip) : `key ${keyName}`),
    allowList: (request) => perMinute === 0 || isExempt(request),
    onExceeded: () => metrics.refusals.inc({ reason: "limit" }),
    errorResponseBuilder: (_request, { max, ttl }) =>
      httpError(
        429,
        `No more than ${max} requests in a minute are answered; ask again in ${Math.ceil(ttl / 1000)} s.`,
      ),
  });

  app.addHook("onResponse", async ({ routeOptions }, reply) => {
    const route = routeOptions.url ?? "none";
    metrics.requests.inc({ route, status: String(reply.statusCode) });
    metrics.requestSeconds.observe({ route }, reply.elapsedTime / 1000);
  });
}

/** What watches over the process, and the operator's own machine. Others come through a proxy, which names them. */
function isExempt({ ip, routeOptions }: FastifyRequest): boolean {
  return LOOPBACK.test(ip) || routeOptions.config.always === true;
}

/** An IPv4 address, or the /64 that one household has of IPv6. */
export function networkOf(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!plain.includes(":")) return plain;
  const [head = "", tail = ""] = plain.split("::");
  const before = head.split(":").filter(Boolean);
  const after = tail.split(":").filter(Boolean);
  const between = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...between, ...after].slice(0, 4).join(":");
}
