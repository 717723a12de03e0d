/** What an operator's machines ask: is it alive, may it be given work, what are its figures. */
import type { FastifyInstance } from "fastify";
import type { Metrics } from "../metrics.ts";

/** Longer than any of them takes while it works. */
const CHECK_MS = 3_000;

/** Resolves when what it is about works; rejects, or says why not, when it does not. */
export type Check = () => Promise<string | undefined> | string | undefined;

export interface OperationsOptions {
  readonly health: () => Readonly<Record<string, unknown>>;
  /** What has to work before this keeper counts as ready, by name. */
  readonly checks: Readonly<Record<string, Check>>;
  readonly metrics?: Metrics | undefined;
}

export function serveOperations(
  app: FastifyInstance,
  { health, checks, metrics }: OperationsOptions,
): void {
  // Alive: the process answers. What troubles it is told, and no reason to end it.
  app.get(
    "/healthz",
    { config: { summary: "How the keeper is, and what troubles it", always: true } },
    () => health(),
  );

  app.get(
    "/readyz",
    {
      config: {
        summary: "Whether it may be given work: chain, store, lease, backend",
        always: true,
      },
    },
    async (_request, reply) => {
      const names = Object.keys(checks);
      const answers = await Promise.all(names.map((name) => resultOf(checks[name]!)));
      const isReady = answers.every((answer) => answer === "ok");
      reply.code(isReady ? 200 : 503);
      return {
        ready: isReady,
        checks: Object.fromEntries(names.map((name, i) => [name, answers[i]])),
      };
    },
  );

  if (metrics === undefined) return;
  const { registry } = metrics;
  app.get(
    "/metrics",
    {
      config: {
        summary: "Figures for Prometheus",
        answers: registry.contentType,
        always: true,
        forOperators: true,
      },
    },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
}

async function resultOf(check: Check): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, CHECK_MS, "does not answer");
  });
  try {
    // What a check throws may hold addresses and paths: the log has it, the world does not get it.
    const asked = Promise.resolve(check()).then((why) => why ?? "ok");
    return await Promise.race([asked, late]);
  } catch {
    return "fails";
  } finally {
    clearTimeout(timer);
  }
}
