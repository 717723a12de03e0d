// Contact sheets: one row for each group of moments, one column for each seed and school, as one
// file. `node keeper/train/sheet.ts painted|model OUT.(png|webp) [model.bin] [side]` draws what the
// painter paints or what the model has learnt.

import { readFileSync } from "node:fs";
import sharp from "sharp";
import { SCHOOL_COUNT } from "../../renderer/genome.ts";
import type { Hex } from "../../renderer/hex.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";

import { parseModel } from "../../renderer/sky/model.ts";
import { conditionIn, GROUPS, type Group, latentBy, randomOf } from "./moments.ts";
import { paintPatch } from "./texture.ts";

/** Paints one picture of `side` pixels square; RGB bytes. */
type Paint = (latent: Uint8Array, condition: Uint8Array, side: number) => Uint8Array;

/** The painter's own picture, with the texture of the hand. */
export function paintTarget(latent: Uint8Array, condition: Uint8Array, side: number): Uint8Array {
  const { colours } = paintPatch(latent, condition, side, 0, 0, side, side, randomOf(7));
  return Uint8Array.from(colours, (v) => Math.round(v));
}

/** A 32-byte word as a hex string. */
export function hexOf(word: Uint8Array): Hex {
  return `0x${Buffer.from(word).toString("hex")}`;
}

/** Writes a contact sheet: groups down; across, two seeds of each school. */
async function writeSheet(paint: Paint, side: number, file: string, seeds = 2): Promise<void> {
  const groups = Object.keys(GROUPS) as Group[];
  const columns = SCHOOL_COUNT * seeds;
  const gap = 2;
  const width = columns * (side + gap) + gap;
  const height = groups.length * (side + gap) + gap;
  const sheet = new Uint8Array(width * height * 3).fill(20);
  const random = randomOf(20_140_101);
  for (const [row, group] of groups.entries()) {
    for (let column = 0; column < columns; column++) {
      const latent = latentBy(random, Math.floor(column / seeds));
      const picture = paint(latent, conditionIn(group, random), side);
      for (let y = 0; y < side; y++) {
        const to = ((gap + row * (side + gap) + y) * width + gap + column * (side + gap)) * 3;
        sheet.set(picture.subarray(y * side * 3, (y + 1) * side * 3), to);
      }
    }
  }
  const image = sharp(sheet, { raw: { width, height, channels: 3 } });
  await (file.endsWith(".webp")
    ? image.webp({ quality: 84 })
    : image.png({ compressionLevel: 9, effort: 10 })
  ).toFile(file);
}

if (import.meta.main) {
  const [what, file, modelFile = "renderer/sky/model.bin", side = "120"] = process.argv.slice(2);
  if ((what !== "painted" && what !== "model") || file === undefined) {
    console.error("usage: node keeper/train/sheet.ts painted|model OUT.png [model.bin] [side]");
    process.exitCode = 1;
  } else if (what === "painted") {
    await writeSheet(paintTarget, Number(side), file);
  } else {
    const model = parseModel(readFileSync(modelFile));
    const paint: Paint = (latent, condition, size) =>
      paintInteger(model, {
        latent: hexOf(latent),
        condition: hexOf(condition),
        size,
        x: 0,
        y: 0,
        width: size,
        height: size,
      });
    await writeSheet(paint, Number(side), file);
  }
}
