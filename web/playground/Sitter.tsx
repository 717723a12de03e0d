// The picture of what lies on the bench.
import { Artwork } from "../components/Artwork.tsx";
import type { Portrait } from "../portrait.ts";

/** The first is there before a hand has left the slider. */
const SKY_SIZES = [60, 240] as const;

export function Sitter({ portrait }: { portrait: Portrait }) {
  return (
    <figure className="sitter">
      <Artwork portrait={portrait} sizes={SKY_SIZES} isSharp />
      <figcaption>{portrait.description}</figcaption>
    </figure>
  );
}
