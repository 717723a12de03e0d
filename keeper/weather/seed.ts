/**
 * Reproducible numbers in [0, 1) for a list of words: FNV-1a with the finalizer of MurmurHash3. Not for
 * secrets; it only has to look uneven and to be the same on every machine.
 */
export function unit(...words: readonly (string | number)[]): number {
  let h = 0x811c9dc5;
  for (const character of words.join("|")) {
    h = Math.imul(h ^ character.codePointAt(0)!, 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** About a standard normal deviate, never beyond 3: the sum of four uniform numbers, scaled. */
export function bell(...words: readonly (string | number)[]): number {
  let sum = 0;
  for (let i = 0; i < 4; i++) sum += unit(...words, i);
  return (sum - 2) * 1.5;
}

/** Smooth noise in [0, 1) along `x`: uniform at whole numbers, eased between them. */
export function drift(x: number, ...words: readonly (string | number)[]): number {
  const left = Math.floor(x);
  const t = x - left;
  const eased = t * t * (3 - 2 * t);
  return unit(...words, left) * (1 - eased) + unit(...words, left + 1) * eased;
}
