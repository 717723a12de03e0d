import type { Address, Hex } from "viem";
import { encodeAbiParameters, keccak256, stringToHex } from "viem";

const DOMAIN = keccak256(stringToHex("Heliotrope.Commitment"));
const PARAMETERS = [
  { type: "bytes32" },
  { type: "uint256" },
  { type: "address" },
  { type: "bytes32" },
  { type: "bytes32" },
  { type: "bytes32" },
  { type: "bytes32" },
  { type: "address" },
] as const;

/**
 * What a keeper commits to, as `IAlmanac.hashCommitment` has it. Computed here, so that no node learns the salt
 * and the root before the commits have closed.
 */
export function hashCommitment(of: {
  readonly chainId: number;
  readonly almanac: Address;
  readonly job: Hex;
  readonly root: Hex;
  /** Binary CIDv1. */
  readonly cid: Hex;
  readonly salt: Hex;
  readonly keeper: Address;
}): Hex {
  const { chainId, almanac, job, root, cid, salt, keeper } = of;
  return keccak256(
    encodeAbiParameters(PARAMETERS, [
      DOMAIN,
      BigInt(chainId),
      almanac,
      job,
      root,
      keccak256(cid),
      salt,
      keeper,
    ]),
  );
}
