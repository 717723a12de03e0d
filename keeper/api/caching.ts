/** What may be kept of an answer, and by what it is known again. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Render } from "../store/renders.ts";

/**
 * What is addressed by epoch may be kept but must be asked about again: it is as fixed as its root, which is its tag,
 * and the same number on a chain that was reorganised, or a local one started afresh, is another epoch.
 */
const BY_EPOCH = "public, no-cache";
/** What is addressed by its own hash never changes. */
export const BY_HASH = "public, max-age=31536000, immutable";

/** Marks the answer with the root it stands under; true (304) when the asker has it already. */
export function isKept(
  request: FastifyRequest,
  reply: FastifyReply,
  { root }: Pick<Render, "root">,
): boolean {
  return isTagged(request, reply, root);
}

/** The same for an answer that another name stands for. */
export function isTagged(request: FastifyRequest, reply: FastifyReply, name: string): boolean {
  const tag = `"${name}"`;
  reply.header("cache-control", BY_EPOCH).header("etag", tag);
  if (request.headers["if-none-match"] !== tag) return false;
  reply.code(304).send();
  return true;
}
