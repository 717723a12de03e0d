// What went wrong with a wallet or a transaction, in one sentence with the remedy.
import { BaseError, type Hex, isHex } from "viem";
import { refusalOf } from "./refusals.ts";

export interface Failure {
  kind:
    | "rejected"
    | "funds"
    | "reverted"
    | "pending"
    | "account"
    | "chain"
    | "disconnected"
    | "node"
    | "other";
  sentence: string;
  /** Name of the contract's error, where it is one of ours. */
  error?: string;
}

/** A failure that was recognised where it happened. */
export class FailureError extends Error {
  override name = "FailureError";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.sentence);
    this.failure = failure;
  }
}

/** Words for an error of a wallet, a node or a contract. */
export function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
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
  const data = revertDataOf(error);
  const refusal = data && refusalOf(data);
  if (refusal) {
    return { kind: "reverted", sentence: refusal.sentence, error: refusal.name };
  }
  if (data !== undefined || /execution reverted|transaction reverted/i.test(text)) {
    return {
      kind: "reverted",
      sentence: `The contract refuses this and gives no reason that this page knows${data && data !== "0x" ? ` (${data.slice(0, 10)})` : ""}. Nothing was spent; change the request and try again.`,
    };
  }
  if (codes.has(4900) || codes.has(4901) || /Connector(Not| not )Connected/i.test(text)) {
    return {
      kind: "disconnected",
      sentence: "Your wallet is no longer connected. Connect it, then try again.",
    };
  }
  if (codes.has(4100) || /ConnectorAccountNotFound|not been authorized/i.test(text)) {
    return {
      kind: "account",
      sentence:
        "Your wallet no longer shares this account with the page. Connect it again, then try again.",
    };
  }
  if (/ChainMismatch|does not match the (target|connection's) chain/i.test(text)) {
    return {
      kind: "chain",
      sentence:
        "Your wallet changed to another chain. Nothing was sent; switch it back, then try again.",
    };
  }
  if (/nonce too low|already known|replacement transaction underpriced/i.test(text)) {
    return {
      kind: "other",
      sentence:
        "Your wallet has already sent a transaction in this one's place. Look at its activity there before you try again.",
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

/** The data that a contract reverted with; undefined where it is no revert. */
function revertDataOf(error: unknown): Hex | undefined {
  for (const each of chainOf(error).reverse()) {
    const { data, raw } = each as { data?: unknown; raw?: unknown };
    const found = [raw, data, (data as { data?: unknown } | undefined)?.data].find((value) =>
      isHex(value),
    );
    if (found) return found as Hex;
  }
  return undefined;
}

function codesOf(error: unknown): Set<number> {
  const codes = new Set<number>();
  for (const each of chainOf(error)) {
    const { code } = each as { code?: unknown };
    if (typeof code === "number") codes.add(code);
  }
  return codes;
}

/** Names and messages, outermost first. */
function messagesOf(error: unknown): string {
  return chainOf(error)
    .flatMap((each) => {
      const { message, name } = each as { message?: unknown; name?: unknown };
      return [message, name];
    })
    .filter((text) => typeof text === "string")
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
