// What a token says of itself where another art version's contract speaks for it: taken apart with suspicion.
import { inertIn, UnshownError } from "./drawing.ts";

export interface ForeignArt {
  name: string;
  description: string;
  /** The whole drawing. */
  svg: string;
  attributes: Trait[];
  /** What in the drawing does nothing here, as sentences. */
  inert: string;
}

interface Trait {
  trait_type: string;
  value: string | number;
  display_type?: string;
}

const LONGEST_NAME = 80;
const LONGEST_TEXT = 1_000;
const MOST_TRAITS = 40;
/** Beyond it there is no calendar. */
const LATEST_SECONDS = 2 ** 40;

/** Controls, line separators and whatever turns the direction of a line. */
const UNPLAIN = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}/gu;

/**
 * Reads a token's URI.
 * @throws UnshownError
 */
export function readTold(uri: string): ForeignArt {
  const json = recordIn(uri);
  const svg = svgOf(json.image);
  return {
    name: plain(json.name, LONGEST_NAME),
    description: plain(json.description, LONGEST_TEXT),
    svg,
    attributes: traitsOf(json.attributes),
    inert: inertIn(svg),
  };
}

function recordIn(uri: string): Record<string, unknown> {
  if (!/^data:/i.test(uri)) {
    throw new UnshownError(
      "what the token says lies elsewhere, and this page asks the chain alone.",
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(textOf(uri));
  } catch {
    json = undefined;
  }
  if (typeof json === "object" && json !== null && !Array.isArray(json)) {
    return json as Record<string, unknown>;
  }
  throw new UnshownError("what the token says of itself is not JSON.");
}

function svgOf(image: unknown): string {
  if (typeof image !== "string" || image === "") {
    throw new UnshownError("the token names no picture.");
  }
  if (!/^data:/i.test(image)) {
    throw new UnshownError("its picture lies elsewhere, and this page asks the chain alone.");
  }
  if (!/^data:image\/svg\+xml[;,]/i.test(image)) {
    throw new UnshownError("its picture is no SVG drawing.");
  }
  try {
    return textOf(image);
  } catch {
    throw new UnshownError("its picture cannot be decoded.");
  }
}

/** The text of a data URI; some leave it as it is where they should escape it. */
function textOf(uri: string): string {
  const comma = uri.indexOf(",");
  const rest = uri.slice(comma + 1);
  if (/;base64$/i.test(uri.slice(0, comma))) {
    const bytes = Uint8Array.from(atob(decodeURIComponent(rest)), (c) => c.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  }
  try {
    return decodeURIComponent(rest);
  } catch {
    return rest;
  }
}

function traitsOf(attributes: unknown): Trait[] {
  if (!Array.isArray(attributes)) return [];
  const traits = new Map<string, Trait>();
  for (const each of attributes.slice(0, MOST_TRAITS)) {
    const { trait_type, value, display_type } = (each ?? {}) as Record<string, unknown>;
    if (typeof trait_type !== "string" || !["string", "number"].includes(typeof value)) continue;
    const name = plain(trait_type, LONGEST_NAME);
    const shown = typeof value === "number" ? value : plain(value, LONGEST_NAME);
    const kind = shownAs(display_type, shown);
    traits.set(name, { trait_type: name, value: shown, ...(kind && { display_type: kind }) });
  }
  return [...traits.values()];
}

/** How a trait wants to be shown, where it can be. */
function shownAs(kind: unknown, value: string | number): string | undefined {
  if (typeof kind !== "string") return undefined;
  const seconds = Number(value);
  const isTime = seconds >= 0 && seconds < LATEST_SECONDS;
  return kind === "date" && !isTime ? undefined : kind;
}

function plain(text: unknown, most: number): string {
  const given = typeof text === "string" ? text : "";
  const shown = [...given.slice(0, 2 * most)].slice(0, most).join("");
  return shown.replace(UNPLAIN, "\ufffd") + (given.length > shown.length ? "…" : "");
}
