// A weather service on this machine: it answers what a test tells it to, over real HTTP, and remembers what it was asked.
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Span, Station } from "../../../keeper/weather/source.ts";

export const INSTANT = 1_781_589_600;
export const SPAN: Span = { epoch: 70_698n, instant: INSTANT, seconds: 25_200 };
export const SEATTLE: Station = {
  name: "Seattle",
  latMicroDeg: 47_606_200,
  lonMicroDeg: -122_332_100,
};
export const NEW_YORK: Station = {
  name: "New York",
  latMicroDeg: 40_712_800,
  lonMicroDeg: -74_006_000,
};
export const OSLO: Station = { name: "Oslo", latMicroDeg: 59_913_900, lonMicroDeg: 10_752_200 };

export type Reply = (response: ServerResponse, request: IncomingMessage) => void;

export interface Service {
  readonly url: string;
  /** What it does from now on. */
  reply: Reply;
  readonly asked: { readonly url: URL; readonly headers: IncomingMessage["headers"] }[];
  close(): Promise<void>;
}

export async function openService(): Promise<Service> {
  const server = createServer((request, response) => {
    service.asked.push({ url: new URL(request.url!, "http://service"), headers: request.headers });
    service.reply(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const service: Service = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/service`,
    reply: (response) => response.writeHead(500).end(),
    asked: [],
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}

/** What tests reach into to look at or to break. */
// biome-ignore lint/suspicious/noExplicitAny: its shape is what is being broken.
export type Loose = any;

/** The answer that a service of that name gives, in its real shape; free to be spoiled. */
export function answerOf(name: "open-meteo" | "metar" | "met-norway"): Loose {
  const file = new URL(`../../vectors/weather/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8"));
}

export const json =
  (body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response
      .writeHead(200, { "content-type": "application/json", ...headers })
      .end(JSON.stringify(body));

export const raw =
  (status: number, text: string, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, headers).end(text);
