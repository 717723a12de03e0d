// Everything that may be said of a token at a moment, as pairs of a trait and a value: the attributes of its JSON,
// as marketplaces count them, and what is drawn without an attribute of its own.
import { type Label, tokenJson } from "../../renderer/document.ts";
import {
  type Genome,
  PALETTE_COUNT,
  palette,
  SCHOOL_COUNT,
  SPECIES_COUNT,
} from "../../renderer/genome.ts";
import type { Phenotype } from "../../renderer/phenotype.ts";
import type { Scene } from "../../renderer/scene.ts";
import {
  mutationName,
  NEVER,
  schoolName,
  seasonName,
  skyName,
  speciesName,
  stageName,
  weatherName,
} from "../../renderer/words.ts";
import { STATIONS } from "../replay/climate.ts";

export type Trait = readonly [name: string, value: string];

/** Nothing that is counted depends on it. */
const LABEL: Label = { collection: "Heliotrope", externalUrl: "", target: 0 };

/** Attributes that are another trait in finer steps, or differ from token to token. */
const PASSED_OVER = new Set([
  ...["Age in epochs", "Openness", "Ripeness", "Dormancy", "Grafts", "Ties", "Pinned epoch"],
  "Germinates at block",
]);

interface Attribute {
  readonly trait_type: string;
  readonly value: string | number;
  readonly display_type?: string;
}

export function traitsOf(scene: Scene, p: Phenotype): Trait[] {
  const { attributes } = JSON.parse(tokenJson(scene, p, LABEL, "", "")) as {
    attributes: Attribute[];
  };
  const traits: Trait[] = [];
  for (const { trait_type: name, value, display_type } of attributes) {
    if (PASSED_OVER.has(name) || display_type === "date") continue;
    traits.push([name, typeof value === "string" ? value : bandOf(name, value)]);
  }
  if (p.stage === 0) return traits;
  for (const [name, state] of STATES) {
    const value = state.of(p, scene.genome);
    if (value !== undefined) traits.push([name, value]);
  }
  return traits;
}

/** What a number counts as: small ones as themselves, temperatures by tens, larger ones in bands. */
function bandOf(name: string, value: number): string {
  if (name === "Temperature") {
    const ten = Math.floor(value / 10) * 10;
    return `${ten} to ${ten + 10} °C`;
  }
  if (name === "Weather age" && value >= NEVER) return "never observed";
  if (Number.isInteger(value) && value >= 0 && value < 8) return String(value);
  const edge = [8, 16, 32, 64, 128, 256, 1024].findLast((each) => value >= each);
  return edge === undefined ? String(value) : `${edge} or more`;
}

interface State {
  /** Every value that there is, in order. */
  readonly values: readonly string[];
  readonly of: (p: Phenotype, g: Genome) => string | undefined;
}

const amount = (field: keyof Phenotype, names: readonly [string, string, string]): State => ({
  values: names,
  of: (p) => {
    const value = Number(p[field]);
    return value === 0 ? undefined : names[value < 43 ? 0 : value < 85 ? 1 : 2];
  },
});
const count = (field: keyof Phenotype, most: number): State => ({
  values: Array.from({ length: most }, (_, i) => String(i + 1)),
  of: (p) => (p[field] ? String(p[field]) : undefined),
});
const sign = (what: string, is: (p: Phenotype) => boolean): State => ({
  values: [what],
  of: (p) => (is(p) ? what : undefined),
});
const THIRDS = ["a third", "two thirds", "full"] as const;

/** What is drawn; nothing where there is nothing to see. */
const STATES: readonly (readonly [string, State])[] = [
  [
    "Palette",
    {
      values: Array.from({ length: PALETTE_COUNT }, (_, i) => String(i)),
      of: (_, g) => String(palette(g) % PALETTE_COUNT),
    },
  ],
  [
    "Flowers",
    {
      values: ["closed", "half open", "open"],
      of: (p) => (p.openness < 36 ? "closed" : p.openness < 84 ? "half open" : "open"),
    },
  ],
  ["Ripeness", amount("ripeness", ["turning", "half in seed", "in seed"])],
  ["Dormancy", amount("dormancy", ["drowsy", "withdrawing", "dormant"])],
  ["Grafts", count("grafts", 5)],
  ["Ties", count("ties", 7)],
  ["Pinned", sign("Yes", (p) => p.pinned > 0)],
  ["Thirst", sign("drooping", (p) => p.droop > 60)],
  ["Rime", sign("frost lies on it", (p) => p.rime > 40)],
  ["Moss", amount("moss", THIRDS)],
  ["Drought", amount("drought", THIRDS)],
  [
    "Lean",
    {
      values: ["far left", "left", "right", "far right"],
      of: (p) =>
        p.lean < -24
          ? "far left"
          : p.lean < -8
            ? "left"
            : p.lean > 24
              ? "far right"
              : p.lean > 8
                ? "right"
                : undefined,
    },
  ],
  ["Rain", amount("rain", THIRDS)],
  ["Snow", amount("snow", THIRDS)],
  ["Fog", sign("fog", (p) => p.fog > 0)],
  ["Storm", sign("thunder", (p) => p.storm > 0)],
  ["Haze", amount("haze", THIRDS)],
  ["Mist", amount("mist", THIRDS)],
  ["Aurora", sign("aurora", (p) => p.aurora > 0)],
];

/** Every value that a trait may have as far as the words of the drawing go, in their order. */
export function knownValues(years: number): Map<string, readonly string[]> {
  const moment = (fields: Partial<Phenotype>) => ({ weatherAge: 0, ...fields }) as Phenotype;
  const gene = (shift: bigint) => (i: number) =>
    `0x${(BigInt(i) << shift).toString(16).padStart(64, "0")}` as Genome;
  const [species, school, mutation] = [gene(144n), gene(152n), gene(192n)];
  return new Map<string, readonly string[]>([
    ["Stage", wordsOf((i) => stageName(moment({ stage: i })))],
    ["Species", Array.from({ length: SPECIES_COUNT }, (_, i) => speciesName(species(i)))],
    ["School", Array.from({ length: SCHOOL_COUNT }, (_, i) => schoolName(school(i)))],
    ["Mutation", wordsOf((i) => mutationName(mutation(i)))],
    ["Station", STATIONS.map(({ name }) => name)],
    ["Sky", wordsOf((i) => skyName(moment({ sky: i })))],
    ["Weather", [...wordsOf((i) => weatherName(moment({ weather: i }))), "Unknown"]],
    ["Observation", ["Measured", "Partly derived"]],
    ["Frost scars", Array.from({ length: 8 }, (_, i) => String(i))],
    ["Rings", Array.from({ length: Math.floor(years) + 1 }, (_, i) => String(i))],
    ["Season", [0, 32, 64, 96].map((season) => seasonName(moment({ season })))],
    ["Pending", ["Yes"]],
    ...STATES.map(([name, { values }]) => [name, values] as const),
  ]);
}

/** The words of a list: beyond its end the last is repeated. */
function wordsOf(word: (i: number) => string): string[] {
  const words: string[] = [];
  for (let i = 0; words.at(-1) !== word(i); i++) words.push(word(i));
  return words;
}
