// What a measurement answers, and how figures are taken.
import { type Address, type Hex, keccak256, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { keeper, type System } from "../system.ts";

/** A figure of ours alone. */
export interface Row {
  readonly what: string;
  readonly gas: number;
  readonly goal: number | null;
  readonly peers: string;
  /** Whether the figure depends on a genome, which no two runs share. */
  readonly varies?: boolean;
}

/** An account with ether that holds no plant. */
export async function stranger(system: System, name: string) {
  const account = privateKeyToAccount(keccak256(toHex(`stranger ${name}`)));
  await system.client.setBalance({ address: account.address, value: 10n ** 20n });
  return account;
}

/**
 * What a call uses of as much gas as public nodes give. Not an estimate: with less gas `tokenURI` answers
 * too, with less in it.
 */
export async function gasOf(system: System, call: { to: Address; data: Hex }): Promise<number> {
  const request = { ...call, from: keeper.address, gas: toHex(50_000_000) };
  const { gasUsed } = (await system.client.request({
    method: "debug_traceCall",
    params: [request, "latest", { tracer: "callTracer", tracerConfig: { onlyTopCall: true } }],
  } as never)) as { gasUsed: Hex };
  return Number(gasUsed);
}

/** Answers for the first dozen plants. */
export function each<T>(answer: (id: bigint) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 12 }, (_, id) => answer(BigInt(id))));
}
