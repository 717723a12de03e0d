// What is wrong with the node, in sentences.
import { BaseError, HttpRequestError, RpcRequestError } from "viem";
import { count, instant, number } from "../words.ts";
import { BehindError, WrongChainError } from "./head.ts";

export interface Trouble {
  kind: "down" | "failing" | "limited" | "slow" | "wrong-chain" | "behind" | "stale" | "refusing";
  /** What happened, and why. */
  sentence: string;
}

/** What is known about the node now. */
export interface Symptoms {
  rpc: string;
  chainId: number;
  /** Why the latest pulse failed. */
  error?: unknown;
  /** The machine itself says that it has no network. */
  isOffline?: boolean;
  /** It has not answered for a while. */
  isHanging: boolean;
  /** How long its latest answer took, where that was long. */
  tookMs?: number | undefined;
  /** Milliseconds until it may be asked again. */
  pauseMs: number;
  /** The newest block's time in seconds, where it lies far in the past. */
  staleSince?: number | undefined;
}

/** The one thing to say; undefined while all is well. */
export function troubleOf(symptoms: Symptoms): Trouble | undefined {
  const { rpc, chainId, error, isHanging, tookMs, pauseMs, staleSince } = symptoms;
  const node = `The node at ${rpc}`;
  if (pauseMs > 0) {
    return {
      kind: "limited",
      sentence: `${node} has been asked too often and wants to be left alone. The page asks again in ${count(Math.ceil(pauseMs / 1000), "second")}.`,
    };
  }
  const wrong = find(error, WrongChainError);
  if (wrong) {
    return {
      kind: "wrong-chain",
      sentence: `${node} is on chain ${wrong.chainId}, and the contracts are on chain ${chainId}. Nothing that it says is shown.`,
    };
  }
  const behind = find(error, BehindError);
  if (behind) {
    return {
      kind: "behind",
      sentence: `${node} is at block ${number(Number(behind.block))}, ${count(Number(behind.seen - behind.block), "block")} behind what it had said before. The page stays at what it has seen and goes on when the node has caught up.`,
    };
  }
  const answered = find(error, HttpRequestError)?.status;
  if (answered !== undefined) {
    return {
      kind: "failing",
      sentence: `${node} answers with an error of its own (HTTP ${answered}).`,
    };
  }
  const refused = find(error, RpcRequestError);
  if (refused) {
    return {
      kind: "refusing",
      sentence: `${node} refuses what it is asked: ${refused.details || refused.shortMessage}`,
    };
  }
  if (tookMs !== undefined && !error) {
    return {
      kind: "slow",
      sentence: `${node} is slow: its latest answer took ${count(Math.round(tookMs / 1000), "second")}. What you see may be that old.`,
    };
  }
  if (error && symptoms.isOffline) {
    return { kind: "down", sentence: `This machine is offline. ${node} does not answer.` };
  }
  if (error || isHanging) return { kind: "down", sentence: `${node} does not answer.` };
  if (staleSince !== undefined) {
    return {
      kind: "stale",
      sentence: `${node} knows no block since ${instant(staleSince)}. Either it has stopped following the chain, or the chain stands still.`,
    };
  }
  return undefined;
}

function find<T>(error: unknown, type: new (...args: never[]) => T): T | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const found = error.walk((cause) => cause instanceof type);
  return found instanceof type ? found : undefined;
}
