// A scene as the pages show it: drawn, named and explained. Pure, so that equal scenes are equal
// pictures on every machine.
import { backdrop } from "../renderer/backdrop.ts";
import { type Cause, causesOf } from "../renderer/causes.ts";
import { tokenJson } from "../renderer/document.ts";
import { germinated, latentOf } from "../renderer/genome.ts";
import { AGE_MISSING, type Observation } from "../renderer/observation.ts";
import { phenotypeOf } from "../renderer/phenotype.ts";
import { plantSvg } from "../renderer/plant.ts";
import { conditionOf } from "../renderer/sky/condition.ts";
import { caption, clean, speciesName } from "../renderer/words.ts";
import type { OwnArt } from "./queries/art.ts";
import type { Gathered } from "./queries/scenes.ts";
import { instant, temperature, weatherOf } from "./words.ts";

export interface Portrait {
  tokenId: number;
  /** What all this is drawn from. */
  gathered: Gathered;
  /** As in the token's JSON. */
  title: string;
  /** The species, or that it is a seed. */
  kind: string;
  germinated: boolean;
  epoch: number;
  birthEpoch: number;
  station: number;
  place: string;
  latMicroDeg: number;
  lonMicroDeg: number;
  observation: Observation;
  /** Whether the station has ever been observed. */
  observed: boolean;
  /** Epochs since then. */
  weatherAge: number;
  weatherWords: string;
  /** The picture in a few sentences, as in the token's JSON. */
  description: string;
  /** The plant alone, to be laid over a painted sky. */
  layer: string;
  /** The plant under a sky of vectors, for as long as no painted one is there. */
  whole: string;
  /** What the sky is painted from; undefined for a seed, which lies in the dark. */
  sky: { modelId: number; latent: `0x${string}`; condition: `0x${string}` } | undefined;
  traits: readonly { name: string; value: string }[];
  /** As the token explains itself: what stands out most first. */
  causes: readonly Cause[];
}

/** How many causes are told at first: what stands out. */
export const PLAIN_CAUSES = 8;

/** What the weather reading shows already, with its unit. */
const IN_READING = new Set(["Temperature", "Weather age", "Observation"]);

/** What stands for the plant where nobody can say how it was drawn: its sky alone. */
const NOTHING = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1920 1920'></svg>";

/** What the twin's JSON has. */
interface Told {
  name: string;
  description: string;
  image: string;
  attributes: { trait_type: string; value: string | number; display_type?: string }[];
}

export function portraitOf(gathered: Gathered): Portrait {
  const portrait = twinOf(gathered);
  const { own } = gathered;
  return own === undefined ? portrait : { ...portrait, ...drawnBy(own, portrait) };
}

/** What differs where the token's own art version draws it. Its facts are the same in every version. */
function drawnBy({ told, refusal, sky }: OwnArt, twin: Portrait): Partial<Portrait> {
  const picture = told?.svg ?? NOTHING;
  const why = told
    ? `Its own contract drew this picture. ${told.inert}`
    : `Its own contract draws it, and the drawing is not shown, because ${refusal}`;
  return {
    title: told?.name || twin.title,
    description: told
      ? told.description || twin.description
      : `Another art version draws ${twin.title}; the drawing is not shown, because ${refusal}`,
    layer: picture,
    whole: picture,
    sky: twin.sky && sky,
    traits: told ? traitsOf(told) : twin.traits,
    causes: [
      {
        feature: "Art version",
        value: told ? "another" : "another, not shown",
        cause: `Its holder has adopted it. ${why}`.trim(),
      },
    ],
  };
}

function traitsOf({ attributes }: Pick<Told, "attributes">): Portrait["traits"] {
  return attributes
    .filter(({ trait_type }) => !IN_READING.has(trait_type))
    .map(({ trait_type, value, display_type }) => ({
      name: trait_type,
      value: shownValue(value, display_type),
    }));
}

/** As marketplaces show it: seconds as a date, boosts with their sign. */
function shownValue(value: string | number, display: string | undefined): string {
  if (display === "date") return instant(Number(value));
  return display === "boost_percentage" ? `${value} %` : String(value);
}

function twinOf(gathered: Gathered): Portrait {
  const { scene, station, label } = gathered;
  const { genome, now } = scene;
  const phenotype = phenotypeOf(scene);
  const isGerminated = germinated(genome);
  const observed = isGerminated && now.age !== AGE_MISSING;
  const place = clean(scene.stationName);
  // The contract's own JSON names and describes the token; there is no second source of words.
  const json = JSON.parse(tokenJson(scene, phenotype, label, "", "")) as Told;
  return {
    tokenId: Number(scene.tokenId),
    gathered,
    title: json.name,
    kind: isGerminated ? speciesName(genome) : "Seed",
    germinated: isGerminated,
    epoch: scene.epoch,
    birthEpoch: scene.birthEpoch,
    station,
    place,
    latMicroDeg: scene.latMicroDeg,
    lonMicroDeg: scene.lonMicroDeg,
    observation: now,
    observed,
    weatherAge: phenotype.weatherAge,
    weatherWords: weatherWords(isGerminated, observed, now),
    description: caption(scene, phenotype, place),
    layer: plantSvg(scene, phenotype),
    whole: plantSvg(scene, phenotype, backdrop(phenotype)),
    sky: isGerminated
      ? { modelId: scene.model, latent: latentOf(genome), condition: conditionOf(phenotype) }
      : undefined,
    traits: traitsOf(json),
    causes: causesOf(scene, phenotype),
  };
}

function weatherWords(isGerminated: boolean, observed: boolean, now: Observation): string {
  if (!isGerminated) return "Waiting to germinate";
  if (!observed) return "No weather yet";
  return `${weatherOf(now.codeRank)}, ${temperature(now.tempCentiC)}`;
}
