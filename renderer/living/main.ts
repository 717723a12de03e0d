// The living page: paints the sky of its token at the size of the window, lets the wind into the plant, and moves
// through the day. Everything it needs stands in the document; it asks for nothing else.
import { isLinked, loadWeights, paintRows, programOf, textureOf } from "./card.ts";
import features from "./features.glsl";
import { frameOf, spreadOf, type View, viewOf } from "./frame.ts";
import { hoursOf } from "./hours.ts";
import { conditionAt, MOMENT_BYTES, momentOf, nameOf, tintOf } from "./moment.ts";
import layers from "./network.glsl";
import { type Features, networkOf, type Picture, paintColumn, pictureOf } from "./network.ts";
import { earthOf, imageOf } from "./plant.ts";
import { toScript } from "./script.ts";
import head from "./sky.glsl";
import stage from "./stage.glsl";

declare global {
  interface Window {
    /** What the contract put into the document: the moment, then weights where there are any. */
    W: Uint8Array;
    /** The way to the functions of features.glsl. */
    K(q: Int32Array, f: Float64Array): [Features["column"], Features["pixel"]];
    /** For whoever wants to check the page: RGBA bytes of the chain's picture of some size. */
    heliotrope: {
      sky(size: number, onCard: boolean): Uint8ClampedArray;
      state(): [boolean | undefined, number | undefined, number];
    };
  }
}

/** Pixels a side of the first picture, and the most of any. */
const FIRST = 32;
const FINEST = 1080;
/** The most that typed arrays can paint anew while the day goes on. */
const PASSING = 384;
/** Milliseconds of typed arrays at a time. */
const SLICE = 8;
/** Seconds of the day in one second. */
const SPEED = 240;

const svg = document.querySelector("svg")!;
const canvas = document.querySelector("canvas")!;
const moment = momentOf(window.W);
const network = window.W.length > MOMENT_BYTES ? networkOf(window.W, MOMENT_BYTES) : undefined;
const hours = hoursOf(moment);
const earth = earthOf(svg);
const drawn = tintOf(moment.condition);
const isStill = matchMedia("(prefers-reduced-motion:reduce)").matches;

// A script of the page like any other: strings are not evaluated, which some places forbid.
const script = document.createElement("script");
script.text = `K=${toScript(features)}`;
document.body.append(script);
const [q, f] = [new Int32Array(49), new Float64Array(32)];
const [column, pixel] = window.K(q, f);

const gl = (network && canvas.getContext("webgl2"))!;
const stageProgram = gl && programOf(gl, stage);
const skyProgram = gl && programOf(gl, [head, features, layers].join(""));

/** Whether the card is to paint; undefined while that is open. */
let onCard: boolean | undefined = skyProgram ? undefined : false;
let view: View;
let plant: WebGLTexture | null = null;
let before: Picture | undefined;
let after: Picture | undefined;
let painting: Picture | undefined;
let melted = 1;
/** Pixels at a time. */
let budget = 2500;

/** Goes on with a picture for some milliseconds, or on the card for some pixels; true when it is done. */
function paint(p: Picture, isCards: boolean | undefined, most: number): boolean {
  const { width, height } = p.frame;
  if (isCards) {
    const rows = Math.min(Math.ceil(most / width), height - p.ready);
    paintRows(gl, skyProgram!, p, rows);
    return p.ready >= height;
  }
  const end = performance.now() + most;
  do paintColumn({ q, f, column, pixel }, network!, p);
  while (p.ready < width && performance.now() < end);
  return p.ready >= width;
}

/** RGBA bytes of the chain's square picture. */
function square(size: number, isCards: boolean): Uint8ClampedArray {
  const frame = { size, left: 0, top: 0, width: size, height: size };
  const p = pictureOf(network!, moment.latent, moment.condition, frame);
  paint(p, isCards, 1e9);
  if (p.rgba) return p.rgba;
  const bytes = new Uint8ClampedArray(4 * size * size);
  gl.readPixels(0, 0, size, size, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  return bytes;
}

/** The card paints when its bytes are those of typed arrays and come soon. */
function judge(): void {
  const linked = isLinked(gl, skyProgram!);
  if (linked === undefined) return;
  onCard = linked;
  if (!linked) return;
  loadWeights(gl, skyProgram!, network!);
  const mine = `${square(FIRST, false)}`;
  // The first picture is for the compilers.
  square(FIRST, true);
  const start = performance.now();
  onCard = `${square(FIRST, true)}` === mine && performance.now() - start < SLICE;
}

/** Goes on with the sky. */
function work(condition: Uint8Array, elapsed: number): void {
  const isHeld = hours.rest > 2;
  if (after && onCard === undefined) judge();
  if (onCard) budget = Math.max(1e4, Math.min(4e6, budget * (elapsed < 0.025 ? 1.2 : 0.6)));
  const most = onCard || hours.rest > 0 || isStill ? FINEST : PASSING;
  const finest = Math.max(FIRST, Math.min((1920 * innerWidth) / view[2], most) | 0);
  const coarse = Math.min(1920 * Math.sqrt(budget / view[2] / view[3]), finest) | 0;
  // What has become too fine for the hour that passes gives way.
  const largest = isHeld ? coarse : finest;
  if (
    after &&
    painting &&
    painting.frame.size > largest &&
    `${painting.condition}` !== `${condition}`
  ) {
    gl?.deleteTexture(painting.texture ?? null);
    painting = undefined;
  }
  if (!painting) {
    const isSame = `${after?.condition}` === `${condition}`;
    if (isSame ? isHeld || after!.frame.size >= finest : false) return;
    if (after && !isHeld && melted < 1) return;
    const size = after ? (isHeld ? coarse : Math.min(4 * after.frame.size, finest)) : FIRST;
    painting = pictureOf(network!, moment.latent, condition, frameOf(view, size));
  }
  if (paint(painting, onCard && !!after, onCard ? budget : after ? SLICE : 1e9)) show(painting);
}

/** A finished picture takes the place of the one that was shown. */
function show(p: Picture): void {
  const { width, height } = p.frame;
  if (gl) {
    p.texture ??= textureOf(gl, width, height, new Uint8Array(p.rgba!.buffer));
    gl.deleteTexture(before?.texture ?? null);
  } else {
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d")!.putImageData(new ImageData(p.rgba!, width, height), 0, 0);
  }
  before = after;
  after = p;
  painting = undefined;
  melted = before ? 0 : 1;
}

/** Puts everything on the canvas, or without WebGL2 moves and lights the drawing itself. */
function compose(seconds: number, condition: Uint8Array): void {
  const c = moment.condition;
  const light = tintOf(condition);
  const keep = light.keep / drawn.keep;
  const add = [16, 8, 0].map(
    (bits) => (((light.add >> bits) & 255) - ((drawn.add >> bits) & 255) * keep) / 255,
  );
  const strength = isStill ? 0 : 5 + c[11]!;
  if (!gl) {
    svg.style.transform = `skewX(${(Math.sin(seconds) * strength) / 50}deg)`;
    svg.style.filter = `brightness(${keep + add[1]!})`;
    return;
  }
  if (!plant || !after) return;
  const from = before ?? after;
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.viewport(0, 0, canvas.width, canvas.height);
  gl.useProgram(stageProgram);
  [from.texture!, after.texture!, plant].forEach((texture, i) => {
    gl.activeTexture(gl.TEXTURE0 + i);
    gl.bindTexture(gl.TEXTURE_2D, texture);
  });
  gl.uniform1iv(gl.getUniformLocation(stageProgram, "s"), [0, 1, 2]);
  gl.uniform4fv(gl.getUniformLocation(stageProgram, "u"), [
    ...spreadOf(view, from.frame),
    ...spreadOf(view, after.frame),
    ...view,
    ...[seconds, strength, (c[10]! - 64) / 64, melted],
    ...[...add, keep],
    ...(isStill ? [0, 0] : [c[6]! / 127, c[7]! / 127]),
    ...[0, 0],
  ]);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  svg.style.opacity = "0";
}

async function fit(): Promise<void> {
  // A frame may have no size yet.
  const scale = Math.min(devicePixelRatio, 2);
  const [width, height] = [innerWidth || 1, innerHeight || 1].map((side) => side * scale) as [
    number,
    number,
  ];
  view = viewOf(width, height);
  painting = undefined;
  svg.setAttribute("viewBox", `${view}`);
  const wide = Math.max(view[2] / 1920, 1);
  for (const part of earth)
    part.setAttribute("transform", `translate(${960 - 960 * wide})scale(${wide},1)`);
  if (!gl) return;
  const image = await imageOf(svg, width, height);
  canvas.width = width;
  canvas.height = height;
  gl.deleteTexture(plant);
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
  plant = textureOf(gl, width, height, image);
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
}

/** Typed arrays go on between the frames: they have the processor's time, not the card's. */
function toil(): void {
  setTimeout(toil);
  if (network && !onCard) work(conditionAt(moment, hours.time), 0);
}

let last = 0;
function turn(now: number): void {
  requestAnimationFrame(turn);
  const elapsed = Math.min((now - last) / 1000, 0.1);
  last = now;
  hours.pass(elapsed, isStill ? 0 : SPEED);
  melted = Math.min(melted + elapsed * (hours.rest > 2 ? 9 : 1.5), 1);
  const condition = conditionAt(moment, hours.time);
  if (network && onCard) work(condition, elapsed);
  compose(now / 1000, condition);
  hours.say(nameOf(condition));
}

window.heliotrope = {
  sky: square,
  state: () => [onCard, after?.frame.size, hours.time],
};
onresize = fit;
fit();
requestAnimationFrame(turn);
toil();
