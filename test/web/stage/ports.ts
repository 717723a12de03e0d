// Ports for what the tests start: from the system, since several files of tests start at once.
import type { Server } from "node:http";
import { type AddressInfo, createServer } from "node:net";

/** A port that nothing listens on, for a program that has to be told. */
export async function anyPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
