// The parts `faults` and `soak` of `npm run test:long`: what befalls a keeper, how often, and the verdict each time.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "../../test/keeper/faults/campaign.ts";
import { run } from "../processes.ts";

export interface FaultFigures {
  readonly passed: number;
  readonly failed: number;
  readonly figures: string;
}

/** Kills at random moments, on each of the two databases. */
const KILLS = 100;
const SOAK_MINUTES = 60;
/** Where the soak's lines stay, so that one that was cut off can be read. */
const SOAK_LINES = join(".heliotrope", "soak.ndjson");

/** Faults whose tests stand elsewhere: what befalls a part of the keeper, with that part's tests. */
const ELSEWHERE: readonly (readonly [fault: string, files: readonly string[]])[] = [
  [
    "the ten complaints about services that send transactions",
    ["test/keeper/complaints.test.ts", "test/keeper/complaints.postgres.test.ts"],
  ],
  [
    "reorganisations of 1 to 8 blocks around commit and reveal",
    ["test/keeper/reorg.test.ts", "test/keeper/reorg.postgres.test.ts"],
  ],
  ["nodes that drop, lag, limit and lie", ["test/keeper/rpc.test.ts"]],
  [
    "workers that are killed, or paint wrong pixels",
    ["test/keeper/workers.postgres.test.ts", "test/keeper/crew.postgres.test.ts"],
  ],
  [
    "leases, fences and standing by",
    ["test/keeper/lease.test.ts", "test/keeper/lease.postgres.test.ts"],
  ],
  ["weather sources with every oddity", ["test/keeper/weather"]],
  ["pinning services that are down", ["test/keeper/publish"]],
];

export async function faults(): Promise<FaultFigures> {
  const rows: Row[] = [];
  for (const [index, store] of ["pglite", "postgres"].entries()) {
    rows.push(...(await campaign(store, index + 1)));
  }
  const elsewhere = await testsElsewhere();
  const failures = rows.filter(({ faults }) => faults.length > 0);
  for (const { fault, store, faults } of failures) {
    console.log(`  ✗ ${fault} (${store}):\n    ${faults.join("\n    ")}`);
  }
  const failedElsewhere = elsewhere.reduce((sum, { failed }) => sum + failed, 0);
  return {
    passed: rows.length - failures.length + elsewhere.reduce((sum, one) => sum + one.passed, 0),
    failed: failures.length + failedElsewhere,
    figures: [
      ...tableOf(rows),
      "",
      "Tests of single parts against the same faults:",
      "",
      "| fault | tests passed | failed |",
      "| --- | --- | --- |",
      ...elsewhere.map(({ fault, passed, failed }) => `| ${fault} | ${passed} | ${failed} |`),
    ].join("\n"),
  };
}

export async function soak(): Promise<FaultFigures> {
  mkdirSync(".heliotrope", { recursive: true });
  const { code, output } = await nice([
    ...["test/keeper/faults/soak.ts", "--minutes", String(SOAK_MINUTES), "--out", SOAK_LINES],
  ]);
  if (code !== 0) console.log(output.slice(-4000));
  const lines = readFileSync(SOAK_LINES, "utf8").trim().split("\n");
  return {
    passed: code === 0 ? 1 : 0,
    failed: code === 0 ? 0 : 1,
    figures: soakFigures(lines),
  };
}

/** The last line that tells figures is of everything since the start. */
export function soakFigures(lines: readonly string[]): string {
  const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const last = told.findLast((line) => "blocks" in line);
  if (last === undefined) return "Nothing was told.";
  const names = [
    ...["minutes", "blocks", "kills", "reorganisations", "deepest", "restarts", "epochs", "made"],
    ...["excused", "missed", "transactions", "reverted", "noops", "doubles", "holes", "lostSalts"],
  ];
  return [
    "| figure | value |",
    "| --- | --- |",
    `| store | ${last.store} |`,
    ...names.map((name) => `| ${name} | ${Number(last[name]).toLocaleString("en")} |`),
  ].join("\n");
}

export function tableOf(rows: readonly Row[]): string[] {
  return [
    "| fault | database | struck | epochs | made | could not be made | missed | transactions | reverted | done twice | nonces lost | salts lost |",
    `|${" --- |".repeat(12)}`,
    ...merged(rows).map(
      (row) =>
        `| ${row.fault} | ${row.store} | ${row.times} | ${row.epochs} | ${row.made} | ${row.excused} | ${row.missed} | ${row.transactions} | ${row.reverted} | ${row.doubles} | ${row.holes} | ${row.lostSalts} |`,
    ),
  ];
}

/** One row for each fault on each database: rounds of the same are summed up. */
function merged(rows: readonly Row[]): Row[] {
  const byName = new Map<string, Row>();
  for (const row of rows) {
    const name = `${row.fault} ${row.store}`;
    const before = byName.get(name);
    if (before === undefined) {
      byName.set(name, row);
      continue;
    }
    const sum: Record<string, unknown> = { ...before };
    for (const [key, value] of Object.entries(row)) {
      if (typeof value === "number") sum[key] = (before[key as keyof Row] as number) + value;
    }
    byName.set(name, sum as unknown as Row);
  }
  return [...byName.values()];
}

async function campaign(store: string, seed: number): Promise<Row[]> {
  const { code, output } = await nice([
    ...["test/keeper/faults/campaign.ts", "--store", store],
    ...["--kills", String(KILLS), "--seed", String(seed)],
  ]);
  const rows = output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Row);
  if (code > 1 || rows.length === 0) throw new Error(`the campaign ended:\n${output.slice(-4000)}`);
  return rows;
}

async function testsElsewhere() {
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-elsewhere-"));
  const counts: { fault: string; passed: number; failed: number }[] = [];
  try {
    for (const [fault, files] of ELSEWHERE) {
      const report = join(folder, "report.json");
      const args = [
        ...["-n", "15", "vitest", "run", "--config", "test/vitest.config.ts"],
        ...["--reporter=json", `--outputFile=${report}`, ...files],
      ];
      await run("nice", args, { env: { HELIOTROPE_REORG_DEPTHS: "1,2,3,4,5,6,7,8" } });
      const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(
        readFileSync(report, "utf8"),
      ) as Record<string, number>;
      const failed = Math.max(numFailedTests!, numFailedTestSuites!);
      counts.push({ fault, passed: numPassedTests!, failed });
      rmSync(report);
    }
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function nice(args: readonly string[]) {
  return run("nice", ["-n", "19", process.execPath, ...args]);
}
