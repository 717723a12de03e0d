// The table of settings in docs/keeper.md, made from the rows that the keeper reads: `node tools/settings.ts`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withoutIt } from "../keeper/settings/help.ts";
import { GROUPS, ROWS } from "../keeper/settings/table.ts";
import { writeSection } from "./sections.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** One table, a row a setting, in the order of --help. */
export function settingsTable(): string {
  const lines = ["| setting | read by | what it is |", "| --- | --- | --- |"];
  for (const group of GROUPS) {
    const rows = ROWS.filter(([, row]) => row.group === group);
    if (rows.length > 0) lines.push(`| **${group}** | | |`);
    for (const [name, row] of rows) {
      const flag = row.flag === undefined ? "" : ` (--${row.flag})`;
      const without = withoutIt(row);
      const text = `${row.text}${without === "" ? "" : `; ${without}`}`.replaceAll("|", "\\|");
      lines.push(`| \`${name}=${row.shape}\`${flag} | ${row.commands.join(", ")} | ${text} |`);
    }
  }
  return lines.join("\n");
}

if (import.meta.main) {
  const file = join(ROOT, "docs", "keeper.md");
  writeFileSync(file, writeSection(readFileSync(file, "utf8"), "settings", settingsTable()));
}
