// One picture: the neural sky on a canvas, the plant over it as an image.
import { useQueries } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { paintSky, skyKey } from "../painting.ts";
import { PLAIN_CAUSES, type Portrait } from "../portrait.ts";
import { useModel } from "../queries/model.ts";

const MINUTES = 60_000;

interface Props {
  portrait: Portrait;
  /** Sides in pixels to paint, smallest first; each replaces the one before. Multiples of 12. */
  sizes: readonly number[];
  /** Say also what can be seen of the plant, where the picture is what the page is about. */
  detailed?: boolean;
}

export function Artwork({ portrait, sizes, detailed = false }: Props) {
  const [isPainted, setPainted] = useState(false);
  // Until the network has painted, the sky of vectors stands in: a picture is never blank.
  const svg = portrait.sky && isPainted ? portrait.layer : portrait.whole;
  return (
    <div className="artwork">
      {portrait.sky && <Sky sky={portrait.sky} sizes={sizes} onPainted={() => setPainted(true)} />}
      <img
        src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
        alt={detailed ? `${portrait.description} ${sightOf(portrait)}` : portrait.description}
        draggable={false}
      />
    </div>
  );
}

/** What stands out, in words, for whoever does not see the picture. */
function sightOf({ causes }: Portrait): string {
  const features = causes
    .slice(0, PLAIN_CAUSES)
    .map(({ feature, value }) => `${feature.toLowerCase()} ${value}`);
  return `To be seen: ${features.join("; ")}.`;
}

interface SkyProps {
  sky: NonNullable<Portrait["sky"]>;
  sizes: readonly number[];
  onPainted: () => void;
}

function Sky({ sky, sizes, onPainted }: SkyProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { data: model } = useModel(sky.modelId);
  const largest = useQueries({
    queries: sizes.map((size) => {
      const { latent, condition } = sky;
      const modelHash = model?.hash ?? "0x";
      return {
        queryKey: skyKey({ modelHash, latent, condition, size }),
        queryFn: async ({ signal }: { signal: AbortSignal }) => {
          if (!model) throw new Error("The model is not here yet.");
          const job = { model: model.bytes, modelHash: model.hash, latent, condition, size };
          return { size, pixels: await paintSky(job, signal) };
        },
        enabled: model !== undefined,
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * MINUTES,
        retry: false,
      };
    }),
    combine: (results) => results.findLast((result) => result.data)?.data,
  });

  const tell = useRef(onPainted);
  useEffect(() => {
    // While the next sky is being painted the last one stays: a picture never blinks.
    if (!largest || !canvas.current) return;
    draw(canvas.current, largest.pixels, largest.size);
    tell.current();
  }, [largest]);

  return (
    <div aria-hidden="true">
      <canvas ref={canvas} />
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, pixels: Uint8Array, size: number): void {
  const image = new ImageData(size, size);
  for (let i = 0; i < size * size; i++) {
    image.data[4 * i] = pixels[3 * i]!;
    image.data[4 * i + 1] = pixels[3 * i + 1]!;
    image.data[4 * i + 2] = pixels[3 * i + 2]!;
    image.data[4 * i + 3] = 255;
  }
  canvas.width = size;
  canvas.height = size;
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  canvas.dataset.size = String(size);
  canvas.classList.add("painted");
}
