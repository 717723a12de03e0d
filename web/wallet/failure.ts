// What went wrong with a wallet or a transaction, in one sentence with the remedy.
import { BaseError, ContractFunctionRevertedError } from "viem";

export interface Failure {
  kind: "rejected" | "funds" | "reverted" | "pending" | "node" | "other";
  sentence: string;
}

/** Words for an error of a wallet, a node or a contract. */
export function failureOf(error: unknown): Failure {
  const codes = codesOf(error);
  const text = messagesOf(error);
  if (codes.has(4001) || /user (rejected|denied)|rejected the request/i.test(text)) {
    return {
      kind: "rejected",
      sentence: "You declined the request in your wallet. Nothing was sent; you can try again.",
    };
  }
  if (codes.has(-32002)) {
    return {
      kind: "pending",
      sentence: "Your wallet already has this request open. Answer it there.",
    };
  }
  if (/insufficient funds/i.test(text)) {
    return {
      kind: "funds",
      sentence: "This account cannot pay the price and the gas. Add ether to it, then try again.",
    };
  }
  const reverted =
    error instanceof BaseError
      ? error.walk((cause) => cause instanceof ContractFunctionRevertedError)
      : undefined;
  if (reverted instanceof ContractFunctionRevertedError) {
    const reason = reverted.data?.errorName ?? reverted.reason ?? "no reason given";
    return {
      kind: "reverted",
      sentence: `The contract refuses this (${reason}). Nothing was spent; change the request and try again.`,
    };
  }
  if (/fetch failed|failed to fetch|HTTP request failed|timed out|took too long/i.test(text)) {
    return {
      kind: "node",
      sentence: "The node does not answer. Check the connection, then try again.",
    };
  }
  const first = error instanceof BaseError ? error.shortMessage : text.split("\n")[0];
  return { kind: "other", sentence: `That did not work: ${first || "no reason given"}` };
}

function codesOf(error: unknown): Set<number> {
  const codes = new Set<number>();
  for (const each of chainOf(error)) {
    const { code } = each as { code?: unknown };
    if (typeof code === "number") codes.add(code);
  }
  return codes;
}

function messagesOf(error: unknown): string {
  return chainOf(error)
    .map((each) => (each as { message?: unknown }).message)
    .filter((message) => typeof message === "string")
    .join("\n");
}

/** The error and its causes, outermost first. */
function chainOf(error: unknown): object[] {
  const chain: object[] = [];
  let next = error;
  while (typeof next === "object" && next !== null && !chain.includes(next)) {
    chain.push(next);
    next = (next as { cause?: unknown }).cause;
  }
  return chain;
}
