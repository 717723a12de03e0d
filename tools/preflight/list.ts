// Writes the list of checks in docs/preflight.md; a test holds the two together.
import { readFileSync, writeFileSync } from "node:fs";
import { writeSection } from "../sections.ts";
import { TOPICS } from "./catalog.ts";

const FILE = "docs/preflight.md";

/** The document as the tables of checks have it. */
export function documented(text: string): string {
  return writeSection(text, "checks", TOPICS.map(topicTable).join("\n\n"));
}

function topicTable([topic, checks]: (typeof TOPICS)[number]): string {
  const rows = Object.entries(checks).map(([id, { severity, what, why, remedy }]) =>
    [`\`${id}\``, severity, what, why, remedy].map(cell).join(" | "),
  );
  return [
    `### ${topic}`,
    "",
    "| check | severity | what is so | why it matters | remedy |",
    "|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
}

/** Markdown would take markup in the texts for its own. */
const cell = (text: string) =>
  text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("*", "\\*");

if (import.meta.main) writeFileSync(FILE, documented(readFileSync(FILE, "utf8")));
