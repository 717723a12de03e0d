/** The API described for machines, from what the routes say of themselves: it cannot fall behind them. */
import type { FastifyInstance, RouteOptions } from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What is answered, in a line. */
    summary?: string;
    /** Its media type; JSON when nothing is said. */
    answers?: string;
    /** What may stand behind the question mark. */
    query?: Readonly<Record<string, string>>;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  epoch: "The number of an epoch: its instant is this times EPOCH_SECONDS",
  id: "A token's number",
  cid: "A content identifier",
};

interface Operation {
  readonly path: string;
  readonly description: object;
}

/** Notes every route from now on. What it returns serves the description. */
export function collectRoutes(app: FastifyInstance): (app: FastifyInstance) => void {
  const operations: Operation[] = [];
  app.addHook("onRoute", (route) => {
    if (route.method === "GET") operations.push(operationOf(route));
  });
  return (routes) =>
    routes.get("/api/openapi.json", { config: { summary: "This description" } }, () => ({
      openapi: "3.1.0",
      info: {
        title: "Heliotrope keeper",
        version: "1",
        description: "What this keeper painted, the paths that prove it, and the bytes behind it.",
      },
      components: {
        securitySchemes: { key: { type: "http", scheme: "bearer" } },
      },
      paths: Object.fromEntries(
        operations
          .sort((a, b) => (a.path < b.path ? -1 : 1))
          .map(({ path, description }) => [path, { get: description }]),
      ),
    }));
}

function operationOf({ url, config }: RouteOptions): Operation {
  const names = [...url.matchAll(/:(\w+)/g)].map((match) => match[1]!);
  const type = config?.answers?.split(";")[0] ?? "application/json";
  const inPath = names.map((name) => ({
    name,
    in: "path",
    required: true,
    description: WORDS[name],
    schema: { type: name === "cid" ? "string" : "integer" },
  }));
  const inQuery = Object.entries(config?.query ?? {}).map(([name, description]) => ({
    name,
    in: "query",
    required: false,
    description,
    schema: { type: "string" },
  }));
  return {
    path: url.replace(/:(\w+)/g, "{$1}").replace(/\*$/, "{path}"),
    description: {
      summary: config?.summary ?? "",
      ...(config?.forOperators ? { security: [{ key: [] }] } : {}),
      parameters: [...inPath, ...inQuery],
      responses: {
        "200": { description: "What was asked for", content: { [type]: {} } },
        default: {
          description: "Why not",
          content: {
            "application/json": {
              schema: { type: "object", properties: { error: { type: "string" } } },
            },
          },
        },
      },
    },
  };
}
