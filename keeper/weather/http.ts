/**
 * One question to a weather service. Whatever it does instead of answering (refuses, dawdles, breaks off, floods,
 * talks nonsense) becomes a RetryableError with one sentence that may be shown to anybody.
 */
import { z } from "zod";
import { RetryableError } from "../errors.ts";

const TIMEOUT_MS = 15_000;
const LARGEST_ANSWER = 4_000_000;

export interface Question {
  readonly url: string;
  /** Who asks, and how to reach them. */
  readonly userAgent: string;
  /** The Last-Modified of the answer that we have, exactly as it was given. */
  readonly ifModifiedSince?: string | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface Answer {
  /** Null when nothing has changed since the answer that we have. */
  readonly body: unknown;
  readonly lastModified: string | undefined;
  /** For how long the service wants not to be asked again. */
  readonly freshSeconds: number;
}

/** The service asks for a pause. */
export class PauseError extends RetryableError {
  readonly seconds: number;
  constructor(message: string, seconds: number) {
    super(message);
    this.seconds = seconds;
  }
}

export async function ask(question: Question): Promise<Answer> {
  const { url, userAgent, ifModifiedSince, timeoutMs = TIMEOUT_MS } = question;
  const headers: Record<string, string> = { accept: "application/json", "user-agent": userAgent };
  if (ifModifiedSince !== undefined) headers["if-modified-since"] = ifModifiedSince;
  // The time limit covers the last byte of the body, not only the first.
  const signal = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { headers, signal });
    text = await textOf(response);
  } catch (error) {
    if (error instanceof RetryableError) throw error;
    throw new RetryableError(
      signal.aborted
        ? `it did not answer within ${timeoutMs / 1000} s`
        : `its answer did not arrive whole (${causeOf(error)})`,
    );
  }
  const { status } = response;
  if (status === 304 && ifModifiedSince !== undefined) return answerOf(response, null);
  if (status === 429 || status === 503) {
    const seconds = retryAfter(response);
    throw new PauseError(`it asks us to come back later (HTTP ${status})${said(text)}`, seconds);
  }
  if (status === 403) {
    throw new RetryableError(
      `it refuses us (HTTP 403)${said(text)}; WEATHER_CONTACT may not say who asks`,
    );
  }
  if (!response.ok) throw new RetryableError(`it answers HTTP ${status}${said(text)}`);
  // Some print numbers that JSON has no words for; they are no numbers here either.
  try {
    return answerOf(response, JSON.parse(text === "" ? "null" : text));
  } catch {
    throw new RetryableError("its answer is not JSON");
  }
}

/** Whatever came, in the shape that was agreed on. Throws RetryableError naming the first place that differs. */
export function shaped<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  const where = path.join(".") || "its top";
  throw new RetryableError(`its answer has changed its shape at ${where} (${message})`);
}

function answerOf(response: Response, body: unknown): Answer {
  const expires = Date.parse(response.headers.get("expires") ?? "");
  const date = Date.parse(response.headers.get("date") ?? "");
  // Both times are the service's own, so that our clock does not matter.
  const freshSeconds = Number.isNaN(expires - date) ? 0 : Math.max(0, (expires - date) / 1000);
  return { body, lastModified: response.headers.get("last-modified") ?? undefined, freshSeconds };
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER) {
      throw new RetryableError(`its answer is larger than ${LARGEST_ANSWER / 1e6} MB`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The reason that Open-Meteo gives in JSON; others answer pages, which say nothing in one line. */
function said(text: string): string {
  const reason = z.object({ reason: z.string() }).safeParse(parsed(text)).data?.reason;
  return reason === undefined ? "" : `: ${reason.replace(/[^\x20-\x7e]/g, " ").slice(0, 200)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds, or a date; a minute where neither is said. */
function retryAfter(response: Response): number {
  const said = response.headers.get("retry-after") ?? "";
  if (/^\d{1,6}$/.test(said)) return Number(said);
  const date = Date.parse(response.headers.get("date") ?? "");
  const seconds = (Date.parse(said) - date) / 1000;
  return Number.isNaN(seconds) ? 60 : Math.min(86_400, Math.max(1, seconds));
}

function causeOf(error: unknown): string {
  const cause = (error as { cause?: { code?: unknown } }).cause;
  return typeof cause?.code === "string" ? cause.code : "the connection broke";
}
