// A scene as the pages show it: drawn, named and explained. Pure, so that equal scenes are equal
// pictures on every machine.
import { backdrop } from "../renderer/backdrop.ts";
import { tokenJson } from "../renderer/document.ts";
import { germinated, latentOf } from "../renderer/genome.ts";
import { AGE_MISSING, type Observation } from "../renderer/observation.ts";
import { phenotypeOf } from "../renderer/phenotype.ts";
import { plantSvg } from "../renderer/plant.ts";
import type { Scene } from "../renderer/scene.ts";
import { conditionOf } from "../renderer/sky/condition.ts";
import { caption, clean, speciesName } from "../renderer/words.ts";
import { type Cause, causesOf } from "./why.ts";
import { temperature, weatherOf } from "./words.ts";

export interface Portrait {
  tokenId: number;
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
  causes: readonly Cause[];
}

/** What the weather reading shows already, with its unit. */
const IN_READING = new Set(["Temperature", "Weather age", "Observation"]);

export function portraitOf({ scene, station }: { scene: Scene; station: number }): Portrait {
  const { genome, now } = scene;
  const phenotype = phenotypeOf(scene);
  const isGerminated = germinated(genome);
  const observed = isGerminated && now.age !== AGE_MISSING;
  const place = clean(scene.stationName);
  // The contract's own JSON names and describes the token; there is no second source of words.
  const json = JSON.parse(tokenJson(scene, phenotype, "")) as {
    name: string;
    attributes: { trait_type: string; value: string | number }[];
  };
  return {
    tokenId: Number(scene.tokenId),
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
    description: caption(phenotype, genome, place),
    layer: plantSvg(phenotype, genome, scene.stationName),
    whole: plantSvg(phenotype, genome, scene.stationName, backdrop(phenotype)),
    sky: isGerminated
      ? { modelId: scene.model, latent: latentOf(genome), condition: conditionOf(phenotype) }
      : undefined,
    traits: json.attributes
      .filter(({ trait_type }) => !IN_READING.has(trait_type))
      .map(({ trait_type, value }) => ({ name: trait_type, value: String(value) })),
    causes: causesOf(phenotype, scene),
  };
}

function weatherWords(isGerminated: boolean, observed: boolean, now: Observation): string {
  if (!isGerminated) return "Waiting to germinate";
  if (!observed) return "No weather yet";
  return `${weatherOf(now.codeRank)}, ${temperature(now.tempCentiC)}`;
}
