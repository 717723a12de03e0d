// Looks for the scenes whose drawings are longest, species by species: hundreds at random, then small changes
// to the best, as long as they help. `node test/contracts/gas/worst.ts` writes test/vectors/worst.json, which
// the gas tests measure; run it after a species has changed.
import { writeFileSync } from "node:fs";
import { SPECIES_COUNT } from "../../../renderer/genome.ts";
import { phenotypeOf } from "../../../renderer/phenotype.ts";
import { plantLayer } from "../../../renderer/plant.ts";
import type { Scene } from "../../../renderer/scene.ts";
import { likelyScene, withGene } from "../../renderer/likely.ts";
import { encodeScenes } from "../../renderer/oracle.ts";
import { type Draw, generator } from "../../renderer/scenes.ts";

const FILE = new URL("../../vectors/worst.json", import.meta.url);
const TRIES = Number(process.env.HELIOTROPE_WORST_TRIES ?? 400);
const STEPS = Number(process.env.HELIOTROPE_WORST_STEPS ?? 1200);

/** What is made as large as it can be: the characters, and the numbers, which cost most gas. */
const MEASURES: Record<string, (layer: string) => number> = {
  characters: (layer) => layer.length,
  numbers: (layer) => (layer.match(/\d+/g) ?? []).length,
};

/** One field from another scene, or one gene changed. */
function changed(draw: Draw, scene: Scene, species: number): Scene {
  const other = likelyScene(draw, species);
  const next = { ...scene };
  const keys = Object.keys(scene) as (keyof Scene)[];
  switch (draw(4)) {
    case 0: {
      const key = keys[draw(keys.length)]!;
      Object.assign(next, { [key]: other[key] });
      break;
    }
    case 1: {
      // One number of the weather, or of what was lived through.
      const part = (["now", "recent", "life"] as const)[draw(3)]!;
      const fields = Object.keys(scene[part]) as never[];
      const field = fields[draw(fields.length)]!;
      Object.assign(next, { [part]: { ...scene[part], [field]: other[part][field] } });
      break;
    }
    case 2:
      // Petals, layers, stature, mutation.
      next.genome = withGene(scene.genome, [168n, 176n, 184n][draw(3)]!, draw(256));
      if (draw(4) === 0) next.genome = withGene(scene.genome, 192n, draw(5));
      break;
    default:
      next.genome = withGene(scene.genome, 8n * BigInt(draw(16)), draw(256));
  }
  return { ...next, time: next.epoch * 25_200 };
}

function worstOf(draw: Draw, species: number, measure: (layer: string) => number): Scene {
  const of = (scene: Scene) => measure(plantLayer(phenotypeOf(scene), scene.genome));
  let worst = likelyScene(draw, species);
  let most = of(worst);
  const consider = (scene: Scene) => {
    const size = of(scene);
    if (size >= most) [worst, most] = [scene, size];
  };
  for (let i = 0; i < TRIES; i++) consider(likelyScene(draw, species));
  for (let i = 0; i < STEPS; i++) consider(changed(draw, worst, species));
  return worst;
}

const draw = generator(0x0bad);
const worst = Array.from({ length: SPECIES_COUNT }, (_, species) =>
  Object.entries(MEASURES).map(([name, measure]) => {
    const scene = worstOf(draw, species, measure);
    console.log(species, name, measure(plantLayer(phenotypeOf(scene), scene.genome)));
    return { ...scene, stationName: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" };
  }),
).flat();
writeFileSync(FILE, `${JSON.stringify({ scenes: encodeScenes(worst) }, null, 2)}\n`);
