// Every check that there is, by topic: what the report and docs/preflight.md are written from.
import { ANSWER_CHECKS } from "./answers.ts";
import { BROWSER_CHECKS, PAGE_CHECKS } from "./browser.ts";
import type { Check, Checks } from "./check.ts";
import { COLLECTION_CHECKS, COLLECTION_SCHEMA_CHECKS } from "./collection.ts";
import { CONTRACT_CHECKS } from "./contract.ts";
import { HTML_CHECKS } from "./html.ts";
import { JSON_CHECKS } from "./json.ts";
import { PICTURE_CHECKS } from "./picture.ts";
import { PNG_CHECKS } from "./png.ts";
import { ROYALTY_CHECKS } from "./royalty.ts";
import { SCHEMA_CHECKS } from "./schema.ts";
import { SVG_CHECKS } from "./svg.ts";
import { TOKEN_CHECKS } from "./token.ts";
import { URI_CHECKS } from "./uri.ts";

export const TOPICS: readonly (readonly [topic: string, checks: Checks])[] = [
  ["Contract", CONTRACT_CHECKS],
  ["Royalty", ROYALTY_CHECKS],
  ["Collection", { ...COLLECTION_CHECKS, ...COLLECTION_SCHEMA_CHECKS }],
  ["Tokens", TOKEN_CHECKS],
  ["Answers", ANSWER_CHECKS],
  ["URIs", URI_CHECKS],
  ["JSON", JSON_CHECKS],
  ["Metadata", SCHEMA_CHECKS],
  ["SVG", SVG_CHECKS],
  ["PNG", PNG_CHECKS],
  ["Page", HTML_CHECKS],
  ["Picture", PICTURE_CHECKS],
  ["Browser", { ...BROWSER_CHECKS, ...PAGE_CHECKS }],
];

const BY_ID: Checks = Object.assign({}, ...TOPICS.map(([, checks]) => checks));

export function checkOf(id: string): Check {
  const check = BY_ID[id];
  if (!check) throw new Error(`There is no check ${id}. Add it to the table of its topic.`);
  return check;
}
