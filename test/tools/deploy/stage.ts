// Deployments as `npm run deploy` makes them, on an anvil of their own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keccak256, toHex } from "viem";
import { type LaunchOptions, launch } from "../../../tools/deploy/launch.ts";
import type { DeployRecord } from "../../../tools/deploy.ts";
import { type Anvil, KEYS, startAnvil } from "../../keeper/anvil.ts";

/** Milliseconds for what a busy machine does slowly: compiling. */
export const PATIENCE = 900_000;
/** 2014-01-01 00:00 UTC. */
const START = 1_388_534_400;

export interface Stage {
  readonly anvil: Anvil;
  readonly folder: string;
  /** Runs what the command line runs; answers what it printed, or why it stopped. */
  deployed(
    mode: LaunchOptions["mode"],
    record: string,
    options?: { url?: string; env?: Record<string, string> },
  ): Promise<{ text: string; error: string | null }>;
  /** The name of a record that is gone with the stage. */
  recordName(what: string): string;
  /** A file like collection.json, but for what `change` does to it. */
  collection(change: (json: Record<string, unknown>) => void): string;
  close(): Promise<void>;
}

/** Starts a chain of 40 blocks. Give it back with `close`. */
export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-launch-"));
  const anvil = await startAnvil(["--hardfork", "prague", "--timestamp", String(START)]);
  await anvil.client.mine({ blocks: 40 });
  const records: string[] = [];
  return {
    anvil,
    folder,
    async deployed(mode, record, { url = anvil.url, env = {} } = {}) {
      const lines: string[] = [];
      const error = await launch({
        rpcUrl: url,
        mode,
        gasPrices: ["1", "5", "20"],
        keepers: 2,
        signing: [],
        env: { HELIOTROPE_PRIVATE_KEY: KEYS[0], ...env },
        record: join("deployments", record),
        broadcast: join(folder, "broadcast"),
        say: (line) => lines.push(line),
      }).then(
        () => null,
        (reason: Error) => reason.message,
      );
      return { text: lines.join("\n"), error };
    },
    recordName(what) {
      const name = `test-${what}-${process.pid}.json`;
      records.push(name, name.replace(".json", ".verify"));
      return name;
    },
    collection(change) {
      const json = JSON.parse(readFileSync("collection.json", "utf8"));
      change(json);
      const text = JSON.stringify(json);
      const file = join(folder, `${keccak256(toHex(text)).slice(2, 10)}.json`);
      writeFileSync(file, text);
      return file;
    },
    async close() {
      await anvil.stop();
      for (const name of records)
        rmSync(join("deployments", name), { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const readRecord = (name: string) =>
  JSON.parse(readFileSync(join("deployments", name), "utf8")) as DeployRecord;
