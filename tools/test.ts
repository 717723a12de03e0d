// `npm test`: everything, with one line at the end. Each step reports what it counted; a step that cannot
// run is a failure, never a silence.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureChromium } from "./chromium.ts";
import { ensureOptional } from "./optional.ts";
import { ensurePostgres } from "./postgres.ts";
import { run } from "./processes.ts";
import { ensureSoftHsm } from "./softhsm.ts";

const HELP = `npm test [-- options]

  --without browser    leave out the tests that need Chromium (they count as skipped)
  --without webgpu     leave out those that need the package webgpu, 25 MB fetched once (likewise)
  --without postgres   leave out those that need PostgreSQL's programs (likewise)
  --without softhsm    leave out those that need SoftHSM and OpenSC, which stand in for a key module (likewise)
  --only forge|vitest|checks
                       run one part
  --help               this text

Without options it runs the static checks, forge and vitest, the end-to-end tests in a real browser
included. It installs Chromium, PostgreSQL and SoftHSM through apt where they are missing and it may, and the
package webgpu into .heliotrope/optional, where a driver that computes on the CPU stands in for a GPU.`;

/** Tests that need what may not be had everywhere: files that end in `.PART.test.ts`. */
const PARTS = ["browser", "postgres", "softhsm", "webgpu"];

const COMPILED = fileURLToPath(new URL("../.heliotrope/compiled", import.meta.url));

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const total: Count = { passed: 0, failed: 0, skipped: 0 };

function add(name: string, count: Count, seconds: number): void {
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  console.log(
    `${count.failed ? "✗" : "✓"} ${name}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped (${seconds.toFixed(0)} s)`,
  );
}

async function timed(name: string, step: () => Promise<Count>): Promise<void> {
  const start = performance.now();
  let count: Count;
  try {
    count = await step();
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    count = { passed: 0, failed: 1, skipped: 0 };
  }
  add(name, count, (performance.now() - start) / 1000);
}

/** A command that passes or fails as a whole, such as a linter. */
function check(
  name: string,
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<void> {
  return timed(name, async () => {
    const { code, output } = await run(command, args, { env });
    if (code !== 0) console.log(output.slice(-6000));
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  });
}

interface ForgeSuite {
  test_results: Record<string, { status: "Success" | "Failure" | "Skipped"; reason?: string }>;
}

async function forge(): Promise<Count> {
  const { code, output } = await run("forge", ["test", "--json"]);
  const count: Count = { passed: 0, failed: 0, skipped: 0 };
  const line = output.split("\n").find((text) => text.startsWith("{"));
  if (!line) throw new Error(`forge printed no result:\n${output.slice(-6000)}`);
  for (const [suite, { test_results }] of Object.entries(
    JSON.parse(line) as Record<string, ForgeSuite>,
  )) {
    for (const [test, { status, reason }] of Object.entries(test_results)) {
      if (status === "Success") count.passed++;
      else if (status === "Skipped") count.skipped++;
      else {
        count.failed++;
        console.log(`  ✗ ${suite} ${test}: ${reason ?? "no reason given"}`);
      }
    }
  }
  if (count.passed === 0) throw new Error("forge ran no test");
  if (code !== 0 && count.failed === 0) throw new Error(`forge exited with ${code}`);
  return count;
}

async function vitest(without: Set<string>): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-test-"));
  const report = join(folder, "vitest.json");
  try {
    const { code } = await run(
      "vitest",
      [
        "run",
        ...["--config", "test/vitest.config.ts"],
        ...["--reporter", "default", "--reporter", "json", `--outputFile.json=${report}`],
        ...[...without].flatMap((part) => ["--exclude", `test/**/*.${part}.test.ts`]),
      ],
      // The tests start a hundred processes of our own, which all load the same modules.
      { echo: true, env: { NODE_COMPILE_CACHE: COMPILED } },
    );
    const result = JSON.parse(readFileSync(report, "utf8")) as {
      numPassedTests: number;
      numFailedTests: number;
      numPendingTests: number;
      numFailedTestSuites: number;
    };
    const count: Count = {
      passed: result.numPassedTests,
      failed: result.numFailedTests,
      skipped: result.numPendingTests,
    };
    for (const part of without) count.skipped += await countTests(`${part}.test`);
    // A file that does not load has no tests in it, and must not pass for that.
    if (code !== 0 && count.failed === 0) count.failed = Math.max(1, result.numFailedTestSuites);
    return count;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How many tests there are in the files that match, without running them. */
async function countTests(filter: string): Promise<number> {
  const { code, output } = await run("vitest", [
    ...["list", "--config", "test/vitest.config.ts", filter],
  ]);
  if (code !== 0) throw new Error(`The tests could not be listed:\n${output.slice(-2000)}`);
  // Each with the name of its project before it.
  return output.split("\n").filter((line) => /^\[[\w-]+\] test\//.test(line)).length;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      without: { type: "string", multiple: true, default: [] },
      only: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const without = new Set(values.without.flatMap((word) => word.split(",")));
  for (const word of without) {
    if (!PARTS.includes(word)) {
      throw new Error(`--without ${word} is unknown. Known: ${PARTS.join(", ")}.`);
    }
  }
  const wants = (part: string) => !values.only || values.only === part;

  if (wants("checks")) {
    // A harness may have more initcode than any contract: a test holds what is deployed to that limit.
    await check("solidity builds", "forge", ["build", "--sizes", "--ignore-eip-3860"]);
    await check("contracts/abi.ts is current", process.execPath, ["tools/abi.ts", "--check"]);
    await check("types", "tsc", ["--noEmit"]);
    await check("biome", "biome", ["ci", "--error-on-warnings", "--reporter=summary"]);
    await check("solidity format", "forge", ["fmt", "--check"]);
    // In a folder of its own: it leaves artifacts without code, and forge would find no tests in them.
    await check("solidity lint", "forge", ["lint", "--deny", "warnings"], {
      FOUNDRY_OUT: "cache/lint/out",
      FOUNDRY_CACHE_PATH: "cache/lint",
    });
    await check("nothing unused", "knip", ["--no-progress"]);
  }
  if (wants("forge")) await timed("forge", forge);
  if (wants("vitest")) {
    if (!without.has("browser")) {
      await timed("chromium found", async () => {
        await ensureChromium();
        return { passed: 1, failed: 0, skipped: 0 };
      });
    }
    if (!without.has("postgres")) {
      await timed("postgresql found", async () => {
        ensurePostgres();
        return { passed: 1, failed: 0, skipped: 0 };
      });
    }
    if (!without.has("softhsm")) {
      await timed("softhsm found", async () => {
        ensureSoftHsm();
        return { passed: 1, failed: 0, skipped: 0 };
      });
    }
    if (!without.has("webgpu")) {
      // Here, because two tests at once would both install it.
      await timed("webgpu installed", async () => {
        ensureOptional("webgpu");
        return { passed: 1, failed: 0, skipped: 0 };
      });
    }
    await timed("vitest", () => vitest(without));
  }
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(`heliotrope: ${error instanceof Error ? error.message : error}`);
    process.exit(2);
  },
);
