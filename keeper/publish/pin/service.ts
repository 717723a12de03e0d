/** Whoever keeps epochs' folders for the world, behind one interface. */
import type { Readable } from "node:stream";
import type { Hex } from "viem";
import { oneLine, RetryableError } from "../../errors.ts";

export interface Pinnable {
  /** Of the epoch's folder. */
  readonly cid: string;
  readonly epoch: bigint;
  /** Of the epoch's tree. */
  readonly root: Hex;
  /** For people who look at the service's list. */
  readonly name: string;
  /** The folder as a CAR, from its beginning each time it is asked for. */
  readonly car: () => Readable;
}

export interface PinService {
  readonly name: string;
  /**
   * Has the service keep a folder. What it keeps already is not sent again. `pinning`: it has taken the task, and is
   * to be asked again. Throws RetryableError.
   */
  pin(what: Pinnable): Promise<"pinned" | "pinning">;
  /**
   * Lets go of a folder; of one that it does not keep, nothing happens. `stays`: nothing can be deleted there. Throws
   * RetryableError.
   */
  unpin(cid: string): Promise<"dropped" | "stays">;
}

/** Services fetch or store gigabytes before they answer to some questions; to others they answer at once. */
const TIMEOUT_MS = 30_000;

/** Asks a service; throws RetryableError where it does not answer. The address is not told: it may hold a token. */
export async function ask(
  name: string,
  url: string,
  init: RequestInit & { duplex?: "half" } = {},
  timeoutMs = TIMEOUT_MS,
): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const cause = (error as { cause?: unknown }).cause ?? error;
    throw new RetryableError(
      `${name} does not answer (${oneLine(cause)}). It is asked again later.`,
    );
  }
}

/** What to throw at an answer that is no success. */
export async function refusal(name: string, reply: Response): Promise<RetryableError> {
  const text = (await reply.text().catch(() => "")).slice(0, 200);
  return new RetryableError(
    `${name} refuses with status ${reply.status} (${oneLine(text)}). Look at its settings; it is asked again later.`,
  );
}
