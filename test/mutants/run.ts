// Breaks our own contracts, one fault at a time, in a copy of the tree, and demands that a test fails for it.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OPTIMIZED_ONLY, parseResults } from "../../tools/long/forge.ts";
import { openScratch, type Scratch, withoutOptimizer } from "../../tools/long/scratch.ts";
import { MUTANTS, type Mutant } from "./list.ts";

export interface Verdict {
  readonly mutant: Mutant;
  /** The test that failed; nothing where the mutant survived. */
  readonly killer: string | undefined;
  /** A mutant that does not compile proves nothing, and counts as one that survived. */
  readonly isBroken: boolean;
}

/** Without the optimizer a contract compiles in a fifth of the time. */
const ENV = { FOUNDRY_PROFILE: "unoptimized" };

/** Proofs of many models, which take a minute and are about none of the faults. */
const SLOW = ["test_register_proves", "test_RevertWhen_aWeightIsOutOfRange"];

/**
 * Runs all mutants whose file or name contains `filter`.
 * @throws when a mutant's text is not found exactly once, or when the tests fail without any mutant.
 */
export async function runMutants(
  filter = "",
  report = (_verdict: Verdict) => {},
): Promise<Verdict[]> {
  const chosen = MUTANTS.filter(({ file, name }) => `${file} ${name}`.includes(filter));
  if (chosen.length === 0) throw new Error(`No mutant is called anything like "${filter}".`);
  const scratch = openScratch("mutants", withoutOptimizer);
  for (const mutant of chosen) mutate(scratch, mutant);

  const every = [...new Set(chosen.flatMap(({ tests }) => tests))];
  const { results: healthy, output } = await forgeTest(scratch, every);
  if (healthy === undefined || healthy.failures.length > 0 || healthy.passed === 0) {
    const reason = healthy?.failures.join("\n") ?? output.slice(-2000);
    throw new Error(`The tests must pass before mutants can fail them:\n${reason}`);
  }
  const verdicts: Verdict[] = [];
  for (const mutant of chosen) {
    const { path, sound, broken } = mutate(scratch, mutant);
    writeFileSync(path, broken);
    try {
      const { results, output } = await forgeTest(scratch, mutant.tests);
      if (results === undefined) console.log(output.slice(-2000));
      const verdict = {
        mutant,
        killer: results?.failures[0],
        isBroken: results === undefined,
      };
      verdicts.push(verdict);
      report(verdict);
    } finally {
      writeFileSync(path, sound);
    }
  }
  return verdicts;
}

function mutate(scratch: Scratch, { file, name, text, replacement }: Mutant) {
  const path = join(scratch.root, "contracts", file);
  const sound = readFileSync(path, "utf8");
  const parts = sound.split(text);
  if (parts.length !== 2) {
    throw new Error(
      `${file}, ${name}: the text is there ${parts.length - 1} times, not once. Bring test/mutants/list.ts up to date:\n${text}`,
    );
  }
  return { path, sound, broken: parts.join(replacement) };
}

async function forgeTest(scratch: Scratch, tests: readonly string[]) {
  // What an earlier mutant failed would be replayed first, as if it belonged to this one.
  rmSync(join(scratch.root, "cache", "invariant"), { recursive: true, force: true });
  const { output } = await scratch.forge(
    [
      ...[
        "test",
        "--json",
        "--fail-fast",
        "--match-path",
        `test/contracts/{${tests.join(",")}}.t.sol`,
      ],
      ...["--no-match-test", [...OPTIMIZED_ONLY, ...SLOW].join("|")],
    ],
    ENV,
  );
  return { results: parseResults(output), output };
}
