// `npm run gallery`: contact sheets and films. The plants are drawn by the same functions as the chain's.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { speciesName } from "../renderer/words.ts";
import { makeFilm, starOf } from "./gallery/film.ts";
import type { PictureTask } from "./gallery/picture.ts";
import { HELP, type Options, readOptions } from "./gallery/settings.ts";
import { compose, type Sheet } from "./gallery/sheet.ts";
import { SHEETS } from "./gallery/sheets.ts";
import { askThreads } from "./threads.ts";

/** A README's picture: so wide, in 256 colours, so that a clone stays small. */
const README_WIDTH = 1800;

async function drawSheet(sheet: Sheet, options: Options): Promise<Buffer> {
  const { size, sky, out } = options;
  const cells = sheet.cells.flat();
  const tasks = cells.map(({ scene }): PictureTask => ({ scene, size, sky, detail: sheet.detail }));
  const painted: Uint8Array[] = [];
  const file = new URL("gallery/thread.ts", import.meta.url);
  await askThreads<PictureTask, Uint8Array>(file, undefined, tasks, (picture, i) => {
    painted[i] = picture;
  });
  if (options.cells) {
    const raw = { width: size, height: size, channels: 3 } as const;
    for (const [i, { name }] of cells.entries()) {
      const path = join(
        out,
        `${sheet.name}-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.png`,
      );
      await sharp(painted[i]!, { raw }).toFile(path);
    }
  }
  let next = 0;
  const pictures = sheet.cells.map((row) => row.map(() => painted[next++]!));
  return compose(sheet, pictures, size);
}

async function film(options: Options, { seed, days, format }: NonNullable<Options["film"]>) {
  const life = starOf(seed);
  const start = performance.now();
  const made = await makeFilm(life, days, format, options);
  const seconds = (performance.now() - start) / 1000;
  const ending = made.format === "webm" ? "webm" : "png";
  const path = join(options.out, `film-${seed}.${ending}`);
  await writeFile(path, made.bytes);
  console.log(
    `${path}: a ${speciesName(life.genome)} through ${days} days, ${(made.bytes.length / 1e6).toFixed(1)} MB, painted and encoded in ${seconds.toFixed(0)} s`,
  );
  console.log(`sha256 of the ${made.frames} painted frames: ${made.hash}`);
}

async function main(options: Options): Promise<void> {
  await mkdir(options.out, { recursive: true });
  if (options.film) return film(options, options.film);
  for (const name of options.sheets) {
    const sheet = SHEETS[name]!();
    const image = await drawSheet(sheet, options);
    const path = join(options.out, `${name}.png`);
    await sharp(image, { limitInputPixels: false }).toFile(path);
    console.log(`${path}: ${sheet.cells.flat().length} pictures`);
    const place = options.readme ? readmePlace(name, options) : undefined;
    if (!place) continue;
    await sharp(image, { limitInputPixels: false })
      .resize(README_WIDTH)
      .png({ palette: true, quality: 90, effort: 8 })
      .toFile(place);
    console.log(place);
  }
}

function readmePlace(sheet: string, { sky }: Options): string | undefined {
  if (sky === "onchain") return sheet === "species" ? "docs/gallery-onchain.png" : undefined;
  if (sheet === "species") return "docs/gallery.png";
  return sheet === "year" ? "docs/gallery-year.png" : undefined;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options) await main(options);
  else console.log(HELP);
} catch (error) {
  // Other people's errors go on for lines; the first says what happened.
  const message = error instanceof Error ? error.message : String(error);
  console.error(`heliotrope: ${message.split("\n")[0]}`);
  process.exit(1);
}
