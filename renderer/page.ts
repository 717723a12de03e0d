// The living page: one HTML document that holds all that it shows. Twin of contracts/LivingPage.sol.
import { background, head } from "./document.ts";
import type { Phenotype } from "./phenotype.ts";
import type { Scene } from "./scene.ts";

/** The page of a token; `layer` is the plant in its ground, as markup. */
export function livingPage(scene: Scene, p: Phenotype, layer: string): string {
  return (
    "<!doctype html><html lang='en'><meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>Heliotrope</title><style>html,body,svg{margin:0;height:100%;width:100%;background:#" +
    background(p) +
    "}</style>" +
    head(p, scene.genome, scene.stationName) +
    layer +
    "</svg></html>"
  );
}
