// Names of ENS, on the chains that have them. Loaded when somebody searches for one.
import type { Address } from "viem";
import { getEnsAddress } from "viem/actions";
import { normalize } from "viem/ens";
import type { World } from "../world.ts";

/** Ethereum, Sepolia, Holesky. */
const CHAINS = [1, 11_155_111, 17_000];
/** ENS's universal resolver, at the same address on each of them. */
const RESOLVER = "0xeeeeeeee14d718c2b47d9923deab1335e144eeee";

/** What became of a name. */
export type Named =
  | { state: "found"; address: Address }
  /** Nobody has it, or it points nowhere. */
  | { state: "unset" }
  /** No name is written like this. */
  | { state: "malformed" }
  /** This chain has no names. */
  | { state: "absent" };

export async function resolveName(world: World, name: string): Promise<Named> {
  if (!CHAINS.includes(world.deployment.chainId)) return { state: "absent" };
  let normalized: string;
  try {
    normalized = normalize(name);
  } catch {
    return { state: "malformed" };
  }
  const asked = { name: normalized, universalResolverAddress: RESOLVER } as const;
  const address = await getEnsAddress(world.client, asked);
  return address === null ? { state: "unset" } : { state: "found", address };
}
