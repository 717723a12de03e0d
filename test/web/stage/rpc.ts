// The node as the page knows it: a real one, behind a proxy that a test may make fail, dawdle, lag and lie.
import { type Fate, type RpcProxy, startProxy } from "../../keeper/proxy.ts";

/** What becomes of a message, or the JSON-RPC error that answers it. */
export type Fault = Exclude<Fate, "pass" | "limit"> | { code: number; message: string };

export interface Rpc {
  url: string;
  /** Fails these methods, or all of them where none is named. */
  failWith: (fault: Fault, ...methods: string[]) => void;
  /** Every message waits for so long. */
  delay: (milliseconds: number) => void;
  /** Answers 429 to everything; `retryAfter` is what it asks for, in seconds. */
  rateLimit: (retryAfter?: number) => void;
  /** Says that it is another chain. */
  chainId: (id: number) => void;
  /**
   * Knows nothing of the newest blocks. States from before the stage was raised are not kept: mine at least
   * that many blocks first.
   */
  lag: (blocks: number) => void;
  /** All is well again. */
  heal: () => void;
  /** From here on messages are counted. */
  mark: () => void;
  /** The messages since the mark; one that asks for several methods at once counts once. */
  count: () => number;
  /** The methods that were asked for since the mark, in order. */
  methods: () => string[];
  close: () => Promise<void>;
}

export async function openRpc(node: string): Promise<Rpc> {
  const proxy = await startProxy(node);
  let marked = { messages: 0, asked: 0 };
  return {
    url: proxy.url,
    failWith: (fault, ...methods) => {
      const isMeant = (method: string) => methods.length === 0 || methods.includes(method);
      if (typeof fault === "string") {
        proxy.fate = (method) => (isMeant(method) ? fault : "pass");
      } else proxy.refuses = (method) => (isMeant(method) ? fault : null);
    },
    delay: (milliseconds) => {
      proxy.delay = milliseconds;
    },
    rateLimit: (retryAfter) => {
      proxy.retryAfter = retryAfter ?? null;
      proxy.fate = () => "limit";
    },
    chainId: (id) => {
      proxy.chainId = id;
    },
    lag: (blocks) => {
      proxy.lag = blocks;
    },
    heal: () => heal(proxy),
    mark: () => {
      marked = { messages: proxy.messages, asked: proxy.asked.length };
    },
    count: () => proxy.messages - marked.messages,
    methods: () => proxy.asked.slice(marked.asked),
    close: proxy.close,
  };
}

function heal(proxy: RpcProxy): void {
  proxy.fate = () => "pass";
  proxy.refuses = () => null;
  proxy.delay = 0;
  proxy.retryAfter = null;
  proxy.chainId = null;
  proxy.lag = 0;
}
