// The painter whose pictures the network learns from: colours mixed from a school's palette by the
// light of the hour and the weather, laid on with strokes that follow the noise inputs. Everything
// depends on the features, the latent and the condition alone, so every picture is repeatable.

import { FEATURES } from "../../renderer/sky/features.ts";
import { schoolOf, seedWord } from "../../renderer/sky/latent.ts";
import { HANDS, type Hand, mix, type Palette, paletteAt, type Rgb } from "./palettes.ts";

/** What all pixels of one picture share. */
export interface Canvas {
  palette: Palette;
  hand: Hand;
  day: number;
  night: number;
  low: number;
  cover: number;
  rain: number;
  snow: number;
  fog: number;
  storm: number;
  haze: number;
  mist: number;
  land: Rgb;
  landFar: Rgb;
  white: number;
  moonUp: number;
  storming: Rgb;
  misty: Rgb;
  /** The printer's three inks, from the darkest. */
  inks: readonly [Rgb, Rgb, Rgb];
}

/** Prepares the palette of one picture. */
export function canvasOf(latent: Uint8Array, condition: Uint8Array): Canvas {
  const c = (place: number) => condition[place]! / 127;
  const school = schoolOf(latent);
  const sunY = condition[1]!;
  const palette = paletteAt(school, sunY);
  const mood = seedWord(latent, 3);
  const m0 = ((mood & 127) - 64) / 64;
  const m1 = (((mood >>> 8) & 127) - 64) / 64;
  const m2 = (((mood >>> 16) & 127) - 64) / 64;
  const ink = school === 5 ? 0.35 : 1;
  const day = smooth(58, 86, sunY);
  const night = 1 - smooth(36, 58, sunY);
  const low = bump(sunY, 63, 15);

  // Mood: each token's own leaning, warmer or cooler, towards rose or towards teal.
  const lean = (rgb: Rgb, k: number): Rgb => [
    rgb[0] + (14 * m0 + 10 * m2) * k * ink,
    rgb[1] + (2 * m0 - 8 * m2) * k * ink,
    rgb[2] + (-14 * m0 + 8 * m2) * k * ink,
  ];
  palette.zenith = lean(palette.zenith, 0.9);
  palette.middle = lean(palette.middle, 1);
  palette.foot = lean(palette.foot, 0.7);

  // Warmth and season: cold light is bluer, the land runs through the year.
  const warmth = (condition[12]! - 64) / 64;
  for (const name of ["zenith", "middle", "foot", "cloudLit"] as const) {
    const p = palette[name];
    palette[name] = [p[0] + 9 * warmth * ink, p[1] + 1.5 * warmth, p[2] - 9 * warmth * ink];
  }
  const angle = (2 * Math.PI * condition[13]!) / 128;
  const summer = (1 - Math.cos(angle)) / 2;
  const spring = (1 + Math.sin(angle)) / 2;
  const lightOfDay = 0.35 + 0.65 * day;
  const autumn = (1 - spring) * summer * 2;
  const tint: Rgb = [
    (26 * autumn - 6 * spring + 10 * (1 - summer)) * lightOfDay * ink,
    (4 * autumn + 16 * spring * summer + 8 * m1) * lightOfDay * ink,
    (-16 * autumn - 10 * summer + 12 * (1 - summer)) * lightOfDay * ink,
  ];
  let land = add(palette.near, tint, 1);
  let landFar = add(palette.far, tint, 0.5);
  const moss = c(16);
  land = add(land, [-8, 18, -4], moss * lightOfDay * ink);
  const drought = c(14);
  const dry: Rgb = [172, 128, 70];
  land = mix(land, scale(dry, 0.25 + 0.6 * day), 0.65 * drought * ink);
  landFar = mix(landFar, scale([214, 176, 118], 0.3 + 0.7 * day), 0.5 * drought * ink);

  // Haze and drought: dust between the eye and the sky.
  const haze = Math.min(1, c(18) + 0.4 * drought);
  const dust = scale(
    school === 5 ? [226, 216, 196] : [236, 204, 146],
    0.3 + 0.25 * low + 0.7 * day,
  );
  palette.middle = mix(palette.middle, dust, 0.45 * haze * (1 - night * 0.6));
  palette.foot = mix(palette.foot, dust, 0.6 * haze * (1 - night * 0.6));
  palette.zenith = mix(palette.zenith, dust, 0.22 * haze * (1 - night * 0.7));

  // Overcast: the colours of the sky give way to the grey of the clouds, never to dullness.
  const cover = c(5);
  const storm = c(9);
  const wet = Math.max(c(6), 0.8 * storm);
  const overcast = Math.max(0, cover - 0.45) / 0.55;
  const grey = mix(palette.cloudShade, palette.cloudLit, 0.5);
  const dull = 0.6 * overcast;
  palette.zenith = mix(palette.zenith, grey, dull);
  palette.middle = mix(palette.middle, grey, dull);
  palette.foot = mix(palette.foot, mix(grey, palette.cloudLit, 0.5), dull * 0.8);
  palette.cloudLit = mix(palette.cloudLit, grey, 0.35 * wet);
  land = mix(land, scale(grey, 0.45), 0.2 * overcast);
  landFar = mix(landFar, grey, 0.35 * overcast);
  const storming = scale(mix(palette.cloudShade, [58, 52, 84], 0.45 * ink), 0.62);
  for (const name of ["zenith", "middle", "cloudShade"] as const) {
    palette[name] = mix(palette[name], storming, 0.75 * storm);
  }
  palette.cloudLit = mix(palette.cloudLit, mix(storming, palette.glow, 0.3), 0.6 * storm);
  palette.foot = mix(palette.foot, mix(storming, palette.glow, 0.35), 0.55 * storm);
  land = scale(land, 1 - 0.35 * storm);
  landFar = mix(landFar, storming, 0.5 * storm);

  const snow = c(7);
  const white = Math.min(1, 0.85 * snow + 0.7 * c(15));
  const misty = mix(mix(palette.foot, palette.cloudLit, 0.5), [206, 214, 222], 0.3 * day);
  return {
    palette,
    hand: HANDS[school]!,
    day,
    night,
    low,
    cover,
    rain: c(6),
    snow,
    fog: c(8),
    storm,
    haze,
    mist: c(19),
    land,
    landFar,
    white,
    moonUp: smooth(58, 68, condition[3]!),
    storming,
    misty,
    inks: [
      mix([0, 92, 168], [70, 50, 150], 0.5 + 0.5 * m0),
      mix([255, 72, 96], [240, 80, 160], 0.5 + 0.5 * m1),
      mix([255, 222, 50], [255, 190, 60], 0.5 + 0.5 * m2),
    ],
  };
}

/** Paints one pixel from its features (at `at`) into `out` (at `to`), as 0..255 floats. */
function paintPixel(
  canvas: Canvas,
  f: Uint8Array,
  at: number,
  out: Float32Array,
  to: number,
): void {
  const v = (place: number) => f[at + place]! / 127;
  const { palette, hand } = canvas;
  const dab = (v(17) - 0.5) * 2;
  const bristle = (v(0) - 0.5) * 2;
  const grain = (v(18) - 0.5) * 2;
  const dapple = (v(19) - 0.5) * 2;
  const stroke = dab * hand.stroke;
  const swirl = (v(24) - 0.5) * 2;
  const swell = (v(25) - 0.5) * 2;

  // Sky: three colours by height, with strokes that carry colour from one height to another.
  let height = (0.687 - v(1)) / 0.687;
  height += 0.09 * stroke + 0.16 * hand.swirl * swirl + 0.05 * hand.swirl * swell;
  if (hand.flat > 0) {
    const steps = 6;
    const step = Math.floor(height * steps);
    const edge = smooth(0.2, 0.8, height * steps - step);
    height = mixed(height, (step + edge) / steps, hand.flat);
  }
  height = clamp(height);
  const low = smooth(0, 0.42, height);
  const high = smooth(0.3, 1, height);
  let sky = mix(mix(palette.foot, palette.middle, low), palette.zenith, high);

  // Light of the sun: a wide warmth near the horizon, a nearer glow, a disc. Clouds dim them.
  const veil = 1 - 0.8 * canvas.cover * canvas.cover;
  const warm = canvas.low * v(7) * v(2);
  sky = mix(sky, palette.glow, 0.75 * hand.glow * warm * veil);
  sky = mix(sky, palette.glow, 0.34 * hand.glow * v(10) * v(10) * (1 - canvas.night) * veil);
  const sunGlow = v(9) * (1 - canvas.night) * veil;
  sky = mix(sky, lift(palette.glow, 0.35), 0.75 * hand.glow * sunGlow);
  sky = mix(
    sky,
    mix([190, 205, 240], palette.glow, 0.35),
    0.5 * v(12) * v(12) * canvas.moonUp * (1 - 0.75 * canvas.day) * veil,
  );
  const redSun = hand.flat === 1 || hand.wash > 0;
  const disc = redSun ? palette.glow : lift(palette.glow, 0.75);
  sky = mix(sky, disc, v(8) * (1 - 0.85 * canvas.cover * canvas.cover) * (1 - 0.7 * canvas.fog));
  const moonlight = canvas.moonUp * (0.35 + 0.65 * (1 - canvas.day));
  sky = mix(sky, [250, 244, 222], v(11) * moonlight * (1 - 0.7 * canvas.cover * canvas.cover));

  // Stars and aurora lie behind the clouds.
  sky = mix(sky, [255, 250, 232], v(20) * (1 - 0.6 * v(12)));
  const veilGreen: Rgb = hand.wash > 0 ? [186, 222, 206] : [70, 240, 176];
  const veilRose: Rgb = hand.wash > 0 ? [220, 200, 208] : [206, 92, 212];
  const aurora = v(23) * (0.25 + 0.75 * canvas.night);
  sky = mix(sky, mix(veilGreen, veilRose, smooth(0.35, 0.95, height)), 0.85 * aurora);

  // Clouds: wisps first, then the mass, lit from its edge towards the light.
  const wisp = v(29) * (0.34 + 0.2 * canvas.low);
  sky = mix(sky, mix(palette.cloudLit, palette.glow, 0.35 * hand.glow * canvas.low * v(2)), wisp);
  const body = v(16);
  const mass = mixed(body, smooth(0.35, 0.55, body), hand.flat);
  const sunward = 0.18 * v(10) * (1 - canvas.night) + 0.35 * canvas.low * v(2);
  let lit = 0.5 + 1.1 * (v(14) - 0.5) + 0.2 * (0.5 - mass) + 0.3 * (v(31) - 0.5);
  lit += 0.2 * stroke + sunward - 0.25 * canvas.storm;
  lit = clamp(lit);
  lit = mixed(lit, 0.3 + 0.35 * smooth(0.28, 0.4, lit) + 0.35 * smooth(0.6, 0.72, lit), hand.flat);
  let cloud = mix(palette.cloudShade, palette.cloudLit, lit);
  cloud = mix(cloud, palette.glow, 0.5 * hand.glow * canvas.low * v(2) * lit);
  // A wash leaves the light of a cloud to the paper and gathers at its edge.
  const rim = bump(body, 0.3, 0.3) * hand.wash;
  sky = mix(sky, cloud, clamp(mass * 1.25) * (0.82 + 0.15 * canvas.cover));
  sky = mix(sky, scale(palette.cloudShade, 0.8), 0.4 * rim * (1 - 0.5 * canvas.night));
  // The key block's line about a cloud.
  if (hand.flat === 1) {
    sky = mix(
      sky,
      scale(palette.cloudShade, 0.55),
      0.75 * bump(body, 0.42, 0.16) * (1 - 0.6 * canvas.cover),
    );
  }
  const foam = canvas.cover * (v(15) - 0.5) * 0.35;
  sky = foam > 0 ? mix(sky, palette.cloudLit, foam) : mix(sky, palette.cloudShade, -foam * 1.2);

  // Darkness gathered away from the light, as in a varnished landscape.
  const gloom = hand.shadow * (1 - v(7)) * (0.25 + 0.4 * smooth(0.2, 1, height));
  sky = scale(mix(sky, [58, 44, 52], 0.2 * gloom), 1 - 0.4 * gloom);

  // Lightning whitens its own path and the clouds about it.
  sky = mix(sky, [255, 244, 255], v(26));

  // Land: three planes, each paler with distance, textured by strokes; snow lies on all of them.
  const farMask = v(3);
  const midMask = v(4);
  const nearMask = v(5);
  const air = mix(palette.foot, palette.middle, 0.35);
  const texture = 0.6 * dapple * (1 - hand.flat) + 0.9 * stroke + 0.3 * grain;
  const depth = v(6);
  const light = 0.6 + 0.4 * canvas.day;
  const farLand = mix(canvas.landFar, air, 0.5 * hand.aerial - 0.22 * depth + 0.1);
  const midLand = mix(
    mix(canvas.landFar, canvas.land, 0.48),
    air,
    0.26 * hand.aerial + 0.2 * depth,
  );
  const nearLand = mix(canvas.land, canvas.landFar, 0.2 * (1 - depth) + 0.1 * v(24));
  const drift: Rgb = mix(palette.cloudShade, [236, 240, 248], 0.25 + 0.6 * canvas.day);
  const lie = clamp(canvas.white * 1.5 - 0.35 + 0.4 * dapple + 0.2 * stroke - 0.2 * depth);
  const planes: [Rgb, number, number, number][] = [
    [farLand, farMask, 7, 0.85],
    [midLand, midMask, 11, 0.8],
    [nearLand, nearMask, 15, 0.7],
  ];
  let colour = sky;
  for (const [plane, mask, rough, cap] of planes) {
    let worked = add(mix(plane, drift, lie * cap), [1, 0.95, 0.7], rough * texture * light);
    // Wash and print let the foot of a plane sink into the paper.
    const fade = Math.max(hand.wash, 0.55 * (hand.flat === 1 ? 1 : 0));
    if (fade > 0) {
      worked = mix(worked, air, fade * 0.7 * smooth(0.05, 0.9, depth) * (rough === 15 ? 0.25 : 1));
      worked = scale(worked, 1 - 0.35 * fade * bump(depth, 0, 0.5));
    }
    colour = mix(colour, worked, mask);
  }

  // Mist rises from the land; fog swallows the farther planes first.
  const farther = 1 - 0.45 * nearMask - 0.15 * midMask;
  colour = mix(colour, canvas.misty, v(27) * (0.32 + 0.3 * canvas.fog) * farther);
  const bank = 0.34 * canvas.fog * (0.75 + 0.5 * v(15)) * farther;
  colour = mix(colour, canvas.misty, bank);
  const age = 0.55 * canvas.mist * (0.6 + 0.4 * v(15)) * farther;
  colour = mix(colour, canvas.misty, age);

  // What falls between the eye and everything else.
  const streak = mix(palette.cloudLit, [226, 234, 244], 0.5);
  colour = mix(colour, streak, 0.42 * v(21));
  const flake: Rgb = mix(palette.cloudLit, [255, 255, 255], 0.75);
  colour = mix(colour, flake, 0.8 * v(28));
  colour = mix(colour, flake, 0.92 * v(22));

  colour =
    hand.screen > 0 ? printed(colour, canvas, v(30), grain) : brushed(colour, hand, dab, bristle);
  if (hand.wash > 0) {
    // Ink granulates where it is dark, and the paper shows its tooth where it is light.
    const dark = 1 - (colour[0] + colour[1] + colour[2]) / 765;
    colour = add(colour, [1, 1, 0.96], (10 * grain + 12 * dapple) * (0.3 + dark) * hand.wash);
  }
  colour = add(colour, [colour[0] - 118, colour[1] - 116, colour[2] - 112], 0.18 * hand.shadow);
  const tooth = 9 * hand.grain * grain;
  for (let k = 0; k < 3; k++) out[to + k] = Math.min(255, Math.max(0, colour[k]! + tooth));
}

/** The brush: dabs that fall apart into warm and cool, ridges of paint that catch the light. */
function brushed(rgb: Rgb, hand: Hand, dab: number, bristle: number): Rgb {
  const light = 0.35 + (0.65 * (rgb[0] + rgb[1] + rgb[2])) / 765;
  const warm = 22 * hand.broken * dab * light;
  const tone = (13 * hand.stroke * dab + 16 * hand.impasto * bristle) * light;
  return [rgb[0] + warm + tone, rgb[1] + 0.15 * warm + tone, rgb[2] - 0.9 * warm + tone];
}

/** Three inks through a screen: the colour taken apart, each part laid as dots on the paper. */
function printed(rgb: Rgb, canvas: Canvas, screen: number, grain: number): Rgb {
  const [first, second, third] = canvas.inks;
  const paper: Rgb = [250, 243, 226];
  // Dots show in the middle tones; what is full is solid, and the grain leaves pinholes.
  const dots = (part: number, threshold: number) => {
    const full = clamp(part * 1.15 - 0.03);
    const dotted = smooth(threshold - 0.25, threshold + 0.25, full);
    return mixed(full, dotted, 2.6 * full * (1 - full)) * (1 - 0.12 * clamp(grain));
  };
  // A print is lighter than its subject: the darkest ink must still show the land against the night.
  const [red, green, blue] = rgb.map((level) => clamp(level / 255) ** 0.72) as Rgb;
  const dark = 1 - Math.max(red, green, blue);
  const a = dots(1 - red, 0.15 + 0.7 * screen);
  const b = dots(1 - green - 0.75 * dark, 0.85 - 0.7 * screen);
  const c = dots(1 - blue - 0.85 * dark, 0.5);
  const out: Rgb = [0, 0, 0];
  for (let k = 0; k < 3; k++) {
    const through = (ink: Rgb, part: number) => 1 - part * (1 - ink[k]! / 255);
    out[k] = paper[k]! * through(first, a) * through(second, b) * through(third, c);
  }
  return out;
}

/** Paints `count` pixels from their features into floats. */
export function paintPixels(
  canvas: Canvas,
  features: Uint8Array,
  count: number,
  out: Float32Array,
): void {
  for (let i = 0; i < count; i++) paintPixel(canvas, features, i * FEATURES, out, i * 3);
}

function clamp(t: number): number {
  return Math.max(0, Math.min(1, t));
}

function mixed(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

function smooth(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

function bump(value: number, middle: number, half: number): number {
  return clamp(1 - Math.abs(value - middle) / half);
}

function add(rgb: Rgb, by: Rgb, k: number): Rgb {
  return [rgb[0] + by[0] * k, rgb[1] + by[1] * k, rgb[2] + by[2] * k];
}

function scale(rgb: Rgb, k: number): Rgb {
  return [rgb[0] * k, rgb[1] * k, rgb[2] * k];
}

function lift(rgb: Rgb, t: number): Rgb {
  return mix(rgb, [255, 253, 240], t);
}
