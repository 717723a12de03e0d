// `npm run test:long`: the tests that take too long for every change, with one line at the end. Figures go into
// docs/testing.md, each part's into its own section.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runMutants } from "../test/mutants/run.ts";
import { parseLcov } from "./long/coverage.ts";
import { faults, soak } from "./long/faults.ts";
import { callsOf, OPTIMIZED_ONLY, parseResults } from "./long/forge.ts";
import { openScratch, withoutOptimizer } from "./long/scratch.ts";
import { run } from "./processes.ts";
import { writeSection } from "./sections.ts";

const HELP = `npm run test:long [-- options]

  --only mutants|invariants|coverage|optimizer|formal|index|scale|tensors|faults|soak
                  run one part; may be given more than once
  --filter WORD   of the mutants, those whose file or name contains it
  --dry           leave the documents as they are
  --help          this text

mutants      breaks the contracts in many small ways: a test must fail for each
invariants   at least 700,000 random calls against what must always hold, 200,000 of them cheats' against
             the almanac
coverage     of contracts/ by forge's tests: at least 98 % of lines
optimizer    the forge tests with the optimizer at 200 runs, and without it: all but gas and sizes
formal       solc's SMTChecker on the small pure parts
index        the public index against a real chain; installs Ponder
scale        10,000 plants and 10,000 epochs: what an operation costs must not grow
tensors      a thousand rasters painted by TF.js: it must hold no more after the last than after the first
faults       everything that can befall a keeper, on PGlite and on PostgreSQL, with 200 kills at random
             moments; figures go into docs/keeper-faults.md
soak         an hour of random kills and reorganisations; likewise`;

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** For the document. */
  readonly figures: string;
}

const DOCUMENT = fileURLToPath(new URL("../docs/testing.md", import.meta.url));
const FAULTS_DOCUMENT = fileURLToPath(new URL("../docs/keeper-faults.md", import.meta.url));
const LEAST_CALLS = 700_000;
/** Of them, for one test contract alone. */
const LEAST_OF = { name: "AlmanacInvariant", calls: 200_000 };
const LEAST_COVERAGE = 0.98;

/** Every part, in the order in which they run. */
const PARTS: Record<string, (filter: string) => Promise<Outcome>> = {
  scale,
  formal: () => program("test/formal/check.ts"),
  index: () => program("test/index/check.ts"),
  tensors: () => program("test/renderer/sky/thousand.ts"),
  invariants,
  mutants,
  coverage,
  optimizer,
  faults: async () => ({ ...(await faults()), skipped: 0 }),
  soak: async () => ({ ...(await soak()), skipped: 0 }),
};

/** Where the figures of a part go, if not into docs/testing.md. */
const DOCUMENT_OF: Record<string, string> = { faults: FAULTS_DOCUMENT, soak: FAULTS_DOCUMENT };

/** forge's tests with the long profile, in the tree itself. */
async function forgeLong(...args: string[]): Promise<string> {
  const env = { FOUNDRY_PROFILE: "long" };
  return (await run("nice", ["-n", "19", "forge", "test", "--json", ...args], { env })).output;
}

async function scale(): Promise<Outcome> {
  // Without -vv forge keeps what the tests print to itself.
  const output = await forgeLong("-vv", "--match-path", "test/contracts/scale/*");
  const rows = parseResults(output)?.logs ?? [];
  const head = ["| gas of | early | after 10,000 |", "| --- | --- | --- |"];
  return { ...judge(output), figures: [...head, ...rows].join("\n") };
}

function judge(output: string): Outcome {
  const results = parseResults(output);
  if (!results) throw new Error(`forge printed no result:\n${output.slice(-4000)}`);
  for (const failure of results.failures) console.log(`  ✗ ${failure}`);
  if (results.passed === 0) throw new Error("forge ran no test");
  return {
    passed: results.passed,
    failed: results.failures.length,
    skipped: results.skipped,
    figures: `${results.passed} tests passed, ${results.failures.length} failed.`,
  };
}

/** A part that is a program of its own: what it prints is its figures. */
async function program(file: string): Promise<Outcome> {
  const { code, output } = await run("nice", ["-n", "19", process.execPath, file]);
  console.log(output.trim());
  const isFine = code === 0;
  return {
    passed: isFine ? 1 : 0,
    failed: isFine ? 0 : 1,
    skipped: 0,
    figures: ["```", output.trim(), "```"].join("\n"),
  };
}

async function invariants(): Promise<Outcome> {
  const output = await forgeLong("--match-test", "^invariant_");
  const outcome = judge(output);
  const campaigns = callsOf(output);
  const calls = campaigns.reduce((sum, campaign) => sum + campaign.calls, 0);
  const own = campaigns.find(({ name }) => name.startsWith(LEAST_OF.name))?.calls ?? 0;
  const isEnough = calls >= LEAST_CALLS && own >= LEAST_OF.calls;
  if (!isEnough) {
    console.log(
      `  ✗ only ${calls} calls were made, ${own} of them by ${LEAST_OF.name}; ${LEAST_CALLS} and ${LEAST_OF.calls} are wanted`,
    );
  }
  const rows = campaigns.map(
    ({ name, calls, reverts }) =>
      `| ${name} | ${calls.toLocaleString("en")} | ${reverts.toLocaleString("en")} |`,
  );
  return {
    ...outcome,
    failed: outcome.failed + (isEnough ? 0 : 1),
    figures: [
      `${calls.toLocaleString("en")} calls in all.`,
      "",
      "| what must hold | calls | of them reverted |",
      "| --- | --- | --- |",
      ...rows,
    ].join("\n"),
  };
}

async function mutants(filter: string): Promise<Outcome> {
  const verdicts = await runMutants(filter, ({ mutant, killer }) =>
    console.log(`  ${killer ? "killed  " : "SURVIVED"} ${mutant.file}: ${mutant.name}`),
  );
  const killed = verdicts.filter(({ killer }) => killer !== undefined).length;
  const rows = verdicts.map(({ mutant, killer }) => {
    // `path:Contract test(): reason`: the test's name is enough to find it.
    const test =
      killer === undefined ? "**survived**" : `\`${killer.split(" ")[1]!.split("(")[0]}\``;
    return `| ${mutant.file} | ${mutant.name} | ${test} |`;
  });
  return {
    passed: killed,
    failed: verdicts.length - killed,
    skipped: 0,
    figures: [
      `${killed} of ${verdicts.length} killed.`,
      "",
      "| file | fault | test that fails |",
      "| --- | --- | --- |",
      ...rows,
    ].join("\n"),
  };
}

async function coverage(): Promise<Outcome> {
  const scratch = openScratch("coverage", withoutOptimizer);
  const { output } = await scratch.forge(
    [
      ...["coverage", "--report", "lcov", "--report-file", "lcov.info"],
      ...["--no-match-coverage", "^(test|node_modules|contracts/script)"],
      ...["--no-match-test", OPTIMIZED_ONLY.join("|")],
    ],
    { FOUNDRY_PROFILE: "unoptimized" },
  );
  const path = join(scratch.root, "lcov.info");
  if (!existsSync(path)) throw new Error(`forge reported no coverage:\n${output.slice(-4000)}`);
  const files = parseLcov(readFileSync(path, "utf8")).filter(({ lines }) => lines > 0);
  const sum = (of: (file: (typeof files)[number]) => number) =>
    files.reduce((total, file) => total + of(file), 0);
  const share = sum(({ covered }) => covered) / sum(({ lines }) => lines);
  const per = (part: number, whole: number) =>
    whole === 0 ? "" : `${((100 * part) / whole).toFixed(1)} %`;
  const rows = files
    .filter(({ missed, missedBranches }) => missed.length + missedBranches.length > 0)
    .map(
      (file) =>
        `| ${file.file} | ${per(file.covered, file.lines)} | ${per(file.branchesCovered, file.branches)} | ${file.missed.join(", ")} | ${file.missedBranches.join(", ")} |`,
    );
  const isEnough = share >= LEAST_COVERAGE;
  if (!isEnough) console.log(`  ✗ ${per(share, 1)} of lines are covered`);
  return {
    passed: isEnough ? 1 : 0,
    failed: isEnough ? 0 : 1,
    skipped: 0,
    figures: [
      `${per(share, 1)} of ${sum(({ lines }) => lines).toLocaleString("en")} lines and ${per(
        sum(({ branchesCovered }) => branchesCovered),
        sum(({ branches }) => branches),
      )} of ${sum(({ branches }) => branches)} branches. Files that are covered in full are not listed.`,
      "",
      "| file | lines | branches | lines never reached | lines with a branch never taken |",
      "| --- | --- | --- | --- | --- |",
      ...rows,
    ].join("\n"),
  };
}

async function optimizer(): Promise<Outcome> {
  const low = openScratch("runs200");
  const args = ["test", "--json", "--no-match-test", OPTIMIZED_ONLY.join("|")];
  const first = judge((await low.forge(args, { FOUNDRY_PROFILE: "runs200" })).output);
  const none = openScratch("unoptimized", withoutOptimizer);
  const second = judge((await none.forge(args, { FOUNDRY_PROFILE: "unoptimized" })).output);
  return {
    passed: first.passed + second.passed,
    failed: first.failed + second.failed,
    skipped: first.skipped + second.skipped,
    figures: [
      "| optimizer | passed | failed |",
      "| --- | --- | --- |",
      `| 200 runs | ${first.passed} | ${first.failed} |`,
      `| off | ${second.passed} | ${second.failed} |`,
    ].join("\n"),
  };
}

function note(part: string, outcome: Outcome): void {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const day = new Date().toISOString().slice(0, 10);
  const body = `Measured at ${commit}, ${day}.\n\n${outcome.figures}`;
  const document = DOCUMENT_OF[part] ?? DOCUMENT;
  writeFileSync(document, writeSection(readFileSync(document, "utf8"), part, body));
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: [] },
      filter: { type: "string", default: "" },
      dry: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const only = values.only.flatMap((word) => word.split(","));
  for (const word of only) {
    if (!(word in PARTS)) {
      throw new Error(`--only ${word} is unknown. Known: ${Object.keys(PARTS).join(", ")}.`);
    }
  }
  let [passed, failed, skipped] = [0, 0, 0];
  for (const [name, part] of Object.entries(PARTS)) {
    if (only.length > 0 && !only.includes(name)) continue;
    const start = performance.now();
    let outcome: Outcome;
    try {
      outcome = await part(values.filter);
      if (!values.dry && values.filter === "") note(name, outcome);
    } catch (error) {
      console.log(error instanceof Error ? error.message : String(error));
      outcome = { passed: 0, failed: 1, skipped: 0, figures: "" };
    }
    passed += outcome.passed;
    failed += outcome.failed;
    skipped += outcome.skipped;
    console.log(
      `${outcome.failed ? "✗" : "✓"} ${name}: ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped (${((performance.now() - start) / 1000).toFixed(0)} s)`,
    );
  }
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(`heliotrope: ${error instanceof Error ? error.message : error}`);
    process.exit(2);
  },
);
