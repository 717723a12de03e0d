// What a link to the app shows wherever links are shown: web/icons/card.jpg, ten species in recorded weather over the
// name in collection.json. `node tools/web/card.ts`
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { escapeHtml } from "../../renderer/words.ts";
import { paintPicture } from "../gallery/picture.ts";
import { speciesSheet } from "../gallery/sheets/species.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const [WIDTH, HEIGHT, COLUMNS] = [1_200, 630, 5];
const SIDE = WIDTH / COLUMNS;
/** Stages of a life, one for each species in turn: bloom, midsummer, autumn, winter, after years. */
const ROWS = [2, 4, 6, 5, 3, 6, 3, 2, 4, 5];

const { name } = JSON.parse(readFileSync(join(ROOT, "collection.json"), "utf8")) as {
  name: string;
};
const { cells } = speciesSheet();
const squares = [];
for (const [i, row] of ROWS.entries()) {
  const { scene } = cells[row]![i]!;
  const input = await paintPicture({ scene, size: SIDE, sky: "neural" });
  squares.push({
    input: Buffer.from(input),
    raw: { width: SIDE, height: SIDE, channels: 3 as const },
    left: (i % COLUMNS) * SIDE,
    top: Math.floor(i / COLUMNS) * SIDE,
  });
}
const words = `<svg xmlns='http://www.w3.org/2000/svg' width='${WIDTH}' height='${HEIGHT}' fill='#f6f1e7' font-family="Georgia, 'Liberation Serif', serif"><text x='48' y='574' font-size='50'>${escapeHtml(name)}</text><text x='${WIDTH - 48}' y='570' font-size='25' font-style='italic' text-anchor='end' opacity='.85'>Living plants under painted skies</text></svg>`;
const ground = { width: WIDTH, height: HEIGHT, channels: 3 as const, background: "#16131c" };
const card = await sharp({ create: ground })
  .composite([...squares, { input: Buffer.from(words), left: 0, top: 0 }])
  .jpeg({ quality: 82, mozjpeg: true })
  .toBuffer();
writeFileSync(join(ROOT, "web", "icons", "card.jpg"), card);
console.log(`web/icons/card.jpg: ${Math.round(card.length / 1024)} KB`);
