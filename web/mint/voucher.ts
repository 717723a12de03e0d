// A voucher: plants promised to an account by a signature. Whoever brings it pays.
import { type Address, encodeFunctionData, type Hex, isAddress, isHex } from "viem";
import { heliotropeAbi } from "../../contracts/abi.ts";
import type { Reader } from "../client.ts";
import { failureOf } from "../wallet/failure.ts";
import { type Call, callOf } from "../wallet/transaction.ts";
import { PapersError } from "./list.ts";

/** Field for field as the contract hashes it. */
export interface Voucher {
  recipient: Address;
  quantity: bigint;
  /** Wei for one plant. */
  price: bigint;
  home: bigint;
  nonce: bigint;
  /** The last second in which it is good. */
  deadline: bigint;
}

export interface SignedVoucher {
  voucher: Voucher;
  signature: Hex;
}

/** Ether for the gas of a trial, in wei. */
const LENT = 10n ** 18n;

const NUMBERS = ["quantity", "price", "home", "nonce", "deadline"] as const;

/** Reads `{"voucher": {…}, "signature": "0x…"}`, or the same flat. @throws PapersError */
export function parseVoucher(text: string): SignedVoucher {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new PapersError("This is not JSON. Use the voucher as it was given to you, whole.");
  }
  const record = (json ?? {}) as Record<string, unknown>;
  const fields = (record.voucher ?? record) as Record<string, unknown>;
  const { signature } = record;
  if (!isHex(signature)) {
    throw new PapersError(
      'The voucher has no signature. It belongs beside it, as "signature"; without it nothing is promised.',
    );
  }
  if (typeof fields.recipient !== "string" || !isAddress(fields.recipient, { strict: false })) {
    throw new PapersError("The voucher does not say for whom it is: its recipient is no address.");
  }
  const numbers = {} as Record<(typeof NUMBERS)[number], bigint>;
  for (const name of NUMBERS) {
    const value = fields[name];
    // A number that JSON cannot hold exactly would be another one than what was signed.
    const isExact = typeof value === "number" ? Number.isSafeInteger(value) : true;
    if (!isExact || !/^(0|[1-9]\d*)$/.test(String(value))) {
      throw new PapersError(
        `The voucher's ${name} is no whole number. Write it as text, in digits.`,
      );
    }
    numbers[name] = BigInt(String(value));
  }
  return { voucher: { recipient: fields.recipient as Address, ...numbers }, signature };
}

export function voucherCall(token: Address, { voucher, signature }: SignedVoucher): Call {
  return callOf({
    address: token,
    abi: heliotropeAbi,
    functionName: "mintVoucher",
    args: [voucher, signature],
    value: voucher.price * voucher.quantity,
  });
}

/**
 * Runs it on the node with ether that nobody has, so that it can be judged before a wallet is connected.
 * @throws what the contract says against it.
 */
export async function tryVoucher(
  client: Reader,
  token: Address,
  signed: SignedVoucher,
): Promise<"good" | "unknown"> {
  const { abi, functionName, args, value = 0n } = voucherCall(token, signed);
  const account = signed.voucher.recipient;
  try {
    await client.call({
      account,
      to: token,
      value,
      data: encodeFunctionData({ abi, functionName, args } as never),
      stateOverride: [{ address: account, balance: 2n * value + LENT }],
    });
    return "good";
  } catch (error) {
    if (failureOf(error).kind === "reverted") throw error;
    return "unknown";
  }
}
