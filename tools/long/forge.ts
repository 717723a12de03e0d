// What `forge test --json` answers.

interface Suite {
  test_results: Record<
    string,
    {
      status: "Success" | "Failure" | "Skipped";
      reason?: string | null;
      decoded_logs: string[];
      kind: { Invariant?: { calls: number; reverts: number } };
    }
  >;
}

export interface Campaign {
  readonly name: string;
  readonly calls: number;
  readonly reverts: number;
}

export interface Results {
  readonly passed: number;
  readonly skipped: number;
  /** What tests printed. */
  readonly logs: readonly string[];
  /** `path:Contract test(): reason` each. */
  readonly failures: readonly string[];
}

/** Nothing when forge did not come to run tests: the sources do not compile. */
export function parseResults(output: string): Results | undefined {
  const suites = parseSuites(output);
  if (!suites) return undefined;
  let [passed, skipped] = [0, 0];
  const [logs, failures]: [string[], string[]] = [[], []];
  for (const [suite, { test_results }] of Object.entries(suites)) {
    for (const [test, { status, reason, decoded_logs }] of Object.entries(test_results)) {
      logs.push(...decoded_logs);
      if (status === "Success") passed++;
      else if (status === "Skipped") skipped++;
      else failures.push(`${suite} ${test}: ${reason ?? "no reason given"}`);
    }
  }
  return { passed, skipped, logs, failures };
}

/** What each invariant was tried with. */
export function callsOf(output: string): Campaign[] {
  return Object.entries(parseSuites(output) ?? {}).flatMap(([suite, { test_results }]) =>
    Object.entries(test_results).flatMap(([test, { kind }]) => {
      if (!kind.Invariant) return [];
      const { calls, reverts } = kind.Invariant;
      return [{ name: `${suite.split(":")[1]}: ${test.replace("()", "")}`, calls, reverts }];
    }),
  );
}

/** Failures of invariants come as lines of their own before the answer. */
function parseSuites(output: string): Record<string, Suite> | undefined {
  const line = output.split("\n").find((text) => text.startsWith('{"test/'));
  return line ? JSON.parse(line) : undefined;
}

/** Tests of what the optimizer brings: gas and sizes. They hold for the settings that are deployed. */
export const OPTIMIZED_ONLY = [
  "test_deploy_staysBelowTheRuntimeLimit",
  "test_.*_(stays|costs).*(Gas|Budget|Weather|Picture)",
  "test_skyPixels_paintsTheLargestPictureInACall",
  "test_runGas_isNeverExceeded",
  "test_tokenURI_(costs|answersForAPlantBeforeAnyWeather|answersThroughALife)",
];
