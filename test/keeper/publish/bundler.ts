// A service that bundles for Arweave, and a gateway beside it. Items are taken apart and checked here from the words of
// ANS-104 alone: nothing of the keeper's is used.
import { constants, createHash, createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Item {
  readonly id: string;
  readonly owner: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: Buffer;
}

export interface Bundler {
  readonly url: string;
  /** What was accepted, by id. */
  readonly items: Map<string, Item>;
  /** Ids that the gateway knows: those that settled. */
  readonly settled: Set<string>;
  readonly asked: string[];
  /** What the next uploads are answered with, instead of being taken. */
  readonly refusals: { status: number; text: string }[];
  /** Cuts the connection in the midst of an upload. */
  cuts: number;
  /** What the gateway says instead of the truth. */
  searchAnswer: string | undefined;
  close(): void;
}

export async function startBundler(): Promise<Bundler> {
  const server = createServer((request, reply) => {
    bundler.asked.push(`${request.method} ${request.url}`);
    answer(bundler, request, reply).catch((error: Error) => {
      reply.writeHead(400).end(`Data item parsing error! ${error.message}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bundler: Bundler = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    items: new Map(),
    settled: new Set(),
    asked: [],
    refusals: [],
    cuts: 0,
    searchAnswer: undefined,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return bundler;
}

async function answer(bundler: Bundler, request: IncomingMessage, reply: ServerResponse) {
  const { items, settled, refusals } = bundler;
  const say = (body: unknown) => {
    reply.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  if (request.url === "/graphql") {
    const { query, variables } = JSON.parse((await bytesOf(request)).toString());
    if (!query.includes("transactions(ids: $ids, owners: $owners, tags: $tags, first: 1)")) {
      reply.writeHead(400).end("another query");
    } else if (bundler.searchAnswer !== undefined) reply.writeHead(200).end(bundler.searchAnswer);
    else {
      const { ids, owners, tags = [] } = variables;
      const hits = [...items.values()].filter(
        ({ id, owner, tags: own }) =>
          settled.has(id) &&
          (ids === undefined || ids.includes(id)) &&
          owners.includes(owner) &&
          tags.every((tag: { name: string; values: string[] }) =>
            tag.values.includes(own[tag.name]!),
          ),
      );
      const edges = hits.slice(0, 1).map(({ id, owner }) => ({
        node: { id, owner: { address: owner } },
      }));
      say({ data: { transactions: { edges } } });
    }
  } else if (request.method === "POST" && request.url === "/v1/tx") {
    if (bundler.cuts > 0) {
      bundler.cuts--;
      request.once("data", () => request.destroy());
      return;
    }
    const body = await bytesOf(request);
    const refusal = refusals.shift();
    if (refusal !== undefined) return void reply.writeHead(refusal.status).end(refusal.text);
    if (request.headers["content-type"] !== "application/octet-stream") throw new Error("type");
    if (request.headers["content-length"] !== String(body.length)) throw new Error("no length");
    const item = parseItem(body);
    if (items.has(item.id)) return void reply.writeHead(202).end("Data Item Exists");
    items.set(item.id, item);
    say({ id: item.id, owner: item.owner, dataCaches: [], fastFinalityIndexes: [] });
  } else reply.writeHead(404).end();
}

/** Throws where the signature is not the owner's, or anything is not as it should be. */
export function parseItem(bytes: Buffer): Item {
  if (bytes.readUInt16LE(0) !== 1) throw new Error("not signed by RSA");
  const signature = bytes.subarray(2, 514);
  const owner = bytes.subarray(514, 1026);
  if (bytes[1026] !== 0 || bytes[1027] !== 0) throw new Error("a target or an anchor");
  const count = Number(bytes.readBigUInt64LE(1028));
  const length = Number(bytes.readBigUInt64LE(1036));
  const rawTags = bytes.subarray(1044, 1044 + length);
  const data = bytes.subarray(1044 + length);
  const none = Buffer.alloc(0);
  const text = (value: string) => Buffer.from(value);
  const message = deepHash([
    ...[text("dataitem"), text("1"), text("1"), owner, none, none, rawTags, data],
  ]);
  const jwk = { kty: "RSA", e: "AQAB", n: owner.toString("base64url") };
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const padding = { key, padding: constants.RSA_PKCS1_PSS_PADDING };
  if (!verify("sha256", message, padding, signature)) throw new Error("the signature is wrong");
  const tags = parseTags(rawTags);
  if (tags.length !== count) throw new Error("another number of tags");
  const id = createHash("sha256").update(signature).digest("base64url");
  const address = createHash("sha256").update(owner).digest("base64url");
  return { id, owner: address, tags: Object.fromEntries(tags), data };
}

type Chunk = Buffer | readonly Chunk[];

function deepHash(chunk: Chunk): Buffer {
  const hash = (bytes: Buffer) => createHash("sha384").update(bytes).digest();
  if (Buffer.isBuffer(chunk)) {
    return hash(Buffer.concat([hash(Buffer.from(`blob${chunk.length}`)), hash(chunk)]));
  }
  return chunk.reduce<Buffer>(
    (sum, one) => hash(Buffer.concat([sum, deepHash(one)])),
    hash(Buffer.from(`list${chunk.length}`)),
  );
}

function parseTags(bytes: Buffer): [string, string][] {
  let at = 0;
  const long = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
  };
  const text = () => {
    const length = long();
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  const tags: [string, string][] = [];
  for (let left = long(); left > 0; left = long()) {
    for (let i = 0; i < left; i++) tags.push([text(), text()]);
  }
  if (at !== bytes.length) throw new Error("something after the tags");
  return tags;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}
