/**
 * /ipfs: a trustless gateway to the folders of revealed epochs. Blocks and CARs are checked by whoever takes them
 * (?format=raw and car, or the Accept header); a path without a format is the file itself, for people.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { LOG_FILE } from "../../renderer/folder.ts";
import {
  type Archive,
  BlockGone,
  openArchive,
  type Place,
  parseCid,
  SCOPES,
  type Scope,
} from "../publish/archive.ts";
import { carStream } from "../publish/car.ts";
import type { Block } from "../publish/unixfs.ts";
import type { Store } from "../store/open.ts";
import { BY_HASH } from "./caching.ts";
import { httpError } from "./token.ts";

const RAW = "application/vnd.ipld.raw";
const CAR = "application/vnd.ipld.car";

/** By the end of a file's name. */
const TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  json: "application/json; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
  bin: "application/octet-stream",
};

type Format = "raw" | "car" | "file";

interface Query {
  readonly format?: string | string[];
  readonly "dag-scope"?: string | string[];
  readonly "car-version"?: string | string[];
}

type Request = FastifyRequest<{ Params: { cid: string; "*"?: string }; Querystring: Query }>;

export function serveGateway(app: FastifyInstance, store: Store): void {
  const archive = openArchive(store);

  async function serve(request: Request, reply: FastifyReply) {
    const { cid: typed, "*": rest = "" } = request.params;
    const cid = parseCid(typed);
    if (cid === null) throw httpError(400, `"${typed}" is not a CID.`);
    const names = rest.split("/").filter((name) => name !== "");
    const format = formatOf(request, names.length);
    const scope = scopeOf(request.query["dag-scope"]);
    const from = await archive.find(cid);
    if (from === null) throw httpError(404, `${cid} is not kept here.`);
    const trail = await archive.trail(from, names);
    if (trail === null) throw httpError(404, `There is no ${rest} in ${cid}.`);
    try {
      const blocks = await Promise.all(trail.map((place) => archive.read(place)));
      // A raster that was damaged on disk is not what was asked for.
      if (blocks[0]!.cid !== cid) throw new BlockGone(`${cid} is no longer kept here.`);
      reply.header("cache-control", BY_HASH).header("vary", "accept");
      reply.header("x-ipfs-path", `/ipfs/${[cid, ...names].join("/")}`);
      reply.header("x-ipfs-roots", blocks.map((block) => block.cid).join());
      return await send(request, reply, { archive, trail, blocks, format, scope });
    } catch (error) {
      throw error instanceof BlockGone ? httpError(404, error.message) : error;
    }
  }

  const query = {
    format: "raw, or car; without one, a path below the CID is the file itself",
    "dag-scope": "Of a CAR: block, entity or all (which is meant without it)",
  };
  app.get<{ Params: { cid: string }; Querystring: Query }>(
    "/ipfs/:cid",
    { config: { summary: "A block by its CID, or all below it as a CAR", answers: RAW, query } },
    serve,
  );
  app.get<{ Params: { cid: string; "*": string }; Querystring: Query }>(
    "/ipfs/:cid/*",
    { config: { summary: "What lies in an epoch's folder", answers: "*/*", query } },
    serve,
  );
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  found: {
    readonly archive: Archive;
    readonly trail: readonly Place[];
    readonly blocks: readonly Block[];
    readonly format: Format;
    readonly scope: Scope;
  },
) {
  const { archive, trail, blocks, format, scope } = found;
  const place = trail.at(-1)!;
  const block = blocks.at(-1)!;
  const isKnown = (tag: string) => {
    reply.header("etag", tag);
    return request.headers["if-none-match"] === tag;
  };
  switch (format) {
    case "raw":
      if (isKnown(`"${block.cid}.raw"`)) return reply.code(304).send();
      reply.header("content-disposition", `attachment; filename="${block.cid}.bin"`);
      return reply.type(RAW).send(Buffer.from(block.bytes));
    case "car": {
      if (isKnown(`W/"${scope}.${blocks[0]!.cid}.${block.cid}.car"`)) return reply.code(304).send();
      reply.header("content-disposition", `attachment; filename="${block.cid}.car"`);
      reply.header("accept-ranges", "none");
      reply.type(`${CAR}; version=1; order=dfs; dups=y`);
      if (request.method === "HEAD") return reply.send();
      return reply.send(carStream(block.cid, carBlocks(archive, place, blocks, scope)));
    }
    case "file": {
      const type = TYPES[/\.(\w+)$/.exec(place.path)?.[1] ?? ""];
      if (type === undefined) {
        throw httpError(
          406,
          `${block.cid} is a folder. Name a file in it, or add ?format=raw or ?format=car.`,
        );
      }
      if (isKnown(`"${block.cid}"`)) return reply.code(304).send();
      return reply.type(type).send(await fileBytes(archive, place, block));
    }
  }
}

/** The blocks on the way, then what lies at its end. */
async function* carBlocks(
  archive: Archive,
  place: Place,
  trail: readonly Block[],
  scope: Scope,
): AsyncGenerator<Block, void, undefined> {
  yield* trail.slice(0, -1);
  yield* archive.walk(place, scope);
}

/** The log of a large epoch has several blocks; every other file is its block. */
async function fileBytes(archive: Archive, place: Place, block: Block): Promise<Buffer> {
  if (place.path !== LOG_FILE) return Buffer.from(block.bytes);
  const blocks: Uint8Array[] = [];
  for await (const { bytes } of archive.walk(place, "entity")) blocks.push(bytes);
  // The first one of several only names the others.
  return Buffer.concat(blocks.length > 1 ? blocks.slice(1) : blocks);
}

/** The address's own word counts more than the Accept header. A bare CID is a block, as from any such gateway. */
function formatOf({ query, headers }: Request, depth: number): Format {
  const asked = [query.format].flat()[0];
  if (asked !== undefined) {
    if (asked === "raw" || asked === "car") {
      if (asked === "car") checkVersion([query["car-version"]].flat()[0]);
      return asked;
    }
    throw httpError(400, `"${asked}" is no format of this gateway; it has raw and car.`);
  }
  const accept = headers.accept ?? "";
  if (accept.includes(CAR)) {
    checkVersion(/vnd\.ipld\.car[^,]*;\s*version=(\w+)/.exec(accept)?.[1]);
    return "car";
  }
  if (accept.includes(RAW) || depth === 0) return "raw";
  return "file";
}

function checkVersion(version: string | undefined): void {
  if (version === undefined || version === "1") return;
  throw httpError(400, `CARs are of version 1 here, not ${version}.`);
}

function scopeOf(asked: string | string[] | undefined): Scope {
  const text = [asked].flat()[0] ?? "all";
  const scope = SCOPES.find((one) => one === text);
  if (scope === undefined) {
    throw httpError(400, `"${text}" is no dag-scope; there are ${SCOPES.join(", ")}.`);
  }
  return scope;
}
