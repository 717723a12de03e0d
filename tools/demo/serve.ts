// One origin for everything that a browser needs: the built web app, the chain and the keepers.
import { createReadStream, existsSync, statSync } from "node:fs";
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
  ".bin": "application/octet-stream",
};

export interface Origin {
  /** The folder of the built web app. */
  folder: string;
  /** What `/deployment.json` answers. */
  deployment: unknown;
  /** The chain's RPC endpoint, served at `/rpc`. */
  rpcUrl: string;
  /** The keeper, served at `/api`, `/ipfs`, `/share` and `/feed.atom`. */
  keeperUrl: string;
  /** Other keepers, each served at the same paths below `/keepers/<its name>`. */
  others?: Readonly<Record<string, string>>;
}

const KEEPER = /^(?:\/keepers\/([\w-]+))?(\/(?:api|ipfs|share|feed\.atom|healthz)(?:\/.*)?)$/;

/** Serves on the loopback interface only; resolves once it listens. */
export function serve(origin: Origin, port: number): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const { pathname: path, search } = new URL(incoming.url ?? "/", "http://localhost");
    const [, name, asked] = KEEPER.exec(path) ?? [];
    const keeper = name === undefined ? origin.keeperUrl : origin.others?.[name];
    if (path === "/rpc") forward(new URL(origin.rpcUrl), incoming, outgoing);
    else if (asked !== undefined && keeper !== undefined) {
      forward(new URL(`${keeper}${asked}${search}`), incoming, outgoing);
    } else if (path === "/deployment.json") {
      outgoing.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
      outgoing.end(JSON.stringify(origin.deployment));
    } else file(origin.folder, path, outgoing);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function forward(target: URL, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { host, connection: _connection, ...others } = incoming.headers;
  // Whole addresses in an answer are those that the asker can reach.
  const headers = { ...others, ...(host && { "x-forwarded-host": host }) };
  const upstream = request(target, { method: incoming.method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  upstream.on("error", () => {
    if (!outgoing.headersSent) outgoing.writeHead(502, { "content-type": "application/json" });
    outgoing.end(JSON.stringify({ error: `${target.origin} does not answer.` }));
  });
  // A browser that goes away must not keep a request to the chain alive.
  outgoing.on("close", () => upstream.destroy());
  incoming.pipe(upstream);
}

function file(folder: string, path: string, outgoing: ServerResponse): void {
  let name: string;
  try {
    name = normalize(join(folder, decodeURIComponent(path)));
  } catch {
    outgoing.writeHead(400).end();
    return;
  }
  const isInside = name === normalize(folder) || name.startsWith(normalize(folder) + sep);
  // Pages have addresses of their own, so what is no file is the app, which knows its pages.
  const found = isInside && existsSync(name) && statSync(name).isFile();
  if (!found && extname(path)) {
    outgoing.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
    return;
  }
  const target = found ? name : join(folder, "index.html");
  outgoing.writeHead(200, {
    "content-type": TYPES[extname(target)] ?? "application/octet-stream",
    // Vite names assets by their content; everything else may change with the next build.
    "cache-control": path.startsWith("/assets/")
      ? "public, max-age=31536000, immutable"
      : "no-cache",
    "x-content-type-options": "nosniff",
  });
  createReadStream(target).pipe(outgoing);
}
