// Before the first browser test, once for all of them: builds the page, and brings a chain to where the tests
// begin. Each file of tests then goes on from a copy of that chain (../stage.ts).
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { keepRecord, mint, startChain } from "../../../tools/demo/chain.ts";
import { type Child, run, stop } from "../../../tools/processes.ts";
import { KEEPER, TOKENS } from "./cast.ts";
import { chainAt } from "./chain.ts";
import { germinate } from "./plants.ts";
import { anyPort } from "./ports.ts";
import { chainIn, pageIn, writeStories } from "./scenery.ts";
import { tellStories } from "./stories.ts";
import { readModel, studioFor } from "./studio.ts";

/** Saved when it ends, and not before. */
const NEVER = { saveEverySeconds: 86_400 };

export default async function setup(project: TestProject): Promise<() => void> {
  const scenery = mkdtempSync(join(tmpdir(), "heliotrope-scenery-"));
  const teardown = () => rmSync(scenery, { recursive: true, force: true });
  try {
    await Promise.all([buildPage(pageIn(scenery)), bringChain(scenery)]);
  } catch (error) {
    teardown();
    throw error;
  }
  project.provide("scenery", scenery);
  return teardown;
}

async function buildPage(folder: string): Promise<void> {
  const { code, output } = await run(
    "vite",
    ["build", "--logLevel", "warn", "--outDir", folder],
    // vitest says "test" here, which would build the development React.
    { env: { NODE_ENV: "production" } },
  );
  if (code !== 0) throw new Error(`The page could not be built:\n${output.slice(-4000)}`);
}

async function bringChain(scenery: string): Promise<void> {
  const folder = chainIn(scenery);
  mkdirSync(folder);
  let anvil: Child | undefined;
  try {
    const { rpcUrl, deployment } = await startChain(
      folder,
      await anyPort(),
      (child) => {
        anvil = child;
      },
      NEVER,
    );
    const chain = chainAt(rpcUrl, deployment.contracts);
    await chain.client.setBlockTimestampInterval({ interval: 1 });
    await mint(rpcUrl, deployment.contracts.Heliotrope!.address, TOKENS);
    await germinate(chain);
    const paint = studioFor(chain, await readModel(chain));
    writeStories(scenery, await tellStories(chain, chain.wallet(KEEPER), paint));
    keepRecord(folder, deployment);
  } finally {
    // It saves its chain as it ends.
    if (anvil) await stop(anvil, 60_000);
  }
}
