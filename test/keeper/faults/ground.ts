/**
 * A chain with the contracts on it, made once per state of the contracts and then copied: the tests here want many of
 * them, and a deployment takes half a minute of a busy machine.
 */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type DemoChain, keepRecord, mint, startChain } from "../../../tools/demo/chain.ts";
import { type Child, freePort, stop } from "../../../tools/processes.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const SHELF = join(ROOT, ".heliotrope", "arena");
/** What a deployed chain depends on. */
const SOURCES = [
  "contracts/**/*.sol",
  "renderer/sky/*.bin",
  "renderer/living/*.bin",
  "collection.json",
  "foundry.toml",
  "tools/deploy.ts",
  "tools/deploy/*.ts",
  "tools/demo/chain.ts",
];

/** Starts a chain in an empty folder, and mints so many plants; `onStart` hears of its process at once. */
export async function startGround(
  folder: string,
  tokens: number,
  onStart: (anvil: Child) => void,
): Promise<DemoChain> {
  const shelf = join(SHELF, hashOf(SOURCES));
  if (!existsSync(shelf)) await prepare(shelf);
  cpSync(shelf, folder, { recursive: true });
  // Nobody goes on with this chain, and its state grows.
  const chain = await startChain(folder, await anyPort(), onStart, { saveEverySeconds: 100_000 });
  // Not on the shelf: anvil forgets the hashes of blocks that it loads, and germination proves one.
  await mint(chain.rpcUrl, chain.deployment.contracts.Heliotrope!.address, tokens);
  return chain;
}

async function prepare(shelf: string): Promise<void> {
  mkdirSync(SHELF, { recursive: true });
  const folder = mkdtempSync(join(SHELF, "part-"));
  const started: Child[] = [];
  try {
    const chain = await startChain(folder, await anyPort(), (child) => started.push(child));
    // Its state is on the disk when it has ended.
    for (const child of started) await stop(child, 60_000);
    keepRecord(folder, chain.deployment);
    // Another may have been faster; then ours is not needed.
    if (!existsSync(shelf)) renameSync(folder, shelf);
  } finally {
    for (const child of started) await stop(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

function hashOf(patterns: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT }).sort())) {
    hash.update(`${file}\n`).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

function anyPort(): Promise<number> {
  return freePort(20_000 + Math.floor(Math.random() * 20_000));
}
