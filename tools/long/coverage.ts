// Line coverage from an lcov report.

export interface FileCoverage {
  readonly file: string;
  readonly lines: number;
  readonly covered: number;
  readonly branches: number;
  readonly branchesCovered: number;
  /** Line numbers that no test reaches, and lines with a branch that no test takes. */
  readonly missed: readonly number[];
  readonly missedBranches: readonly number[];
}

export function parseLcov(report: string): FileCoverage[] {
  return report
    .split("end_of_record")
    .filter((record) => record.includes("SF:"))
    .map((record) => {
      const rows = record.split("\n").map((row) => row.trim());
      const file = rows.find((row) => row.startsWith("SF:"))!.slice(3);
      const lines = rows.filter((row) => row.startsWith("DA:")).map((row) => numbers(row.slice(3)));
      const branches = rows
        .filter((row) => row.startsWith("BRDA:"))
        .map((row) => numbers(row.slice(5)));
      const missed = lines.filter(([, hits]) => hits === 0).map(([line]) => line!);
      const open = branches.filter(([, , , hits]) => !hits).map(([line]) => line!);
      return {
        file,
        lines: lines.length,
        covered: lines.length - missed.length,
        branches: branches.length,
        branchesCovered: branches.length - open.length,
        missed,
        missedBranches: [...new Set(open)],
      };
    });
}

/** A branch that was never reached at all counts as "-". */
const numbers = (row: string) => row.split(",").map((cell) => (cell === "-" ? 0 : Number(cell)));
