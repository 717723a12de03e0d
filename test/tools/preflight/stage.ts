// Small collections of test/contracts/preflight/ on an anvil of their own, and what a preflight says of them.
import { readFileSync } from "node:fs";
import {
  type Abi,
  type Address,
  createTestClient,
  type Hex,
  http,
  publicActions,
  walletActions,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { inspect, type Options, type Report } from "../../../tools/preflight/inspect.ts";
import { run } from "../../../tools/processes.ts";
import { type Anvil, KEYS, startAnvil } from "../../keeper/anvil.ts";

/** Milliseconds for what a busy machine does slowly: compiling. */
export const PATIENCE = 900_000;

export interface Stage {
  readonly anvil: Anvil;
  /** The address of a contract of that folder, deployed when it is first asked for. */
  deployed(file: string, name?: string): Promise<Address>;
}

/** Give it back with `anvil.stop`. */
export async function openStage(): Promise<Stage> {
  const { code, output } = await run("forge", ["build", "test/contracts/preflight"]);
  if (code !== 0) throw new Error(output);
  const anvil = await startAnvil(["--hardfork", "prague"]);
  const client = createTestClient({
    mode: "anvil",
    chain: foundry,
    transport: http(anvil.url),
    pollingInterval: 20,
  })
    .extend(publicActions)
    .extend(walletActions);
  const known = new Map<string, Address>();
  return {
    anvil,
    async deployed(file, name = file) {
      const found = known.get(name);
      if (found) return found;
      const { abi, bytecode } = JSON.parse(
        readFileSync(`out/${file}.sol/${name}.json`, "utf8"),
      ) as { abi: Abi; bytecode: { object: Hex } };
      const hash = await client.deployContract({
        account: privateKeyToAccount(KEYS[0]),
        abi,
        bytecode: bytecode.object,
      });
      const { contractAddress } = await client.waitForTransactionReceipt({ hash });
      known.set(name, contractAddress!);
      return contractAddress!;
    },
  };
}

/** A preflight with small pictures and little patience. */
export function look(
  rpc: string,
  address: string,
  options: Partial<Options> = {},
): Promise<Report> {
  return inspect({
    rpc,
    address,
    tokens: "sample",
    limit: 100,
    size: 48,
    timeout: 60_000,
    retries: 0,
    ...options,
  });
}

/** The ids of what did not pass, each once, with what was found first. */
export function complaints({ findings }: Report): Record<string, string> {
  const found: Record<string, string> = {};
  for (const finding of findings) {
    if (finding.outcome !== "pass") found[finding.check] ??= finding.found;
  }
  return found;
}
