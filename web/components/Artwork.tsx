// One picture: the neural sky on a canvas, the plant over it as an image.
import { type ReactNode, useMemo, useState } from "react";
import { PLAIN_CAUSES, type Portrait } from "../portrait.ts";
import { useSlow } from "../queries/useSlow.ts";
import { keyOf, type PaintedSky, SkyCanvas } from "./SkyCanvas.tsx";

/** How long the sky of the moment before may stand in for one that is being painted. */
const STAND_IN_MS = 300;

interface Props {
  portrait: Portrait;
  /** Sides in pixels to paint, smallest first; each replaces the one before. */
  sizes: readonly number[];
  /** Go on until each pixel of the screen has one of its own. */
  isSharp?: boolean;
  /** Say also what can be seen of the plant, where the picture is what the page is about. */
  detailed?: boolean;
  onPainted?: (painted: PaintedSky) => void;
  /** What lies over the picture. */
  children?: ReactNode;
}

export function Artwork({
  portrait,
  sizes,
  isSharp = false,
  detailed = false,
  onPainted,
  children,
}: Props) {
  const [painted, setPainted] = useState<PaintedSky>();
  const { sky } = portrait;
  const isCurrent = sky !== undefined && painted?.key === keyOf(sky);
  const isLate = useSlow(!isCurrent, STAND_IN_MS);
  // Until the network has painted this moment, the sky of vectors stands in: a picture is never blank, and
  // never for long under another moment's sky.
  const svg = sky && painted && (isCurrent || !isLate) ? portrait.layer : portrait.whole;
  const src = useMemo(() => `data:image/svg+xml,${encodeURIComponent(svg)}`, [svg]);
  return (
    <div className="artwork">
      {sky && (
        <SkyCanvas
          sky={sky}
          sizes={sizes}
          isSharp={isSharp}
          onPainted={(next) => {
            setPainted(next);
            onPainted?.(next);
          }}
        />
      )}
      <img
        src={src}
        alt={detailed ? `${portrait.description} ${sightOf(portrait)}` : portrait.description}
        draggable={false}
      />
      {children}
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
