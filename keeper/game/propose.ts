import {
  BaseError,
  type ContractFunctionArgs,
  ContractFunctionRevertedError,
  encodeFunctionData,
} from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import type { Context } from "../steps/context.ts";
import type { Kind } from "../store/intents.ts";

type Writes = "nonpayable" | "payable";
type Name = Extract<
  (typeof almanacAbi)[number],
  { type: "function"; stateMutability: Writes }
>["name"];

export interface Proposal<name extends Name> {
  readonly kind: Kind;
  readonly subject: string;
  readonly functionName: name;
  readonly args: ContractFunctionArgs<typeof almanacAbi, Writes, name>;
  readonly value?: bigint;
  readonly expiresAt: bigint;
}

/** Why the almanac would refuse. */
export interface Refusal {
  /** The error's name, as IAlmanac has it. */
  readonly name: string;
  readonly args: readonly unknown[];
}

/**
 * Tries a call of the almanac on the newest block, and asks the sender for it where it goes through. Null when it is
 * asked for; the reason when the almanac would refuse it. Throws when the chain does not answer.
 */
export async function propose<name extends Name>(
  { rpc, contracts, sender, log }: Context,
  { kind, subject, functionName, args, value, expiresAt }: Proposal<name>,
): Promise<Refusal | null> {
  const call = { abi: almanacAbi, functionName, args };
  try {
    await rpc.client.simulateContract({
      ...call,
      address: contracts.Almanac,
      account: sender.address,
      ...(value === undefined ? {} : { value }),
    } as never);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    log.debug({ kind, subject, why: refusal.name }, "the almanac would refuse it now");
    return refusal;
  }
  await sender.enqueue({
    kind,
    subject,
    target: contracts.Almanac,
    data: encodeFunctionData(call as never),
    value,
    expiresAt,
  });
  return null;
}

/** What the almanac said, or null where it was not asked. */
function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof BaseError)) return null;
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (!(reverted instanceof ContractFunctionRevertedError)) return null;
  const { data, reason } = reverted;
  return { name: data?.errorName ?? reason ?? "unknown", args: data?.args ?? [] };
}
