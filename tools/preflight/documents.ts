// A metadata document and everything in it: the URI, the JSON, the picture, the page.
import { BROWSER_CHECKS, PAGE_CHECKS, type Renderer } from "./browser.ts";
import { type Checks, type Fault, type Finding, judged, some } from "./check.ts";
import { HTML_CHECKS, htmlFaults } from "./html.ts";
import { JSON_CHECKS, type Json, readJson } from "./json.ts";
import { draw, PICTURE_CHECKS } from "./picture.ts";
import { PNG_CHECKS, pngFaults } from "./png.ts";
import { hasText } from "./schema.ts";
import { SVG_CHECKS, svgFaults } from "./svg.ts";
import {
  type Content,
  decodeDataUri,
  type FetchOptions,
  type Role,
  resolveUri,
  URI_CHECKS,
} from "./uri.ts";

export interface DocumentOptions {
  /** Pixels of a picture's side. */
  readonly size: number;
  /** Without it nothing is fetched. */
  readonly fetch?: FetchOptions;
  /** Without it nothing is shown in a browser. */
  readonly browser?: Renderer;
}

export interface Inspected {
  readonly findings: Finding[];
  /** The picture, drawn. */
  readonly picture?: Buffer;
}

/**
 * Looks at a metadata URI and at all that it holds.
 * @param schema the checks of its members, and what finds their faults
 */
export async function inspectDocument(
  uri: string,
  subject: string,
  schema: { checks: Checks; faults: (json: Json) => readonly Fault[] },
  options: DocumentOptions,
): Promise<Inspected> {
  const { content, findings } = await resolve(uri, "metadata", subject, options);
  if (!content) return { findings };
  const { value, faults } = readJson(content.bytes);
  findings.push(...judged(JSON_CHECKS, subject, faults));
  if (!value) return { findings };
  findings.push(...judged(schema.checks, subject, schema.faults(value)));
  const shown = await inspectImage(value, subject, options);
  findings.push(...shown.findings);
  if (hasText(value.animation_url)) {
    const where = `${subject}, animation_url`;
    const page = await resolve(value.animation_url, "animation", where, options);
    findings.push(...page.findings);
    if (page.content?.mediaType === "text/html") {
      findings.push(...judged(HTML_CHECKS, where, htmlFaults(page.content.bytes)));
      if (options.browser) {
        const shown = asDataUri(page.content);
        findings.push(...judged(PAGE_CHECKS, where, await options.browser.run(shown)));
      }
    }
  }
  return { findings, ...(shown.picture ? { picture: shown.picture } : {}) };
}

async function inspectImage(
  json: Json,
  subject: string,
  options: DocumentOptions,
): Promise<Inspected> {
  const where = `${subject}, image`;
  if (!hasText(json.image)) {
    if (!hasText(json.image_data)) return { findings: [] };
    const bytes = Buffer.from(json.image_data, "utf8");
    return inspectPicture({ mediaType: "image/svg+xml", bytes }, where, options);
  }
  const { content, findings } = await resolve(json.image, "image", where, options);
  if (!content) return { findings };
  const drawn = await inspectPicture(content, where, options);
  return { ...drawn, findings: [...findings, ...drawn.findings] };
}

/** A picture's own rules, those of the PNGs inside of it, and how it looks. */
export async function inspectPicture(
  content: Content,
  where: string,
  { size, browser }: DocumentOptions,
): Promise<Inspected> {
  const { mediaType, bytes } = content;
  const findings: Finding[] = [];
  if (mediaType === "image/svg+xml") {
    const { faults, embedded } = svgFaults(bytes);
    const pngs = embedded
      .filter((uri) => /^data:image\/png/i.test(uri))
      .map((uri) => decodeDataUri(uri, "image"));
    findings.push(...judged(SVG_CHECKS, where, faults));
    for (const { content: inner, faults: wrong } of pngs) {
      // What is right about the inner URI is not worth a line.
      findings.push(
        ...judged(URI_CHECKS, where, wrong).filter(({ outcome }) => outcome !== "pass"),
      );
      if (inner) findings.push(...judged(PNG_CHECKS, where, pngFaults(inner.bytes)));
    }
  } else if (mediaType === "image/png") {
    findings.push(...judged(PNG_CHECKS, where, pngFaults(bytes)));
  }
  const { png, faults } = await draw(bytes, size);
  findings.push(...judged(PICTURE_CHECKS, where, faults));
  if (png && browser) {
    const { faults: unlike, note } = await browser.compare(content, png, size);
    findings.push(...judged(BROWSER_CHECKS, where, unlike, { "browser-alike": note }));
  }
  return { findings, ...(png ? { picture: png } : {}) };
}

/** Only what applies is judged: nothing of a data URI can fail to be fetched. */
async function resolve(uri: string, role: Role, subject: string, options: DocumentOptions) {
  const { content, faults, note } = await resolveUri(uri, role, options.fetch);
  const isData = /^data:/i.test(uri);
  const applies = (Object.keys(URI_CHECKS) as (keyof typeof URI_CHECKS)[]).filter((id) => {
    if (id === "uri-scheme" || id === "uri-hosted") return true;
    if (id === "uri-media-type") return content !== undefined || isData;
    return id === "uri-fetched" ? !isData && options.fetch !== undefined : isData;
  });
  const checks = some(URI_CHECKS, ...applies);
  const findings = judged(checks, subject, faults, { "uri-scheme": note });
  return { findings, ...(content ? { content } : {}) };
}

function asDataUri({ mediaType, bytes }: Content): string {
  return `data:${mediaType};charset=utf-8;base64,${Buffer.from(bytes).toString("base64")}`;
}
