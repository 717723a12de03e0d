// JSON as the strictest of its readers takes it: RFC 8259, each name once, no half characters.
import { type ObjectNode, parse, type ValueNode } from "@humanwhocodes/momoa";
import { type Checks, type Fault, quote } from "./check.ts";

export const JSON_CHECKS = {
  "json-utf8": {
    severity: "failure",
    what: "the JSON is valid UTF-8",
    why: "Indexers in Go and Rust refuse the whole document; browsers show replacement characters.",
    remedy: "Check names for cut characters where they are set, and encode them as UTF-8.",
  },
  "json-bom": {
    severity: "failure",
    what: "no byte order mark before the JSON",
    why: "RFC 8259 forbids one, and JSON.parse and most indexers refuse the document.",
    remedy: "Leave the three bytes EF BB BF away.",
  },
  "json-syntax": {
    severity: "failure",
    what: "strict JSON (RFC 8259)",
    why: "Every marketplace and wallet reads it with a strict parser, and shows nothing otherwise.",
    remedy:
      "Escape quotes, backslashes and control characters in names (Solady: LibString.escapeJSON), and mind trailing commas.",
  },
  "json-duplicate": {
    severity: "failure",
    what: "no name twice in an object",
    why: "Some parsers take the first, some the last, some refuse: two sites show two different things.",
    remedy: "Write each member once.",
  },
  "json-surrogate": {
    severity: "failure",
    what: "no half of a surrogate pair",
    why: "Such text cannot be stored as UTF-8: databases of indexers refuse it, parsers in Rust and Swift too.",
    remedy: "Escape characters beyond U+FFFF as a pair, or write them as UTF-8.",
  },
  "json-root": {
    severity: "failure",
    what: "the JSON is an object",
    why: "Metadata is an object in every standard; anything else is read as nothing.",
    remedy: "Put the members into one object.",
  },
  "json-number": {
    severity: "warning",
    what: "numbers that float64 holds exactly",
    why: "JavaScript, and so most of the web, rounds integers beyond 2^53 and reads 1e999 as infinity.",
    remedy: "Write large numbers as strings, or in a larger unit.",
  },
} as const satisfies Checks;

type JsonFault = Fault<keyof typeof JSON_CHECKS>;

export type Json = Readonly<Record<string, unknown>>;

/** Reads JSON strictly; `value` is there where nothing of its syntax is wrong. */
export function readJson(bytes: Uint8Array): { value?: Json; faults: JsonFault[] } {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { faults: [{ check: "json-utf8", found: firstInvalid(bytes), isLast: true }] };
  }
  const faults: JsonFault[] = [];
  if (text.startsWith("\ufeff")) {
    faults.push({ check: "json-bom", found: "the document begins with a byte order mark" });
    text = text.slice(1);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const found = quote((error as Error).message, 160)
      .slice(1, -1)
      .replaceAll('\\"', '"');
    return { faults: [...faults, { check: "json-syntax", found, isLast: true }] };
  }
  for (const path of duplicates(parse(text, { mode: "json" }).body, "")) {
    faults.push({ check: "json-duplicate", found: `${path} stands twice` });
  }
  for (const [path, leaf] of leaves(value, "")) {
    if (typeof leaf === "string" && /\p{Cs}/u.test(leaf)) {
      faults.push({ check: "json-surrogate", found: `${path} holds half a character` });
    }
    if (typeof leaf === "number" && (!Number.isFinite(leaf) || Math.abs(leaf) > 2 ** 53 - 1)) {
      faults.push({ check: "json-number", found: `${path} is read as ${leaf}` });
    }
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const kind = value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
    return { faults: [...faults, { check: "json-root", found: `it is ${kind}`, isLast: true }] };
  }
  return { value: value as Json, faults };
}

function firstInvalid(bytes: Uint8Array): string {
  for (let end = 1; end <= bytes.length; end++) {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
    } catch {
      return `byte ${end - 1} (0x${bytes[end - 1]!.toString(16).padStart(2, "0")}) is not UTF-8`;
    }
  }
  return "the last character is cut";
}

function duplicates(node: ValueNode, path: string): string[] {
  if (node.type === "Array") {
    return node.elements.flatMap(({ value }, i) => duplicates(value, `${path}[${i}]`));
  }
  return node.type === "Object" ? duplicateMembers(node, path) : [];
}

function duplicateMembers(node: ObjectNode, path: string): string[] {
  const seen = new Set<string>();
  return node.members.flatMap(({ name, value }) => {
    // Compared as they are read, so that an escaped letter is the letter.
    const key = name.type === "String" ? name.value : name.name;
    const own = below(path, key);
    const inner = duplicates(value, own);
    if (seen.has(key)) return [own, ...inner];
    seen.add(key);
    return inner;
  });
}

/** Every name and every value that holds no other, with its place. */
function* leaves(value: unknown, path: string): Generator<[string, unknown]> {
  if (typeof value !== "object" || value === null) {
    yield [path || "the document", value];
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const own = Array.isArray(value) ? `${path}[${key}]` : below(path, key);
    if (!Array.isArray(value)) yield [`the name ${quote(key)}`, key];
    yield* leaves(inner, own);
  }
}

const below = (path: string, key: string) => {
  const name = /^\w{1,40}$/.test(key) ? key : quote(key);
  return path ? `${path}.${name}` : name;
};
