// Cuts a picture into bands of whole rows: what bounds the memory of one pass, whatever the size, and
// what several threads share out.

import type { SkyRequest } from "./integer.ts";

/** The bands of a request from top to bottom, each of at most `pixels` pixels, and of one row at least. */
export function* bandsOf(request: SkyRequest, pixels: number): Generator<SkyRequest, undefined> {
  const rows = Math.max(1, Math.floor(pixels / Math.max(1, request.width)));
  const end = request.y + request.height;
  for (let y = request.y; y < end; y += rows) {
    yield { ...request, y, height: Math.min(rows, end - y) };
  }
  return undefined;
}
