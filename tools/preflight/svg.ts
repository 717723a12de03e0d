// SVG as wallets and marketplaces show it: as an <img>, drawn by a browser, resvg or librsvg, behind a
// sanitiser. So: strict XML, nothing that runs, nothing from elsewhere.
import {
  parseXml,
  type XmlDocument,
  XmlElement,
  XmlProcessingInstruction,
} from "@rgrove/parse-xml";
import { type Checks, comma, type Fault, quote } from "./check.ts";
import { cssReferences } from "./css.ts";

const LONGEST = 200_000;

export const SVG_CHECKS = {
  "svg-xml": {
    severity: "failure",
    what: "the SVG is well-formed XML",
    why: "An SVG in an <img> is read as XML: one bare & or < of a name, and nothing is drawn at all.",
    remedy: "Escape text and attributes (Solady: LibString.escapeHTML) and close every element.",
  },
  "svg-doctype": {
    severity: "failure",
    what: "no document type, no entities",
    why: "Sanitisers and resvg refuse entities: they can be made to grow without end, or to read files.",
    remedy: "Leave <!DOCTYPE> away, and write characters as they are or as &#…;.",
  },
  "svg-root": {
    severity: "failure",
    what: "the root is an svg element of the SVG namespace",
    why: "Without xmlns an SVG file is not one: browsers draw nothing in an <img>, though they do inline.",
    remedy: "Begin with <svg xmlns='http://www.w3.org/2000/svg'.",
  },
  "svg-namespace": {
    severity: "failure",
    what: "every prefix is declared",
    why: "Browsers stop with an error at xlink:href where xmlns:xlink is missing.",
    remedy: "Write href, which every renderer knows, or declare the prefix.",
  },
  "svg-size": {
    severity: "failure",
    what: "a viewBox, or width and height",
    why: "Without either renderers guess: 300 x 150 in browsers, the drawing's bounds in others.",
    remedy: "Add viewBox='0 0 width height', four finite numbers, the last two above zero.",
  },
  "svg-viewbox": {
    severity: "warning",
    what: "a viewBox, so that it scales",
    why: "With width and height alone a large page shows a small drawing in its corner.",
    remedy: "Add a viewBox.",
  },
  "svg-script": {
    severity: "failure",
    what: "nothing that runs: no script, no javascript: link",
    why: "Marketplaces strip it or refuse the picture; in an <img> it never runs.",
    remedy: "Draw the state in the contract; what must run belongs into animation_url.",
  },
  "svg-handler": {
    severity: "failure",
    what: "no event handlers (onload, onclick …)",
    why: "The same as scripts: stripped, refused, never run.",
    remedy: "Remove attributes that begin with on.",
  },
  "svg-foreign": {
    severity: "failure",
    what: "no foreignObject and no embedded documents or media",
    why: "resvg, librsvg and sanitisers leave it out: text set with HTML vanishes.",
    remedy: "Set text with <text> and <tspan>.",
  },
  "svg-external": {
    severity: "failure",
    what: "nothing from elsewhere: no links, fonts, styles or pictures that have to be loaded",
    why: "In an <img> nothing is loaded: fonts fall back, pictures are blank. Sanitisers strip it.",
    remedy: "Embed pictures as data: URIs, write text as paths or with generic fonts.",
  },
  "svg-reference": {
    severity: "warning",
    what: "every #reference has its target",
    why: "A missing gradient is drawn as nothing by one renderer and as black by another.",
    remedy: "Define the id, or remove what refers to it.",
  },
  "svg-id": {
    severity: "warning",
    what: "every id once",
    why: "Renderers differ in which of two they take.",
    remedy: "Make ids unique within the document.",
  },
  "svg-number": {
    severity: "failure",
    what: "numbers are numbers",
    why: "A path with NaN or undefined in it is drawn up to there, or not at all.",
    remedy: "Find the arithmetic that went wrong (a division by zero, a cast).",
  },
  "svg-label": {
    severity: "warning",
    what: "role='img' and a title",
    why: "A screen reader otherwise says nothing, or reads every shape.",
    remedy: "Add role='img' and <title> as the first child of <svg>.",
  },
  "svg-desc": {
    severity: "warning",
    what: "a desc that tells what is to be seen",
    why: "A title names the picture; only a description lets a blind collector know it.",
    remedy: "Add <desc> after <title>, and aria-labelledby to both ids.",
  },
  "svg-length": {
    severity: "warning",
    what: `the SVG is at most ${comma(LONGEST)} bytes`,
    why: "Large drawings are slow in lists of hundreds; some wallets give up on them.",
    remedy: "Use <use> for what repeats, relative path commands and fewer decimals.",
  },
} as const satisfies Checks;

type SvgFault = Fault<keyof typeof SVG_CHECKS>;

const SVG = "http://www.w3.org/2000/svg";
const EMBEDDED = new Set([
  "foreignObject",
  "iframe",
  "embed",
  "object",
  "audio",
  "video",
  "canvas",
]);
/** Attributes that name something by URI. */
const LINKS = new Set(["href", "src", "xlink:href", "xml:base", "data", "poster", "action"]);
/** Attributes whose text is for people, so that it may hold any word. */
const PROSE = /^(id|class|lang|data-.*|aria-.*)$/;

/** What is wrong with an SVG document, and the URIs of what it embeds. */
export function svgFaults(bytes: Uint8Array): { faults: SvgFault[]; embedded: string[] } {
  const faults: SvgFault[] = [];
  const embedded: string[] = [];
  const add = (check: SvgFault["check"], found: string) => faults.push({ check, found });
  if (bytes.length > LONGEST) add("svg-length", `${comma(bytes.length)} bytes`);
  let document: XmlDocument;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (/<!DOCTYPE|<!ENTITY/i.test(text)) add("svg-doctype", "a document type declaration");
    document = parseXml(text, { preserveDocumentType: true });
  } catch (error) {
    const found = quote((error as Error).message.split("\n")[0]!, 160).slice(1, -1);
    return { faults: [...faults, { check: "svg-xml", found, isLast: true }], embedded };
  }
  for (const node of document.children) {
    if (node instanceof XmlProcessingInstruction) {
      add("svg-external", `<?${node.name} ${quote(node.content)}?>`);
    }
  }
  const root = document.root!;
  const ids = new Map<string, number>();
  const references: string[] = [];
  const link = (target: string, where: string) => {
    // Browsers drop controls and blanks before they look for a scheme.
    const bare = target.replaceAll(/[\p{Cc} ]/gu, "");
    if (/^(javascript|vbscript|data:(text\/html|text\/javascript|application))/i.test(bare)) {
      add("svg-script", `${where} leads to ${quote(target)}`);
    } else if (bare.startsWith("#")) references.push(bare.slice(1));
    else if (/^data:(image|font)\//i.test(bare)) embedded.push(target);
    else if (bare !== "") add("svg-external", `${where} leads to ${quote(target)}`);
  };
  const style = (css: string, where: string) => {
    for (const target of cssReferences(css)) link(target, where);
  };
  const visit = (element: XmlElement, known: ReadonlySet<string>) => {
    const attributes = Object.entries(element.attributes);
    const declared = attributes.flatMap(([name]) => /^xmlns:(.+)$/.exec(name)?.[1] ?? []);
    const prefixes = declared.length > 0 ? new Set([...known, ...declared]) : known;
    const [local, prefix] = split(element.name);
    if (prefix && !prefixes.has(prefix)) add("svg-namespace", `<${element.name}>`);
    if (local.toLowerCase() === "script") add("svg-script", `<${element.name}>`);
    if (EMBEDDED.has(local)) add("svg-foreign", `<${element.name}>`);
    if (local === "style") style(element.text, "<style>");
    for (const [name, value] of attributes) {
      const [own, space] = split(name);
      const where = `${name} of <${element.name}>`;
      if (space && space !== "xmlns" && !prefixes.has(space)) add("svg-namespace", where);
      if (/^on/i.test(own)) add("svg-handler", where);
      if (own === "id") ids.set(value, (ids.get(value) ?? 0) + 1);
      if (LINKS.has(name) || own === "href") link(value, where);
      // SMIL can write a link into an attribute later.
      else if (/^(to|from|by|values)$/.test(own) && /(javascript|vbscript):/i.test(value)) {
        add("svg-script", where);
      } else if (/url\(|\\|@import|image-set\(|src\(/i.test(value)) style(value, where);
      if (!PROSE.test(name) && /(^|[^\w-])-?(NaN|Infinity|undefined)\b/.test(value)) {
        add("svg-number", `${where}: ${quote(value)}`);
      }
    }
    for (const child of element.children) if (child instanceof XmlElement) visit(child, prefixes);
  };
  visit(root, new Set(["xml"]));
  if (root.name !== "svg" || root.attributes.xmlns !== SVG) {
    add("svg-root", `<${root.name}> with xmlns ${quote(root.attributes.xmlns ?? "")}`);
  }
  sizes(root.attributes, add);
  labels(root, add);
  for (const [id, count] of ids) if (count > 1) add("svg-id", `id ${quote(id)} ${count} times`);
  for (const id of references) {
    if (!ids.has(decoded(id))) add("svg-reference", `#${quote(id).slice(1, -1)}`);
  }
  return { faults, embedded };
}

type Add = (check: SvgFault["check"], found: string) => void;

function sizes({ viewBox, width, height }: Readonly<Record<string, string>>, add: Add): void {
  if (viewBox === undefined) {
    add("svg-viewbox", "no viewBox");
    const isSize = (value?: string) =>
      /^\+?(\d+\.?\d*|\.\d+)(e\d+)?([a-z]{2,3})?$/i.test(value ?? "");
    if (!isSize(width) || !isSize(height)) {
      add("svg-size", `width ${quote(width ?? "")}, height ${quote(height ?? "")}, no viewBox`);
    }
    return;
  }
  const numbers = viewBox
    .trim()
    .split(/\s*,\s*|\s+/)
    .map(Number);
  const isBox =
    numbers.length === 4 && numbers.every(Number.isFinite) && numbers[2]! > 0 && numbers[3]! > 0;
  if (!isBox) add("svg-size", `viewBox ${quote(viewBox)}`);
}

function labels(root: XmlElement, add: Add): void {
  const text = (name: string) =>
    root.children
      .find((child): child is XmlElement => child instanceof XmlElement && child.name === name)
      ?.text.trim();
  const missing = [
    ...(root.attributes.role === "img" ? [] : ["role='img'"]),
    ...(text("title") || root.attributes["aria-label"] ? [] : ["<title>"]),
  ];
  if (missing.length > 0) add("svg-label", `without ${missing.join(" and ")}`);
  if (!text("desc")) add("svg-desc", "without <desc>");
}

function split(name: string): [local: string, prefix: string | undefined] {
  const colon = name.indexOf(":");
  return colon < 0 ? [name, undefined] : [name.slice(colon + 1), name.slice(0, colon)];
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
