// A node that lies: passes JSON-RPC on to a real one, and changes what it is told to.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Call {
  method: string;
  params: unknown[];
}

export interface Lie {
  /** Changes a question; or answers it itself, with an error. */
  readonly ask?: (call: Call) => Call | Error;
  /** Changes an answer. */
  readonly answer?: (call: Call, result: unknown) => unknown;
}

export interface Proxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a proxy before the node at `upstream`, on a free port. */
export async function startProxy(upstream: string, lie: Lie): Promise<Proxy> {
  const one = async (message: Call & { id: unknown }) => {
    const asked = lie.ask?.(message) ?? message;
    if (asked instanceof Error) {
      return { jsonrpc: "2.0", id: message.id, error: { code: -32_602, message: asked.message } };
    }
    const response = await fetch(upstream, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...message, ...asked }),
    });
    const said = (await response.json()) as { result?: unknown };
    if (lie.answer && "result" in said) said.result = lie.answer(message, said.result);
    return said;
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const message = JSON.parse(Buffer.concat(chunks).toString());
    const said = Array.isArray(message) ? await Promise.all(message.map(one)) : await one(message);
    response.setHeader("content-type", "application/json").end(JSON.stringify(said));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
