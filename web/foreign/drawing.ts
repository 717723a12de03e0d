// A drawing that a contract of somebody else's made: whether this page can show it, and what in it stays dead. As an
// image nothing in it runs and nothing is fetched, so it is not changed; but it may be no drawing, or one that would
// keep a browser busy for ever.
import { parseXml, XmlElement } from "@rgrove/parse-xml";
import { count, number } from "../words.ts";

/** Ten times what the largest of the project's own drawings takes. */
const MOST_BYTES = 1_000_000;
/** With each shape counted as often as others refer to it: a few references to references are a thousand million. */
const MOST_SHAPES = 200_000;

/** The page cannot show it; `message` goes on from "it is not shown, because". */
export class UnshownError extends Error {
  override name = "UnshownError";
}

/**
 * What is in a drawing and does nothing here, as sentences; empty where all of it shows.
 * @throws UnshownError
 */
export function inertIn(svg: string): string {
  if (svg.length > MOST_BYTES) {
    const kilobytes = number(Math.ceil(svg.length / 1_000));
    throw new UnshownError(
      `it is ${kilobytes} kilobytes long, and this page draws no more than ${number(MOST_BYTES / 1_000)}.`,
    );
  }
  if (/<!(?:doctype|entity)/i.test(svg)) {
    throw new UnshownError("it declares entities, which can unfold without end.");
  }
  const root = rootOf(svg);
  if (localName(root) !== "svg") throw new UnshownError("it is XML, and no SVG document.");
  const all = elementsOf(root);
  if (shapesIn(root, all) > MOST_SHAPES) {
    throw new UnshownError(
      `its shapes lie in each other and refer to each other until there are more than ${number(MOST_SHAPES)} of them.`,
    );
  }
  const scripts = all.filter((element) => localName(element) === "script" || isHandling(element));
  const addresses = all.flatMap(addressesOf).filter((each) => !/^(?:#|data:)/i.test(each));
  return [
    scripts.length > 0 && "It holds a script, which does not run on this page.",
    addresses.length > 0 &&
      `It points to ${count(addresses.length, "place")} elsewhere, which this page does not ask.`,
  ]
    .filter(Boolean)
    .join(" ");
}

function rootOf(svg: string): XmlElement {
  try {
    return parseXml(svg).root!;
  } catch {
    // What the parser quotes of it would be no help here.
    throw new UnshownError("it is not well-formed XML.");
  }
}

const localName = ({ name }: XmlElement) => name.replace(/^.*:/, "").toLowerCase();

function childrenOf(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => child instanceof XmlElement);
}

/** It and all below it, without recursion: nobody says how deep it goes. */
function elementsOf(root: XmlElement): XmlElement[] {
  const all = [root];
  for (let i = 0; i < all.length; i++) {
    for (const child of childrenOf(all[i]!)) all.push(child);
  }
  return all;
}

/** How many shapes are drawn when every reference is followed; endless where they lead back to themselves. */
function shapesIn(root: XmlElement, all: readonly XmlElement[]): number {
  const byId = new Map(all.map((element) => [element.attributes.id, element]));
  const known = new Map<XmlElement, number>();
  const shapes = (element: XmlElement): number => {
    const counted = known.get(element);
    if (counted !== undefined) return counted;
    known.set(element, Number.POSITIVE_INFINITY);
    const referred = addressesOf(element).flatMap((each) => byId.get(each.slice(1)) ?? []);
    const total = [...childrenOf(element), ...referred].reduce(
      (sum, each) => sum + shapes(each),
      1,
    );
    known.set(element, total);
    return total;
  };
  try {
    return shapes(root);
  } catch {
    // Deeper than this machine can follow.
    return Number.POSITIVE_INFINITY;
  }
}

function isHandling({ attributes }: XmlElement): boolean {
  return Object.entries(attributes).some(
    ([name, value]) => /^on/i.test(name) || /^\s*javascript:/i.test(value),
  );
}

/** What it refers to: `#name` in the same document, or an address. */
function addressesOf(element: XmlElement): string[] {
  const { attributes } = element;
  const text = localName(element) === "style" ? element.text : "";
  const styled = [...Object.values(attributes), text].flatMap((value) =>
    [...value.matchAll(/url\(\s*["']?([^"')\s]+)|@import\s+["']([^"']+)/gi)].map(
      ([, url, imported]) => (url ?? imported)!,
    ),
  );
  const linked = ["href", "xlink:href", "src"].flatMap((name) => attributes[name]?.trim() ?? []);
  // A link to elsewhere is followed by nobody inside an image; what is loaded by itself counts.
  return localName(element) === "a" ? styled : [...linked, ...styled];
}
