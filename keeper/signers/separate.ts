import { type Address, isAddressEqual, parseAbi } from "viem";
import type { Contracts } from "../chain/deployment.ts";
import type { Rpc } from "../chain/rpc.ts";
import { FatalError } from "../errors.ts";

const OWNABLE = parseAbi(["function owner() view returns (address)"]);

/**
 * A keeper's key is on a machine that is always on, and may be lost with it: it must not also be one that tells the
 * weather, or that owns a contract. Throws FatalError where it is.
 */
export async function checkSeparate(
  { client }: Rpc,
  contracts: Contracts,
  keeper: Address,
  reporters: readonly { readonly address: Address }[],
): Promise<void> {
  if (reporters.some(({ address }) => isAddressEqual(address, keeper))) {
    throw new FatalError(
      `The keeper's key (${keeper}) is also one of REPORTER_KEYS. Give the keeper a key of its own, so that whoever takes one does not have both.`,
    );
  }
  for (const [name, address] of Object.entries(contracts)) {
    // Not all of them have an owner.
    const owner = await client
      .readContract({ address, abi: OWNABLE, functionName: "owner" })
      .catch(() => null);
    if (owner !== null && isAddressEqual(owner, keeper)) {
      throw new FatalError(
        `The keeper's key (${keeper}) owns ${name}. Give the keeper a key of its own: the owner's belongs where nobody is connected.`,
      );
    }
  }
}
