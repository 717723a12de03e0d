// What the state is called. Twin of contracts/art/Words.sol.
import { div } from "./fixed.ts";
import { type Genome, mutation, SCHOOL_COUNT, SPECIES_COUNT, school, species } from "./genome.ts";
import type { Phenotype } from "./phenotype.ts";
import type { Scene } from "./scene.ts";

const SPECIES =
  "Sunhead|Bellspire|Mooncup|Starwheel|Stonerose|Snowbough|Lacefern|Windplume|Dawnvine|Thornlamp";
const FLOWERS = "Flower head|Bells|Cups|Umbels|Flowers|Blossoms|Fronds|Plumes|Trumpets|Flowers";
const SCHOOLS = "Plein air|Romantic|Woodblock|Impressionist|Risograph|Ink";
const MUTATIONS = "None|Pale|Ember|Doubled|Midnight";
const GROWTHS = "sleeping|sprouting|young|grown|old";
const STAGES = "Seed|Sprouting|Young|Grown|Old";
const HOURS = "at night|at dawn|in the morning|at midday|in the afternoon|at dusk";
const SEASONS = "Winter|Spring|Summer|Autumn";
const MOONS = "new|waxing|full|waning";
const WINDS = "north|north-east|east|south-east|south|south-west|west|north-west";
const SKIES = "Night|Dawn|Morning|Midday|Afternoon|Dusk";
const WEATHERS =
  "Clear|Fair|Partly cloudy|Overcast|Fog|Rime fog|Drizzle|Freezing drizzle|Rain|Freezing rain|Showers|Snow|Snow grains|Snow showers|Thunderstorm|Hailstorm";

/** From this age on (in epochs) a place has never been observed. */
export const NEVER = 8191;

/** The most characters of a station's name that are shown. */
const LONGEST_NAME = 40;

export function speciesName(g: Genome): string {
  return word(SPECIES, species(g) % SPECIES_COUNT);
}

export function schoolName(g: Genome): string {
  return word(SCHOOLS, school(g) % SCHOOL_COUNT);
}

export function mutationName(g: Genome): string {
  return word(MUTATIONS, mutation(g));
}

export function stageName(p: Phenotype): string {
  return word(STAGES, p.stage);
}

export function skyName(p: Phenotype): string {
  return word(SKIES, p.sky);
}

export function weatherName(p: Phenotype): string {
  return p.weatherAge >= NEVER ? "Unknown" : word(WEATHERS, p.weather);
}

/** What it flowers with; ferns and grasses unfurl instead. */
export function flowersName(g: Genome): string {
  return word(FLOWERS, species(g) % SPECIES_COUNT);
}

/** How far it has opened. */
export function opening(p: Phenotype): string {
  return p.openness < 36 ? "closed" : p.openness < 84 ? "half open" : "open";
}

export function seasonName(p: Phenotype): string {
  return word(SEASONS, div(p.season + 16, 32) % 4);
}

export function moonName(p: Phenotype): string {
  return word(
    MOONS,
    p.moonPhase < 8 || p.moonPhase > 120 ? 0 : p.moonPhase < 57 ? 1 : p.moonPhase < 72 ? 2 : 3,
  );
}

/** Wind from its components and speed in cm/s; components point where the air goes, its name where it comes from. */
export function windName(eastCms: number, northCms: number, speedCms: number): string {
  if (speedCms < 30) return "calm";
  const [east, north] = [Math.abs(eastCms), Math.abs(northCms)];
  const speed = `${hundredths(speedCms)} m/s from `;
  if (east < 20 && north < 20) return `${speed}all around`;
  // An eighth of a circle is parted at 22.5 degrees, whose tangent is close to 12 / 29.
  const isAlong = east * 29 < north * 12;
  const isAcross = north * 29 < east * 12;
  let at = 0;
  if (isAlong) at = northCms < 0 ? 0 : 4;
  else if (isAcross) at = eastCms < 0 ? 2 : 6;
  else if (northCms < 0) at = eastCms < 0 ? 1 : 7;
  else at = eastCms < 0 ? 3 : 5;
  return `${speed}the ${word(WINDS, at)}`;
}

/** Hundredths of a degree as a decimal number. */
export function hundredths(centiC: number): string {
  const size = centiC < 0 ? 0 - centiC : centiC;
  const cents = size % 100;
  return `${centiC < 0 ? "-" : ""}${div(size, 100)}.${cents < 10 ? "0" : ""}${cents}`;
}

/** The picture in a few sentences, for who reads it or hears it. `place` is put in as it is. */
export function caption(s: Scene, p: Phenotype, place: string): string {
  if (p.stage === 0) return "A seed asleep in the dark, in rings of warmth.";
  const g = s.genome;
  let said = `${p.stage === 4 ? "An " : "A "}${word(GROWTHS, p.stage)} `;
  if (mutation(g) > 0) said += `${mutationName(g)} `;
  said += `${speciesName(g)} at ${place}, ${word(HOURS, p.sky)} in ${seasonName(p).toLowerCase()}. `;
  if (p.weatherAge >= NEVER) said += "No weather has been observed here yet.";
  else {
    const { windEastCms, windNorthCms, windSpeedCms } = s.now;
    said += `${weatherName(p)}, ${hundredths(p.tempCentiC)} °C, `;
    said +=
      windSpeedCms < 30 ? "calm." : `wind ${windName(windEastCms, windNorthCms, windSpeedCms)}.`;
  }
  said += ` ${flowersName(g)} ${opening(p)}.`;
  if (p.ripeness > 60) said += " It has gone to seed.";
  if (p.dormancy > 40) said += " It rests for the winter.";
  if (p.droop > 60) said += " It thirsts.";
  if (p.rime > 40) said += " Frost lies on it.";
  if (p.moss > 60) said += " Moss grows about it.";
  if (p.aurora > 20) said += " An aurora burns overhead.";
  else if (p.sky === 0 && p.moonY > 64 && p.cloud < 60) said += ` The ${moonName(p)} moon is up.`;
  if (p.rings > 0) said += ` It has lived ${p.rings} ${p.rings === 1 ? "year" : "years"}.`;
  if (s.birthEpoch > s.epoch) said += ` It will be born at epoch ${s.birthEpoch}.`;
  if (p.pinned > 0) said += ` Its holder has pinned it at epoch ${s.epoch}.`;
  if (p.weatherAge > 0 && p.weatherAge < NEVER)
    said += ` The weather is ${p.weatherAge} ${p.weatherAge === 1 ? "epoch" : "epochs"} old.`;
  if (p.derived) said += " Part of the weather is derived by rule, not measured.";
  return said;
}

/** The i-th of words parted by bars; the last for every greater i. */
function word(list: string, i: number): string {
  const words = list.split("|");
  return words[i < words.length ? i : words.length - 1]!;
}

/**
 * A name that XML and every eye can bear: at most 40 code points, and a replacement character for everything
 * that is invalid (lone surrogates here, malformed UTF-8 on the chain), a control, a line or
 * paragraph separator, a change of direction or a non-character. Byte order marks vanish.
 */
export function clean(name: string): string {
  let out = "";
  let count = 0;
  for (const character of name) {
    const code = character.codePointAt(0)!;
    if (code === 0xfeff) continue;
    if (count === LONGEST_NAME) break;
    out += isPlain(code) ? character : "\ufffd";
    count += 1;
  }
  return out;
}

function isPlain(code: number): boolean {
  if (code < 0x20 || (code > 0x7e && code < 0xa0)) return false;
  if (code > 0x200d && code < 0x2010) return false;
  if (code > 0x2027 && code < 0x202f) return false;
  if (code > 0x2065 && code < 0x206a) return false;
  if (code > 0xd7ff && code < 0xe000) return false;
  return (code & 0xfffe) !== 0xfffe;
}

/**
 * Whether a collection's link can be shown as one: of a kind that browsers open, of the characters that a URI
 * has, and short.
 */
export function isLink(url: string): boolean {
  return /^https?:\/\//.test(url) && /^[!-~]{1,200}$/.test(url) && !/["<>\\^`{|}]/.test(url);
}

/** As Solady's LibString.escapeHTML. */
export function escapeHtml(plain: string): string {
  const entities: Record<string, string> = {
    '"': "&quot;",
    "&": "&amp;",
    "'": "&#39;",
    "<": "&lt;",
    ">": "&gt;",
  };
  return plain.replace(/["&'<>]/g, (character) => entities[character]!);
}
