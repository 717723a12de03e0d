// What lies on the bench, drawn and explained as a token is.
import { type Portrait, portraitOf } from "../portrait.ts";
import { type Specimen, sceneOf } from "./specimen.ts";

const NO_LABEL = { collection: "Heliotrope", externalUrl: "", target: 0 };

/** Without its model the sky stays one of vectors, as the contract's would. */
export function sittingOf(specimen: Specimen, hasModel: boolean): Portrait {
  const drawn = portraitOf({ scene: sceneOf(specimen), station: 0, label: NO_LABEL });
  return {
    ...drawn,
    title: `${drawn.kind}, from the Heliotrope playground`,
    sky: hasModel ? drawn.sky : undefined,
  };
}
