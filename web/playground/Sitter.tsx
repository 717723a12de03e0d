// The picture of what lies on the bench.
import { Artwork } from "../components/Artwork.tsx";
import type { Portrait } from "../portrait.ts";

/** The first is there before a hand has left the slider. */
const SKY_SIZES = [60, 240] as const;

interface Props {
  portrait: Portrait;
  /** Hears which sky stands there now, by its key. */
  onPainted: (key: string) => void;
}

export function Sitter({ portrait, onPainted }: Props) {
  return (
    <figure className="sitter">
      <Artwork
        portrait={portrait}
        sizes={SKY_SIZES}
        isSharp
        onPainted={({ key }) => onPainted(key)}
      />
      <figcaption>{portrait.description}</figcaption>
    </figure>
  );
}
