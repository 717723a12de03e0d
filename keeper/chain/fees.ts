/** Wei per gas: the most in all, and the part that goes to the block's builder. */
export interface Fees {
  readonly capWei: bigint;
  readonly tipWei: bigint;
}

/** Fees of a first attempt: twice the base fee outlasts six full blocks in a row. Never above `limitWei`. */
export function firstFees(baseWei: bigint, tipWei: bigint, limitWei: bigint): Fees {
  const capWei = least(2n * baseWei + tipWei, limitWei);
  return { capWei, tipWei: least(tipWei, capWei) };
}

/**
 * Fees of a replacement: both up by 12.5 %, rounded up (nodes want 10 % on each; anvil is content with less, so a
 * test on anvil proves nothing about this), and at least what a first attempt would offer now. Null when the
 * limit leaves no room for a valid replacement: then wait.
 */
export function bumpedFees(last: Fees, baseWei: bigint, limitWei: bigint): Fees | null {
  const tipWei = eighthMore(last.tipWei);
  const capWei = greatest(eighthMore(last.capWei), 2n * baseWei + tipWei);
  if (capWei <= limitWei) return { capWei, tipWei };
  // The market's wish is above the limit: offer the limit itself once, if that is still a valid step up.
  return limitWei >= eighthMore(last.capWei) ? { capWei: limitWei, tipWei } : null;
}

function eighthMore(wei: bigint): bigint {
  return wei + (wei + 7n) / 8n;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function greatest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
