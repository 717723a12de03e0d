// The SVG document around the plant and the JSON around the document. Twin of contracts/art/Document.sol.
import { base64 } from "./base64.ts";
import { div } from "./fixed.ts";
import { amounts, tone } from "./palette.ts";
import type { Phenotype } from "./phenotype.ts";
import type { Scene } from "./scene.ts";
import * as words from "./words.ts";

/** Beyond 40 bits there is no time. */
const LATEST = 2n ** 40n - 1n;

/** An SVG document; `under` and `layer` are markup. */
export function document(scene: Scene, p: Phenotype, under: string, layer: string): string {
  return `${head(scene, p)}${under}${layer}</svg>`;
}

/** How an SVG document begins: what it is called and what is to be seen, in words. */
export function head(scene: Scene, p: Phenotype): string {
  return (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1920 1920' role='img' aria-labelledby='t d'><title id='t'>" +
    (p.stage === 0 ? "Seed" : words.speciesName(scene.genome)) +
    "</title><desc id='d'>" +
    words.caption(scene, p, words.escapeHtml(words.clean(scene.stationName))) +
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
  const place = words.escapeHtml(words.clean(scene.stationName));
  return (
    `{"name":"${jsonText(label.collection)} #${scene.tokenId}","description":"` +
    words.caption(scene, p, place).replaceAll("\\", "\\\\") +
    ending(p, label) +
    link(scene, label) +
    `","background_color":"${background(p)}","attributes":[` +
    attributes(scene, p, label, place.replaceAll("\\", "\\\\")) +
    `],"image":"data:image/svg+xml,${encodeUri(svg)}` +
    (html === "" ? "" : `","animation_url":"data:text/html;charset=utf-8,${encodeUri(html)}`) +
    `"}`
  );
}

/** How it lives, after what is to be seen. */
function ending(p: Phenotype, label: Label): string {
  return p.stage === 0
    ? ` It germinates from the randomness of block ${label.target}, or of one every 8,191 blocks after it, as soon as anyone asks; then the weather of a station draws it.`
    : " Drawn by the chain alone, anew with every epoch of its station's weather.";
}

function link(scene: Scene, { externalUrl }: Label): string {
  if (!words.isLink(externalUrl)) return "";
  const slash = externalUrl.endsWith("/") ? "" : "/";
  return `","external_url":"${externalUrl}${slash}#/token/${scene.tokenId}`;
}

/**
 * What a picture may stand on: the colour of a fair sky in the light of the moment, or of the earth around a
 * seed; six hexadecimal digits.
 */
export function background(p: Phenotype): string {
  const rgb = p.stage === 0 ? 0x1c1820 : tone(0x9cc0dc, amounts(p));
  return rgb.toString(16).padStart(6, "0");
}

function attributes(scene: Scene, p: Phenotype, label: Label, place: string): string {
  const g = scene.genome;
  let out = trait("Stage", words.stageName(p));
  if (p.stage === 0) return `${out},${count("Germinates at block", label.target)}`;
  out += `,${trait("Species", words.speciesName(g))}`;
  out += `,${trait("School", words.schoolName(g))}`;
  out += `,${trait("Mutation", words.mutationName(g))}`;
  out += `,${trait("Station", place)}`;
  out += `,${shown("date", "Birthday", birthday(scene))}`;
  out += `,${count("Age in epochs", p.age)}`;
  out += `,${count("Rings", p.rings)}`;
  out += `,${count("Frost scars", p.scars)}`;
  out += percent("Openness", p.openness);
  if (p.ripeness > 0) out += percent("Ripeness", p.ripeness);
  if (p.dormancy > 0) out += percent("Dormancy", p.dormancy);
  out += `,${trait("Sky", words.skyName(p))}`;
  out += `,${trait("Season", words.seasonName(p))}`;
  out += `,${trait("Weather", words.weatherName(p))}`;
  if (p.weatherAge < words.NEVER) out += `,${count("Weather age", p.weatherAge)}`;
  out += `,${count("Sky model", scene.model)}`;
  out += choices(scene, p);
  if (p.weatherAge >= words.NEVER) return out;
  out += `,${trait("Observation", p.derived ? "Partly derived" : "Measured")}`;
  return `${out},${shown("number", "Temperature", words.hundredths(p.tempCentiC))}`;
}

/** What the holder decided, where there is something to say. */
function choices(scene: Scene, p: Phenotype): string {
  let out = "";
  if (p.grafts > 0) out += `,${count("Grafts", p.grafts)}`;
  if (p.ties > 0) out += `,${count("Ties", p.ties)}`;
  if (scene.pinned) out += `,${count("Pinned epoch", scene.epoch)}`;
  if (scene.pending) out += `,${trait("Pending", "Yes")}`;
  return out;
}

/** The instant of the epoch that it was born at, in Unix seconds; the scene's own instant says how long epochs are. */
function birthday({ time, epoch, birthEpoch }: Scene): string {
  if (epoch === 0) return "0";
  const instant = (BigInt(time) / BigInt(epoch)) * BigInt(birthEpoch);
  return `${instant < LATEST ? instant : LATEST}`;
}

function trait(name: string, value: string): string {
  return `{"trait_type":"${name}","value":"${value}"}`;
}

function count(name: string, value: number): string {
  return shown("number", name, `${value}`);
}

function percent(name: string, amount: number): string {
  return `,${shown("boost_percentage", name, `${div(amount * 100, 127)}`)}`;
}

function shown(display: string, name: string, value: string): string {
  return `{"display_type":"${display}","trait_type":"${name}","value":${value}}`;
}

/** A name that may hold anything, as text between the quotes of JSON. */
function jsonText(name: string): string {
  return words.escapeHtml(words.clean(name)).replaceAll("\\", "\\\\");
}

/** Escapes what a URI cannot hold, and nothing else: controls, space and "#%<>\^`{|}, and all beyond ASCII. */
export function encodeUri(plain: string): string {
  let out = "";
  for (const byte of new TextEncoder().encode(plain)) {
    const character = String.fromCharCode(byte);
    const isKept = byte > 0x20 && byte < 0x7f && !'"#%<>\\^`{|}'.includes(character);
    out += isKept ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}
