import { number } from "../words.ts";

/** Bytes as people read them, for example "4.2 MB". */
export function megabytes(bytes: number): string {
  if (bytes < 1_000) return `${number(bytes)} bytes`;
  if (bytes < 100_000) return `${number(bytes / 1_000, 1)} KB`;
  if (bytes < 1_000_000) return `${number(bytes / 1_000)} KB`;
  return `${number(bytes / 1_000_000, 1)} MB`;
}
