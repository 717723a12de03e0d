// One token from its owner to its picture, and the tokens as a whole.
import { ANSWER_CHECKS, askTokenUri } from "./answers.ts";
import { type Checks, comma, type Finding, judged, some } from "./check.ts";
import { type DocumentOptions, type Inspected, inspectDocument } from "./documents.ts";
import type { Reader } from "./reader.ts";
import { SCHEMA_CHECKS, schemaFaults } from "./schema.ts";
import { ownerOf, type Tokens } from "./tokens.ts";

export const TOKEN_CHECKS = {
  "token-exists": {
    severity: "failure",
    what: "the token exists: ownerOf answers an owner",
    why: "Nothing can be shown of a token that was never minted, or was burned.",
    remedy: "Name tokens that exist with --tokens, or mint one.",
  },
  "token-found": {
    severity: "warning",
    what: "there are tokens to be found",
    why: "An empty collection shows nothing, and nothing of its metadata can be judged.",
    remedy: "Mint one, or name some with --tokens.",
  },
  "token-supply": {
    severity: "warning",
    what: "totalSupply agrees with the tokens that were found",
    why: "Marketplaces show the one beside the other; a log that lacks transfers loses tokens for indexers.",
    remedy: "Emit Transfer for every mint and burn, and count burned tokens out of totalSupply.",
  },
} as const satisfies Checks;

export async function inspectToken(
  reader: Reader,
  id: bigint,
  options: DocumentOptions & { measure: boolean },
): Promise<Inspected> {
  const subject = `token ${id}`;
  const exists = some(TOKEN_CHECKS, "token-exists");
  const owner = await ownerOf(reader, id);
  if (!owner) {
    const found = "ownerOf answers no owner";
    return { findings: judged(exists, subject, [{ check: "token-exists", found }]) };
  }
  const { uri, faults, notes } = await askTokenUri(reader, id, options.measure);
  const findings = [
    ...judged(exists, subject, [], { "token-exists": `${owner} owns it` }),
    ...judged(ANSWER_CHECKS, subject, faults, notes),
  ];
  if (uri === undefined) return { findings };
  const schema = { checks: SCHEMA_CHECKS, faults: schemaFaults };
  const inside = await inspectDocument(uri, subject, schema, options);
  return { ...inside, findings: [...findings, ...inside.findings] };
}

/** What is to be said of the tokens as a whole. */
export function judgeTokens({ ids, how, supply }: Tokens, isAll: boolean): Finding[] {
  const none = ids.length === 0 ? [{ check: "token-found", found: `none by ${how}` }] : [];
  const findings = judged(some(TOKEN_CHECKS, "token-found"), "contract", none, {
    "token-found": `${comma(ids.length)} by ${how}`,
  });
  if (!isAll || supply === undefined) return findings;
  const text = `totalSupply is ${comma(supply)}, found were ${comma(ids.length)}`;
  const wrong = supply === BigInt(ids.length) ? [] : [{ check: "token-supply", found: text }];
  const notes = { "token-supply": text };
  return [...findings, ...judged(some(TOKEN_CHECKS, "token-supply"), "contract", wrong, notes)];
}
