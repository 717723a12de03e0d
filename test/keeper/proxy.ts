// A node as bad nodes are: stands before a real one, and drops, cuts, limits, lags and lies as a test tells it to.
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { numberToHex } from "viem";

/**
 * What becomes of a message. `drop-before` and `error-before` never reach the node; with `drop-after` the node has
 * acted, and nobody is told; `cut` gives half of the answer; `limit` is a 429. `hang` never forwards and never
 * ends, `swallow` forwards and never ends.
 */
export type Fate =
  | "pass"
  | "drop-before"
  | "error-before"
  | "drop-after"
  | "cut"
  | "limit"
  | "hang"
  | "swallow";

export interface RpcProxy {
  readonly url: string;
  /** Asked for each method of a message; the first that is not "pass" decides for the whole message. */
  fate: (method: string) => Fate;
  /** Blocks by which it is behind the node. */
  lag: number;
  /** The chain that it says it is; null tells the truth. */
  chainId: number | null;
  /** A method to which it answers null, as if it had lost an index; null forgets nothing. */
  forgets: string | null;
  /** What a 429 asks for, in seconds; null asks for nothing. */
  retryAfter: number | null;
  /** Milliseconds until a message is looked at. */
  delay: number;
  /** Asked for each method that is to be answered: the error that the node answers with, null for none. */
  refuses: (method: string) => { code: number; message: string } | null;
  /** How many messages came; one may ask for several methods. */
  messages: number;
  /** Every method that was asked for, in order. */
  readonly asked: string[];
  /** As if the machine behind the address were gone; `open` brings it back, at the same address. */
  close(): Promise<void>;
  open(): Promise<void>;
}

interface Question {
  readonly id: number;
  readonly method: string;
  readonly params?: readonly unknown[];
}

/** Where a method has its block, among its parameters. */
const BLOCK_AT: Readonly<Record<string, number>> = {
  eth_call: 1,
  eth_estimateGas: 1,
  eth_getBalance: 1,
  eth_getBlockByNumber: 0,
  eth_getCode: 1,
  eth_getStorageAt: 2,
  eth_getTransactionCount: 1,
};

export async function startProxy(node: string): Promise<RpcProxy> {
  let server: Server;
  let port = 0;

  const proxy: RpcProxy = {
    url: "",
    fate: () => "pass",
    lag: 0,
    chainId: null,
    forgets: null,
    retryAfter: null,
    delay: 0,
    refuses: () => null,
    messages: 0,
    asked: [],
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    open: async () => {
      server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
          serve(Buffer.concat(chunks).toString(), response).catch(() => response.destroy());
        });
      });
      await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
      port = (server.address() as AddressInfo).port;
    },
  };
  await proxy.open();
  (proxy as { url: string }).url = `http://127.0.0.1:${port}`;
  return proxy;

  async function serve(body: string, response: ServerResponse): Promise<void> {
    const message = JSON.parse(body) as Question | Question[];
    const questions = [message].flat();
    proxy.messages++;
    proxy.asked.push(...questions.map(({ method }) => method));
    if (proxy.delay > 0) await new Promise((resolve) => setTimeout(resolve, proxy.delay));
    const fate = questions.map(({ method }) => proxy.fate(method)).find((each) => each !== "pass");
    if (fate === "hang") return;
    if (fate === "drop-before") return void response.destroy();
    if (fate === "error-before") return void response.writeHead(502).end("Bad Gateway");
    if (fate === "limit") {
      const headers = proxy.retryAfter === null ? {} : { "retry-after": `${proxy.retryAfter}` };
      return void response.writeHead(429, headers).end("Too Many Requests");
    }
    const answers = await Promise.all(questions.map(answer));
    const text = JSON.stringify(Array.isArray(message) ? answers : answers[0]);
    if (fate === "swallow") return;
    if (fate === "drop-after") return void response.destroy();
    response.writeHead(200, { "content-type": "application/json" });
    response.end(fate === "cut" ? text.slice(0, text.length / 2) : text);
  }

  async function answer(question: Question): Promise<unknown> {
    const { id, method } = question;
    const error = proxy.refuses(method);
    if (error !== null) return { jsonrpc: "2.0", id, error };
    if (method === "eth_chainId" && proxy.chainId !== null) {
      return { jsonrpc: "2.0", id, result: numberToHex(proxy.chainId) };
    }
    if (method === proxy.forgets) return { jsonrpc: "2.0", id, result: null };
    return proxy.lag === 0 ? forward(question) : answerLate(question);
  }

  /** As a node answers that knows nothing of the last blocks. */
  async function answerLate(question: Question): Promise<unknown> {
    const { id, method, params = [] } = question;
    const head = Number(await ask("eth_blockNumber", []));
    const last = Math.max(0, head - proxy.lag);
    if (method === "eth_blockNumber") return { jsonrpc: "2.0", id, result: numberToHex(last) };
    const at = BLOCK_AT[method];
    if (at !== undefined) {
      const wanted = params[at] ?? "latest";
      const isTag = wanted === "latest" || wanted === "pending";
      if (!isTag && Number(wanted) > last) {
        if (method === "eth_getBlockByNumber") return { jsonrpc: "2.0", id, result: null };
        return { jsonrpc: "2.0", id, error: { code: -32000, message: "header not found" } };
      }
      return forward({
        ...question,
        params: params.with(at, isTag ? numberToHex(last) : wanted),
      });
    }
    const reply = (await forward(question)) as { result?: { blockNumber?: string } | null };
    if (method === "eth_getLogs" && Array.isArray(reply.result)) {
      const known = reply.result.filter(({ blockNumber }) => Number(blockNumber) <= last);
      return { ...reply, result: known };
    }
    const { blockNumber } = reply.result ?? {};
    const isUnknown = blockNumber !== undefined && Number(blockNumber) > last;
    return isUnknown ? { jsonrpc: "2.0", id, result: null } : reply;
  }

  async function ask(method: string, params: readonly unknown[]): Promise<unknown> {
    return ((await forward({ id: 1, method, params })) as { result: unknown }).result;
  }

  async function forward(question: Question): Promise<unknown> {
    const reply = await fetch(node, {
      method: "POST",
      body: JSON.stringify({ jsonrpc: "2.0", ...question }),
      headers: { "content-type": "application/json" },
    });
    return reply.json();
  }
}
