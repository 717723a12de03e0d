// From a gathered scene to what the token answers. Twin of the pure part of contracts/Metadata.sol.
import { tokenUri } from "./document.ts";
import { latentOf } from "./genome.ts";
import { phenotypeOf } from "./phenotype.ts";
import { plantSvg } from "./plant.ts";
import type { Scene } from "./scene.ts";
import { conditionOf } from "./sky/condition.ts";

/** What `plantSvg(tokenId)` answers: the whole picture, over the vector sky. */
export function sceneSvg(scene: Scene): string {
  return plantSvg(phenotypeOf(scene), scene.genome, scene.stationName, { sky: "vector" });
}

/** What `tokenURI(tokenId)` answers. */
export function tokenURI(scene: Scene): string {
  return tokenUri(scene, phenotypeOf(scene), sceneSvg(scene));
}

/** What the sky is painted from, as `skyInputsAt` answers. */
export function skyInputsOf(scene: Scene): {
  model: number;
  latent: `0x${string}`;
  condition: `0x${string}`;
} {
  const condition = conditionOf(phenotypeOf(scene));
  return { model: scene.model, latent: latentOf(scene.genome), condition };
}
