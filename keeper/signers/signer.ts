/** Whoever signs for the keeper: a key in a file, in a hardware module, or at a cloud's key service. */
import {
  type Address,
  type Hex,
  hashTypedData,
  keccak256,
  type LocalAccount,
  recoverAddress,
  serializeSignature,
  serializeTransaction,
} from "viem";
import { toAccount } from "viem/accounts";
import { FatalError } from "../errors.ts";

export type Signer = Pick<LocalAccount, "address" | "signTransaction" | "signTypedData">;

/** r and s, as whoever holds the key gives them: 32 bytes each. */
export interface Pair {
  readonly r: bigint;
  readonly s: bigint;
}

/** Signs a digest as it is. Throws RetryableError where another try may succeed. */
export type SignDigest = (digest: Hex) => Promise<Pair>;

/** The order of secp256k1. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** A signer whose key is elsewhere, and gives r and s alone. */
export function remoteSigner(place: string, address: Address, signDigest: SignDigest): Signer {
  const sign = async (digest: Hex) => completed(place, address, digest, await signDigest(digest));
  return toAccount({
    address,
    async signTransaction(transaction, { serializer = serializeTransaction } = {}) {
      const digest = keccak256(await serializer(transaction));
      return serializer(transaction, await sign(digest));
    },
    async signTypedData(data) {
      return serializeSignature(await sign(hashTypedData(data)));
    },
    async signMessage() {
      throw new FatalError("The keeper signs transactions and typed data, nothing else.");
    },
  });
}

/**
 * Ethereum wants the lower of the two values that s may have, and a parity. The parity is found by trying both: so
 * a signature of another key, such as a module gives that does not find the one that was asked for, never gets out.
 */
async function completed(place: string, address: Address, digest: Hex, { r, s }: Pair) {
  const low = s > ORDER / 2n ? ORDER - s : s;
  const words = { r: word(r), s: word(low) };
  for (const yParity of [0, 1]) {
    const signature = { ...words, yParity };
    const found = await recoverAddress({ hash: digest, signature }).catch(() => null);
    if (found?.toLowerCase() === address.toLowerCase()) return signature;
  }
  throw new FatalError(
    `${place} signed with another key than that of ${address}. See that KEEPER_SIGNER names one key alone.`,
  );
}

function word(value: bigint): Hex {
  return `0x${value.toString(16).padStart(64, "0")}`;
}
