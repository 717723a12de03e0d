// A sky on a canvas, painted in steps and given up as soon as another moment is shown.
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Portrait } from "../portrait.ts";
import { useModel } from "../queries/model.ts";
import { paintOnto } from "../skies.ts";

/** No screen shows a difference beyond this side. */
const MOST_PIXELS = 2_048;
/** Sides are multiples of it, so that a window's edge can be dragged without painting at every pixel. */
const GRAIN = 16;

export type SkyInputs = NonNullable<Portrait["sky"]>;

/** What stands on a canvas. */
export interface PaintedSky {
  key: string;
  size: number;
}

interface Props {
  sky: SkyInputs;
  /** Sides in pixels to paint, smallest first; each replaces the one before. */
  sizes: readonly number[];
  /** Go on until each pixel of the screen has one of its own. */
  isSharp: boolean;
  onPainted: (painted: PaintedSky) => void;
}

export function SkyCanvas({ sky, sizes, isSharp, onPainted }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { data: model } = useModel(sky.modelId);
  const screen = useDeviceSide(canvas, isSharp);
  const largest = sizes.at(-1) ?? 0;
  const full = screen !== undefined && screen > largest ? screen : undefined;
  const key = keyOf(sky);
  const steps = useRef({ sizes, full, sky, onPainted });
  steps.current = { sizes, full, sky, onPainted };
  const plan = `${sizes.join()}/${full}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is painted is told by its key and plan.
  useEffect(() => {
    if (!model || !canvas.current) return;
    const gone = new AbortController();
    const { sizes, full, sky, onPainted } = steps.current;
    const { latent, condition } = sky;
    paintOnto(
      canvas.current,
      { model: model.bytes, modelHash: model.hash, latent, condition },
      { sizes, full },
      gone.signal,
      (size) => onPainted({ key, size }),
    ).catch(() => {
      // Given up, or no worker paints here: the sky of vectors goes on standing in.
    });
    return () => gone.abort();
  }, [model, key, plan]);

  return (
    <div aria-hidden="true">
      <canvas ref={canvas} />
    </div>
  );
}

/** Equal for equal skies. */
export function keyOf({ modelId, latent, condition }: SkyInputs): string {
  return `${modelId}/${latent}/${condition}`;
}

/** How many pixels of the screen an element is wide; undefined until it is known, or where nobody asks. */
function useDeviceSide(element: RefObject<Element | null>, isAsked: boolean): number | undefined {
  const [side, setSide] = useState<number>();
  useEffect(() => {
    if (!isAsked || !element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      const pixels = (entry?.contentRect.width ?? 0) * window.devicePixelRatio;
      const grains = Math.ceil(Math.min(pixels, MOST_PIXELS) / GRAIN);
      setSide(grains > 0 ? grains * GRAIN : undefined);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, isAsked]);
  return isAsked ? side : undefined;
}
