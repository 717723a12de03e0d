// Names of ENS, both ways. Loaded on chains that have them, when somebody searches for one or an address is shown.
import { type Address, BaseError, ContractFunctionRevertedError } from "viem";
import { getEnsAddress, getEnsName } from "viem/actions";
import { normalize } from "viem/ens";
import { type Reader, readerOf } from "../client.ts";
import type { World } from "../world.ts";
import { hasNames, RESOLVER } from "./names.ts";

/** What became of a name. */
export type Named =
  | { state: "found"; address: Address }
  /** Nobody has it, or it points nowhere. */
  | { state: "unset" }
  /** No name is written like this. */
  | { state: "malformed" }
  /** This chain has no names. */
  | { state: "absent" };

/** Longer ones would not be read; the address is shown instead. */
const LONGEST = 48;

/** The address that a name points to, which may be asked of whichever server the name itself appoints. */
export async function resolveName(world: World, name: string): Promise<Named> {
  const normalized = normalizedOf(name);
  if (normalized === undefined) return { state: "malformed" };
  if (!(await hasNames(world))) return { state: "absent" };
  const address = await addressOf(world.client, normalized);
  return address === null ? { state: "unset" } : { state: "found", address };
}

/**
 * What an address calls itself, where that name points back to it and is written as names are: anybody may claim
 * any text. Asked of the chain alone, so that nobody's server learns who looks at whom.
 */
export async function primaryName(world: World, address: Address): Promise<string | null> {
  if (!(await hasNames(world))) return null;
  const client = onChain(world);
  try {
    const name = await getEnsName(client, { address, universalResolverAddress: RESOLVER });
    if (name === null || name.length > LONGEST || !name.includes(".")) return null;
    if (normalizedOf(name) !== name) return null;
    return (await addressOf(client, name))?.toLowerCase() === address.toLowerCase() ? name : null;
  } catch (error) {
    // A name that is kept elsewhere, or a resolver that fails: the address goes without one.
    const isRefused = (each: unknown) => each instanceof ContractFunctionRevertedError;
    if (error instanceof BaseError && error.walk(isRefused)) return null;
    throw error;
  }
}

function addressOf(client: Reader, name: string): Promise<Address | null> {
  return getEnsAddress(client, { name, universalResolverAddress: RESOLVER });
}

function normalizedOf(name: string): string | undefined {
  try {
    return normalize(name);
  } catch {
    return undefined;
  }
}

const onChains = new WeakMap<World, Reader>();

/** A client that goes nowhere else, whatever a resolver asks it to. */
function onChain(world: World): Reader {
  const known = onChains.get(world) ?? readerOf(world.deployment, { ccipRead: false });
  onChains.set(world, known);
  return known;
}
