// The proof of a signer: what it signs recovers to its address, and s is the lower of its two values.
import {
  type Address,
  parseTransaction,
  recoverTransactionAddress,
  recoverTypedDataAddress,
  type TransactionSerializableEIP1559,
} from "viem";
import { expect } from "vitest";
import type { Signer } from "../../keeper/signers/signer.ts";

export const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const transaction = {
  type: "eip1559",
  chainId: 1,
  nonce: 7,
  data: "0x1234",
  gas: 21_000n,
  value: 5n,
  to: "0x00000000000000000000000000000000000ca11e",
  maxFeePerGas: 3n,
  maxPriorityFeePerGas: 2n,
} as const satisfies TransactionSerializableEIP1559;

const typed = {
  domain: { name: "Heliotrope", chainId: 1 },
  types: { Word: [{ name: "text", type: "string" }] },
  primaryType: "Word",
} as const;

/** Several times: one in two signatures of a careless signer is wrong. */
export async function proveSigner(signer: Signer, address: Address, times = 8): Promise<void> {
  expect(signer.address).toBe(address);
  for (let nonce = 0; nonce < times; nonce++) {
    const raw = await signer.signTransaction({ ...transaction, nonce });
    const { r, s, v, yParity, ...rest } = parseTransaction(raw);
    expect({ nonce: 0, ...rest }).toEqual({ ...transaction, nonce });
    expect(BigInt(s!)).toBeLessThanOrEqual(ORDER / 2n);
    expect(await recoverTransactionAddress({ serializedTransaction: raw as never })).toBe(address);
    const data = { ...typed, message: { text: `sky ${nonce}` } };
    const signature = await signer.signTypedData(data);
    expect(await recoverTypedDataAddress({ ...data, signature })).toBe(address);
  }
}
