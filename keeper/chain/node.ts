/** One node: asks it, notices when it answers no more, wants a pause, or speaks for another chain. */
import { BaseError, HttpRequestError, http, numberToHex, TimeoutError } from "viem";
import { oneLine, RetryableError } from "../errors.ts";

/** What is wrong with the nodes just now: the loop calls this trouble "chain", and looks again. */
export class NodeError extends RetryableError {
  override name = "NodeError";
}

export interface Call {
  readonly method: string;
  readonly params?: unknown;
}

export interface Node {
  readonly url: string;
  /** Throws what viem throws, or NodeError where there is no use in asking now. */
  ask(call: Call): Promise<unknown>;
  /** Asks which chain it is; throws NodeError unless it is ours. */
  confirm(): Promise<void>;
  /** `stranger`: it spoke for another chain when last asked. `down`: it did not answer when last asked. */
  state(): "good" | "down" | "stranger" | "resting";
}

export interface NodeOptions {
  readonly chainId: number;
  readonly timeoutMs: number;
  readonly warn: (message: string) => void;
  /** Told of every answer: what it was, and how many seconds it took. */
  readonly tell?:
    | ((outcome: "answered" | "limited" | "failed", seconds: number) => void)
    | undefined;
}

/** What a node that limits its callers answers, beside HTTP 429: nobody has agreed on one number. */
const LIMIT_CODES = new Set([429, -32005, -32007]);
const FIRST_REST_MS = 1_000;
/** A node that asks for an hour is asked again sooner: an epoch has windows of an hour. */
const LONGEST_REST_MS = 60_000;

export function openNode(url: string, { chainId, timeoutMs, warn, tell }: NodeOptions): Node {
  // Whether to try again, and where, is decided here and by whoever chooses among nodes.
  const transport = http(url, { timeout: timeoutMs, retryCount: 0, batch: { batchSize: 100 } })({});
  let isDown = false;
  let isStranger = false;
  /** Whether it has said its chain since it was last away: behind one address may be another node now. */
  let isConfirmed = false;
  let confirming: Promise<void> | null = null;
  /** In the machine's monotonic time: a clock that is set must not make a node rest for a day. */
  let restsUntil = 0;
  let rests = 0;

  async function send({ method, params }: Call): Promise<unknown> {
    const left = restsUntil - performance.now();
    if (left > 0) {
      throw new NodeError(
        `${url} asked for fewer questions and is left in peace for ${Math.ceil(left / 1000)} s more. Add a second node to RPC_URL if this happens often.`,
      );
    }
    const asked = performance.now();
    const since = () => (performance.now() - asked) / 1_000;
    try {
      const answer = await transport.request({ method, params } as never);
      tell?.("answered", since());
      isDown = false;
      rests = 0;
      return answer;
    } catch (error) {
      // A revert is an answer.
      const outcome = isLimit(error) ? "limited" : isUnreachable(error) ? "failed" : "answered";
      tell?.(outcome, since());
      notice(error);
      throw error;
    }
  }

  function notice(error: unknown): void {
    if (isLimit(error)) {
      const wanted = retryAfterMs(error) ?? FIRST_REST_MS * 2 ** Math.min(rests, 10);
      // Questions asked together are refused together: that is one refusal.
      if (restsUntil <= performance.now()) rests++;
      restsUntil = performance.now() + Math.min(wanted, LONGEST_REST_MS);
    } else if (isUnreachable(error)) {
      isDown = true;
      isConfirmed = false;
    }
  }

  async function check(): Promise<void> {
    const said = await send({ method: "eth_chainId" });
    const isOurs = said === numberToHex(chainId);
    if (isOurs === isStranger) {
      warn(
        isOurs
          ? `${url} speaks for chain ${chainId} again`
          : `${url} now says that it is chain ${Number(said)}, and ours is ${chainId}: it is neither read nor sent to. Put RPC_URL right, or wait until it has recovered.`,
      );
    }
    isStranger = !isOurs;
    isConfirmed = isOurs;
    if (!isOurs) throw strange(url, said, chainId);
  }

  function confirm(): Promise<void> {
    confirming ??= check().finally(() => {
      confirming = null;
    });
    return confirming;
  }

  return {
    url,
    confirm,
    state: () => {
      if (isStranger) return "stranger";
      if (restsUntil > performance.now()) return "resting";
      return isDown ? "down" : "good";
    },
    ask: async (call) => {
      if (!isConfirmed) await confirm();
      return send(call);
    },
  };
}

/** Whether the contract itself said no: every honest node would say the same. */
export function isRevert(error: unknown): boolean {
  return error instanceof Error && /execution reverted/i.test(oneLine(error));
}

/** Whether it asks for fewer questions. */
export function isLimit(error: unknown): boolean {
  if (httpError(error)?.status === 429) return true;
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === "number" && LIMIT_CODES.has(code)) return true;
  }
  return false;
}

function strange(url: string, said: unknown, chainId: number): NodeError {
  return new NodeError(
    `${url} says that it is chain ${Number(said)}, and ours is ${chainId}. Put RPC_URL right, or wait until the node has recovered.`,
  );
}

function httpError(error: unknown): HttpRequestError | null {
  if (!(error instanceof BaseError)) return null;
  const found = error.walk((cause) => cause instanceof HttpRequestError);
  return found instanceof HttpRequestError ? found : null;
}

/** No answer, half an answer, or none of a node's own (a gateway's page for what lies dead behind it). */
function isUnreachable(error: unknown): boolean {
  if (httpError(error) !== null) return true;
  return error instanceof BaseError && error.walk((one) => one instanceof TimeoutError) !== null;
}

function retryAfterMs(error: unknown): number | null {
  const seconds = Number.parseInt(httpError(error)?.headers?.get("retry-after") ?? "", 10);
  return Number.isNaN(seconds) ? null : seconds * 1_000;
}
