// The app's icons as home screens want them, drawn from web/icon.svg: `node tools/web/icons.ts`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

const WEB = fileURLToPath(new URL("../../web", import.meta.url));
const GROUND = "#2b1c44";

/** A mask may cut away everything outside a circle of four fifths. */
const SAFE = 0.66;

const svg = readFileSync(join(WEB, "icon.svg"));

for (const side of [192, 512]) {
  await drawn(side)
    .png({ compressionLevel: 9 })
    .toFile(join(WEB, "icons", `${side}.png`));
}
const inner = Math.round(512 * SAFE);
const flower = await drawn(inner).png().toBuffer();
await sharp({ create: { width: 512, height: 512, channels: 4, background: GROUND } })
  .composite([{ input: flower, gravity: "centre" }])
  .png({ compressionLevel: 9 })
  .toFile(join(WEB, "icons", "maskable.png"));

function drawn(side: number) {
  return sharp(svg, { density: (72 * side) / 32 }).resize(side, side);
}
