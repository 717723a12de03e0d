// A run of pixels for the eye, beside others of the same place.
import type { Hex } from "../../renderer/hex.ts";
import { RUN_PIXELS } from "../../renderer/merkle.ts";

/** Sixteen colours in a row; those that are not the contract's are marked, and counted in words. */
export function Colours(props: { name: string; pixels: Hex; against: Hex | undefined }) {
  const { name, pixels, against } = props;
  const colours = coloursOf(pixels);
  const others = coloursOf(against ?? pixels);
  const wrong = colours.filter((colour, i) => colour !== others[i]).length;
  return (
    <div className="colours">
      <span>{name}</span>
      <svg viewBox="0 0 16 1.4" preserveAspectRatio="none" aria-hidden="true">
        {colours.map((colour, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place in a run is what it is.
          <g key={i}>
            <rect x={i} width="1.02" height="1" fill={colour} />
            {colour !== others[i] && (
              <rect className="wrong" x={i} y="1.12" width="1" height="0.28" />
            )}
          </g>
        ))}
      </svg>
      <span className="small">
        {against && (wrong > 0 ? `${wrong} of 16 are other` : "the same")}
      </span>
    </div>
  );
}

function coloursOf(pixels: Hex): string[] {
  return Array.from({ length: RUN_PIXELS }, (_, i) => `#${pixels.slice(2 + 6 * i, 8 + 6 * i)}`);
}
