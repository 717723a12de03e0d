// The SVG document around the plant and the JSON around the document. Twin of contracts/art/Document.sol.
import { base64 } from "./base64.ts";
import { div } from "./fixed.ts";
import type { Genome } from "./genome.ts";
import { amounts, tone } from "./palette.ts";
import type { Phenotype } from "./phenotype.ts";
import type { Scene } from "./scene.ts";
import * as words from "./words.ts";

/** An SVG document; `under` and `layer` are markup, `place` is any text. */
export function document(
  p: Phenotype,
  g: Genome,
  place: string,
  under: string,
  layer: string,
): string {
  return `${head(p, g, place)}${under}${layer}</svg>`;
}

/** How an SVG document begins: what it is called and what is to be seen, in words. */
export function head(p: Phenotype, g: Genome, place: string): string {
  return (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1920 1920' role='img' aria-labelledby='t d'><title id='t'>" +
    (p.stage === 0 ? "Seed" : words.speciesName(g)) +
    "</title><desc id='d'>" +
    words.caption(p, g, words.escapeHtml(words.clean(place))) +
    "</desc>"
  );
}

/** What stands beside a picture and is not drawn. */
export interface Label {
  /** The collection's name: it may hold anything. */
  collection: string;
  /** The collection's link: it may hold anything, and is left out where it is no link. */
  externalUrl: string;
  /** The block whose randomness a seed waits for; 0 for what has germinated. */
  target: number;
}

/** The token's URI, around an SVG document and a page. */
export function tokenUri(
  scene: Scene,
  p: Phenotype,
  label: Label,
  svg: string,
  html: string,
): string {
  const json = tokenJson(scene, p, label, svg, html);
  return `data:application/json;base64,${base64(new TextEncoder().encode(json))}`;
}

/** The JSON, around an SVG document and a page; without a page where it is empty. */
export function tokenJson(
  scene: Scene,
  p: Phenotype,
  label: Label,
  svg: string,
  html: string,
): string {
  const name = words.escapeHtml(words.clean(label.collection)).replaceAll("\\", "\\\\");
  const place = words.escapeHtml(words.clean(scene.stationName)).replaceAll("\\", "\\\\");
  return (
    `{"name":"${name} #${scene.tokenId}","description":"${words.caption(p, scene.genome, place)}","background_color":"${background(p)}","attributes":[` +
    attributes(scene, p, place) +
    `],"image":"data:image/svg+xml,${encodeUri(svg)}` +
    (html === "" ? "" : `","animation_url":"data:text/html;charset=utf-8,${encodeUri(html)}`) +
    `"}`
  );
}

/**
 * What a picture may stand on: the colour of a fair sky in the light of the moment, or of the earth around a
 * seed; six hexadecimal digits.
 */
export function background(p: Phenotype): string {
  const rgb = p.stage === 0 ? 0x1c1820 : tone(0x9cc0dc, amounts(p));
  return rgb.toString(16).padStart(6, "0");
}

function attributes(scene: Scene, p: Phenotype, place: string): string {
  const g = scene.genome;
  let out = trait("Stage", words.stageName(p));
  if (p.stage === 0) return out;
  out += `,${trait("Species", words.speciesName(g))}`;
  out += `,${trait("School", words.schoolName(g))}`;
  out += `,${trait("Mutation", words.mutationName(g))}`;
  out += `,${trait("Station", place)}`;
  out += `,${count("Age in epochs", p.age)}`;
  out += `,${count("Rings", p.rings)}`;
  out += `,${count("Openness", div(p.openness * 100, 127))}`;
  out += `,${trait("Sky", words.skyName(p))}`;
  out += `,${trait("Weather", words.weatherName(p))}`;
  out += `,${count("Weather age", p.weatherAge)}`;
  out += `,${count("Frost scars", p.scars)}`;
  out += `,${count("Sky model", scene.model)}`;
  out += choices(scene);
  if (p.weatherAge >= words.NEVER) return out;
  out += `,${trait("Observation", p.derived ? "Partly derived" : "Measured")}`;
  return `${out},{"display_type":"number","trait_type":"Temperature","value":${words.degrees(p.tempCentiC)}}`;
}

/** What the holder decided, where there is something to say. */
function choices(scene: Scene): string {
  let out = "";
  if (scene.pinned) out += `,${trait("Pinned", "Yes")}`;
  if (scene.moves !== 0) out += `,${count("Moves", scene.moves)}`;
  if (scene.pending) out += `,${trait("Pending", "Yes")}`;
  return out;
}

function trait(name: string, value: string): string {
  return `{"trait_type":"${name}","value":"${value}"}`;
}

function count(name: string, value: number): string {
  return `{"display_type":"number","trait_type":"${name}","value":${value}}`;
}

/** Escapes what a URI cannot hold, and nothing else: controls, space and "#%<>\^`{|}, and all beyond ASCII. */
function encodeUri(plain: string): string {
  let out = "";
  for (const byte of new TextEncoder().encode(plain)) {
    const character = String.fromCharCode(byte);
    const isKept = byte > 0x20 && byte < 0x7f && !'"#%<>\\^`{|}'.includes(character);
    out += isKept ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}
