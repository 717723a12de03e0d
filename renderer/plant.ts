// The plant as SVG, one file a species. Twin of contracts/Plant.sol.

import { document } from "./document.ts";
import { type Genome, SPECIES_COUNT, species } from "./genome.ts";
import { foreground, ground } from "./ground.ts";
import { motes } from "./motes.ts";
import { done, endGroup, layer } from "./pen.ts";
import type { Phenotype } from "./phenotype.ts";
import type { Scene } from "./scene.ts";
import { seed } from "./seed.ts";
import { bellspire } from "./species/bellspire.ts";
import { dawnvine } from "./species/dawnvine.ts";
import { lacefern } from "./species/lacefern.ts";
import { mooncup } from "./species/mooncup.ts";
import { snowbough } from "./species/snowbough.ts";
import { starwheel } from "./species/starwheel.ts";
import { stonerose } from "./species/stonerose.ts";
import { sunhead } from "./species/sunhead.ts";
import { thornlamp } from "./species/thornlamp.ts";
import { windplume } from "./species/windplume.ts";
import { type Study, studyOf } from "./study.ts";

const DRAW: readonly ((s: Study) => void)[] = [
  sunhead,
  bellspire,
  mooncup,
  starwheel,
  stonerose,
  snowbough,
  lacefern,
  windplume,
  dawnvine,
  thornlamp,
];

/** The plant in its ground, without a sky, as markup. A phenotype of stage 0 is drawn as a seed. */
export function plantLayer(p: Phenotype, g: Genome): string {
  const s = studyOf(p, g);
  layer(s.pen);
  if (p.stage === 0) {
    seed(s);
    endGroup(s.pen);
    return done(s.pen);
  }
  ground(s);
  DRAW[species(g) % SPECIES_COUNT]!(s);
  motes(s);
  foreground(s);
  endGroup(s.pen);
  return done(s.pen);
}

/**
 * A whole SVG document over `sky`, which is markup; without any it is transparent, to be laid over a painted
 * one.
 */
export function plantSvg(scene: Scene, p: Phenotype, sky = ""): string {
  // The seed lies in the earth: there is no sky to see.
  return document(scene, p, p.stage === 0 ? "" : sky, plantLayer(p, scene.genome));
}
