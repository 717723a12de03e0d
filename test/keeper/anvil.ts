import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Hash, Hex, TestClient } from "viem";
import { createTestClient, http } from "viem";

export interface Anvil {
  readonly url: string;
  readonly client: TestClient<"anvil">;
  stop(): Promise<void>;
}

/** anvil's well-known development keys. */
export const KEYS = [
  "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
  "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
  "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
  "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6",
  "0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a",
  "0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba",
] as const satisfies readonly Hex[];

/** A private anvil on a free port, in its own process, gone with `stop`. */
export async function startAnvil(args: readonly string[] = []): Promise<Anvil> {
  // The binary itself, not npm's wrapper around it: one process, which a signal reaches.
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const bin = new URL(
    `../../node_modules/@foundry-rs/anvil-${process.platform}-${arch}/bin/anvil`,
    import.meta.url,
  );
  // Old states would be laid aside as files, five gigabytes in one run of all tests.
  const options = ["--port", "0", "--prune-history", "256", ...args];
  const child = spawn(fileURLToPath(bin), options, { stdio: ["ignore", "pipe", "inherit"] });
  const stopped = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const port = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const found = /Listening on [\d.]+:(\d+)/.exec(text);
      if (found !== null) resolve(found[1]!);
    });
    child.once("exit", (code) => reject(new Error(`anvil ended with code ${code}: ${text}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  const client = createTestClient({ mode: "anvil", transport: http(url) });
  return {
    url,
    client,
    stop: async () => {
      child.kill("SIGTERM");
      await stopped;
    },
  };
}

export interface MinedTransaction {
  readonly hash: Hash;
  readonly from: Hex;
  readonly to: Hex | null;
  readonly nonce: Hex;
  readonly input: Hex;
}

/** Every transaction of the chain so far, oldest first. */
export async function allTransactions(anvil: Anvil): Promise<MinedTransaction[]> {
  const request = anvil.client.request as (call: unknown) => Promise<unknown>;
  const height = Number(await request({ method: "eth_blockNumber" }));
  const found: MinedTransaction[] = [];
  for (let number = 0; number <= height; number++) {
    const block = (await request({
      method: "eth_getBlockByNumber",
      params: [`0x${number.toString(16)}`, true],
    })) as { transactions: MinedTransaction[] };
    found.push(...block.transactions);
  }
  return found;
}
