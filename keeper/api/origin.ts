/** Where an asker reached this keeper, for addresses that have to be whole. */
import type { FastifyRequest } from "fastify";

/** As the asker wrote it, or a proxy says that they did; empty (addresses stay relative) where it is no host. */
export function originOf({ protocol, host }: FastifyRequest): string {
  return /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host) ? `${protocol}://${host}` : "";
}
