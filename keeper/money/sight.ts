/** Looks at a keeper from outside: what its own API says, and whose affairs are meant. */
import type { Address } from "viem";
import { z } from "zod";
import { FatalError } from "../errors.ts";

/** It answers at once, or it is not well. */
const PATIENCE_MS = 3_000;

const health = z.object({
  status: z.string(),
  trouble: z.array(z.string()),
  chainId: z.number(),
  keeper: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  block: z.number(),
  epoch: z.number(),
  backend: z.string(),
});

export interface Sight {
  readonly url: string;
  /** Null when nobody answers there, or not as a keeper does. */
  readonly health: z.output<typeof health> | null;
}

export async function lookAt(host: string, port: number): Promise<Sight> {
  // What listens everywhere is found here.
  const reached = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const url = `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return { url, health: health.parse(await answer.json()) };
  } catch {
    return { url, health: null };
  }
}

/** Whoever is named, else whoever runs there: no key is looked at for this. */
export function whoseAffairs(named: Address | undefined, { url, health }: Sight): Address {
  if (named !== undefined) return named;
  if (health !== null) return health.keeper as Address;
  throw new FatalError(
    `Whose affairs? No keeper answers at ${url}. Name one with --keeper ADDRESS, or point HOST and PORT at one that runs.`,
  );
}
