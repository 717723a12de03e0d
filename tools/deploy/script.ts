// Runs the deploy script, which knows how the contracts are put together, and reads what it did.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Address, Hex } from "viem";
import { run } from "../processes.ts";

export interface ScriptOptions {
  readonly rpcUrl: string;
  readonly chainId: number;
  /** The collection as text, in place of collection.json. */
  readonly settings?: string;
  /** Who signs: options that forge knows. A key comes through HELIOTROPE_PRIVATE_KEY instead. */
  readonly signing: readonly string[];
  /** Where the addresses are written, below deployments/. */
  readonly record: string;
  /** The folder that keeps a copy of every transaction. */
  readonly broadcast: string;
  /** Without it everything is simulated on top of the chain, and nothing is sent. */
  readonly send: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Step {
  /** `new Climate`, `Climate.addStation`. */
  readonly what: string;
  readonly contract: string;
  readonly from: Address;
  /** Of the contract that it creates or calls. */
  readonly address: Address | null;
  readonly isCreation: boolean;
  readonly input: Hex;
  /** As simulated before sending, or as mined. */
  readonly gas: bigint;
  readonly hash: Hex | null;
  readonly isMined: boolean;
}

export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly steps: readonly Step[];
}

interface Run {
  transactions: {
    hash: Hex | null;
    transactionType: string;
    contractName: string | null;
    contractAddress: Address | null;
    function: string | null;
    transaction: { from: Address; gas: Hex; input: Hex };
  }[];
  receipts: { transactionHash: Hex; gasUsed: Hex; status: Hex }[];
}

export async function runScript(options: ScriptOptions): Promise<Outcome> {
  const started = Date.now();
  const { code, output } = await run(
    "forge",
    [
      ...["script", "contracts/script/Deploy.s.sol", "--rpc-url", options.rpcUrl],
      ...["--non-interactive", ...options.signing],
      // One after another: together they exceed a block, and anvil mines what is left over only when
      // something else arrives. The gas of a simulation is written down as it is, a limit with a margin.
      ...(options.send ? ["--broadcast", "--slow"] : ["--gas-estimate-multiplier", "100"]),
    ],
    {
      env: {
        ...options.env,
        ...(options.settings === undefined ? {} : { HELIOTROPE_SETTINGS: options.settings }),
        HELIOTROPE_RECORD: options.record,
        FOUNDRY_BROADCAST: options.broadcast,
      },
    },
  );
  const folder = join(options.broadcast, "Deploy.s.sol", String(options.chainId));
  const file = join(folder, ...(options.send ? [] : ["dry-run"]), "run-latest.json");
  return { code, output, steps: readSteps(file, started) };
}

/** What forge noted down; nothing where it noted nothing since `started`. */
function readSteps(file: string, started: number): Step[] {
  if (!existsSync(file)) return [];
  const { transactions, receipts, timestamp } = JSON.parse(readFileSync(file, "utf8")) as Run & {
    timestamp: number;
  };
  // Seconds in some versions of forge, milliseconds in others.
  if ((timestamp < 1e11 ? timestamp * 1000 + 999 : timestamp) < started) return [];
  const receiptOf = new Map(receipts.map((receipt) => [receipt.transactionHash, receipt]));
  return transactions.map((entry) => {
    const receipt = entry.hash === null ? undefined : receiptOf.get(entry.hash);
    const contract = entry.contractName ?? "unknown";
    const isCreation = entry.transactionType.startsWith("CREATE");
    return {
      what: isCreation ? `new ${contract}` : `${contract}.${entry.function?.split("(")[0]}`,
      contract,
      from: entry.transaction.from,
      address: entry.contractAddress,
      isCreation,
      input: entry.transaction.input,
      gas: BigInt(receipt?.gasUsed ?? entry.transaction.gas),
      hash: entry.hash,
      isMined: receipt?.status === "0x1",
    };
  });
}
