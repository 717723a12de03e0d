// What stands before the keeper's answers, and what watches over it: keys, limits, readiness, figures.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { networkOf } from "../../keeper/api/guard.ts";
import type { Check } from "../../keeper/api/operations.ts";
import { type ApiOptions, createApi } from "../../keeper/api/server.ts";
import { createMetrics, etherOf, type Metrics } from "../../keeper/metrics.ts";
import { openStore, type Store } from "../../keeper/store/open.ts";
import { furnish } from "./blank.ts";

const KEYS = [{ name: "gallery", key: "a-key-that-was-given-out" }];
const WITH_KEY = { authorization: `Bearer ${KEYS[0]!.key}` };
const STRANGER = "203.0.113.7";

const folder = mkdtempSync(join(tmpdir(), "heliotrope-guard-"));
let store: Store;
let metrics: Metrics;
let app: FastifyInstance;

beforeAll(async () => {
  store = await openStore(await furnish(folder));
});
afterEach(() => app.close());
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(options: Partial<ApiOptions> = {}): FastifyInstance {
  metrics = createMetrics();
  app = createApi({ store, rendering: () => null, health: () => ({}), metrics, ...options });
  return app;
}

const ask = (url: string, headers: Record<string, string> = {}, remoteAddress = STRANGER) =>
  app.inject({ url, headers, remoteAddress });
const statuses = async (count: number, ...of: Parameters<typeof ask>) => {
  const seen: number[] = [];
  for (let i = 0; i < count; i++) seen.push((await ask(...of)).statusCode);
  return seen;
};
const figure = async (name: string, labels: Record<string, string>) => {
  const { values } = await metrics.registry.getSingleMetric(`heliotrope_keeper_${name}`)!.get();
  const wanted = JSON.stringify(labels);
  return values.find((value) => JSON.stringify(value.labels) === wanted)?.value;
};

describe("limits", () => {
  test("default", async () => {
    open({ perMinute: 3 });
    expect(await statuses(4, "/api/epochs")).toEqual([200, 200, 200, 429]);
    const refused = await ask("/api/epochs");
    expect(refused.json()).toEqual({
      error: expect.stringMatching(
        /^No more than 3 requests in a minute are answered; ask again in \d+ s\.$/,
      ),
    });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(await figure("http_refusals_total", { reason: "limit" })).toBe(2);
    const answered = { route: "/api/epochs", status: "200" };
    expect(await figure("http_requests_total", answered)).toBe(3);
  });

  test("behavior: each network has its own; this machine and what watches have none", async () => {
    open({ perMinute: 1 });
    expect(await statuses(2, "/api/nothing")).toEqual([404, 429]);
    expect(await statuses(1, "/api/epochs", {}, "203.0.113.8")).toEqual([200]);
    expect(await statuses(3, "/api/epochs", {}, "127.0.0.1")).toEqual([200, 200, 200]);
    expect(await statuses(3, "/healthz")).toEqual([200, 200, 200]);
  });

  test("behavior: a proxy on this machine is believed about whom it speaks for, others are not", async () => {
    open({ perMinute: 1 });
    const forwarded = { "x-forwarded-for": "198.51.100.1" };
    expect(await statuses(2, "/api/epochs", forwarded, "127.0.0.1")).toEqual([200, 429]);
    const liar = (i: number) => ({ "x-forwarded-for": `10.0.0.${i}` });
    expect(await statuses(1, "/api/epochs", liar(1))).toEqual([200]);
    expect(await statuses(1, "/api/epochs", liar(2))).toEqual([429]);
  });

  test("behavior: none by default, and 0 is none", async () => {
    open({ perMinute: 0 });
    expect(new Set(await statuses(50, "/api/epochs"))).toEqual(new Set([200]));
  });

  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8::7:8", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
  ])("behavior: %s counts as %s", (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});

describe("keys", () => {
  test("default", async () => {
    open({ perMinute: 1, keys: KEYS });
    expect(new Set(await statuses(10, "/api/epochs", WITH_KEY))).toEqual(new Set([200]));
    expect(await statuses(1, "/api/epochs", WITH_KEY)).toEqual([429]);
    // The same key in the other header, and from elsewhere, is the same asker.
    expect(await statuses(1, "/api/epochs", { "x-api-key": KEYS[0]!.key }, "192.0.2.1")).toEqual([
      429,
    ]);
    expect(await statuses(1, "/api/epochs")).toEqual([200]);
  });

  test("behavior: figures are for whoever has one, once any was given out", async () => {
    open({ keys: KEYS });
    expect((await ask("/metrics", {}, "127.0.0.1")).statusCode).toBe(401);
    expect((await ask("/metrics", WITH_KEY)).statusCode).toBe(200);
    expect((await ask("/healthz")).statusCode).toBe(200);
    await app.close();
    open();
    expect((await ask("/metrics")).statusCode).toBe(200);
  });

  test("error: a key that was never given out", async () => {
    open({ keys: KEYS });
    const refused = await ask("/api/epochs", { authorization: "Bearer another" });
    expect([refused.statusCode, refused.json()]).toEqual([
      401,
      { error: "This keeper has given out no such key." },
    ]);
    expect(refused.body + JSON.stringify(refused.headers)).not.toContain(KEYS[0]!.key);
  });
});

describe("readiness", () => {
  const ready = async (checks: Record<string, Check>) => {
    open({ checks });
    const answer = await ask("/readyz");
    return [answer.statusCode, answer.json()];
  };

  test("default", async () => {
    expect(await ready({ chain: () => undefined, store: async () => undefined })).toEqual([
      200,
      { ready: true, checks: { chain: "ok", store: "ok" } },
    ]);
  });

  test("behavior: says what is missing, and nothing that was thrown", async () => {
    const checks = {
      chain: () => "no block for a minute",
      lease: () => {
        throw new Error("postgres://user:secret@host");
      },
      store: () => Promise.reject(new Error("/home/somebody/pg")),
    };
    expect(await ready(checks)).toEqual([
      503,
      {
        ready: false,
        checks: { chain: "no block for a minute", lease: "fails", store: "fails" },
      },
    ]);
  });

  test("behavior: does not wait for what hangs", async () => {
    expect(await ready({ store: () => new Promise<undefined>(() => {}) })).toEqual([
      503,
      { ready: false, checks: { store: "does not answer" } },
    ]);
  });
});

describe("headers", () => {
  test("behavior: nothing here runs as a page, and other pages may show its pictures", async () => {
    open();
    expect((await ask("/api/epochs")).headers).toMatchObject({
      "content-security-policy": "default-src 'none'",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
    });
  });
});

describe("metrics", () => {
  test("behavior: names and units as Prometheus has them", async () => {
    open();
    metrics.fees.inc({ kind: "commit" }, etherOf(21_000n * 10n ** 9n));
    const text = (await ask("/metrics")).body;
    expect(text).toContain('heliotrope_keeper_fees_ether_total{kind="commit"} 0.000021');
    // What was never set is not zero.
    expect(text).not.toMatch(/^heliotrope_keeper_balance_ether \d/m);
    metrics.balance.set(2);
    expect((await ask("/metrics")).body).toMatch(/^heliotrope_keeper_balance_ether 2$/m);
    const all = metrics.registry.getMetricsAsArray();
    const ours = all.filter(({ name }) => name.startsWith("heliotrope_keeper_"));
    expect(ours.length).toBeGreaterThan(40);
    for (const { name, help, type } of ours) {
      expect(name).toMatch(/^[a-z_]+$/);
      expect(help).toMatch(/\.$/);
      // prom-client has the type as a word, whatever its own declaration says.
      expect(name.endsWith("_total"), name).toBe(String(type) === "counter");
    }
  });
});

describe("openapi", () => {
  test("behavior: describes every route that there is", async () => {
    open();
    const { paths } = (await ask("/api/openapi.json")).json();
    expect(Object.keys(paths)).toContain("/api/epochs/{epoch}/tokens/{id}/raster");
    expect(Object.keys(paths)).toContain("/metrics");
    for (const [path, { get }] of Object.entries<{ get: { summary: string } }>(paths)) {
      expect(get.summary, path).toMatch(/^[A-Z].+[^.]$/);
    }
  });
});
