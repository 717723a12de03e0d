// The tokens of a view, in their order. Where no choice needs the catalogue, none is waited for.

export interface Order {
  length: number;
  /** The token at a place. */
  at: (place: number) => number;
  /** Tokens that are read together with the one at a place, always the same ones. */
  chunkAt: (place: number) => readonly number[];
}

/** Two requests read so many plants, on most screens all that is seen first. */
const CHUNK = 40;

export function ascending(length: number): Order {
  return orderOf(length, (place) => place);
}

export function descending(length: number): Order {
  return orderOf(length, (place) => length - 1 - place);
}

export function listed(ids: ArrayLike<number>): Order {
  return orderOf(ids.length, (place) => ids[place]!);
}

function orderOf(length: number, at: (place: number) => number): Order {
  const chunks = new Map<number, readonly number[]>();
  const chunkAt = (place: number) => {
    const first = place - (place % CHUNK);
    const chunk =
      chunks.get(first) ??
      Array.from({ length: Math.min(CHUNK, length - first) }, (_, i) => at(first + i));
    chunks.set(first, chunk);
    return chunk;
  };
  return { length, at, chunkAt };
}
