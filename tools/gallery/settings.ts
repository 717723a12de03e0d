// What `npm run gallery` can be told, checked before anything is drawn.
import { parseArgs } from "node:util";
import { SKIES, type Sky } from "./picture.ts";
import { SHEETS } from "./sheets.ts";

export const HELP = `npm run gallery [-- options]

  --sheet NAME   ${Object.keys(SHEETS).join(", ")}, or all (species); may be given more than once
  --out FOLDER   where the pictures go (dist/gallery)
  --size N       pixels of one picture's side, 48 to 1920 (240; a film's 480)
  --sky S        neural: the sky that the network paints (default); onchain: the same picture as small as
                 tokenURI holds it; vector: the drawn one
  --cells        write every picture as a file of its own too
  --readme       write docs/gallery.png and docs/gallery-year.png too, or docs/gallery-onchain.png
  --film         a film of one plant's year instead of sheets
  --token N      whose film: the seed that its genome is drawn from (20120320)
  --days N       how long, 2 to 1461 (365)
  --format F     webm, through Chromium, or apng, where there is none (what the machine can)
  --help         this text

Weather is recorded weather of Seattle and New York wherever there is such a day; what is staged says so.`;

export type Format = "webm" | "apng";

export interface Options {
  readonly sheets: readonly string[];
  readonly out: string;
  readonly size: number;
  readonly sky: Sky;
  readonly cells: boolean;
  readonly readme: boolean;
  /** Undefined where sheets are wanted. */
  readonly film: { seed: number; days: number; format: Format | undefined } | undefined;
}

/** Undefined for --help. Throws an error of one line for everything that makes no sense. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sheet: { type: "string", multiple: true },
      out: { type: "string", default: "dist/gallery" },
      size: { type: "string" },
      sky: { type: "string", default: "neural" },
      cells: { type: "boolean", default: false },
      readme: { type: "boolean", default: false },
      film: { type: "boolean", default: false },
      token: { type: "string" },
      days: { type: "string" },
      format: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  for (const flag of ["token", "days", "format"] as const) {
    if (values[flag] !== undefined && !values.film) {
      throw new Error(`--${flag} is about a film. Add --film, or leave it out.`);
    }
  }
  for (const flag of ["sheet", "cells", "readme"] as const) {
    if (values[flag] && values.film) {
      throw new Error(`--${flag} is about contact sheets. Leave it out, or leave out --film.`);
    }
  }
  const sky = SKIES.find((known) => known === values.sky);
  if (!sky) throw new Error(`--sky ${values.sky} is unknown. Known: ${SKIES.join(", ")}.`);
  return {
    sheets: sheetsOf(values.sheet ?? ["species"], values.readme),
    out: values.out,
    size: whole("size", values.size ?? (values.film ? "480" : "240"), 48, 1920),
    sky,
    cells: values.cells,
    readme: values.readme,
    film: values.film
      ? {
          seed: whole("token", values.token ?? "20120320", 0, 2 ** 32 - 1),
          days: whole("days", values.days ?? "365", 2, 1461),
          format: formatOf(values.format),
        }
      : undefined,
  };
}

function sheetsOf(names: readonly string[], isReadme: boolean): string[] {
  const all = Object.keys(SHEETS);
  const wanted = names.flatMap((name) => name.split(","));
  for (const name of wanted) {
    if (name !== "all" && !all.includes(name)) {
      throw new Error(`--sheet ${name} is unknown. Known: ${all.join(", ")}, all.`);
    }
  }
  if (wanted.includes("all")) return all;
  return isReadme ? [...new Set([...wanted, "species", "year"])] : [...new Set(wanted)];
}

function formatOf(format: string | undefined): Format | undefined {
  if (format === undefined || format === "webm" || format === "apng") return format;
  throw new Error(`--format ${format} is unknown. Known: webm, apng.`);
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new Error(`--${name} ${text} is not a whole number from ${least} to ${most}.`);
  }
  return value;
}
