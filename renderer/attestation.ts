// What a keeper signs about a picture that another renderer made. Nobody can recompute such a picture, so
// the statement says so: it never stands behind a root in the almanac.
import type { Hex } from "./hex.ts";

/** Said wherever such a picture appears. */
export const NOT_ENFORCEABLE =
  "Not enforceable: nobody can recompute this picture. Only the keeper that signed says where it came from.";

/** EIP-712 types of the statement. */
export const ATTESTATION_TYPES = {
  AttestedPicture: [
    { name: "tokenId", type: "uint256" },
    { name: "epoch", type: "uint256" },
    { name: "latent", type: "bytes32" },
    { name: "condition", type: "bytes32" },
    { name: "renderer", type: "string" },
    { name: "picture", type: "bytes32" },
    { name: "enforceable", type: "bool" },
  ],
} as const;

/** The statement with everything that a reader needs to check it. */
export interface Attestation {
  readonly enforceable: false;
  readonly notice: string;
  readonly chainId: number;
  readonly collection: Hex;
  readonly tokenId: number;
  readonly epoch: number;
  readonly latent: Hex;
  readonly condition: Hex;
  /** Origin of the service that made the picture. */
  readonly renderer: string;
  /** keccak256 of the PNG file. */
  readonly picture: Hex;
  readonly keeper: Hex;
  readonly signature: Hex;
}

/** What is signed: EIP-712 typed data. */
export function attestedData(of: Omit<Attestation, "notice" | "keeper" | "signature">) {
  const { chainId, collection, tokenId, epoch, latent, condition, renderer, picture } = of;
  return {
    domain: { name: "Heliotrope", version: "1", chainId, verifyingContract: collection },
    types: ATTESTATION_TYPES,
    primaryType: "AttestedPicture",
    message: {
      tokenId: BigInt(tokenId),
      epoch: BigInt(epoch),
      latent,
      condition,
      renderer,
      picture,
      enforceable: false,
    },
  } as const;
}
