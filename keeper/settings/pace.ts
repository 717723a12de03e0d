/** What depends on the chain that answers: a local chain is believed at once and looked at often. */

const LOCAL_CHAIN = 31_337;

const local = (chainId: number) => chainId === LOCAL_CHAIN;

/** Blocks below the head at which the chain is believed. */
export function confirmationsOf(
  { confirmations }: { readonly confirmations: number | undefined },
  chainId: number,
): bigint {
  return BigInt(confirmations ?? (local(chainId) ? 0 : 2));
}

/** Milliseconds between looks at the chain. */
export function pollMsOf(
  { pollMs }: { readonly pollMs: number | undefined },
  chainId: number,
): number {
  return pollMs ?? (local(chainId) ? 250 : 2_000);
}
