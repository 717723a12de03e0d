import { oneLine, RetryableError } from "../errors.ts";

/** What to throw when the disk refuses a file while the keeper runs: it may be full for an hour, and then not. */
export function unwritable(file: string, error: unknown): RetryableError {
  const why = (error as NodeJS.ErrnoException).code ?? oneLine(error);
  return new RetryableError(
    `${file} cannot be written (${why}). Make room on the disk or the folder writable; the keeper goes on by itself, and what it wrote before is kept.`,
  );
}
