// The living page: one HTML document that holds all that it shows. Twin of contracts/LivingPage.sol.
import { base64 } from "./base64.ts";
import { background, encodeUri, head } from "./document.ts";
import { latentOf, SCHOOL_COUNT, school } from "./genome.ts";
import { fromHex, type Hex } from "./hex.ts";
import type { Phenotype } from "./phenotype.ts";
import type { Scene } from "./scene.ts";
import { conditionOf } from "./sky/condition.ts";
import { blockFor, type SkyModel } from "./sky/model.ts";

/** Beyond it, sun and moon stand still. */
const LAST_TIME = 2 ** 44;
/** What stands behind the plant: the contract says why. */
const SHELL =
  "</svg><style>*{margin:0;touch-action:none}svg,canvas{position:fixed;width:100%;height:100%}canvas{z-index:-1}p{position:fixed;left:0;right:0;bottom:0;padding:5vmin;display:flex;gap:4vmin;align-items:center;font:italic 18px Georgia,serif;color:#fff;text-shadow:0 0 8px #000;opacity:0;transition:opacity 1.5s;user-select:none}p.on,p:focus-within{opacity:.85}input{flex:1;accent-color:#ccc;opacity:.6}</style><canvas></canvas><p><output></output><input type=range max=1439 aria-label='Hour of the day'></p><script>function u(t){return Uint8Array.from(atob(t),c=>c.charCodeAt())}function go(c,w){W=u(w);new Response(new Blob([u(c)]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text().then(t=>{c=document.createElement('script');c.text=t;document.body.append(c)})}go('";
/** The same behind a seed. */
const SEED_SHELL =
  "</svg><style>*{margin:0}svg{position:fixed;width:100%;height:100%}@media(prefers-reduced-motion:no-preference){svg{animation:b 7s ease-in-out infinite alternate}}@keyframes b{to{filter:brightness(1.2)}}</style>";

/**
 * The page of a token. `layer` is the plant in its ground, as markup; `model` the scene's; `program` the bytes of
 * renderer/living/page.bin.
 */
export function livingPage(
  scene: Scene,
  p: Phenotype,
  layer: string,
  model: SkyModel | undefined,
  program: Uint8Array,
): string {
  const before =
    "<!doctype html><html lang='en' style='background:#" +
    background(p) +
    "'><meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>Heliotrope</title>" +
    head(scene, p);
  if (p.stage === 0) return before + layer + SEED_SHELL;
  const data = momentOf(scene, p) + (model ? weightsOf(model, school(scene.genome)) : "");
  return `${before}${layer}${SHELL}${base64(program)}','${base64(fromHex(data as Hex))}')</script>`;
}

/** What the contract keeps of every page: the shell, the shell percent-encoded, and the program in base64. */
export function constantParts(program: Uint8Array): string {
  return `${SHELL}${encodeUri(SHELL)}${base64(program)}','`;
}

/** What the sky is painted from, in hexadecimal: latent, condition, time, epoch, place. */
function momentOf(s: Scene, p: Phenotype): string {
  const place = [s.epoch, s.latMicroDeg, s.lonMicroDeg].map((value) => digits(value, 4));
  return (
    latentOf(s.genome) +
    conditionOf(p).slice(2) +
    digits(Math.min(s.time, LAST_TIME), 8) +
    place.join("")
  );
}

/** Shape, mapping network, layers, colours and biases of a model, as far as one school uses them. */
function weightsOf(model: SkyModel, of: number): string {
  const own = of % SCHOOL_COUNT;
  const { layers, hidden, mapping, weights, colours, biases } = model;
  const blocks = [weights, colours].flatMap((all) => all.map((_, l) => blockFor(all, l, own)));
  let out = [layers, ...hidden].map((value) => digits(value, 1)).join("");
  for (const block of [...mapping, ...blocks]) {
    for (const weight of block) out += digits(weight + 128, 1);
  }
  for (const block of biases) for (const bias of block) out += digits(bias, 3);
  return out;
}

/** The last `bytes` bytes of a whole number, two's complement. */
function digits(value: number, bytes: number): string {
  return BigInt.asUintN(8 * bytes, BigInt(value))
    .toString(16)
    .padStart(2 * bytes, "0");
}
