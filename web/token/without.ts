// The same picture without one of its causes: the scene as it would be drawn had it not rained, had the holder not
// moved it, were it noon. What then differs is what the cause has done.
import {
  type Genome,
  layers,
  mutation,
  palette,
  petals,
  school,
  species,
} from "../../renderer/genome.ts";
import { type Phenotype, phenotypeOf, regrown, relit } from "../../renderer/phenotype.ts";
import type { Scene } from "../../renderer/scene.ts";
import { flowersName } from "../../renderer/words.ts";

export interface Without {
  scene: Scene;
  phenotype: Phenotype;
  /** How it would be, to end "what would look different …". */
  how: string;
}

type Change = (p: Phenotype, s: Scene) => Omit<Without, "scene"> & { scene?: Scene };

/** Fifteen degrees: what no plant minds. */
const MILD = { tempCentiC: 1_500, warmth: 81 };
const STILL = { windEast: 64, windSpeed: 0 };
const CLEAR = { cloud: 0, rain: 0, snow: 0, fog: 0, storm: 0 };
/** A seedling's. */
const SMALL = { stature: 72, bloom: 31 };

/** By the feature's name as causes.ts has it; what is missing is not to be seen. */
const CHANGES: Record<string, Change> = {
  Stage: (_, s) => {
    const scene = { ...s, birthEpoch: s.epoch };
    return { scene, phenotype: phenotypeOf(scene), how: "on the day that it was born" };
  },
  Rings: as({ rings: 0 }, "in its first year"),
  Height: as({ stature: SMALL.stature }, "at the height of a seedling"),
  Maturity: as({ bloom: SMALL.bloom }, "with the flowers of a seedling"),
  Light: (p, s) => ({
    phenotype: regrown({ ...p, light: p.light > 63 ? 0 : 127 }, s),
    how: p.light > 63 ? "in the dark" : "in full daylight",
  }),
  Season: (p) => ({
    phenotype: { ...p, season: (p.season + 64) % 128 },
    how: "half a year away, all else the same",
  }),
  "Seed heads": as({ ripeness: 0 }, "before anything had gone to seed"),
  "Winter rest": grown({ dormancy: 0 }, "if it were awake"),
  Droop: as({ droop: 0 }, "if nothing had bent it"),
  Lean: as({ lean: 0 }, "in a life without wind"),
  "Parched earth": lit({ drought: 0 }, "after a wet week"),
  Moss: as({ moss: 0 }, "where it had never rained"),
  "Frost scars": as({ scars: 0 }, "in a life without frost"),
  Rime: grown({ rime: 0 }, "if it had not frozen"),
  "Frosted land": as({ frost: 0 }, "after a week without frost"),
  Hour: (p, s) => ({
    phenotype: relit({ ...p, sunX: 64, sunY: p.sunY > 90 ? 30 : 116 }, s),
    how: p.sunY > 90 ? "at midnight" : "at noon",
  }),
  Moon: as({ moonY: 20 }, "while the moon is down"),
  Aurora: as({ aurora: 0 }, "in a night without an aurora"),
  Weather: lit(CLEAR, "under a clear sky"),
  Temperature: grown(MILD, "at 15 °C"),
  Mist: as({ mist: 0, weatherAge: 0 }, "if its weather were fresh"),
  Rain: grown({ rain: 0 }, "without rain"),
  Snow: grown({ snow: 0 }, "without snow"),
  Fog: lit({ fog: 0 }, "without fog"),
  Thunder: lit({ storm: 0 }, "without the thunderstorm"),
  Clouds: lit({ cloud: 0 }, "without a cloud"),
  Wind: as(STILL, "in still air"),
  Haze: as({ haze: 0 }, "in clear air"),
  Grafts: as({ grafts: 0 }, "if it had never been moved"),
  Ties: as({ ties: 0 }, "without the choices of its holder"),
  Pin: as({ pinned: 0 }, "without the pin"),
  Species: inherited((g) => write(g, 144, (species(g) + 5) % 10), "in another species"),
  School: inherited((g) => write(g, 152, (school(g) + 3) % 6), "as another school paints it"),
  Palette: inherited((g) => write(g, 160, (palette(g) + 6) % 12), "in another palette"),
  Petals: inherited((g) => write(g, 168, petals(g) ^ 0xff), "with the opposite gene"),
  Layers: inherited((g) => write(g, 176, layers(g) ^ 0xff), "with the opposite gene"),
  Mutation: inherited((g) => write(g, 192, 0), "without the mutation"),
  "Small differences": inherited(
    (g) => word(BigInt(g) ^ ((1n << 128n) - 1n)),
    "grown from another seed",
  ),
};

/** Whether a feature has a cause that can be taken away. */
export function canBeWithout(feature: string, { genome }: Scene): boolean {
  if (feature === "Mutation") return mutation(genome) !== 0;
  return Object.hasOwn(CHANGES, feature) || feature === flowersName(genome);
}

/** The picture without the cause of a feature; undefined where a cause is none that could be taken away. */
export function without(feature: string, s: Scene, p: Phenotype): Without | undefined {
  if (!canBeWithout(feature, s)) return undefined;
  const change = feature === flowersName(s.genome) ? turned : CHANGES[feature];
  const changed = change?.(p, s);
  return changed && { scene: s, ...changed };
}

/** Flowers that are open closed, and closed ones open. */
function turned(p: Phenotype): Omit<Without, "scene"> {
  const isOpen = p.openness > 63;
  return {
    phenotype: { ...p, openness: isOpen ? 4 : 127 },
    how: isOpen ? "if they were closed" : "if they were open",
  };
}

/** Fields changed, and nothing that follows from them. */
function as(fields: Partial<Phenotype>, how: string): Change {
  return (p) => ({ phenotype: { ...p, ...fields }, how });
}

/** Fields changed, and what the plant makes of it. */
function grown(fields: Partial<Phenotype>, how: string): Change {
  return (p, s) => ({ phenotype: regrown({ ...p, ...fields }, s), how });
}

/** Fields changed, and what the light and the plant make of it. */
function lit(fields: Partial<Phenotype>, how: string): Change {
  return (p, s) => ({ phenotype: relit({ ...p, ...fields }, s), how });
}

/** Another genome. */
function inherited(change: (g: Genome) => Genome, how: string): Change {
  return (p, s) => {
    const scene = { ...s, genome: change(s.genome) };
    return { scene, phenotype: regrown(p, scene), how };
  };
}

/** A genome with another byte from bit `at` on. */
function write(g: Genome, at: number, value: number): Genome {
  const shift = BigInt(at);
  return word((BigInt(g) & ~(0xffn << shift)) | (BigInt(value) << shift));
}

function word(bits: bigint): Genome {
  return `0x${bits.toString(16).padStart(64, "0")}`;
}
