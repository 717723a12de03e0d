// A report as a table for people, or as one JSON object for programs.
import { checkOf, TOPICS } from "./catalog.ts";
import type { Check, Finding } from "./check.ts";
import type { Report } from "./inspect.ts";

export interface Tally {
  readonly passes: number;
  readonly warnings: number;
  readonly failures: number;
}

interface Row {
  readonly id: string;
  readonly check: Check;
  readonly outcome: Finding["outcome"];
  /** Those of its worst outcome, first found first. */
  readonly findings: readonly Finding[];
  readonly looked: number;
}

const MARK = { pass: "✓", warning: "!", failure: "✗" } as const;
const WIDTH = 100;

/** One row for each check that was looked at: its worst outcome over everything it looked at. */
function rowsOf(findings: readonly Finding[]): { topic: string; rows: Row[] }[] {
  const byCheck = new Map<string, Finding[]>();
  for (const finding of findings) {
    const known = byCheck.get(finding.check);
    if (known) known.push(finding);
    else byCheck.set(finding.check, [finding]);
  }
  return TOPICS.map(([topic, checks]) => ({
    topic,
    rows: Object.entries(checks).flatMap(([id, check]): Row[] => {
      const all = byCheck.get(id) ?? [];
      if (all.length === 0) return [];
      const outcome = all.find((finding) => finding.outcome !== "pass")?.outcome ?? "pass";
      const worst = all.filter((finding) => finding.outcome === outcome);
      return [{ id, check, outcome, findings: worst, looked: all.length }];
    }),
  }));
}

export function tally(findings: readonly Finding[]): Tally {
  const rows = rowsOf(findings).flatMap((topic) => topic.rows);
  const count = (outcome: Finding["outcome"]) =>
    rows.filter((row) => row.outcome === outcome).length;
  return { passes: count("pass"), warnings: count("warning"), failures: count("failure") };
}

/** The table: a line a check, and for what did not pass why it matters and what to do. */
export function tableOf(report: Report): string {
  const lines = [
    `${report.address} on chain ${report.chainId}, block ${report.block}`,
    `tokens ${report.tokens.slice(0, 12).join(", ") || "none"}${report.tokens.length > 12 ? `, … (${report.tokens.length})` : ""}`,
  ];
  for (const { topic, rows } of rowsOf(report.findings)) {
    if (rows.length > 0) lines.push("", topic);
    for (const row of rows) {
      lines.push(`  ${MARK[row.outcome]} ${row.id.padEnd(22)} ${saying(row)}`);
      if (row.outcome === "pass") continue;
      lines.push(...folded("why", row.check.why), ...folded("remedy", row.check.remedy));
    }
  }
  const { passes, warnings, failures } = tally(report.findings);
  lines.push(
    "",
    `${passes} passed, ${several(warnings, "warning")}, ${several(failures, "failure")}`,
  );
  return lines.join("\n");
}

/** What a program needs: every finding, and what is known of its check where it did not pass. */
export function jsonOf(report: Report, files: readonly string[]): string {
  const { address, chainId, block, tokens, findings } = report;
  const { failures, ...rest } = tally(findings);
  return JSON.stringify({
    address,
    chainId,
    block: Number(block),
    tokens: tokens.map(String),
    ok: failures === 0,
    ...rest,
    failures,
    files,
    findings: findings.map((finding) => {
      if (finding.outcome === "pass") return finding;
      const { why, remedy } = checkOf(finding.check);
      return { ...finding, why, remedy };
    }),
  });
}

function saying({ outcome, findings, looked }: Row): string {
  const first = findings.reduce((a, b) => ((b.weight ?? 0) > (a.weight ?? 0) ? b : a));
  const more = findings.length - 1;
  if (outcome === "pass") {
    if (looked === 1) return first.found;
    return `${first.found} (${first.weight === undefined ? "" : "at most, "}${looked} times)`;
  }
  const others = more === 0 ? "" : `, and ${more} more of ${looked}`;
  return `${first.subject}: ${first.found}${others}`;
}

const several = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

/** A paragraph under its row. */
function folded(label: string, text: string): string[] {
  const lines: string[] = [];
  let line = `${" ".repeat(27)}${label.padEnd(7)}`;
  for (const word of text.split(" ")) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = " ".repeat(34);
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
