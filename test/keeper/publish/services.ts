// Pinning services as their documents describe them, over HTTP: a kubo node's RPC, and the Pinning Service API.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CarReader } from "@ipld/car";

export interface Service {
  readonly url: string;
  /** Root CIDs that are pinned. */
  readonly pinned: Set<string>;
  /** What was asked, in order. */
  readonly asked: string[];
  /** Blocks of the last CAR that was taken. */
  readonly blocks: string[];
  /** Answers everything with 503, as a service does behind a proxy while it is down. */
  isDown: boolean;
  close(): void;
}

type Answer = (request: IncomingMessage, reply: ServerResponse, service: Service) => Promise<void>;

async function serve(answer: Answer): Promise<Service> {
  const server: Server = createServer((request, reply) => {
    service.asked.push(`${request.method} ${request.url!.split("?")[0]}`);
    if (service.isDown) {
      request.resume();
      reply.writeHead(503).end("no server is available");
      return;
    }
    answer(request, reply, service).catch((error: Error) =>
      reply.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const service: Service = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pinned: new Set(),
    asked: [],
    blocks: [],
    isDown: false,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return service;
}

/** https://docs.ipfs.tech/reference/kubo/rpc/: pin/ls, pin/rm and dag/import, errors as kubo 0.41 words them. */
export const startKubo = () =>
  serve(async (request, reply, { pinned, blocks }) => {
    const { pathname, searchParams } = new URL(request.url!, "http://kubo");
    const cid = searchParams.get("arg") ?? "";
    const fail = (message: string) => {
      reply.writeHead(500, { "content-type": "application/json" });
      reply.end(JSON.stringify({ Message: message, Code: 0, Type: "error" }));
    };
    if (request.method !== "POST") reply.writeHead(405).end();
    else if (pathname === "/api/v0/pin/ls") {
      if (!pinned.has(cid)) fail(`path '/ipfs/${cid}' is not pinned`);
      else reply.end(JSON.stringify({ Keys: { [cid]: { Type: searchParams.get("type") } } }));
    } else if (pathname === "/api/v0/pin/rm") {
      if (!pinned.delete(cid)) fail("not pinned or pinned indirectly");
      else reply.end(JSON.stringify({ Pins: [cid] }));
    } else if (pathname === "/api/v0/dag/import") {
      const reader = await CarReader.fromBytes(await fileOf(request));
      blocks.length = 0;
      for await (const block of reader.blocks()) {
        const digest = createHash("sha256").update(block.bytes).digest();
        if (!digest.equals(block.cid.multihash.digest)) return fail("a block does not hash");
        blocks.push(block.cid.toString());
      }
      const [root] = await reader.getRoots();
      pinned.add(root!.toString());
      reply.end(`{"Root":{"Cid":{"/":"${root}"},"PinErrorMsg":""}}\n`);
    } else reply.writeHead(404).end("404 page not found");
  });

/** https://ipfs.github.io/pinning-services-api-spec/: a pin is queued first, and done when it is looked at again. */
export const startPinning = (token: string) =>
  serve(async (request, reply, { pinned }) => {
    const { pathname, searchParams } = new URL(request.url!, "http://pins");
    const say = (status: number, body: unknown) => {
      reply.writeHead(status, { "content-type": "application/json" });
      reply.end(JSON.stringify(body));
    };
    const stateOf = (cid: string, status: string) => ({
      requestid: `id-${cid}`,
      status,
      created: "2026-11-23T00:00:00Z",
      pin: { cid },
      delegates: [],
    });
    if (request.headers.authorization !== `Bearer ${token}`) {
      say(401, {
        error: { reason: "UNAUTHORIZED", details: "Access token is missing or invalid" },
      });
    } else if (request.method === "GET" && pathname === "/pins") {
      const cid = searchParams.get("cid")!;
      const results = pinned.has(cid) ? [stateOf(cid, "pinned")] : [];
      say(200, { count: results.length, results });
    } else if (request.method === "POST" && pathname === "/pins") {
      const { cid, origins } = JSON.parse((await bytesOf(request)).toString());
      if (!Array.isArray(origins)) return say(400, { error: { reason: "BAD_REQUEST" } });
      pinned.add(cid);
      say(202, stateOf(cid, "queued"));
    } else if (request.method === "DELETE" && pathname.startsWith("/pins/id-")) {
      const wasThere = pinned.delete(pathname.slice("/pins/id-".length));
      reply.writeHead(wasThere ? 202 : 404).end();
    } else say(404, { error: { reason: "NOT_FOUND" } });
  });

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

/** The only file of a form. */
async function fileOf(request: IncomingMessage): Promise<Uint8Array> {
  const type = request.headers["content-type"]!;
  const form = await new Response(new Uint8Array(await bytesOf(request)), {
    headers: { "content-type": type },
  }).formData();
  return new Uint8Array(await (form.get("path") as File).arrayBuffer());
}
