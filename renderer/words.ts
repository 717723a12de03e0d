// What the state is called. Twin of contracts/art/Words.sol.
import { div } from "./fixed.ts";
import { type Genome, mutation, SCHOOL_COUNT, SPECIES_COUNT, school, species } from "./genome.ts";
import type { Phenotype } from "./phenotype.ts";

const SPECIES =
  "Sunhead|Bellspire|Mooncup|Starwheel|Stonerose|Snowbough|Lacefern|Windplume|Dawnvine|Thornlamp";
const SCHOOLS = "Plein air|Romantic|Woodblock|Impressionist|Risograph|Ink";
const MUTATIONS = "None|Pale|Ember|Doubled|Midnight";
const STAGES = "Seed|Sprouting|Young|Grown|Old";
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

/** Hundredths of a degree as a decimal number. */
export function degrees(centiC: number): string {
  const size = centiC < 0 ? 0 - centiC : centiC;
  const cents = size % 100;
  return `${centiC < 0 ? "-" : ""}${div(size, 100)}.${cents < 10 ? "0" : ""}${cents}`;
}

/** The picture in a few sentences. `place` is put in as it is. */
export function caption(p: Phenotype, g: Genome, place: string): string {
  if (p.stage === 0) {
    return "A seed asleep in the dark. It germinates from the randomness of a block to come, and then the weather of its station draws it.";
  }
  const opening = p.openness < 36 ? "closed" : p.openness < 84 ? "half open" : "open";
  let said = `${stageName(p)} ${speciesName(g)} at ${place}. ${skyName(p)}. `;
  said +=
    p.weatherAge >= NEVER
      ? "No weather has been observed here yet."
      : `${weatherName(p)}, ${degrees(p.tempCentiC)} C.`;
  said += ` Flowers ${opening}.`;
  if (p.droop > 60) said += " It thirsts.";
  if (p.rime > 40) said += " Frost lies on it.";
  if (p.rings > 0) said += ` Rings: ${p.rings}.`;
  if (p.weatherAge > 0 && p.weatherAge < NEVER)
    said += ` The weather is ${p.weatherAge} epochs old.`;
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
