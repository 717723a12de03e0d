// From a gathered scene to what the token answers. Twin of the pure part of contracts/Metadata.sol.
import { backdrop } from "./backdrop.ts";
import { type Label, tokenUri } from "./document.ts";
import { latentOf } from "./genome.ts";
import { livingPage } from "./page.ts";
import { phenotypeOf } from "./phenotype.ts";
import { plantLayer, plantSvg } from "./plant.ts";
import type { Scene } from "./scene.ts";
import { skyOf } from "./skies.ts";
import { conditionOf } from "./sky/condition.ts";
import type { SkyModel } from "./sky/model.ts";

/** What `plantSvg(tokenId)` answers: the whole picture, over a sky of vectors. */
export function vectorSvg(scene: Scene): string {
  const p = phenotypeOf(scene);
  return plantSvg(scene, p, backdrop(p));
}

/** The whole picture as `tokenURI(tokenId)` has it. `model` is the scene's; without it the sky is vectors. */
export function sceneSvg(scene: Scene, model: SkyModel | undefined): string {
  const p = phenotypeOf(scene);
  return plantSvg(scene, p, skyOf(p, scene.genome, model));
}

/**
 * What `tokenURI(tokenId)` answers. `model` is the scene's; undefined where the registry has none. `program` is
 * the living page's, renderer/living/page.bin.
 */
export function tokenURI(
  scene: Scene,
  label: Label,
  model: SkyModel | undefined,
  program: Uint8Array,
): string {
  const p = phenotypeOf(scene);
  // A seed has no page.
  const html = p.stage === 0 ? "" : tokenHtml(scene, model, program);
  return tokenUri(scene, p, label, sceneSvg(scene, model), html);
}

/** What `tokenHtml(tokenId)` answers, from the same. */
export function tokenHtml(scene: Scene, model: SkyModel | undefined, program: Uint8Array): string {
  const p = phenotypeOf(scene);
  return livingPage(scene, p, plantLayer(p, scene.genome), model, program);
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
