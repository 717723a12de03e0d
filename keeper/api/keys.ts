/** Who asks, where that matters: keys that the operator has given out, by the names they were given under. */
import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { httpError } from "./token.ts";

export interface ApiKey {
  readonly name: string;
  readonly key: string;
}

export interface KeyRing {
  readonly size: number;
  /** The name of the key that came along, or null where none did. Throws 401 for one that was never given out. */
  nameOf(request: FastifyRequest): string | null;
}

/** Looked up by their hashes: how long a look-up takes tells nothing about a key. */
export function openKeyRing(keys: readonly ApiKey[]): KeyRing {
  const names = new Map(keys.map(({ name, key }) => [hashOf(key), name]));
  return {
    size: names.size,
    nameOf: ({ headers }) => {
      const given = headers.authorization?.match(/^Bearer +(\S+)$/i)?.[1] ?? headers["x-api-key"];
      if (given === undefined) return null;
      const name = names.get(hashOf(String(given)));
      if (name === undefined) throw httpError(401, "This keeper has given out no such key.");
      return name;
    },
  };
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("base64");
}
