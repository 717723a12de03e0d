/** The class is the policy: a RetryableError is tried again by the next turn of the loop. */
export class RetryableError extends Error {
  override name = "RetryableError";
}

/** A FatalError ends the keeper with its message: what happened, why, and what to do about it. */
export class FatalError extends Error {
  override name = "FatalError";
}

/** The first line of whatever was thrown; viem's errors are small documents, and logs want one line. */
export function oneLine(error: unknown): string {
  if (error instanceof Error) {
    const short = (error as { shortMessage?: unknown }).shortMessage;
    const details = (error as { details?: unknown }).details;
    const head = typeof short === "string" ? short : error.message;
    const tail = typeof details === "string" && !head.includes(details) ? ` (${details})` : "";
    return `${head}${tail}`.split("\n").join(" ").slice(0, 400);
  }
  return String(error).slice(0, 400);
}
