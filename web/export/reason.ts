// Why a file could not be made, in words for whoever wanted it.

/** How browsers say that memory or the disk is full: by these names, or by a RangeError of an allocation. */
const FULL = new Set(["QuotaExceededError", "NotReadableError"]);

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isFull =
    FULL.has(error.name) || (error instanceof RangeError && /alloc|memory/i.test(error.message));
  if (isFull) {
    return "this machine has no room left for a file of this size. Free some, or choose a smaller one.";
  }
  // The browser's own words for a codec's failure are for those who write codecs.
  if (error.name === "EncodingError") {
    return "the browser's encoder broke off. Try again, or choose another format or a smaller side.";
  }
  return error.message.split("\n")[0]!;
}
