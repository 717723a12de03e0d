// The members of token metadata, as ERC-721 and the marketplaces have them.
import { type Checks, type Fault, quote } from "./check.ts";
import type { Json } from "./json.ts";

export const SCHEMA_CHECKS = {
  "schema-name": {
    severity: "failure",
    what: "a name",
    why: "Marketplaces and wallets show it above the picture; without it a bare number stands there.",
    remedy: 'Add "name", a string that is not empty.',
  },
  "schema-description": {
    severity: "warning",
    what: "a description",
    why: "It is the only text on a token's page.",
    remedy: 'Add "description", a string.',
  },
  "schema-image": {
    severity: "failure",
    what: "an image (or image_data)",
    why: "Without it nothing is shown anywhere.",
    remedy: 'Add "image", a URI; a data: URI of an SVG will do.',
  },
  "schema-text": {
    severity: "failure",
    what: "members that are texts are strings",
    why: "Parsers with types (Swift, Kotlin, Go) refuse the whole document for one number or null.",
    remedy: "Write strings, or leave the member away.",
  },
  "schema-link": {
    severity: "warning",
    what: "external_url is a web address",
    why: "Marketplaces show a button for it, and hide what is no https address.",
    remedy: "Write a whole address that begins with https://, or leave it away.",
  },
  "schema-attributes": {
    severity: "failure",
    what: "attributes are a list of objects",
    why: "Marketplaces read a list; an object, or strings in a list, give a token without traits.",
    remedy: 'Write [{"trait_type":"…","value":"…"}, …].',
  },
  "schema-trait-type": {
    severity: "warning",
    what: "every trait has a trait_type that is text",
    why: "Traits without one cannot be filtered by, and all fall into one bin.",
    remedy: "Name each trait.",
  },
  "schema-value": {
    severity: "failure",
    what: "every trait has a value: text, number or boolean",
    why: "null, lists and objects are shown as such, or make an indexer drop all traits.",
    remedy: "Leave a trait away that has no value.",
  },
  "schema-display-type": {
    severity: "failure",
    what: "traits shown as numbers or dates have numbers",
    why: 'OpenSea drops a trait with display_type "number" or "date" whose value is text.',
    remedy: "Write the value without quotes (dates as seconds since 1970).",
  },
  "schema-display-known": {
    severity: "warning",
    what: "display types that marketplaces know",
    why: "Others are ignored: number, boost_number, boost_percentage, date.",
    remedy: "Use one of the four, or none.",
  },
  "schema-max-value": {
    severity: "failure",
    what: "max_value is a number and not below the value",
    why: "Marketplaces draw a bar of value out of max_value.",
    remedy: "Raise max_value, or leave it away.",
  },
  "schema-duplicate-trait": {
    severity: "warning",
    what: "every trait_type once",
    why: "Filters and rarity count one of them, and which one differs from site to site.",
    remedy: "Name them apart, or join them.",
  },
  "schema-background": {
    severity: "failure",
    what: "background_color is six hexadecimal digits without #",
    why: "Anything else is ignored, or breaks the style sheet that it is pasted into.",
    remedy: "Write it as 23335c.",
  },
  "schema-spoof": {
    severity: "warning",
    what: "no control or direction-changing characters in name and traits",
    why: "U+202E and its kind turn the text around them, on the page of the marketplace too.",
    remedy: "Remove controls and bidirectional overrides where names are set.",
  },
} as const satisfies Checks;

type SchemaFault = Fault<keyof typeof SCHEMA_CHECKS>;

const TEXTS = [
  "name",
  "description",
  "image",
  "image_data",
  "animation_url",
  "external_url",
  "youtube_url",
  "background_color",
];
const DISPLAY_TYPES = ["number", "boost_number", "boost_percentage", "date"];
/** Controls, and what changes the direction of text. */
const SPOOF = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

export function schemaFaults(json: Json): SchemaFault[] {
  const faults: SchemaFault[] = [];
  const add = (check: SchemaFault["check"], found: string) => faults.push({ check, found });
  for (const member of TEXTS) {
    const value = json[member];
    if (value !== undefined && typeof value !== "string") {
      add("schema-text", `${member} is ${shape(value)}`);
    }
  }
  if (!hasText(json.name)) add("schema-name", shown(json.name));
  if (!hasText(json.description)) add("schema-description", shown(json.description));
  if (!hasText(json.image) && !hasText(json.image_data)) add("schema-image", shown(json.image));
  if (typeof json.name === "string" && SPOOF.test(json.name)) add("schema-spoof", quote(json.name));
  const { external_url: link, background_color: background, attributes } = json;
  if (typeof link === "string" && !isWebAddress(link)) add("schema-link", quote(link));
  if (typeof background === "string" && !/^[0-9a-f]{6}$/i.test(background)) {
    add("schema-background", quote(background));
  }
  if (attributes === undefined) return faults;
  if (!Array.isArray(attributes)) {
    add("schema-attributes", `attributes is ${shape(attributes)}`);
    return faults;
  }
  const seen = new Set<string>();
  for (const [i, trait] of attributes.entries()) {
    if (typeof trait !== "object" || trait === null || Array.isArray(trait)) {
      add("schema-attributes", `attributes[${i}] is ${shape(trait)}`);
    } else traitFaults(trait as Json, i, seen, add);
  }
  return faults;
}

function traitFaults(
  { trait_type: type, value, display_type: display, max_value: max }: Json,
  i: number,
  seen: Set<string>,
  add: (check: SchemaFault["check"], found: string) => void,
): void {
  const where = typeof type === "string" ? quote(type) : `attributes[${i}]`;
  if (!hasText(type)) add("schema-trait-type", `attributes[${i}]: ${shown(type)}`);
  else if (seen.has(type)) add("schema-duplicate-trait", where);
  else seen.add(type);
  if (!["string", "number", "boolean"].includes(typeof value)) {
    add("schema-value", `${where} has ${value === undefined ? "none" : shape(value)}`);
  }
  for (const text of [type, value]) {
    if (typeof text === "string" && SPOOF.test(text)) add("schema-spoof", quote(text));
  }
  if (display !== undefined) {
    const isKnown = typeof display === "string" && DISPLAY_TYPES.includes(display);
    if (isKnown && typeof value !== "number") {
      add("schema-display-type", `${where}, a ${display}, has ${shape(value)}`);
    } else if (!isKnown && display !== "string") {
      add("schema-display-known", `${where} has ${quote(JSON.stringify(display) ?? "none")}`);
    }
  }
  if (
    max !== undefined &&
    !(typeof max === "number" && typeof value === "number" && max >= value)
  ) {
    add("schema-max-value", `${where} has ${shape(value)} of ${shape(max)}`);
  }
}

export function hasText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** A value in few words. */
export function shape(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return `the text ${quote(value)}`;
  return typeof value === "object" ? "an object" : String(value);
}

export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

const shown = (value: unknown) => (value === undefined ? "none" : shape(value));
