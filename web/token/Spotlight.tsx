// Over a picture: everything dimmed but what one cause has done. Of the plant that is the marks that would be drawn
// otherwise without it; of the sky the places that would have another colour.
import { useEffect, useMemo, useRef, useState } from "react";
import { latentOf } from "../../renderer/genome.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import { plantSvg } from "../../renderer/plant.ts";
import { conditionOf } from "../../renderer/sky/condition.ts";
import type { Portrait } from "../portrait.ts";
import { useModel } from "../queries/model.ts";
import { skyOf } from "../skies.ts";
import { differenceOf } from "./difference.ts";
import { type Without, without } from "./without.ts";

/** Side of the compared skies: integers paint it at once. */
const SIDE = 60;
/** Channels that differ by less do not show; by this much more, they are fully lit. */
const [LEAST, ENOUGH] = [3, 24];
/** How long the sky's part is waited for, in ms. */
const LATE_MS = 200;
const SHADE = [18, 14, 26, 190] as const;

/** What a cause has done to a portrait; undefined where nothing of it can be taken away. */
export interface Effect {
  feature: string;
  how: string;
  /** The plant's marks, drawn alone. */
  lit: string;
  marks: number;
  sky: { latent: `0x${string}`; condition: `0x${string}` } | undefined;
}

export function effectOf(portrait: Portrait, feature: string): Effect | undefined {
  const { scene, own } = portrait.gathered;
  if (own) return undefined;
  const p = phenotypeOf(scene);
  const other = without(feature, scene, p);
  if (!other) return undefined;
  const { svg, marks } = differenceOf(portrait.layer, plantSvg(other.scene, other.phenotype));
  return { feature, how: other.how, lit: svg, marks, sky: skyWithout(portrait, other) };
}

/** What is lit, in words. */
export function saidOf({ feature, how, marks, sky }: Effect): string {
  if (marks === 0 && !sky) {
    return `${feature}: nothing in this picture would look different ${how}.`;
  }
  const where = marks === 0 ? "in the sky" : sky ? "in plant and sky" : "in the plant";
  return `${feature}: lit is what would look different ${where} ${how}.`;
}

function skyWithout({ sky }: Portrait, { scene, phenotype }: Without): Effect["sky"] {
  if (!sky) return undefined;
  const [latent, condition] = [latentOf(scene.genome), conditionOf(phenotype)];
  return latent === sky.latent && condition === sky.condition ? undefined : { latent, condition };
}

export function Spotlight({ portrait, effect }: { portrait: Portrait; effect: Effect }) {
  const veil = useRef<HTMLCanvasElement>(null);
  const { data: model } = useModel(portrait.sky?.modelId ?? 0);
  const [isThere, setThere] = useState(false);
  const { sky } = portrait;
  const { latent, condition } = effect.sky ?? {};

  // biome-ignore lint/correctness/useExhaustiveDependencies: a sky is told by its latent and condition.
  useEffect(() => {
    const gone = new AbortController();
    const show = (image: ImageData) => {
      veil.current?.getContext("2d")?.putImageData(image, 0, 0);
      setThere(true);
    };
    // A busy machine shows the plant's part first.
    const late = setTimeout(() => show(veilOver(undefined, undefined)), LATE_MS);
    gone.signal.addEventListener("abort", () => clearTimeout(late));
    const paint = async (): Promise<void> => {
      let [one, other]: (Uint8Array | undefined)[] = [];
      if (model && sky && latent && condition) {
        const { bytes, hash } = model;
        const base = { model: bytes, modelHash: hash };
        const now = { latent: sky.latent, condition: sky.condition };
        [one, other] = await Promise.all([
          skyOf({ ...base, ...now }, SIDE, gone.signal),
          skyOf({ ...base, latent, condition }, SIDE, gone.signal),
        ]);
      }
      if (gone.signal.aborted) return;
      clearTimeout(late);
      show(veilOver(one, other));
    };
    paint().catch(() => {
      // Given up: the next cause is lit already.
    });
    return () => gone.abort();
  }, [model, sky?.latent, sky?.condition, latent, condition]);

  const lit = useMemo(() => `data:image/svg+xml,${encodeURIComponent(effect.lit)}`, [effect]);
  const plant = useMemo(
    () => `data:image/svg+xml,${encodeURIComponent(portrait.layer)}`,
    [portrait.layer],
  );
  return (
    <div
      className="spotlight"
      data-feature={effect.feature}
      data-marks={effect.marks}
      hidden={!isThere}
      aria-hidden="true"
    >
      <canvas ref={veil} width={SIDE} height={SIDE} />
      <img className="shaded" src={plant} alt="" draggable={false} />
      <img className="lit" src={lit} alt="" draggable={false} />
      <p>{saidOf(effect)}</p>
    </div>
  );
}

/** Dark where two skies are the same, clear where they differ; dark all over without two skies. */
export function veilOver(one: Uint8Array | undefined, other: Uint8Array | undefined): ImageData {
  const image = new ImageData(SIDE, SIDE);
  const [red, green, blue, most] = SHADE;
  for (let i = 0; i < SIDE * SIDE; i++) {
    let differ = 0;
    for (let c = 3 * i; one && other && c < 3 * i + 3; c++) {
      differ = Math.max(differ, Math.abs(one[c]! - other[c]!));
    }
    const light = Math.min(1, Math.max(0, differ - LEAST) / ENOUGH);
    image.data.set([red, green, blue, Math.round(most * (1 - light))], 4 * i);
  }
  return image;
}
